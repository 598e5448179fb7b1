// The thread of result pages, that ends in the middle, as its environment data say.
import { getEnvironmentData, parentPort } from 'node:worker_threads';
import type { FromWorker, ToWorker } from '../../../src-main/platform/worker-protocol.ts';

/** Where it ends: at the n-th call of a name, once its work has been begun, or in place of its answer. */
export interface Ending {
  readonly at: string;
  readonly nth: number;
  readonly when: 'asked' | 'answered';
  readonly how: 'exit' | 'throw';
}
const { at, nth, when, how } = getEnvironmentData('ending') as unknown as Ending;
const port = parentPort;
if (port === null) throw new Error('This file is the entry of a worker thread.');

function end(): void {
  if (how === 'exit') process.exit(7);
  throw new Error('scripted');
}

/** IDs of the calls that it is to end at. */
let asked = 0;
const fatal = new Set<number>();
const post = port.postMessage.bind(port);
port.postMessage = (message: FromWorker): void => {
  if (when === 'answered' && fatal.has(message.id)) end();
  else post(message);
};
port.on('message', (message: ToWorker) => {
  if (message.kind !== 'call' || message.name !== at || (asked += 1) !== nth) return;
  fatal.add(message.id);
  // once the work has been begun
  if (when === 'asked') queueMicrotask(end);
});
await import('../../../src-main/features/call-results/pages-worker.ts');
