/** Which rows of a sheet are ticked, by their index: what is narrowed down meanwhile stays ticked. */
export class RowPicks {
  readonly #listed: () => Promise<readonly number[]>;
  #picked = $state.raw<ReadonlySet<number>>(new Set());
  /** Where a stretch begins that Shift ends. */
  #anchor: number | null = null;

  /** @param listed the rows that the table lists now, in its order */
  constructor(listed: () => Promise<readonly number[]>) {
    this.#listed = listed;
  }

  get count(): number {
    return this.#picked.size;
  }
  has(index: number): boolean {
    return this.#picked.has(index);
  }
  /** In the order of the sheet. */
  get indexes(): number[] {
    return [...this.#picked].sort((a, b) => a - b);
  }

  /** Ticks a row, or takes its tick away. */
  toggle(index: number): void {
    const picked = new Set(this.#picked);
    if (!picked.delete(index)) picked.add(index);
    this.#picked = picked;
    this.#anchor = index;
  }

  /** Ticks all that are listed from the row that was ticked last to this one. */
  async stretchTo(index: number): Promise<void> {
    const listed = await this.#listed();
    const [from, to] = [listed.indexOf(this.#anchor ?? index), listed.indexOf(index)];
    const stretch = from < 0 || to < 0 ? [index] : listed.slice(Math.min(from, to), Math.max(from, to) + 1);
    this.#picked = new Set([...this.#picked, ...stretch]);
    this.#anchor = index;
  }

  /** Ticks all that are listed. */
  async all(): Promise<void> {
    this.#picked = new Set([...this.#picked, ...(await this.#listed())]);
  }

  none(): void {
    this.#picked = new Set();
    this.#anchor = null;
  }
}
