import { DialdeskError } from '../contract/errors.ts';
import { CalledNumbers, readCalled } from './check/called-cell.ts';
import { numberKeyWords, packNumber } from './check/number-key.ts';
import { NumberTable } from './check/number-table.ts';
import { describeSource } from './describe-source.ts';
import { openSource } from './source.ts';

/**
 * Reads a do-not-call list: the numbers in the first cell of each row that has anything in it, of a workbook's first
 * sheet or a text file. Spaces, dashes and brackets in a number are passed over, and so is a row without a
 * number, such as a header. A cell in the form of `called` stands for all its numbers.
 *
 * @throws DialdeskError `file_unreadable`, with `details.file` 'do-not-call': it is not the list itself that cannot
 *   be read; AbortError of the signal
 */
export async function readDoNotCall(path: string, signal?: AbortSignal): Promise<NumberTable> {
  try {
    return await numbersOf(path, signal);
  } catch (error) {
    if (!(error instanceof DialdeskError)) throw error;
    const { code, message, details } = error;
    throw new DialdeskError(code, message, { details: { ...details, file: 'do-not-call' }, cause: error });
  }
}

async function numbersOf(path: string, signal: AbortSignal | undefined): Promise<NumberTable> {
  const numbers = new NumberTable();
  const called = new CalledNumbers();
  const key = new Uint32Array(numberKeyWords);
  const source = await openSource(path);
  try {
    const { sheet } = await describeSource(source);
    await source.read(
      sheet,
      {},
      (row) => {
        let column = 0;
        while (column < row.width && row.text(column).trim() === '') column += 1;
        const [bytes, start, end] = [row.bytes[column], row.start[column], row.end[column]];
        if (bytes === undefined || start === undefined || end === undefined) return undefined;
        if (row.has(column) && readCalled(bytes, start, end, called)) {
          for (let i = 0; i < called.count * numberKeyWords; i += numberKeyWords) {
            const { keys } = called;
            numbers.intern(keys[i] as number, keys[i + 1] as number, keys[i + 2] as number);
          }
        } else if (packNumber(row.text(column).replace(/[\s()（）\-–]/g, ''), key, 0)) {
          numbers.intern(key[0] as number, key[1] as number, key[2] as number);
        }
        return undefined;
      },
      { signal },
    );
  } finally {
    await source.close();
  }
  return numbers;
}
