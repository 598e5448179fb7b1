import { DialdeskError } from '../../contract/errors.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import type { FoundJob } from '../../jobs/new-job.ts';
import type { JobsTable } from '../../store/jobs.ts';
import type { JobFiles } from './job-files.ts';

/** Makes a job again of a manifest, or gives null for one of another kind. */
export type FindJob = (id: string, manifest: unknown, lost: DialdeskError) => FoundJob | null;

/**
 * Makes outbox and database agree; to be called before the queue is started.
 *
 * Workbooks and voice files that no job knows, after a damaged database was replaced, become jobs again. What a job that
 * is over left behind, when the app ended before it was removed, is removed now: it holds customers' numbers. So is
 * what was never handed over: the app ended before the job was on record, and nobody was shown it.
 * @param find each kind's own way to make a job of its manifest
 * @param folders what was in the outbox when the app started; what came since is on its way to a row
 * @returns the IDs of the jobs that were found
 */
export async function recoverJobs(
  files: JobFiles,
  queue: JobQueue,
  jobs: Pick<JobsTable, 'states'>,
  find: readonly FindJob[],
  folders: readonly string[],
): Promise<string[]> {
  const recovered: string[] = [];
  const states = jobs.states();
  const lost = new DialdeskError('outcome_unknown', 'Found in the outbox, after it was sent', {
    details: { reason: 'database_lost' },
  });
  for (const id of folders) {
    const state = states.get(id);
    if (state !== undefined) {
      if (state === 'done' || state === 'cancelled') await files.remove(id);
      continue;
    }
    const manifest = await files.manifest(id);
    const found = find.map((of) => of(id, manifest, lost)).find((job) => job !== null);
    if (found) {
      queue.restore(found.job, found.known);
      recovered.push(id);
    }
    // Nothing in there can be sent or asked about, and a file that nobody knows of must not stay.
    else if (!(await files.hasManifest(id))) await files.remove(id);
  }
  return recovered;
}
