import { reservationRules } from '../../src-main/contract/reservations.ts';
import { momentAfterGap, momentsOf, wallTimeAt, type WallTime } from '../../src-main/contract/zoned-time.ts';
import type { TimeOfDay } from '../ui/time-of-day.ts';

/** Why a time cannot be sent. */
export type TimeProblem = 'required' | 'date' | 'time' | 'gap' | 'past';

/**
 * A day and a time as picked in the supervisor's zone, and the moment they stand for. Where the clocks are put
 * back a time comes twice, and one of the two has to be chosen; where they are put forward some times never come.
 */
export class TimeChoice {
  readonly #zone: string;
  readonly #now: () => number;
  #initial: { readonly date: string; readonly time: TimeOfDay | null; readonly later: boolean } = $state.raw({
    date: '',
    time: null,
    later: false,
  });
  #date: string | null = $state(null);
  dateInvalid = $state(false);
  #time: TimeOfDay | null = $state.raw(null);
  timeIncomplete = $state(false);
  /** The second of the two is meant. */
  later = $state(false);
  readonly #moments = $derived.by(() => this.#find());

  /**
   * @param zone the supervisor's
   * @param initial what to start from; null for today without a time
   */
  constructor(zone: string, now: () => number, initial: number | null) {
    this.#zone = zone;
    this.#now = now;
    this.startFrom(initial);
  }

  get zone(): string {
    return this.#zone;
  }
  get today(): string {
    return wallTimeAt(this.#now(), this.#zone).date;
  }

  get date(): string | null {
    return this.#date;
  }
  set date(date: string | null) {
    this.#date = date;
    this.later = false;
  }
  get time(): TimeOfDay | null {
    return this.#time;
  }
  set time(time: TimeOfDay | null) {
    this.#time = time;
    this.later = false;
  }

  /** Both moments of a time that comes twice. */
  get twice(): readonly number[] | null {
    return this.#moments.length > 1 ? this.#moments : null;
  }

  /** Epoch milliseconds; null while there is no such moment. */
  get moment(): number | null {
    return this.#moments[this.later ? this.#moments.length - 1 : 0] ?? null;
  }

  /** What the clocks show instead of a time that they skip. */
  get afterGap(): WallTime | null {
    if (this.#date === null || this.#time === null || this.#moments.length > 0) return null;
    return wallTimeAt(momentAfterGap({ date: this.#date, ...this.#time }, this.#zone), this.#zone);
  }

  /** Whether it differs from what it started from. */
  get changed(): boolean {
    const { date, time, later } = this.#initial;
    return (
      this.dateInvalid ||
      this.timeIncomplete ||
      this.#date !== date ||
      this.#time?.hour !== time?.hour ||
      this.#time?.minute !== time?.minute ||
      this.later !== later
    );
  }

  get problem(): TimeProblem | null {
    if (this.#date === null) return this.dateInvalid ? 'date' : 'required';
    if (this.#time === null) return this.timeIncomplete ? 'time' : 'required';
    const { moment } = this;
    if (moment === null) return 'gap';
    return moment <= this.#now() ? 'past' : null;
  }

  /** So close that it may come before anybody notices. */
  get near(): boolean {
    const { moment } = this;
    return moment !== null && moment > this.#now() && moment - this.#now() < reservationRules.nearMs;
  }

  isPast(moment: number): boolean {
    return moment <= this.#now();
  }

  /** Starts anew from a moment; null for today without a time. */
  startFrom(moment: number | null): void {
    this.#put(moment);
    this.#initial = this.#pickedAt(moment);
  }

  /** Another moment is what it is compared with from now on. What was picked stays; what was not starts anew. */
  compareWith(moment: number | null): void {
    if (this.changed) this.#initial = this.#pickedAt(moment);
    else this.startFrom(moment);
  }

  /** Moves by so many milliseconds; without a time yet, from the next full quarter of an hour. */
  shift(ms: number): void {
    const quarter = 15 * 60_000;
    this.#put((this.moment ?? Math.ceil(this.#now() / quarter) * quarter) + ms);
  }

  #find(): readonly number[] {
    if (this.#date === null || this.#time === null) return [];
    return momentsOf({ date: this.#date, ...this.#time }, this.#zone);
  }

  #put(moment: number | null): void {
    const { date, time, later } = this.#pickedAt(moment);
    this.#date = date;
    this.dateInvalid = false;
    this.#time = time;
    this.timeIncomplete = false;
    this.later = later;
  }

  #pickedAt(moment: number | null): {
    readonly date: string;
    readonly time: TimeOfDay | null;
    readonly later: boolean;
  } {
    const { date, hour, minute } = wallTimeAt(moment ?? this.#now(), this.#zone);
    const both = momentsOf({ date, hour, minute }, this.#zone);
    const later = moment !== null && both.length > 1 && moment >= (both[1] ?? Infinity);
    return { date, time: moment === null ? null : { hour, minute }, later };
  }
}
