import { open } from 'node:fs/promises';
import type { CallOutcomeKind, CallResultRow } from '../../contract/call-result-rows.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { onDisk } from '../../platform/system-error.ts';

const kinds: readonly CallOutcomeKind[] = ['unknown', 'connected', 'failed'];
const chunkSize = 1 << 18;
const newline = 0x0a;

/**
 * A row as a line: its texts behind tabs, compact, because there may be 500,000. Not JSON, whose reader keeps each short
 * text that it meets for long, such as half a million session IDs.
 */
export function lineOf(row: CallResultRow): string {
  const { called, sessionId, time, outcome, failCode, resultCode, callId } = row;
  const texts = [called, sessionId, time, failCode, resultCode, callId];
  return `${kinds.indexOf(outcome)}${texts.map(written).join('')}\n`;
}

/** @param line without its newline */
export function rowOf(line: string): CallResultRow {
  const [kind, called, sessionId, time, failCode, resultCode, callId] = line.split('\t');
  return {
    called: read(called),
    sessionId: read(sessionId),
    time: read(time),
    outcome: kinds[Number(kind)] ?? 'unknown',
    failCode: read(failCode),
    resultCode: read(resultCode),
    callId: read(callId),
  };
}

/** What cannot stand in a line as it is, and the backslash that such a text is known by. */
// eslint-disable-next-line no-control-regex -- control characters are what cannot stand there
const special = /[\\\0-\x1f]/;

/** Nothing behind the tab: null. */
function written(text: string | null): string {
  if (text === null) return '\t';
  const plain = !special.test(text) && text.isWellFormed();
  return `\t=${plain ? text : JSON.stringify(text).slice(1, -1)}`;
}

function read(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  return text.includes('\\') ? (JSON.parse(`"${text.slice(1)}"`) as string) : text.slice(1);
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

  /**
   * @param lines as `lineOf` makes them
   * @returns how many bytes were added, which are on the disk then
   */
  async append(lines: readonly string[]): Promise<number> {
    if (lines.length === 0) return 0;
    const bytes = Buffer.from(lines.join(''));
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

/** Where a line stands in the file, in bytes; its length includes the newline. */
export interface LinePlace {
  readonly at: number;
  readonly length: number;
}

/**
 * Reads the rows of such a file, however long it is.
 * @throws DialdeskError `local_disk`
 */
export async function eachRow(
  path: string,
  visit: (row: CallResultRow, place: LinePlace) => void,
): Promise<void> {
  const read = async (): Promise<void> => {
    const file = await open(path, 'r');
    try {
      let buffer = Buffer.allocUnsafe(chunkSize);
      /** What the buffer has of a line that is not whole, and where it begins in the file. */
      let kept = 0;
      let at = 0;
      for (;;) {
        // a line that is longer than the buffer
        if (kept === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)]);
        const { bytesRead } = await file.read(buffer, kept, buffer.length - kept, at + kept);
        if (bytesRead === 0) break;
        const filled = kept + bytesRead;
        let start = 0;
        for (
          let end = buffer.indexOf(newline, kept);
          end !== -1 && end < filled;
          end = buffer.indexOf(newline, start)
        ) {
          visit(rowOf(buffer.toString('utf8', start, end)), { at: at + start, length: end + 1 - start });
          start = end + 1;
        }
        buffer.copyWithin(0, start, filled);
        at += start;
        kept = filled - start;
      }
      if (kept > 0) throw new DialdeskError('local_disk', 'the file of results ends within a row');
    } finally {
      await file.close();
    }
  };
  await onDisk(read(), 'the results');
}
