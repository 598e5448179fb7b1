/** Which rows of a list are chosen, by keys, and on which one the keyboard stands. */
export class Selection<Row> {
  readonly #rows: () => readonly Row[];
  readonly #key: (row: Row) => string;
  #keys = $state.raw<ReadonlySet<string>>(new Set());
  #active = $state(0);
  /** Where a stretch chosen with Shift begins. */
  #anchor = 0;

  constructor(rows: () => readonly Row[], key: (row: Row) => string) {
    this.#rows = rows;
    this.#key = key;
  }

  get active(): number {
    return Math.min(this.#active, Math.max(0, this.#rows().length - 1));
  }
  get count(): number {
    return this.chosen.length;
  }
  has(row: Row): boolean {
    return this.#keys.has(this.#key(row));
  }
  /** In the order of the list. Rows that are no longer in it do not count. */
  get chosen(): readonly Row[] {
    return this.#keys.size === 0 ? [] : this.#rows().filter((row) => this.has(row));
  }

  /** A click, or the keyboard arriving: this row alone, or up to it (`extend`), or it as well (`toggle`). */
  choose(index: number, how: 'alone' | 'extend' | 'toggle' = 'alone'): void {
    const rows = this.#rows();
    const at = Math.min(Math.max(0, index), rows.length - 1);
    const row = rows[at];
    if (row === undefined) return;
    this.#active = at;
    if (how === 'extend') {
      const [first, last] = [Math.min(this.#anchor, at), Math.max(this.#anchor, at)];
      this.#keys = new Set(rows.slice(first, last + 1).map(this.#key));
      return;
    }
    this.#anchor = at;
    if (how === 'alone') this.#keys = new Set([this.#key(row)]);
    else this.#keys = this.#toggled(this.#key(row));
  }

  /** The keyboard goes there; what is chosen stays. */
  moveTo(index: number): void {
    this.#active = Math.min(Math.max(0, index), Math.max(0, this.#rows().length - 1));
  }

  all(): void {
    this.#keys = new Set(this.#rows().map(this.#key));
  }
  none(): void {
    this.#keys = new Set();
  }
  /** Another list: nothing is chosen, and the keyboard stands at its start, or on this row. */
  restart(key?: string): void {
    const at = key === undefined ? -1 : this.#rows().findIndex((row) => this.#key(row) === key);
    this.#keys = new Set(at < 0 || key === undefined ? [] : [key]);
    this.#active = this.#anchor = Math.max(0, at);
  }

  #toggled(key: string): Set<string> {
    const keys = new Set(this.#keys);
    if (!keys.delete(key)) keys.add(key);
    return keys;
  }
}
