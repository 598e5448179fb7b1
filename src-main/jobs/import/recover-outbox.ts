import { DialdeskError } from '../../contract/errors.ts';
import type { JobsTable } from '../../store/jobs.ts';
import type { JobQueue } from '../job-queue.ts';
import { readManifest } from './manifest.ts';
import type { Outbox } from './outbox.ts';

/**
 * Makes outbox and database agree; to be called before the queue is started.
 *
 * Workbooks that no job knows, after a damaged database was replaced, become jobs again: as prepared, so that
 * nothing goes out without being asked, or as unknown where the import went out, or may have. What a job that
 * is over left behind, when the app ended before it was removed, is removed now: it holds customers' numbers.
 * @returns the IDs of the jobs that were found
 */
export async function recoverOutbox(
  outbox: Outbox,
  queue: JobQueue,
  jobs: Pick<JobsTable, 'get' | 'knows'>,
): Promise<string[]> {
  const found: string[] = [];
  for (const id of await outbox.list()) {
    if (jobs.knows(id)) {
      const state = jobs.get(id)?.state;
      if (state === 'done' || state === 'cancelled') await outbox.remove(id);
      continue;
    }
    const manifest = readManifest(await outbox.manifest(id));
    if (!manifest) continue;
    const { name, connectionId, payload, memory, sending } = manifest;
    const error = new DialdeskError('outcome_unknown', 'Found in the outbox, after it was sent', {
      details: { reason: 'database_lost' },
    });
    queue.restore(
      { id, kind: 'import', name, connectionId, payload, hold: !sending },
      { memory, done: ['write'], unknown: sending ? { step: 'import', error } : null },
    );
    found.push(id);
  }
  return found;
}
