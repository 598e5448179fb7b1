import { AsyncLocalStorage } from 'node:async_hooks';
import type { AiccClient } from '../../aicc/client.ts';
import type { RequestLogEntry } from '../../aicc/request-log.ts';
import type { CallResultQuery } from '../../contract/call-result-rows.ts';
import { WorkerCalls } from '../../platform/worker-calls.ts';
import type { AskedPage } from './fetch-results.ts';
import type { PagesCalls } from './pages-worker.ts';
import type { PageStore } from './result-pages.ts';

/**
 * What V8 may use there, in MB. By itself its young generation grows to several times that while ten answers wait; what is
 * read of an answer is over when the next one comes. The old one needs a tenth of this: told how much at most, V8 lets
 * little more pile up than is in use.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 3, maxOldGenerationSizeMb: 256 } as const;

/** The pages of results, asked for, read and kept in a thread of its own until `close`. */
export class PagesInWorker implements PageStore {
  readonly #worker: WorkerCalls<PagesCalls>;

  private constructor(entry: URL) {
    this.#worker = new WorkerCalls<PagesCalls>(entry, {
      name: 'call-results',
      resourceLimits,
    });
  }

  /**
   * @param path of the file of result lines
   * @param periods how many there are
   * @param entry the worker's, if it is not beside this file
   */
  static async open(
    path: string,
    periods: number,
    entry = new URL('pages-worker.ts', import.meta.url),
  ): Promise<PagesInWorker> {
    const pages = new PagesInWorker(entry);
    try {
      await pages.#worker.call('open', { path, periods });
    } catch (error) {
      await pages.close();
      throw error;
    }
    return pages;
  }

  /**
   * Asks for a page there, in the place of a client, whose log gets each attempt.
   * @throws DialdeskError as `callResults`; `cancelled` at once where it is no longer wanted
   */
  async ask(client: AiccClient, query: CallResultQuery, signal?: AbortSignal): Promise<AskedPage> {
    // on behalf of whoever asks: attempts are told from another thread
    const here = AsyncLocalStorage.snapshot();
    const handed = await client.handOver('isales');
    const onProgress = (entry: RequestLogEntry): void => here(() => client.record(entry));
    return this.#worker.call('ask', { handed, query }, { signal, onProgress });
  }

  restore: PageStore['restore'] = (bytes) => this.#worker.call('restore', bytes);
  beginPeriod: PageStore['beginPeriod'] = () => this.#worker.call('beginPeriod', undefined);
  take: PageStore['take'] = (id, most) => this.#worker.call('take', { id, most });

  close(): Promise<void> {
    return this.#worker.close();
  }
}
