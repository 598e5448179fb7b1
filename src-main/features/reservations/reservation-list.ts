import { listReservations } from '../../aicc/reservations.ts';
import type { AiccClient, CallOptions } from '../../aicc/client.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { ReservationPage, ReservationQuery } from '../../contract/reservations.ts';
import type { MissingInterfaces } from '../connections/missing-interfaces.ts';

/** Gives a page of what a connection's system lists. @throws DialdeskError `not_offered` where it lists nothing */
export type ReservationList = (
  connectionId: string,
  query: ReservationQuery,
  options?: CallOptions,
) => Promise<ReservationPage>;

/** The systems' own lists; that one has none is noticed once, and it is not asked again. */
export function reservationList(deps: {
  readonly missing: MissingInterfaces;
  readonly clientOf: (connectionId: string) => Promise<AiccClient>;
}): ReservationList {
  return async (connectionId, query, options) => {
    const page = await deps.missing.ask(connectionId, 'appoint/list', async () =>
      listReservations(await deps.clientOf(connectionId), query, options),
    );
    if (page === null) throw new DialdeskError('not_offered', 'this system does not list its reservations');
    return page;
  };
}
