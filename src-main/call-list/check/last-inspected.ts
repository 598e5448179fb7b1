import { inspectCalled, type InspectedCalled } from './inspect-called.ts';

/** A shorter cell is looked at as fast as it is compared. */
const worthComparing = 1024;

/**
 * The `called` cell that was looked at closely last, if it is a long one: a workbook keeps a text once for as many cells
 * as have it, so that a small file may ask for the same long look a million times.
 */
export class LastInspected {
  #bytes: Buffer = Buffer.alloc(0);
  #found: InspectedCalled | undefined;

  inspect(bytes: Buffer, start: number, end: number): InspectedCalled {
    const isLong = end - start >= worthComparing;
    if (isLong && this.#found !== undefined && this.#bytes.compare(bytes, start, end) === 0)
      return this.#found;
    const found = inspectCalled(bytes.toString('utf8', start, end));
    if (isLong) {
      this.#bytes = Buffer.from(bytes.subarray(start, end));
      this.#found = found;
    }
    return found;
  }
}
