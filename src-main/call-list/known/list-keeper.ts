import { WorkerCalls } from '../../platform/worker-calls.ts';
import { defaultHeapMb, workerError } from '../session.ts';
import type { CallListCalls } from '../worker.ts';
import type { ReadWatch } from '../do-not-call/read-do-not-call.ts';
import type { ListKept, ListToKeep } from './keep-list.ts';

/** Reads do-not-call lists into the library, each in a thread of its own, which ends with it. Throws what keepList throws. */
export class ListKeeper {
  readonly #entry: URL;

  /** @param entry the call list worker's, if it is not beside session.ts */
  constructor(entry = new URL('../worker.ts', import.meta.url)) {
    this.#entry = entry;
  }

  /** @throws DialdeskError as keepList; `cancelled` after an abort, unless it was too late for that */
  async keep(list: ListToKeep, watch: ReadWatch = {}): Promise<ListKept> {
    const resourceLimits = { maxOldGenerationSizeMb: defaultHeapMb };
    const options = { name: 'do-not-call', resourceLimits };
    const worker = new WorkerCalls<CallListCalls>(this.#entry, options, workerError);
    try {
      return await worker.call('keepList', list, watch);
    } finally {
      await worker.close();
    }
  }
}
