import * as v from 'valibot';
import type { Call, Push } from '../../src-main/contract/define.ts';
import type { Bridge, Handlers, Pushes } from '../../src-main/contract/derive.ts';
import { DialdeskError, type Result } from '../../src-main/contract/errors.ts';
import { contract } from '../../src-main/contract/index.ts';

/** Handlers for the calls a test expects; any other call fails the test. */
export type Answers = { readonly [Domain in keyof Handlers]?: Partial<Handlers[Domain]> };

/** `window.dialdesk` without a window: derived from the contract, as the real one is. */
export interface FakeBridge {
  readonly bridge: Bridge;
  /** What main would push. */
  readonly push: Pushes;
  /** Every call made, in order: its name and what was passed. */
  readonly calls: { readonly name: string; readonly input: unknown }[];
}

/**
 * Main as the window sees it. What goes in and out is parsed with the contract's schemas, so a test cannot
 * pass on data that the real bridge would refuse. A call nobody answers rejects and names itself.
 */
export function fakeBridge(answers: Answers): FakeBridge {
  const calls: { name: string; input: unknown }[] = [];
  const bridge: Record<string, Record<string, unknown>> = {};
  const push: Record<string, Record<string, unknown>> = {};

  for (const [domain, members] of Object.entries(contract)) {
    const exposed: Record<string, unknown> = (bridge[domain] = {});
    const pushes: Record<string, unknown> = (push[domain] = {});
    const answered = (answers as Record<string, Record<string, (input: unknown) => unknown>>)[domain] ?? {};
    for (const [name, member] of Object.entries<Call | Push>(members)) {
      const label = `${domain}.${name}`;
      if (member.kind === 'push') {
        const listeners = new Set<(payload: unknown) => void>();
        exposed[name] = (listener: (payload: unknown) => void) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        };
        pushes[name] = (payload: unknown) => {
          const parsed = v.parse(member.payload, payload);
          for (const listener of listeners) listener(parsed);
        };
        continue;
      }
      exposed[name] = async (argument: unknown): Promise<Result<unknown>> => {
        const answer = answered[name];
        if (answer === undefined) throw new Error(`nobody answers ${label} in this test`);
        // A structured clone, as between processes: a proxy or a function does not get through.
        const input = v.parse(member.input, structuredClone(argument));
        calls.push({ name: label, input });
        try {
          return { ok: true, value: v.parse(member.output, await answer(input)) };
        } catch (error) {
          if (error instanceof DialdeskError) return { ok: false, error: error.toShape() };
          throw error;
        }
      };
    }
  }
  bridge['dropped'] = {
    register: () => Promise.reject(new Error('nobody answers dropped.register in this test')),
  };
  return { bridge: bridge as unknown as Bridge, push: push as unknown as Pushes, calls };
}
