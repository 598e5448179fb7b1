import type { Handlers } from '../../contract/derive.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { ReservationOffers } from '../../contract/reservation-book.ts';
import type { InterfaceName } from '../../contract/result-codes.ts';
import type { ConnectionsTable, StoredConnection } from '../../store/connections.ts';
import type { CampaignDirectory } from '../campaigns/campaign-directory.ts';
import type { MissingInterfaces } from '../connections/missing-interfaces.ts';
import type { LostAnswers } from './lost-answers.ts';
import type { ReservationList } from './reservation-list.ts';
import { ReservationSender, type ReservationSenderDeps } from './reservation-sender.ts';

/** What a system may lack. */
const optional = ['appoint/list', 'appoint/create', 'appoint/delete'] as const;

export interface ReservationDeps extends ReservationSenderDeps {
  readonly connections: ConnectionsTable;
  readonly missing: MissingInterfaces;
  readonly campaigns: CampaignDirectory;
  readonly list: ReservationList;
  readonly lost: LostAnswers;
}

/** Reservations: found, modified, created, cancelled, and the book of those that went through this app. */
export function reservationHandlers(deps: ReservationDeps): Handlers['reservations'] {
  const { book, connections, missing, campaigns, list, lost } = deps;
  const sender = new ReservationSender(deps);

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
  /** Asks, and remembers an interface that turns out to be lacking. */
  const noticing = async <T>(
    connectionId: string,
    name: InterfaceName,
    ask: () => Promise<T>,
  ): Promise<T> => {
    const answer = await missing.ask(connectionId, name, ask);
    if (answer !== null) return answer;
    throw new DialdeskError('not_offered', `the system lacks ${name}`);
  };

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
      const made = await noticing(connectionId, 'appoint/create', () =>
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
      noticing(connectionId, 'appoint/delete', () =>
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
