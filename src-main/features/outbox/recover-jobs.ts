import { DialdeskError } from '../../contract/errors.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import type { FoundJob } from '../../jobs/new-job.ts';
import type { JobsTable } from '../../store/jobs.ts';
import type { JobFiles } from './job-files.ts';

/** Rebuilds a job from a manifest, or returns null for one of another kind. */
export type FindJob = (id: string, manifest: unknown, lost: DialdeskError) => FoundJob | null;

/**
 * Reconciles the outbox with the database; to be called before the queue is started.
 *
 * After a damaged database was replaced, workbooks and voice files without a job become jobs again. What a finished job
 * left behind, because the app ended before it was removed, is removed now: it contains customers' numbers. So are files
 * whose job was never recorded because the app ended first: they were never shown.
 * @param find each kind's way to rebuild a job from its manifest
 * @param folders what was in the outbox when the app started; newer files are about to get a row
 * @param untidied called with what could not be recovered now, on a full disk or in a locked folder: it is left for
 * the next start, and prevents nothing else from being put right
 * @returns the IDs of the rebuilt jobs
 */
export async function recoverJobs(
  files: JobFiles,
  queue: JobQueue,
  jobs: Pick<JobsTable, 'states'>,
  find: readonly FindJob[],
  folders: readonly string[],
  untidied: (what: string, error: unknown) => void = () => undefined,
): Promise<string[]> {
  const recovered: string[] = [];
  const states = jobs.states();
  const lost = new DialdeskError('outcome_unknown', 'Found in the outbox, after it was sent', {
    details: { reason: 'database_lost' },
  });
  const putRight = async (id: string): Promise<void> => {
    const state = states.get(id);
    if (state !== undefined) {
      if (state === 'done' || state === 'cancelled') await files.remove(id);
      return;
    }
    const manifest = await files.manifest(id);
    const found = find.map((of) => of(id, manifest, lost)).find((job) => job !== null);
    if (found) {
      queue.restore(found.job, found.known);
      recovered.push(id);
    }
    // Nothing in it can be sent or asked about, and an unknown file must not stay.
    else if (!(await files.hasManifest(id))) await files.remove(id);
  };
  for (const id of folders) await putRight(id).catch((error: unknown) => untidied(`outbox/${id}`, error));
  return recovered;
}
