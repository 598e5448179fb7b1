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

  /** @param deps `now` in epoch milliseconds */
  constructor(deps: {
    readonly book: ReservationBookTable;
    readonly list: ReservationList;
    readonly now: () => number;
  }) {
    this.#book = deps.book;
    this.#list = deps.list;
    this.#now = deps.now;
  }

  /** Of an entry of the book. Errors as the list. */
  async ofEntry(entry: BookedReservation): Promise<LookedUp> {
    const { connectionId } = entry;
    const looked = await lookUpOutcome(
      (query) => this.#list(connectionId, query),
      entry,
      this.#now(),
      (appointId) => {
        const booked = this.#book.find(connectionId, appointId);
        return booked !== null && booked.id !== entry.id;
      },
    );
    this.#learn(entry, looked);
    return looked;
  }

  /** Of a row of a bulk change. Errors as the list. */
  async ofRow(
    connectionId: string,
    { change, known }: Pick<ChangeRow, 'change' | 'known'>,
  ): Promise<LookedUp> {
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
    // what was asked for it since, and answered, stays
    if (entry?.outcome === 'unknown') this.#learn(entry, looked);
    return looked;
  }

  #learn(entry: BookedReservation, { verdict, reservation }: LookedUp): void {
    if (verdict === 'not_found' || verdict === 'unclear') return;
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
