import type { SheetInfo } from '../../contract/call-list.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { RandomAccess } from '../random-access.ts';
import { Row, type RowVisitor } from '../row.ts';
import { unreadable } from '../unreadable.ts';
import type { ReadProgress } from '../watch.ts';
import { readCentralDirectory, type ZipEntry } from '../zip/central-directory.ts';
import { entryStream, readEntry, sharedStringsPart, sheetPart } from '../zip/entry-stream.ts';
import { foreignArchive } from './foreign-archive.ts';
import { readRelationships, relationshipsOf, type Relationship } from './relationships.ts';
import type { SharedStrings } from './shared-strings.ts';
import { readSharedStrings } from './shared-strings-reader.ts';
import { SheetScanner } from './sheet-scanner.ts';
import { childrenNamed, parseSmallXml, prefixed } from './small-xml.ts';
import { CellStyles, readStyles } from './styles.ts';
import { utf8Chunks, xmlText } from './utf8-chunks.ts';

interface Sheet extends SheetInfo {
  /** Undefined where the part is not in the archive. */
  readonly entry: ZipEntry | undefined;
  readonly target: string;
}

/**
 * An .xlsx workbook, read where it lies: the archive's directory, the small parts, and of the large ones only the
 * sheet that is asked for and, once, the shared strings.
 */
export class Workbook {
  readonly #file: RandomAccess;
  readonly #sheets: readonly Sheet[];
  readonly #date1904: boolean;
  readonly #recalculates: boolean;
  readonly #styles: CellStyles;
  readonly #stringsEntry: ZipEntry | undefined;
  #strings: SharedStrings | undefined;

  private constructor(
    file: RandomAccess,
    parts: {
      sheets: readonly Sheet[];
      date1904: boolean;
      recalculates: boolean;
      styles: CellStyles;
      strings: ZipEntry | undefined;
    },
  ) {
    this.#file = file;
    this.#sheets = parts.sheets;
    this.#date1904 = parts.date1904;
    this.#recalculates = parts.recalculates;
    this.#styles = parts.styles;
    this.#stringsEntry = parts.strings;
  }

  /**
   * Finds the parts of a workbook through its relationships, whatever they are called.
   *
   * @throws DialdeskError `file_unreadable`: see the reasons about workbooks
   */
  static async open(file: RandomAccess): Promise<Workbook> {
    const entries = await readCentralDirectory(file);
    const part = (name: string): ZipEntry | undefined => entries.get(name.toLowerCase());
    const text = async (entry: ZipEntry): Promise<string> =>
      xmlText(entry.name, await readEntry(file, entry));
    const related = async (owner: string): Promise<Relationship[]> => {
      const entry = part(relationshipsOf(owner));
      return entry ? readRelationships(owner, await text(entry)) : [];
    };

    const main =
      (await related('')).find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml';
    const workbook = part(main);
    if (workbook === undefined || /\.bin$/i.test(main)) throw foreignArchive([...entries.keys()]);
    const xml = parseSmallXml(workbook.name, await text(workbook));
    if (xml.name !== 'workbook') throw foreignArchive([...entries.keys()]);

    const relationships = await related(main);
    const byId = new Map(relationships.map((relationship) => [relationship.id, relationship]));
    const sheets: Sheet[] = [];
    for (const element of childrenNamed(xml, 'sheets').flatMap((list) => list.children)) {
      const relationship = byId.get(prefixed(element, 'id') ?? '');
      if (relationship?.type !== 'worksheet') continue; // a chart or a dialogue
      const { target } = relationship;
      const state = element.attributes.get('state') ?? 'visible';
      const name = element.attributes.get('name') ?? '';
      // Another sheet may be the list: what is missing is noticed when it is read.
      sheets.push({ name, hidden: state !== 'visible', entry: part(target), target });
    }
    if (sheets.length === 0) throw unreadable('no-sheet', 'The workbook has no sheet with cells.');

    const styles = relationships.find(({ type }) => type === 'styles');
    const stylesEntry = styles && part(styles.target);
    // Without its formats a date would be taken for a number.
    if (styles && stylesEntry === undefined) throw missing(styles.target);
    // Some writers name shared strings and have none; a cell that refers to one is noticed when it is read.
    const strings = relationships.find(({ type }) => type === 'sharedStrings');
    const date1904 = childrenNamed(xml, 'workbookPr')[0]?.attributes.get('date1904');
    const recalculates = childrenNamed(xml, 'calcPr')[0]?.attributes.get('fullCalcOnLoad');
    return new Workbook(file, {
      sheets,
      date1904: isTrue(date1904),
      recalculates: isTrue(recalculates),
      styles: stylesEntry ? readStyles(await text(stylesEntry)) : new CellStyles(),
      strings: strings && part(strings.target),
    });
  }

  get sheets(): SheetInfo[] {
    return this.#sheets.map(({ name, hidden }) => ({ name, hidden }));
  }

  /**
   * Reads a sheet's rows in order. Rows that the file does not mention are not visited; their numbers are missed.
   *
   * @throws DialdeskError `file_unreadable`; what was visited before is then not to be trusted
   */
  async read(name: string, visit: RowVisitor, progress: ReadProgress = {}): Promise<void> {
    const sheet = this.#sheets.find((candidate) => candidate.name === name);
    if (sheet === undefined) throw unreadable('sheet-not-found', 'The workbook has no sheet of that name.');
    const { entry } = sheet;
    if (entry === undefined) throw named(missing(sheet.target), name, 0);
    const strings = await this.#sharedStrings();
    strings?.rewind();
    const { usualRows } = progress;
    const window = usualRows?.beginSheet(this.#styles, strings);
    const scanner = new SheetScanner(
      new Row(),
      {
        strings,
        styles: this.#styles,
        date1904: this.#date1904,
        recalculates: this.#recalculates,
      },
      visit,
      window && usualRows && { rows: usualRows, window },
      progress.takesLateRows,
    );
    const total = Math.max(1, entry.compressedSize);
    const bytes = entryStream(this.#file, entry, sheetPart, (done) => progress.onFraction?.(done / total));
    try {
      for await (const chunk of utf8Chunks(entry.name, bytes)) {
        progress.signal?.throwIfAborted();
        scanner.push(chunk);
        if (scanner.stopped) return;
        const pause = progress.between?.();
        if (pause !== undefined) await pause;
      }
      scanner.end();
    } catch (error) {
      throw named(error, name, scanner.rowNumber);
    }
  }

  async #sharedStrings(): Promise<SharedStrings | undefined> {
    const entry = this.#stringsEntry;
    if (entry === undefined) return undefined;
    try {
      this.#strings ??= await readSharedStrings(
        utf8Chunks(entry.name, entryStream(this.#file, entry, sharedStringsPart)),
      );
    } catch (error) {
      if (!(error instanceof DialdeskError) || error.code !== 'file_unreadable') throw error;
      throw error.withDetails({}, `${error.message} (${entry.name})`);
    }
    return this.#strings;
  }
}

/** An xsd:boolean, or what older programs write for one. */
const isTrue = (value: string | undefined): boolean => value === '1' || value === 'true' || value === 'on';

/** The same error, with the sheet and the row in which it was. */
function named(error: unknown, sheet: string, row: number): unknown {
  if (!(error instanceof DialdeskError) || error.code !== 'file_unreadable') return error;
  const place = row === 0 ? `sheet “${sheet}”` : `sheet “${sheet}”, at or below row ${row}`;
  return error.withDetails({ sheet, row }, `${error.message} (${place})`);
}

function missing(target: string): Error {
  return unreadable('damaged', `The workbook refers to ${target}, which is not in it.`);
}
