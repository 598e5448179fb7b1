import type { Job } from '../../../contract/jobs.ts';
import type { NewReservationChanges } from '../../../contract/reservation-changes.ts';
import type { ReservationChangesTable } from '../../../store/reservation-changes.ts';
import type { JobQueue } from '../../../jobs/job-queue.ts';

/**
 * Puts changes of reservations in the outbox, one or thousands. The rows come on record before their job: should
 * the app end in between, rows without a job are nothing, while a job without its rows would claim to be done.
 */
export function addReservationChanges(
  {
    queue,
    rows,
    newId,
  }: { readonly queue: JobQueue; readonly rows: ReservationChangesTable; readonly newId: () => string },
  asked: NewReservationChanges,
): Job {
  const id = newId();
  rows.insert(id, asked.rows);
  const [only] = asked.rows.length === 1 ? asked.rows : [];
  try {
    return queue.add({
      id,
      kind: 'reservation-change',
      name: asked.name,
      connectionId: asked.connectionId,
      centre: asked.centre,
      payload: {
        rows: asked.rows.length,
        appointId: only?.change.appointId ?? null,
        perMinute: asked.perMinute,
      },
    });
  } catch (error) {
    rows.remove(id);
    throw error;
  }
}
