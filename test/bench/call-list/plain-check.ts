import { header } from './rows.ts';

/**
 * The check that somebody would write who reads a workbook with a library: on strings, with JSON.parse and
 * regular expressions, of the vendor's rules and duplicates only. Peers do it too, since it is reading and
 * checking that is compared.
 */
export class PlainCheck {
  rows = 0;
  ready = 0;
  readonly #numbers = new Set<string>();

  /** Takes the cells of a row in the template's order. */
  row(cells: readonly unknown[]): void {
    const [sessionId = '', called = '', caller = '', callData = '', customField = '', recycleTime = ''] =
      header.map((_, i) => textOf(cells[i]));
    if (sessionId === 'sessionId') return;
    this.rows++;
    if (sessionId.length > 32 || caller.length > 24 || callData.length > 1024 || customField.length > 200)
      return;
    if (!this.#calledIsGood(called) || !isJson(callData) || !isMoment(recycleTime)) return;
    this.ready++;
  }

  #calledIsGood(called: string): boolean {
    try {
      const numbers = JSON.parse(called) as { calledNo: string; delayTime?: string }[];
      for (const { calledNo, delayTime = '0' } of numbers) {
        if (!/^[0-9*#]{1,24}$/.test(calledNo) || !(Number(delayTime) <= 7200)) return false;
        if (this.#numbers.has(calledNo)) return false;
        this.#numbers.add(calledNo);
      }
      return numbers.length > 0;
    } catch {
      return false;
    }
  }
}

function textOf(cell: unknown): string {
  if (typeof cell === 'string') return cell;
  if (cell === null || cell === undefined) return '';
  throw new Error(`a ${typeof cell} where the file has text only`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isMoment(text: string): boolean {
  return /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}
