import { closeSync, openSync, readSync } from 'node:fs';
import type { CallResultRow } from '../../contract/call-result-rows.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { diskError } from '../../platform/system-error.ts';
import { rowOf, type LinePlace } from './result-lines.ts';

/** What is read at once. Rows are asked for in the order of the list, and often stand in much the same. */
const blockSize = 1 << 14;

/**
 * The rows of a file of result lines, by their places. It reads at once and not in turns, because rows are looked up
 * between two of a list: for a thread of its own.
 */
export class RowFile {
  readonly #file: number;
  #block = Buffer.allocUnsafe(blockSize);
  #at = 0;
  #length = 0;

  /** @throws DialdeskError `local_disk` */
  constructor(path: string) {
    this.#file = onDisk(() => openSync(path, 'r'));
  }

  /** @throws DialdeskError `local_disk` */
  row({ at, length }: LinePlace): CallResultRow {
    if (at < this.#at || at + length > this.#at + this.#length) this.#read(at, length);
    const start = at - this.#at;
    // without its newline
    return rowOf(this.#block.toString('utf8', start, start + length - 1));
  }

  close(): void {
    closeSync(this.#file);
  }

  #read(at: number, length: number): void {
    if (length > this.#block.length) this.#block = Buffer.allocUnsafe(length);
    this.#at = at;
    this.#length = 0;
    while (this.#length < this.#block.length) {
      const from = this.#length;
      const read = onDisk(() =>
        readSync(this.#file, this.#block, from, this.#block.length - from, at + from),
      );
      if (read === 0) break;
      this.#length += read;
    }
    if (this.#length < length)
      throw new DialdeskError('local_disk', 'the file of results is shorter than it was');
  }
}

function onDisk<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw diskError(error, 'the results');
  }
}
