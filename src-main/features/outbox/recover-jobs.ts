import { DialdeskError } from '../../contract/errors.ts';
import type { JobsTable } from '../../store/jobs.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import { readVoiceManifest } from '../voice/job/voice-manifest.ts';
import { readManifest } from '../imports/job/import-manifest.ts';
import type { Outbox } from './job-files.ts';

/**
 * Makes outbox and database agree; to be called before the queue is started.
 *
 * Workbooks and voice files that no job knows, after a damaged database was replaced, become jobs again: as prepared, so that
 * nothing goes out without being asked, or as unknown where it went out, or may have. What a job that
 * is over left behind, when the app ended before it was removed, is removed now: it holds customers' numbers. So is
 * what was never handed over: the app ended before the job was on record, and nobody was told that it was.
 * @param folders what was in the outbox when the app started; what came since is on its way to a row
 * @returns the IDs of the jobs that were found
 */
export async function recoverOutbox(
  outbox: Outbox,
  queue: JobQueue,
  jobs: Pick<JobsTable, 'states'>,
  folders: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  const states = jobs.states();
  for (const id of folders) {
    const state = states.get(id);
    if (state !== undefined) {
      if (state === 'done' || state === 'cancelled') await outbox.remove(id);
      continue;
    }
    const kept = await outbox.manifest(id);
    const [list, voice] = [readManifest(kept), readVoiceManifest(kept)];
    const error = new DialdeskError('outcome_unknown', 'Found in the outbox, after it was sent', {
      details: { reason: 'database_lost' },
    });
    if (list) {
      const { name, connectionId, payload, memory, sending } = list;
      queue.restore(
        { id, kind: 'import', name, connectionId, payload, hold: !sending },
        { memory, done: ['write'], unknown: sending ? { step: 'import', error } : null },
      );
    } else if (voice) {
      const { name, connectionId, payload, sending } = voice;
      queue.restore(
        { id, kind: 'voice-upload', name, connectionId, payload, hold: !sending },
        { memory: { upload: null }, done: [], unknown: sending ? { step: 'send', error } : null },
      );
    } else {
      // Nothing in there can be sent or asked about, and a file that nobody knows of must not stay.
      if (!(await outbox.hasManifest(id))) await outbox.remove(id);
      continue;
    }
    found.push(id);
  }
  return found;
}
