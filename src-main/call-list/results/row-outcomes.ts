import { readFile } from 'node:fs/promises';
import { endianness } from 'node:os';
import type { CallResultRow } from '../../contract/call-result-rows.ts';
import { writeAtomically } from '../../platform/atomic-file.ts';
import { onDisk } from '../../platform/system-error.ts';

/** Values below those of the failure codes. */
const noResult = 0;
const connected = 1;
const unknown = 2;
const firstCode = 3;
const mostCodes = 0xffff - firstCode;

/**
 * What became of each row of a list, in its order, two bytes a row and no number among them: enough to choose rows by
 * the cause of their failure later.
 */
export class RowOutcomes {
  #values: Uint16Array;
  #rows: number;
  readonly #codes: string[];
  readonly #numbers: Map<string, number>;

  private constructor(values: Uint16Array, rows: number, codes: string[]) {
    this.#values = values;
    this.#rows = rows;
    this.#codes = codes;
    this.#numbers = new Map(codes.map((code, index) => [code, index]));
  }

  static empty(): RowOutcomes {
    return new RowOutcomes(new Uint16Array(1 << 16), 0, []);
  }

  get rows(): number {
    return this.#rows;
  }

  add(row: CallResultRow | undefined): void {
    if (this.#rows === this.#values.length) {
      const more = new Uint16Array(this.#values.length * 2);
      more.set(this.#values);
      this.#values = more;
    }
    this.#values[this.#rows] = this.#valueOf(row);
    this.#rows += 1;
  }

  /** Whether a row failed with one of these codes; `''` stands for a failure without a code. */
  failedWith(index: number, codes: ReadonlySet<string>): boolean {
    const value = this.#values[index] ?? noResult;
    const code = value < firstCode ? undefined : this.#codes[value - firstCode];
    return code !== undefined && codes.has(code);
  }

  async write(path: string): Promise<void> {
    const head = `${JSON.stringify({ rows: this.#rows, codes: this.#codes, order: endianness() })}\n`;
    const { buffer, byteOffset } = this.#values;
    await writeAtomically(
      path,
      async (file) => {
        await file.append(Buffer.from(head));
        await file.append(new Uint8Array(buffer, byteOffset, this.#rows * 2));
      },
      { mode: 0o600 },
    );
  }

  /** @returns null where there is none that can be read */
  static async read(path: string): Promise<RowOutcomes | null> {
    const bytes = await onDisk(readFile(path), path).catch(() => null);
    const end = bytes?.indexOf(0x0a) ?? -1;
    if (bytes === null || end === -1) return null;
    const { rows, codes, order } = JSON.parse(bytes.toString('utf8', 0, end)) as {
      rows: number;
      codes: string[];
      order: string;
    };
    const body = bytes.subarray(end + 1);
    if (order !== endianness() || body.length !== rows * 2) return null;
    const values = new Uint16Array(rows);
    new Uint8Array(values.buffer).set(body);
    return new RowOutcomes(values, rows, codes);
  }

  #valueOf(row: CallResultRow | undefined): number {
    if (row === undefined) return noResult;
    if (row.outcome === 'connected') return connected;
    if (row.outcome === 'unknown') return unknown;
    const code = row.failCode ?? '';
    let number = this.#numbers.get(code);
    if (number === undefined) {
      if (this.#codes.length === mostCodes) return unknown;
      number = this.#codes.push(code) - 1;
      this.#numbers.set(code, number);
    }
    return firstCode + number;
  }
}
