/** Numbers of rows, a bit each. */
export class RowSet {
  #bits = new Uint8Array(0);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(row: number): void {
    if (this.has(row)) return;
    this.#count += 1;
    const at = row >>> 3;
    if (at >= this.#bits.length) {
      const grown = new Uint8Array(Math.max(1024, this.#bits.length * 2, at + 1));
      grown.set(this.#bits);
      this.#bits = grown;
    }
    this.#bits[at] = (this.#bits[at] as number) | (1 << (row & 7));
  }

  delete(row: number): void {
    if (!this.has(row)) return;
    this.#count -= 1;
    const at = row >>> 3;
    this.#bits[at] = (this.#bits[at] as number) & ~(1 << (row & 7));
  }

  copy(): RowSet {
    const copy = new RowSet();
    copy.#bits = this.#bits.slice();
    copy.#count = this.#count;
    return copy;
  }

  has(row: number): boolean {
    return ((this.#bits[row >>> 3] ?? 0) & (1 << (row & 7))) !== 0;
  }
}
