import { insideHours, nextInside, type CallingHours } from '../../../contract/calling-hours.ts';

/**
 * The calling hours that the times of a sheet are looked at with. All rows are checked again at each change of one, and
 * reading a clock of another zone is slow: each moment is looked at once, until the hours are others.
 */
export class SheetHours {
  readonly #read: () => CallingHours | undefined;
  #hours: CallingHours | undefined;
  #key = '';
  readonly #inside = new Map<number, boolean>();
  readonly #next = new Map<number, number | null>();

  /** @param read the hours of the connection as they are now; undefined where it has none */
  constructor(read: () => CallingHours | undefined) {
    this.#read = read;
  }

  /** Whether there are any. */
  get set(): boolean {
    return this.#hours !== undefined;
  }

  /** Goes by the hours as they are now from here on. @returns whether they are others than before */
  readAgain(): boolean {
    const hours = this.#read();
    const key = JSON.stringify(hours ?? null);
    if (key === this.#key) return false;
    this.#hours = hours;
    this.#key = key;
    this.#inside.clear();
    this.#next.clear();
    return true;
  }

  /** Whether a moment, epoch milliseconds, is outside them. */
  isOutside(moment: number): boolean {
    if (this.#hours === undefined) return false;
    let inside = this.#inside.get(moment);
    if (inside === undefined) this.#inside.set(moment, (inside = insideHours(this.#hours, moment)));
    return !inside;
  }

  /** The next moment inside, epoch milliseconds; null for none within a year. */
  next(moment: number): number | null {
    if (this.#hours === undefined) return null;
    let next = this.#next.get(moment);
    if (next === undefined) this.#next.set(moment, (next = nextInside(this.#hours, moment)));
    return next;
  }
}
