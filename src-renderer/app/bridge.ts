import type { Bridge, Client } from '../../src-main/contract/derive.ts';
import { DialdeskError, type Result } from '../../src-main/contract/errors.ts';

declare global {
  interface Window {
    readonly dialdesk: Bridge;
  }
}

/**
 * The window's client: the same names as the contract, but a call gives its value or throws DialdeskError.
 * Pushes pass through.
 */
export function createClient(bridge: Bridge): Client {
  const unwrap =
    (call: (argument: unknown) => Promise<Result<unknown>>) =>
    async (argument: unknown): Promise<unknown> => {
      const result = await call(argument);
      if (result.ok) return result.value;
      const { code, message, fields, details } = result.error;
      throw new DialdeskError(code, message, { ...(fields && { fields }), ...(details && { details }) });
    };

  const domain = (members: Record<string, (argument: never) => unknown>): unknown =>
    new Proxy(members, {
      get: (target, name: string) => {
        const member = target[name] as ((argument: unknown) => unknown) | undefined;
        if (member === undefined) throw new Error(`no such call: ${name}`);
        return (argument: unknown) => {
          // A call answers with a promise, a push with the function that ends the listening.
          if (typeof argument === 'function') return member(argument);
          return unwrap(member as (argument: unknown) => Promise<Result<unknown>>)(argument);
        };
      },
    });

  return Object.fromEntries(
    Object.entries(bridge).map(([name, members]) => [
      name,
      domain(members as Record<string, (argument: never) => unknown>),
    ]),
  ) as unknown as Client;
}

export const api: Client = createClient(window.dialdesk);
