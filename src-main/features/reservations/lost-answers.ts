import type { BookedReservation, LookedUp } from '../../contract/reservation-book.ts';
import type { ChangeRow } from '../../contract/reservation-changes.ts';
import type { ReservationBookTable } from '../../store/reservation-book.ts';
import type { ReservationList } from './reservation-list.ts';
import { lookUpOutcome } from './reservation-look-up.ts';

/** Finds out what became of what was sent and never answered, and has the book know it too. */
export class LostAnswers {
  readonly #book: ReservationBookTable;
  readonly #list: ReservationList;

  constructor({ book, list }: { readonly book: ReservationBookTable; readonly list: ReservationList }) {
    this.#book = book;
    this.#list = list;
  }

  /** Of an entry of the book. Errors as the list. */
  async ofEntry(entry: BookedReservation): Promise<LookedUp> {
    const looked = await lookUpOutcome((query) => this.#list(entry.connectionId, query), entry);
    this.#learn(entry, looked);
    return looked;
  }

  /** Of a row of a bulk change. Errors as the list. */
  async ofRow(
    connectionId: string,
    { change, known }: Pick<ChangeRow, 'change' | 'known'>,
  ): Promise<LookedUp> {
    const entry = this.#book.find(connectionId, change.appointId);
    const looked = await lookUpOutcome((query) => this.#list(connectionId, query), {
      action: 'modified',
      appointId: change.appointId,
      agent: change.agent,
      appointTime: change.appointTime ?? known?.appointTime ?? null,
      remark: change.remark ?? known?.remark ?? null,
      calledNo: known?.calledNo ?? entry?.calledNo ?? null,
    });
    // what was asked for it since, and answered, stays
    if (entry?.outcome === 'unknown') this.#learn(entry, looked);
    return looked;
  }

  #learn(entry: BookedReservation, { verdict, reservation }: LookedUp): void {
    if (verdict === 'not_found') return;
    this.#book.put({
      ...entry,
      appointId: reservation?.appointId ?? entry.appointId,
      appointTime: reservation?.appointTime ?? entry.appointTime,
      agent: reservation?.agent ?? entry.agent,
      agentName: reservation?.agentName ?? entry.agentName,
      outcome: verdict,
    });
  }
}
