import { WorkerCalls } from '../../platform/worker-calls.ts';
import type { AskedPage } from './fetch-results.ts';
import type { PagesCalls } from './pages-worker.ts';
import type { PageStore } from './result-pages.ts';

/**
 * What V8 may use for young objects there, in MB. By itself it grows to several times that while ten answers wait; what
 * is read of an answer is over when the next one comes.
 */
const maxYoungGenerationSizeMb = 3;

/** The pages of results, read and kept in a thread of its own until `close`. */
export class PagesInWorker implements PageStore {
  readonly #worker: WorkerCalls<PagesCalls>;

  private constructor(entry: URL) {
    this.#worker = new WorkerCalls<PagesCalls>(entry, {
      name: 'call-results',
      resourceLimits: { maxYoungGenerationSizeMb },
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

  /** Reads an answer, which is handed over: it is empty here afterwards. @throws DialdeskError as `readResultPage` */
  read(body: Uint8Array): Promise<AskedPage> {
    // a short one may stand in memory that is shared with others
    const { buffer } = body;
    const own = buffer instanceof ArrayBuffer && buffer.byteLength === body.byteLength;
    return this.#worker.call('read', body, {}, 'wait', own ? [buffer] : []);
  }

  restore: PageStore['restore'] = (bytes) => this.#worker.call('restore', bytes);
  beginPeriod: PageStore['beginPeriod'] = () => this.#worker.call('beginPeriod', undefined);
  take: PageStore['take'] = (id, most) => this.#worker.call('take', { id, most });

  close(): Promise<void> {
    return this.#worker.close();
  }
}
