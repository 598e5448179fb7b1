import type { Handlers } from '../../contract/derive.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { ReservationOffers } from '../../contract/reservation-book.ts';
import type { ReservationBookTable } from '../../store/reservation-book.ts';
import type { ConnectionsTable, StoredConnection } from '../../store/connections.ts';
import type { CampaignDirectory } from '../campaigns/campaign-directory.ts';
import type { MissingInterfaces } from '../connections/missing-interfaces.ts';
import type { LostAnswers } from './lost-answers.ts';
import type { ReservationList } from './reservation-list.ts';
import type { ReservationSender } from './reservation-sender.ts';

/** What a system may lack. */
const optional = ['appoint/list', 'appoint/create', 'appoint/delete'] as const;

export interface ReservationDeps {
  readonly book: ReservationBookTable;
  readonly sender: ReservationSender;
  readonly connections: ConnectionsTable;
  readonly missing: MissingInterfaces;
  readonly campaigns: CampaignDirectory;
  readonly list: ReservationList;
  readonly lost: LostAnswers;
}

/** Reservations: found, modified, created, cancelled, and the book of those that went through this app. */
export function reservationHandlers(deps: ReservationDeps): Handlers['reservations'] {
  const { book, sender, connections, missing, campaigns, list, lost } = deps;

  const connection = (id: string): StoredConnection => {
    const found = connections.get(id);
    if (found === null) throw new DialdeskError('not_found', `no connection ${id}`);
    return found;
  };
  const offers = (connectionId: string): ReservationOffers => ({
    list: !missing.has(connectionId, 'appoint/list'),
    create: !missing.has(connectionId, 'appoint/create'),
    delete: !missing.has(connectionId, 'appoint/delete'),
  });
  return {
    offers: ({ connectionId }) => offers(connectionId),
    lookAgain({ connectionId }) {
      for (const name of optional) missing.forget(connectionId, name);
      return offers(connectionId);
    },
    doWithoutList({ connectionId }) {
      missing.note(connectionId, 'appoint/list');
      return offers(connectionId);
    },
    list: ({ connectionId, query }) => list(connectionId, query),
    modify: ({ connectionId, change, known }) => sender.modify(connection(connectionId), change, known),
    async create({ connectionId, reservation }) {
      const made = await missing.require(connectionId, 'appoint/create', () =>
        sender.create(
          connection(connectionId),
          reservation,
          campaigns.nameOf(connectionId, reservation.taskId),
        ),
      );
      campaigns.used(connectionId, reservation.taskId);
      return made;
    },
    cancel: ({ connectionId, appointId, known }) =>
      missing.require(connectionId, 'appoint/delete', () =>
        sender.cancel(connection(connectionId), appointId, known),
      ),

    lookUp({ id }) {
      const entry = book.get(id);
      if (entry === null) throw new DialdeskError('not_found', 'its entry was taken out of the book');
      return lost.ofEntry(entry);
    },

    book: (query) => book.list(query),
    forget({ id }) {
      book.remove(id);
    },
  };
}
