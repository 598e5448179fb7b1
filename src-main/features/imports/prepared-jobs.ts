import { DialdeskError } from '../../contract/errors.ts';
import type { Job } from '../../contract/jobs.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import type { NewJob } from '../../jobs/new-job.ts';
import type { JobFiles } from '../outbox/job-files.ts';
import { manifestOf } from './job/import-manifest.ts';
import { emptyImportMemory, type ImportMemory, type ImportPayload } from './job/import-payload.ts';

export type CleanWorkbook = NonNullable<ImportMemory['clean']>;

/** Imports that are kept as prepared: each is a job in the queue, and a manifest from which it can be rebuilt. */
export class PreparedJobs {
  readonly #deps: { readonly queue: JobQueue; readonly files: JobFiles };

  constructor(deps: { readonly queue: JobQueue; readonly files: JobFiles }) {
    this.#deps = deps;
  }

  /**
   * Keeps an import as prepared. From here on it is found again, whatever happens.
   * @param job `centre` is the call centre that its IDs are of; left out, the one its connection leads to
   * @throws DialdeskError `local_disk`
   */
  async restore(
    id: string,
    {
      name,
      connectionId,
      centre,
      payload,
    }: Pick<NewJob, 'name' | 'connectionId' | 'centre'> & { readonly payload: ImportPayload },
    clean: CleanWorkbook,
  ): Promise<Job> {
    const memory: ImportMemory = { ...emptyImportMemory, clean };
    const { files, queue } = this.#deps;
    // the manifest first: from it the job is found again
    await files.writeManifest(id, manifestOf({ name, connectionId, payload, memory }, false));
    return queue.restore(
      { id, kind: 'import', name, connectionId, centre, payload, hold: true },
      { memory, done: ['write'], unknown: null },
    );
  }

  /** Writes the job as it is now to its manifest. @throws DialdeskError `local_disk` */
  async keep(id: string): Promise<Job> {
    const { queue, files } = this.#deps;
    const { name, connectionId } = queue.get(id);
    const memory = this.memory(id);
    await files.writeManifest(
      id,
      manifestOf({ name, connectionId, payload: this.payload(id), memory }, false),
    );
    return queue.get(id);
  }

  /** @throws DialdeskError `conflict` when the job is no import that is kept as prepared */
  get(id: string): Job {
    const job = this.#deps.queue.get(id);
    if (job.kind === 'import' && job.state === 'prepared') return job;
    throw new DialdeskError('conflict', `Job ${id} is ${job.state}`, { details: { state: job.state } });
  }

  payload(id: string): ImportPayload {
    return this.#deps.queue.payload(id) as ImportPayload;
  }

  /** @throws DialdeskError `conflict` when its clean workbook has not been written */
  clean(id: string): CleanWorkbook {
    const { clean } = this.memory(id);
    if (clean) return clean;
    throw new DialdeskError('conflict', 'its clean workbook has not been written');
  }

  memory(id: string): ImportMemory {
    return this.#deps.queue.memory(id) as ImportMemory;
  }
}
