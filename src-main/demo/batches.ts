import { isSuccess } from './call-outcomes.ts';
import { dayOf, type Dialler } from './dialler.ts';
import type { ImportedRecord } from './call-numbers.ts';
import { nextRecord, type NumberChoice } from './number-deletions.ts';
import type { Campaign, DemoState } from './records.ts';

/** What the imported records of one customField came to. */
export interface BatchCounts {
  total: number;
  called: number;
  connected: number;
  /** The day that the next two are of, as the clock shows it. */
  day: string;
  calledToday: number;
  connectedToday: number;
}

interface Tally {
  readonly counts: Map<string, BatchCounts>;
  /** Up to where records are counted, and up to where those dialled are. */
  seen: number;
  dialled: number;
}

/** Counts imported records by their customField: each once, when somebody asks. */
export class Batches {
  readonly #state: DemoState;
  readonly #dialler: Dialler;
  readonly #tallies = new Map<string, Tally>();

  constructor(state: DemoState, dialler: Dialler) {
    this.#state = state;
    this.#dialler = dialler;
  }

  /** The counts of each customField that has, or had, any record; records without one are in none. */
  of(campaign: Campaign): ReadonlyMap<string, BatchCounts> {
    const dial = this.#dialler.advance(campaign);
    const records = this.#state.imported.get(campaign.id);
    const tally: Tally = this.#tallies.get(campaign.id) ?? { counts: new Map(), seen: 0, dialled: 0 };
    this.#tallies.set(campaign.id, tally);
    const today = dayOf(this.#state.clock());
    const size = records?.size ?? 0;
    const isDeleted = (at: number): boolean =>
      (dial.deleted ?? []).some(([from, to]) => from <= at && at < to);
    for (; records && tally.seen < size; tally.seen++) {
      const counts = this.#counts(tally, records.at(tally.seen), today);
      if (!isDeleted(tally.seen)) counts.total += 1;
    }
    const next = Math.min(size, nextRecord(dial));
    for (; records && tally.dialled < next; tally.dialled++) {
      const at = this.#dialler.dialledAt(campaign, tally.dialled);
      if (at === undefined) continue;
      const counts = this.#counts(tally, records.at(tally.dialled), today);
      const last = this.#dialler.callsOf(campaign, tally.dialled).at(-1);
      const connected = last && isSuccess(last.outcome) ? 1 : 0;
      const ofToday = dayOf(new Date(at)) === today ? 1 : 0;
      counts.called += 1;
      counts.connected += connected;
      counts.calledToday += ofToday;
      counts.connectedToday += ofToday * connected;
    }
    for (const counts of tally.counts.values()) newDay(counts, today);
    return new Map([...tally.counts].filter(([field]) => field !== ''));
  }

  /** Deletes imported records that are neither called nor in a call; they are no longer counted. @returns how many */
  delete(campaign: Campaign, choice: NumberChoice): number {
    // before: what was never counted is not to be counted down
    this.of(campaign);
    const tally = this.#tallies.get(campaign.id);
    const deleted = this.#dialler.delete(campaign, choice);
    for (const { customField } of deleted) {
      const counts = tally?.counts.get(customField);
      if (counts) counts.total -= 1;
    }
    return deleted.length;
  }

  #counts(tally: Tally, { customField }: ImportedRecord, day: string): BatchCounts {
    const known = tally.counts.get(customField);
    if (known) return newDay(known, day);
    const counts = { total: 0, called: 0, connected: 0, day, calledToday: 0, connectedToday: 0 };
    tally.counts.set(customField, counts);
    return counts;
  }
}

function newDay(counts: BatchCounts, day: string): BatchCounts {
  return counts.day === day ? counts : Object.assign(counts, { day, calledToday: 0, connectedToday: 0 });
}
