import { CalledNumbers, readCalled } from './check/called-cell.ts';
import { inspectCalled } from './check/inspect-called.ts';

/** Puts `called` cells without errors into the form in which they are sent. */
export class CleanCalled {
  readonly #numbers = new CalledNumbers();

  /**
   * The cell as proper JSON with text values. A cell that is so already is sent byte for byte.
   *
   * @returns undefined if the bytes can stay as they are
   */
  rewritten(bytes: Buffer, start: number, end: number): Buffer | undefined {
    if (readCalled(bytes, start, end, this.#numbers) && this.#numbers.proper) return undefined;
    const { proper } = inspectCalled(bytes.toString('utf8', start, end));
    if (proper === undefined) throw new Error('a row with a broken called cell was taken for ready');
    return Buffer.from(proper);
  }
}
