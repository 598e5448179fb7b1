import { open } from 'node:fs/promises';
import type { CallOutcomeKind, CallResultRow } from '../../contract/call-result-rows.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { onDisk } from '../../platform/system-error.ts';

const kinds: readonly CallOutcomeKind[] = ['unknown', 'connected', 'failed'];
const chunkSize = 1 << 18;
const newline = 0x0a;

/** A row as a line of JSON: compact, because there may be 500,000. */
export function lineOf({
  called,
  sessionId,
  time,
  outcome,
  failCode,
  resultCode,
  callId,
}: CallResultRow): string {
  const values = [called, sessionId, time, kinds.indexOf(outcome), failCode, resultCode, callId];
  return `${JSON.stringify(values)}\n`;
}

type Line = [
  string | null,
  string | null,
  string | null,
  number,
  string | null,
  string | null,
  string | null,
];

export function rowOf(line: string): CallResultRow {
  const [called, sessionId, time, kind, failCode, resultCode, callId] = JSON.parse(line) as Line;
  return { called, sessionId, time, outcome: kinds[kind] ?? 'unknown', failCode, resultCode, callId };
}

/**
 * The rows of results as they are fetched, in a file that is only appended to: after a crash it is cut back to what
 * was on record.
 */
export class ResultLines {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Cuts the file to a length on record, and shows its rows.
   * @returns false if it is shorter than that, and so of no use
   */
  async restore(bytes: number, visit: (row: CallResultRow) => void): Promise<boolean> {
    const file = await onDisk(open(this.#path, 'a+', 0o600), 'the results');
    try {
      if ((await file.stat()).size < bytes) return false;
      await file.truncate(bytes);
    } finally {
      await file.close();
    }
    await eachRow(this.#path, visit);
    return true;
  }

  /** Begins anew. */
  async clear(): Promise<void> {
    const file = await onDisk(open(this.#path, 'w', 0o600), 'the results');
    await file.close();
  }

  /** @returns how many bytes were added, which are on the disk then */
  async append(rows: readonly CallResultRow[]): Promise<number> {
    if (rows.length === 0) return 0;
    const bytes = Buffer.from(rows.map(lineOf).join(''));
    const write = async (): Promise<void> => {
      const file = await open(this.#path, 'a', 0o600);
      try {
        await file.appendFile(bytes);
        await file.datasync();
      } finally {
        await file.close();
      }
    };
    await onDisk(write(), 'the results');
    return bytes.length;
  }
}

/** Reads the rows of such a file, however long it is. @throws DialdeskError `local_disk` */
export async function eachRow(path: string, visit: (row: CallResultRow) => void): Promise<void> {
  const read = async (): Promise<void> => {
    const file = await open(path, 'r');
    try {
      let rest = Buffer.alloc(0);
      for (let position = 0; ;) {
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(chunkSize), 0, chunkSize, position);
        if (bytesRead === 0) break;
        position += bytesRead;
        const bytes = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
        let start = 0;
        for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
          visit(rowOf(bytes.toString('utf8', start, end)));
          start = end + 1;
        }
        rest = bytes.subarray(start);
      }
      if (rest.length > 0) throw new DialdeskError('local_disk', 'the file of results ends within a row');
    } finally {
      await file.close();
    }
  };
  await onDisk(read(), 'the results');
}
