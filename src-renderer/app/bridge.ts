import type { Bridge, Client } from '../../src-main/contract/derive.ts';
import { DialdeskError, type Result } from '../../src-main/contract/errors.ts';
import { contract } from '../../src-main/contract/index.ts';

declare global {
  interface Window {
    readonly dialdesk: Bridge;
  }
}

type Member = (argument?: unknown) => unknown;

/** A call that gives its value, or throws what main answered as DialdeskError. */
function unwrapped(call: Member): (argument?: unknown) => Promise<unknown> {
  return async (argument) => {
    const result = (await call(argument)) as Result<unknown>;
    if (result.ok) return result.value;
    throw DialdeskError.fromShape(result.error);
  };
}

/**
 * The window's client: the same names as the contract, but a call gives its value or throws DialdeskError.
 * Pushes pass through. Built from the contract, not from what the bridge happens to carry: an end that is
 * missing there shows at start and not at the first use.
 */
export function createClient(bridge: Bridge): Client {
  const client: Record<string, Record<string, Member>> = {};
  for (const [domain, members] of Object.entries(contract)) {
    const exposed = bridge[domain as keyof typeof contract] as unknown as Record<string, Member>;
    client[domain] = Object.fromEntries(
      Object.entries(members).map(([name, { kind }]) => {
        const member = exposed[name];
        if (member === undefined) throw new Error(`the bridge lacks ${domain}.${name}`);
        return [name, kind === 'push' ? member : unwrapped(member)];
      }),
    );
  }
  client['dropped'] = { register: unwrapped(bridge.dropped.register as Member) };
  return client as unknown as Client;
}
