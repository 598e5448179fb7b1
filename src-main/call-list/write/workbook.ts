import { isUtf8 } from 'node:buffer';
import { DialdeskError } from '../../contract/errors.ts';
import { writeAtomically, type AtomicFile, type FileFacts, type Files } from '../../platform/atomic-file.ts';
import { endOfStream, ParallelDeflate } from './deflate.ts';
import {
  contentTypesPart,
  lastRow,
  packageRelations,
  sheetHead,
  sheetPath,
  sheetTail,
  stylesPart,
  workbookPart,
  workbookRelations,
  type SheetLayout,
} from './workbook-parts.ts';
import { blockBuffer, SheetXml } from './sheet-xml.ts';
import { ZipWriter } from './zip.ts';

/** The first row of every sheet is its header. */
const rowsPerSheet = lastRow - 1;

/** A finished workbook; `rows` does not count the header. */
export interface Written extends FileFacts {
  readonly rows: number;
}

export interface WriteOptions {
  /** Ends the writing with `cancelled`, and nothing is left behind. */
  readonly signal?: AbortSignal;
  /**
   * Of deflate, 1–9. The default, 3, is where smaller stops being cheap: 12 % smaller than 1 for half as much
   * work again, while 6 takes twice the work for another 10 %.
   */
  readonly level?: number;
  /**
   * How many rows there can be at most, without the header; by default what fits on a sheet. More than that
   * are continued on further sheets, which have to be announced before the first row.
   */
  readonly mostRows?: number;
  /**
   * Blocks in work at once; each takes some two megabytes. The default, 4, is how many threads libuv has; fewer will do
   * where rows come more slowly than two threads compress them.
   */
  readonly width?: number;
  readonly files?: Files;
}

/**
 * Writes a workbook of text cells and gives it its name when it is complete and on the disk; whatever goes
 * wrong, nothing is left behind and an older file of that name stays. Memory stays bounded however many rows
 * `fill` adds.
 *
 * Throws `local_disk` (also when it is full), `cancelled`, `too_many_rows` past `mostRows`,
 * `invalid_request` for a cell that is longer than Excel allows, and what `fill` throws.
 */
export async function writeWorkbook(
  target: string,
  layout: SheetLayout,
  fill: (sheet: WorkbookSheet) => Promise<void>,
  options: WriteOptions = {},
): Promise<Written> {
  throwIfCancelled(options.signal);
  let rows = 0;
  const write = async (file: AtomicFile): Promise<void> => {
    const zip = new ZipWriter(file);
    const sheet = new WorkbookSheet(zip, layout, options);
    try {
      await sheet.begin();
      await fill(sheet);
      await sheet.finish();
    } finally {
      // Before the file is closed: a block that is being written must not meet a file that is not there.
      await sheet.close();
    }
    await zip.finish();
    throwIfCancelled(options.signal);
    rows = sheet.rows;
  };
  const facts = await writeAtomically(target, write, options);
  return { rows, ...facts };
}

/** A `fill` for `writeWorkbook` from rows of strings, where speed does not matter. */
export function fromRows(
  rows: Iterable<readonly (string | null)[]> | AsyncIterable<readonly (string | null)[]>,
): (sheet: WorkbookSheet) => Promise<void> {
  return async (sheet) => {
    for await (const row of rows) {
      for (const value of row) sheet.text(value ?? '');
      if (sheet.endRow()) await sheet.ready();
    }
  };
}

/** The workbook being written, as `fill` sees it: cells go in from left to right, rows from top to bottom. */
export class WorkbookSheet {
  readonly #zip: ZipWriter;
  readonly #layouts: readonly SheetLayout[];
  readonly #mostRows: number;
  readonly #signal: AbortSignal | undefined;
  readonly #xml: SheetXml;
  readonly #deflate: ParallelDeflate;
  readonly #spareBlocks: Uint8Array[] = [];
  readonly #encoder = new TextEncoder();
  #encoded = new Uint8Array(4096);
  #sheet = 0;
  #rows = 0;

  constructor(zip: ZipWriter, layout: SheetLayout, options: WriteOptions) {
    this.#zip = zip;
    this.#mostRows = options.mostRows ?? rowsPerSheet;
    this.#layouts = sheetLayouts(layout, this.#mostRows);
    this.#signal = options.signal;
    this.#xml = new SheetXml(() => this.#spareBlocks.pop() ?? new Uint8Array(blockBuffer));
    this.#deflate = new ParallelDeflate({
      level: options.level ?? 3,
      width: options.width ?? 4,
      write: async (compressed, block) => {
        zip.account(block);
        for (const piece of compressed) await zip.write(piece);
      },
      release: ({ buffer }) => {
        if (buffer.byteLength === blockBuffer) this.#spareBlocks.push(new Uint8Array(buffer));
      },
    });
  }

  /** The rows ended so far, without the header. */
  get rows(): number {
    return this.#rows;
  }

  /** Adds a cell with the UTF-8 text `source[start, end)`, which is copied; of no length, an empty cell. */
  cell(source: Uint8Array, start: number, end: number): void {
    this.#xml.cell(source, start, end);
  }

  /** Adds a cell that shows an error: one of Excel's names, such as #N/A. */
  error(name: string): void {
    this.#xml.error(name);
  }

  /** Adds a cell that shows a day and has its time too: in days, as `serialOf` gives them. */
  day(serial: number): void {
    this.#xml.day(serial);
  }

  /** Adds a cell with a string, or an empty cell. */
  text(value: string): void {
    if (this.#encoded.length < value.length * 3) this.#encoded = new Uint8Array(value.length * 3);
    const { written } = this.#encoder.encodeInto(value, this.#encoded);
    this.#xml.cell(this.#encoded, 0, written);
  }

  /**
   * Ends the row. Where it returns true, `ready()` should be awaited before many more rows are added: until then
   * they only take memory.
   */
  endRow(): boolean {
    this.#rows++;
    if (this.#xml.endRow()) this.#handOver();
    if (this.#rows % rowsPerSheet === 0 && this.#rows < this.#mostRows) {
      this.#endSheet();
      this.#beginSheet(this.#sheet + 1);
    }
    return this.#deflate.full || this.#rows > this.#mostRows || this.#signal?.aborted === true;
  }

  /** The number that the next row has on its sheet. */
  get nextRow(): number {
    return (this.#rows % rowsPerSheet) + 2;
  }

  /** Whether all rows that there can be are on one sheet. */
  get isOneSheet(): boolean {
    return this.#layouts.length === 1;
  }

  /** Adds rows whose XML has been made, from `nextRow` on. Only where there is one sheet; else as `endRow`. */
  addRows(xml: Uint8Array, count: number): boolean {
    this.#rows += count;
    if (this.#xml.rows(xml, count)) this.#handOver();
    return this.#deflate.full || this.#rows > this.#mostRows || this.#signal?.aborted === true;
  }

  /** Waits while threads and disk have enough to do. Throws what has gone wrong with earlier rows. */
  async ready(): Promise<void> {
    throwIfCancelled(this.#signal);
    if (this.#rows > this.#mostRows) {
      throw new DialdeskError('too_many_rows', `more than ${this.#mostRows} rows`, {
        details: { limit: this.#mostRows },
      });
    }
    await this.#deflate.ready();
    throwIfCancelled(this.#signal);
  }

  /** Writes what comes before the rows. */
  async begin(): Promise<void> {
    const sheets = this.#layouts.length;
    // Before the sheets, because a reader that streams needs them to make sense of a sheet.
    await this.#zip.add('[Content_Types].xml', contentTypesPart(sheets));
    await this.#zip.add('_rels/.rels', packageRelations);
    await this.#zip.add('xl/workbook.xml', workbookPart(this.#layouts.map(({ name }) => name)));
    await this.#zip.add('xl/_rels/workbook.xml.rels', workbookRelations(sheets));
    await this.#zip.add('xl/styles.xml', stylesPart);
    this.#beginSheet(0);
  }

  /** Writes what comes after the rows. */
  async finish(): Promise<void> {
    await this.ready();
    this.#endSheet();
    while (this.#sheet + 1 < this.#layouts.length) {
      this.#beginSheet(this.#sheet + 1);
      this.#endSheet();
    }
    await this.#deflate.drained();
  }

  /** Lets go of the threads; nothing is written after. */
  close(): Promise<void> {
    return this.#deflate.close();
  }

  #beginSheet(index: number): void {
    this.#sheet = index;
    this.#deflate.after(() => this.#zip.begin(sheetPath(index)));
    this.#xml.startSheet(sheetHead(this.#layout, index === 0));
    for (const { header } of this.#layout.columns) this.text(header);
    this.#xml.endRow();
  }

  #endSheet(): void {
    this.#xml.markup(sheetTail(this.#layout));
    this.#handOver();
    this.#deflate.after(async () => {
      await this.#zip.write(endOfStream);
      await this.#zip.end();
    });
  }

  #handOver(): void {
    const block = this.#xml.take();
    // Text from a file that isn't UTF-8 would make a workbook that no program opens. Once a block, this is cheap.
    const sound = isUtf8(block) ? block : Buffer.from(Buffer.from(block).toString('utf8'), 'utf8');
    this.#deflate.push(sound);
  }

  get #layout(): SheetLayout {
    const layout = this.#layouts[this.#sheet];
    if (!layout) throw new Error('no such sheet');
    return layout;
  }
}

/** One sheet, or as many as it takes to hold the rows. */
function sheetLayouts(layout: SheetLayout, mostRows: number): SheetLayout[] {
  const count = Math.max(1, Math.ceil(mostRows / rowsPerSheet));
  return Array.from({ length: count }, (_, i) =>
    i === 0 ? layout : { ...layout, name: `${layout.name} ${i + 1}` },
  );
}

function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new DialdeskError('cancelled', 'writing the workbook was cancelled');
}
