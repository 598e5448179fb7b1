import { randomUUID } from 'node:crypto';
import type { AiccClient } from '../../aicc/client.ts';
import type { Handlers } from '../../contract/derive.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import { addReservationChanges } from './changes/add-changes.ts';
import type { Store } from '../../store/store.ts';
import type { CampaignDirectory } from '../campaigns/campaign-directory.ts';
import type { FileTokens } from '../app/file-tokens.ts';
import { LostAnswers } from './lost-answers.ts';
import type { MissingInterfaces } from '../connections/missing-interfaces.ts';
import type { Desktop } from '../app/desktop.ts';
import { reservationChangeHandlers } from './changes/reservation-change-handlers.ts';
import { reservationList } from './reservation-list.ts';
import { ReservationSheets } from './changes/reservation-sheets.ts';
import { reservationHandlers } from './reservation-handlers.ts';

/** Composes what stands behind the reservations: one by one, and many at once. */
export function openReservations(deps: {
  readonly store: Store;
  readonly missing: MissingInterfaces;
  readonly campaigns: CampaignDirectory;
  readonly clientOf: (connectionId: string) => Promise<AiccClient>;
  readonly queue: JobQueue;
  readonly tokens: FileTokens;
  readonly desktop: Desktop;
}): Pick<Handlers, 'reservations' | 'reservationChanges'> {
  const { store, missing, campaigns, clientOf, queue, tokens, desktop } = deps;
  const book = store.reservationBook;
  const rows = store.reservationChanges;
  const list = reservationList({ missing, clientOf });
  const lost = new LostAnswers({ book, list });
  return {
    reservations: reservationHandlers({
      book,
      missing,
      campaigns,
      list,
      lost,
      connections: store.connections,
      clientOf,
      newId: randomUUID,
      now: Date.now,
    }),
    reservationChanges: reservationChangeHandlers({
      sheets: new ReservationSheets({ tokens, list, book, now: Date.now }),
      rows,
      desktop,
      lost,
      jobOf: (id) => queue.get(id),
      add: (asked) => addReservationChanges({ queue, rows, newId: randomUUID }, asked),
    }),
  };
}
