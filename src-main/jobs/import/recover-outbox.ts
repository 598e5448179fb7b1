import { DialdeskError } from '../../contract/errors.ts';
import type { JobQueue } from '../job-queue.ts';
import { readManifest } from './manifest.ts';
import type { Outbox } from './outbox.ts';

/**
 * Makes jobs again for workbooks in the outbox that no job knows: after the database was damaged, and a new
 * one took its place. They come back as prepared, so that nothing goes out without being asked; one whose
 * import went out, or may have, comes back as unknown.
 * @param knows whether the database has, or has set aside, a job of this ID
 * @returns the IDs of the jobs that were found
 */
export async function recoverOutbox(
  outbox: Outbox,
  queue: JobQueue,
  knows: (jobId: string) => boolean,
): Promise<string[]> {
  const found: string[] = [];
  for (const [id, text] of await outbox.manifests()) {
    const manifest = knows(id) ? null : readManifest(text);
    if (!manifest) continue;
    const { name, connectionId, payload, memory, sending } = manifest;
    const lost = new DialdeskError('outcome_unknown', 'Found in the outbox, after it was sent', {
      details: { reason: 'database_lost' },
    });
    queue.restore(
      { id, kind: 'import', name, connectionId, payload, hold: !sending },
      { memory, done: ['write'], unknown: sending ? { step: 'import', error: lost } : null },
    );
    found.push(id);
  }
  return found;
}
