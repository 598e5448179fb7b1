/**
 * How much of a file is done without a gap, when its pieces are done in any order. Only this much may be
 * called sent: after a cut, a file's size proves nothing about what lies before its end.
 */
export class ContiguousPrefix {
  #end: number;
  /** Pieces done beyond a gap: where each starts and ends. */
  readonly #ahead = new Map<number, number>();

  constructor(start: number) {
    this.#end = start;
  }

  /** Everything before this position is done. */
  get end(): number {
    return this.#end;
  }

  /** Notes that the piece at `position` is done. */
  add(position: number, length: number): void {
    this.#ahead.set(position, position + length);
    for (let next = this.#ahead.get(this.#end); next !== undefined; next = this.#ahead.get(this.#end)) {
      this.#ahead.delete(this.#end);
      this.#end = next;
    }
  }
}
