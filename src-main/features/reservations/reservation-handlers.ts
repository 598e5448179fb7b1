import type { ChosenFrom } from '../../contract/connections.ts';
import type { Handlers } from '../../contract/derive.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { ReservationOffers } from '../../contract/reservation-book.ts';
import type { ReservationBookTable } from '../../store/reservation-book.ts';
import type { ConnectionsTable, StoredConnection } from '../../store/connections.ts';
import type { CampaignDirectory } from '../campaigns/campaign-directory.ts';
import { chosenConnection } from '../connections/clients.ts';
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

  const connection = (from: ChosenFrom): StoredConnection => chosenConnection(connections, from);
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
    modify: ({ change, known, ...from }) => sender.modify(connection(from), change, known),
    async create({ reservation, ...from }) {
      const { connectionId } = from;
      const centre = connections.centreOf(connectionId);
      const made = await missing.require(connectionId, 'appoint/create', () =>
        sender.create(connection(from), reservation, campaigns.nameOf(connectionId, reservation.taskId)),
      );
      // led elsewhere meanwhile: this campaign's ID is another one's there
      if (connections.centreOf(connectionId) === centre) campaigns.used(connectionId, reservation.taskId);
      return made;
    },
    cancel: ({ appointId, known, ...from }) =>
      missing.require(from.connectionId, 'appoint/delete', () =>
        sender.cancel(connection(from), appointId, known),
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
