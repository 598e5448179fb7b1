import type { ImportResult } from '../../../src-main/contract/import-results.ts';
import type { App } from '../app.ts';

/** What the call centre says of the imports that were sent: asked for as they are shown, kept up to date by pushes. */
export class ImportResults {
  readonly #client: Pick<App['client'], 'importResults'>;
  #results: ReadonlyMap<string, ImportResult> = $state.raw(new Map());
  readonly #asked = new Set<string>();

  constructor({ client }: Pick<App, 'client'>) {
    this.#client = client;
    client.importResults.changed((results) => this.#take(results));
  }

  of(jobId: string): ImportResult | undefined {
    return this.#results.get(jobId);
  }

  /** These jobs are shown: asks for those that have not been received so far. Errors as the call. */
  async want(jobIds: readonly string[]): Promise<void> {
    const jobs = jobIds.filter((id) => !this.#asked.has(id)).slice(0, 1000);
    if (jobs.length === 0) return;
    for (const id of jobs) this.#asked.add(id);
    try {
      const results = await this.#client.importResults.of({ jobs });
      // what was pushed meanwhile is newer
      this.#take(results.filter(({ jobId }) => !this.#results.has(jobId)));
    } catch (error) {
      for (const id of jobs) this.#asked.delete(id);
      throw error;
    }
  }

  #take(results: readonly ImportResult[]): void {
    this.#results = new Map([...this.#results, ...results.map((result) => [result.jobId, result] as const)]);
  }
}
