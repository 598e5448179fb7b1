import type { Delimiter, ReadOptions, TextEncodingName } from '../../contract/call-list.ts';
import { giveBack, type RandomAccess } from '../random-access.ts';
import { Row, type RowVisitor } from '../row.ts';
import { unreadable } from '../unreadable.ts';
import type { ReadProgress } from '../watch.ts';
import { decodedChunks } from './decoded-chunks.ts';
import { DelimitedScanner } from './delimited-scanner.ts';
import { findDelimiter } from './find-delimiter.ts';
import { findEncoding, type FoundEncoding } from './find-encoding.ts';
import { withLineFeeds } from './line-separators.ts';
import { withoutPadding } from './padding.ts';

const chunkSize = 256 << 10;
/** As much of the beginning as is looked at for the delimiter, in bytes. */
const sampleSize = 64 << 10;

/** How a text file is read. */
export interface TextForm extends FoundEncoding {
  readonly delimiter: Delimiter;
  /** See `FoundDelimiter`; undefined where the delimiter was chosen. */
  readonly maybeDelimiter?: Delimiter | undefined;
}

/** Of the beginning's characters that are not ASCII, as many may be damaged; with more, the encoding is another one. */
const mostDamaged = 0.5;

/** A delimited text file: .csv, .tsv, .txt. */
export class TextFile {
  readonly #file: RandomAccess;
  #found: FoundEncoding | undefined;

  constructor(file: RandomAccess) {
    this.#file = file;
  }

  /**
   * The encoding and the delimiter: those that were chosen, and those found in the file where none was.
   *
   * @throws DialdeskError `file_unreadable`, `bad-encoding` for a chosen encoding that is another one's
   */
  async form(options: Pick<ReadOptions, 'encoding' | 'delimiter'>): Promise<TextForm> {
    const found: FoundEncoding =
      options.encoding === undefined
        ? (this.#found ??= await findEncoding(this.#file))
        : { encoding: options.encoding, certainty: 'certain', examples: [] };
    const sample = await this.#beginning(found.encoding);
    if (options.encoding !== undefined) refuseOther(sample, options.encoding);
    if (options.delimiter !== undefined) return { ...found, delimiter: options.delimiter };
    return { ...found, ...findDelimiter(sample, this.#file.name) };
  }

  /**
   * Reads the records in order, numbered from 1 as Excel numbers the rows when it opens the file.
   *
   * @throws DialdeskError `file_unreadable`: `cell-too-long`, `too-many-columns`, `too-many-rows`
   */
  async read(form: TextForm, visit: RowVisitor, progress: ReadProgress = {}): Promise<void> {
    const scanner = new DelimitedScanner(new Row(), form.delimiter, visit, progress.usualRows);
    const chunks = this.#chunks((done) => progress.onFraction?.(done / this.#file.size));
    const decoded = withLineFeeds(decodedChunks(form.encoding, chunks));
    for await (const chunk of withoutPadding(decoded)) {
      progress.signal?.throwIfAborted();
      scanner.push(chunk);
      if (scanner.stopped) return;
      const pause = progress.between?.();
      if (pause !== undefined) await pause;
    }
    scanner.end();
  }

  /** The beginning of the text. */
  async #beginning(encoding: TextEncodingName): Promise<string> {
    const file = this.#file;
    async function* beginning(): AsyncGenerator<Buffer> {
      yield await file.read(0, sampleSize);
    }
    let sample = '';
    // The sample may end within a character, which is no fault of the file.
    for await (const chunk of withLineFeeds(decodedChunks(encoding, beginning(), { isCut: true })))
      sample += chunk.toString('utf8');
    return sample;
  }

  /** The file's bytes, each chunk good until the next one is asked for; that one is being read meanwhile. */
  async *#chunks(onRead: (done: number) => void): AsyncGenerator<Buffer> {
    const file = this.#file;
    let next = file.read(0, chunkSize);
    for (let done = 0; done < file.size;) {
      const chunk = await next;
      done += chunk.length;
      next = file.read(done, chunkSize);
      // It is awaited in its turn, or never, if reading ends before.
      next.catch(() => undefined);
      onRead(done);
      yield chunk;
      giveBack(chunk);
    }
  }
}

function refuseOther(sample: string, encoding: TextEncodingName): void {
  let others = 0;
  let damaged = 0;
  for (const character of sample) {
    if (character < '\u0080') continue;
    others += 1;
    if (character === '\ufffd') damaged += 1;
  }
  if (damaged <= others * mostDamaged) return;
  throw unreadable('bad-encoding', `The file has bytes that ${encoding} does not have.`, {
    details: { encoding },
  });
}
