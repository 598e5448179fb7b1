import type { WrittenFile } from '../../contract/call-list.ts';
import { WorkerCalls } from '../../platform/worker-calls.ts';
import type { Watch, WriteProgress } from '../watch.ts';
import type { CallListCalls } from '../worker.ts';
import type { ChosenRows } from './choose-rows.ts';
import type { JoinedResults, JoinInput } from './join-results.ts';

/**
 * What V8 may use there, in MB. Rows come and go one by one: some are alive, and by itself it would let go of the others
 * only once they were tens of megabytes.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 3, maxOldGenerationSizeMb: 48 } as const;

/** Work on results in a thread of its own, which ends with it. Throws what the work throws. */
export class ResultsWorker {
  readonly #entry: URL;

  /** @param entry the call list worker's, if it is not beside session.ts */
  constructor(entry = new URL('../worker.ts', import.meta.url)) {
    this.#entry = entry;
  }

  join(input: JoinInput, watch: Watch<WriteProgress>): Promise<JoinedResults> {
    return this.#once((worker) => worker.call('joinResults', input, watch));
  }

  choose(chosen: ChosenRows, watch: Watch<WriteProgress> = {}): Promise<WrittenFile> {
    return this.#once((worker) => worker.call('chooseRows', chosen, watch));
  }

  async #once<T>(work: (worker: WorkerCalls<CallListCalls>) => Promise<T>): Promise<T> {
    const worker = new WorkerCalls<CallListCalls>(this.#entry, {
      name: 'results',
      resourceLimits,
    });
    try {
      return await work(worker);
    } finally {
      await worker.close();
    }
  }
}
