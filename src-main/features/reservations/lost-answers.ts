import { isDeepStrictEqual } from 'node:util';
import { requireSameCallCentre } from '../../contract/connections.ts';
import type { BookedReservation, LookedUp } from '../../contract/reservation-book.ts';
import type { ChangeRow } from '../../contract/reservation-changes.ts';
import type { ReservationBookTable } from '../../store/reservation-book.ts';
import type { ReservationList } from './reservation-list.ts';
import { lookUpOutcome, type AskedFor } from './reservation-look-up.ts';

/** Finds out what became of what was sent and never answered, and has the book know it too. */
export class LostAnswers {
  readonly #book: ReservationBookTable;
  readonly #list: ReservationList;
  readonly #now: () => number;
  readonly #centreOf: (connectionId: string) => string | undefined;

  /**
   * @param deps `now` in epoch milliseconds; `centreOf` the call centre that a connection leads to now, as `callCentreOf`
   * names it, undefined where it is gone
   */
  constructor(deps: {
    readonly book: ReservationBookTable;
    readonly list: ReservationList;
    readonly now: () => number;
    readonly centreOf: (connectionId: string) => string | undefined;
  }) {
    this.#book = deps.book;
    this.#list = deps.list;
    this.#now = deps.now;
    this.#centreOf = deps.centreOf;
  }

  /** Of an entry of the book. Errors as the list; `call_centre_changed`. */
  async ofEntry(entry: BookedReservation): Promise<LookedUp> {
    const { connectionId } = entry;
    const centre = this.#centreOf(connectionId);
    const looked = await lookUpOutcome(
      (query) => this.#list(connectionId, query),
      entry,
      this.#now(),
      (appointId) => {
        const booked = this.#book.find(connectionId, appointId);
        return booked !== null && booked.id !== entry.id;
      },
    );
    // led elsewhere while it was asked: another call centre may have answered
    requireSameCallCentre(centre, this.#centreOf(connectionId));
    this.#learn(entry, looked);
    return looked;
  }

  /** Of a row of a bulk change. Errors as the list; `call_centre_changed`. */
  async ofRow(
    connectionId: string,
    { change, known }: Pick<ChangeRow, 'change' | 'known'>,
  ): Promise<LookedUp> {
    const centre = this.#centreOf(connectionId);
    const entry = this.#book.find(connectionId, change.appointId);
    const { appointId, ...asked } = change;
    const { agent = null, appointTime = null, remark = null } = known ?? {};
    const askedFor: AskedFor = {
      action: 'modified',
      appointId,
      agent: change.agent,
      appointTime: change.appointTime ?? appointTime,
      calledNo: known?.calledNo ?? entry?.calledNo ?? null,
      taskId: known?.taskId ?? null,
      callType: 'manual',
      change: { ...asked, before: { agent, appointTime, remark } },
    };
    const looked = await lookUpOutcome((query) => this.#list(connectionId, query), askedFor, this.#now());
    requireSameCallCentre(centre, this.#centreOf(connectionId));
    // a change that was asked for besides this row is another question
    if (entry?.outcome === 'unknown' && asksFor(entry, change)) this.#learn(entry, looked);
    return looked;
  }

  #learn(entry: BookedReservation, { verdict, reservation }: LookedUp): void {
    if (verdict === 'not_found' || verdict === 'unclear') return;
    // taken out of the book, asked for anew, or answered while the list was read: that stays
    if (!isDeepStrictEqual(this.#book.get(entry.id), entry)) return;
    this.#book.put({
      ...entry,
      appointId: reservation?.appointId ?? entry.appointId,
      appointTime: reservation?.appointTime ?? entry.appointTime,
      agent: reservation?.agent ?? entry.agent,
      agentName: reservation?.agentName ?? entry.agentName,
      remark:
        reservation?.remark ??
        (verdict === 'not_done' && entry.change ? entry.change.before.remark : entry.remark),
      outcome: verdict,
    });
  }
}

/** Whether what the book has of a reservation is this very change of it. */
function asksFor({ change: booked }: BookedReservation, asked: ChangeRow['change']): boolean {
  return (['agent', 'appointTime', 'remark'] as const).every((field) => booked?.[field] === asked[field]);
}
