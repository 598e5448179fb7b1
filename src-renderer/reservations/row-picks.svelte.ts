/**
 * Gives the rows that a table lists now, in its order.
 * @param from the first row's place
 * @param to the place after the last one; none: all of them
 */
export type ListedRows<Row> = (from?: number, to?: number) => Promise<readonly Row[]>;

/** Which rows of a table are ticked, by their keys: what is narrowed down meanwhile stays ticked. */
export class RowPicks<Row, Key> {
  readonly #listed: ListedRows<Row>;
  readonly #key: (row: Row) => Key | null;
  #picked = $state.raw<ReadonlyMap<Key, Row>>(new Map());
  /** Where a stretch begins that Shift ends. */
  #anchor: { readonly key: Key; readonly at: number } | null = null;
  /** Another number: what was asked for before is of no interest, as it may be another table's. */
  #round = 0;

  /** @param key what a row is known by; a row with null cannot be ticked */
  constructor(listed: ListedRows<Row>, key: (row: Row) => Key | null) {
    this.#listed = listed;
    this.#key = key;
  }

  get count(): number {
    return this.#picked.size;
  }
  /** In the order in which they were ticked. */
  get rows(): readonly Row[] {
    return [...this.#picked.values()];
  }
  has(row: Row): boolean {
    const key = this.#key(row);
    return key !== null && this.#picked.has(key);
  }

  /**
   * Ticks a row, or takes its tick away.
   * @param at its place in the table
   */
  toggle(row: Row, at: number): void {
    const key = this.#key(row);
    if (key === null) return;
    const picked = new Map(this.#picked);
    if (!picked.delete(key)) picked.set(key, row);
    this.#picked = picked;
    this.#anchor = { key, at };
  }

  /**
   * Ticks all that are listed from the row that was ticked last to this one; this one alone where the table lists other
   * rows by now.
   * @param at its place in the table
   */
  async stretchTo(row: Row, at: number): Promise<void> {
    const key = this.#key(row);
    if (key === null) return;
    const from = this.#anchor ?? { key, at };
    const round = this.#round;
    const listed = await this.#listed(Math.min(from.at, at), Math.max(from.at, at) + 1);
    if (round !== this.#round) return;
    const [first, last] = from.at <= at ? [from.key, key] : [key, from.key];
    const same = this.#keyAt(listed, 0) === first && this.#keyAt(listed, listed.length - 1) === last;
    this.#add(same ? listed : [row]);
    this.#anchor = { key, at };
  }

  /** Ticks all that are listed. */
  async all(): Promise<void> {
    const round = this.#round;
    const listed = await this.#listed();
    if (round === this.#round) this.#add(listed);
  }

  /** Takes all ticks away, those that are still to come as well. */
  none(): void {
    this.#round++;
    this.#picked = new Map();
    this.#anchor = null;
  }

  /** Takes a tick away, if it is there: the row is no longer what it was. */
  drop(key: Key): void {
    if (!this.#picked.has(key)) return;
    const picked = new Map(this.#picked);
    picked.delete(key);
    this.#picked = picked;
  }

  /** Rows as they are now: those that are ticked are kept as they are here. */
  renew(rows: readonly Row[]): void {
    const ticked = rows.filter((row) => this.has(row));
    if (ticked.length > 0) this.#add(ticked);
  }

  #keyAt(rows: readonly Row[], at: number): Key | null {
    const row = rows[at];
    return row === undefined ? null : this.#key(row);
  }

  #add(rows: readonly Row[]): void {
    const picked = new Map(this.#picked);
    for (const row of rows) {
      const key = this.#key(row);
      if (key !== null) picked.set(key, row);
    }
    this.#picked = picked;
  }
}
