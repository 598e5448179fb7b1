import type { Delimiter, ReadOptions, TextEncodingName } from '../../contract/call-list.ts';
import { giveBack, type RandomAccess } from '../random-access.ts';
import { Row, type RowVisitor } from '../row.ts';
import type { ReadProgress } from '../source.ts';
import { decodedChunks } from './decoded-chunks.ts';
import { DelimitedScanner } from './delimited-scanner.ts';
import { findDelimiter } from './find-delimiter.ts';
import { findEncoding } from './find-encoding.ts';

const chunkSize = 256 << 10;
/** As much of the beginning as is looked at for the delimiter, in bytes. */
const sampleSize = 64 << 10;

/** How a text file is read. */
export interface TextForm {
  readonly encoding: TextEncodingName;
  readonly delimiter: Delimiter;
}

/** A delimited text file: .csv, .tsv, .txt. */
export class TextFile {
  readonly #file: RandomAccess;
  #found: TextEncodingName | undefined;

  constructor(file: RandomAccess) {
    this.#file = file;
  }

  /** The encoding and the delimiter: those that were chosen, and those found in the file where none was. */
  async form(options: Pick<ReadOptions, 'encoding' | 'delimiter'>): Promise<TextForm> {
    const encoding = options.encoding ?? (this.#found ??= await findEncoding(this.#file));
    const delimiter = options.delimiter ?? (await this.#findDelimiter(encoding));
    return { encoding, delimiter };
  }

  /**
   * Reads the records in order, numbered from 1 as Excel numbers the rows when it opens the file.
   *
   * @throws DialdeskError `file_unreadable`: `bad-encoding`, `open-quote`, `cell-too-long`, `too-many-columns`,
   *   `too-many-rows`
   */
  async read(form: TextForm, visit: RowVisitor, progress: ReadProgress = {}): Promise<void> {
    const scanner = new DelimitedScanner(new Row(), form.delimiter, visit);
    const chunks = this.#chunks((done) => progress.onFraction?.(done / this.#file.size));
    for await (const chunk of decodedChunks(form.encoding, chunks)) {
      progress.signal?.throwIfAborted();
      scanner.push(chunk);
      if (scanner.stopped) return;
      const pause = progress.between?.();
      if (pause !== undefined) await pause;
    }
    scanner.end();
  }

  async #findDelimiter(encoding: TextEncodingName): Promise<Delimiter> {
    const file = this.#file;
    async function* beginning(): AsyncGenerator<Buffer> {
      yield await file.read(0, sampleSize);
    }
    let sample = '';
    // The sample may end within a character, which is no fault of the file.
    for await (const chunk of decodedChunks(encoding, beginning(), { isCut: true }))
      sample += chunk.toString('utf8');
    return findDelimiter(sample, file.name);
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
