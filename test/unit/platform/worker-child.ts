import { once } from 'node:events';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import type { Watch } from '../../../src-main/platform/worker-protocol.ts';
import { serve } from '../../../src-main/platform/worker-server.ts';

let stopped = 0;

const calls = {
  double: (numbers: readonly number[]) => numbers.map((each) => each * 2),
  refuse(input: { readonly what: 'ours' | 'defect' | 'nothing' }) {
    if (input.what === 'ours') {
      throw new DialdeskError('invalid_request', 'no', {
        fields: [{ path: 'a.b', rule: 'text' }],
        details: { row: 7 },
      });
    }
    if (input.what === 'defect') throw new TypeError('a defect');
    process.exit(7);
  },
  /** Reports once, and goes on until it is stopped. */
  async untilStopped({ finishes }: { readonly finishes: boolean }, { signal, onProgress }: Watch<string>) {
    onProgress?.('begun');
    if (signal?.aborted === false) await once(signal, 'abort');
    stopped += 1;
    if (!finishes) signal?.throwIfAborted();
    return 'past stopping';
  },
  stopped: () => stopped,
};
export type ChildCalls = typeof calls;

serve(calls);
