import { randomUUID } from 'node:crypto';
import type { ChosenFrom } from '../../contract/connections.ts';
import type { Handlers } from '../../contract/derive.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { Clock } from '../../platform/clock.ts';
import type { OpenOutbox } from '../outbox/open-outbox.ts';
import { ReservationChangeJob } from './changes/reservation-change-job.ts';
import { ReservationSender } from './reservation-sender.ts';
import { addReservationChanges } from './changes/add-changes.ts';
import type { Store } from '../../store/store.ts';
import type { OpenCampaigns } from '../campaigns/open-campaigns.ts';
import { requireChosenFrom, type Clients } from '../connections/clients.ts';
import type { FileTokens } from '../app/file-tokens.ts';
import { LostAnswers } from './lost-answers.ts';
import type { MissingInterfaces } from '../connections/missing-interfaces.ts';
import type { Desktop } from '../app/desktop.ts';
import { reservationChangeHandlers } from './changes/reservation-change-handlers.ts';
import { reservationList } from './reservation-list.ts';
import { ReservationSheets } from './changes/reservation-sheets.ts';
import { reservationHandlers } from './reservation-handlers.ts';

export interface OpenReservations {
  /** Removes the rows of bulk changes whose job is gone. Never throws: what it cannot remove is left for the next start. */
  readonly start: () => void;
  readonly handlers: Pick<Handlers, 'reservations' | 'reservationChanges'>;
}

/** Composes what stands behind the reservations: one by one, and many at once. */
export function openReservations(deps: {
  readonly store: Store;
  readonly missing: MissingInterfaces;
  readonly campaigns: OpenCampaigns;
  readonly clients: Clients;
  readonly outbox: OpenOutbox;
  readonly tokens: FileTokens;
  readonly desktop: Desktop;
  readonly clock: Clock;
  readonly logError: (message: string, error: unknown) => void;
}): OpenReservations {
  const { store, missing, clients, outbox, tokens, desktop, clock } = deps;
  const campaigns = deps.campaigns.directory;
  const { queue } = outbox;
  const { connections } = store;
  const book = store.reservationBook;
  const rows = store.reservationChanges;
  const list = reservationList({ missing, clientOf: (connectionId) => clients.of(connectionId) });
  const centreOf = (connectionId: string): string | undefined =>
    connections.centreOf(connectionId) ?? undefined;
  const lost = new LostAnswers({ book, list, now: clock.now, centreOf });
  const sender = new ReservationSender({
    ...{ book, centreOf, newId: randomUUID, now: clock.now },
    clientOf: (from) => clients.from(from),
  });
  const kind = new ReservationChangeJob({
    rows,
    change: async (connectionId, { change, known }) => {
      const connection = connections.get(connectionId);
      if (connection === null) throw new DialdeskError('not_found', `no connection ${connectionId}`);
      await sender.modify(connection, change, known);
    },
    clock,
  });
  outbox.addKind(kind);
  queue.subscribe(({ removed }) => {
    try {
      for (const id of removed) rows.remove(id);
    } catch (error) {
      // a full disk: the next start removes what belongs to no job
      if (!(error instanceof DialdeskError)) throw error;
    }
  });
  const requireCentre = (from: ChosenFrom): void => requireChosenFrom(connections, from);
  const handlers = {
    reservations: reservationHandlers({
      book,
      sender,
      missing,
      campaigns,
      list,
      lost,
      connections,
    }),
    reservationChanges: reservationChangeHandlers({
      sheets: new ReservationSheets({
        ...{ tokens, list, book, rows, now: clock.now, centreOf },
        hoursOf: (connectionId) => connections.get(connectionId)?.settings.callingHours,
        requireCentre,
        jobCentre: (job) => queue.get(job).centre,
      }),
      rows,
      desktop,
      lost,
      jobOf: (id) => queue.get(id),
      requireCentre,
      add: (asked) => addReservationChanges({ queue, rows, newId: randomUUID }, asked),
    }),
  };
  const start = (): void => {
    try {
      rows.removeOrphans();
    } catch (error) {
      deps.logError('reservations could not be tidied up at the start', error);
    }
  };
  return { start, handlers };
}
