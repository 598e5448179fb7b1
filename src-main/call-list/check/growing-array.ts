/** Numbers in a row, appended one by one, in blocks: growing never copies, so memory does not peak. */
export class GrowingArray {
  readonly #blocks: Uint32Array[] = [];
  length = 0;

  push(value: number): void {
    const place = this.length & 0xffff;
    if (place === 0) this.#blocks.push(new Uint32Array(0x10000));
    (this.#blocks[this.#blocks.length - 1] as Uint32Array)[place] = value;
    this.length += 1;
  }

  /** Forgets what is behind so many. */
  cut(length: number): void {
    this.length = length;
    this.#blocks.length = Math.ceil(length / 0x10000);
  }

  at(index: number): number {
    return (this.#blocks[index >>> 16] as Uint32Array)[index & 0xffff] as number;
  }

  set(index: number, value: number): void {
    (this.#blocks[index >>> 16] as Uint32Array)[index & 0xffff] = value;
  }
}
