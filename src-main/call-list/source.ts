import type { ReadOptions, SheetInfo } from '../contract/call-list.ts';
import { fileKind } from './file-kind.ts';
import { openFile, type RandomAccess } from './random-access.ts';
import type { RowVisitor } from './row.ts';
import { TextFile, type TextForm } from './text/text-file.ts';
import type { ReadProgress } from './watch.ts';
import { Workbook } from './xlsx/workbook.ts';

/** A file that rows can be read from, as often as needed. */
export interface Source {
  readonly file: RandomAccess;
  readonly kind: 'xlsx' | 'text';
  /** A workbook's sheets; none for a text file. */
  readonly sheets: readonly SheetInfo[];
  /** How a text file is read with these options: what was chosen, else what was found. */
  textForm(options: ReadOptions): Promise<TextForm | undefined>;
  /**
   * Reads the rows of a sheet (or the text) in order.
   *
   * @param sheet the sheet's name; null for a text file
   * @throws DialdeskError `file_unreadable`; what was visited before is then not to be trusted
   */
  read(sheet: string | null, options: ReadOptions, visit: RowVisitor, progress?: ReadProgress): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a workbook or a text file, told apart by content.
 *
 * @throws DialdeskError `file_unreadable`
 */
export async function openSource(path: string): Promise<Source> {
  const file = await openFile(path);
  try {
    return (await fileKind(file)) === 'xlsx' ? await workbookSource(file) : textSource(file);
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function workbookSource(file: RandomAccess): Promise<Source> {
  const workbook = await Workbook.open(file);
  return {
    file,
    kind: 'xlsx',
    sheets: workbook.sheets,
    textForm: () => Promise.resolve(undefined),
    read: (sheet, _options, visit, progress) => workbook.read(sheet ?? '', visit, progress),
    close: () => file.close(),
  };
}

function textSource(file: RandomAccess): Source {
  const text = new TextFile(file);
  return {
    file,
    kind: 'text',
    sheets: [],
    textForm: (options) => text.form(options),
    read: async (_sheet, options, visit, progress) => text.read(await text.form(options), visit, progress),
    close: () => file.close(),
  };
}
