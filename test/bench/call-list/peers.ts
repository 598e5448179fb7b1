// What others do with the same files, each in the quickest way that it offers for files of this size. They are
// loaded only when they run, because every task shares this file and none shall carry another's code.
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';
import { openSource } from '../../../src-main/call-list/source.ts';
import { localEntries } from '../../support/local-entries.ts';
import { header } from './rows.ts';

/** Inflates the sheets and the shared strings, and does nothing with them: the floor for any reader. */
export async function inflateOnly(file: string): Promise<void> {
  const entries = localEntries(await readFile(file));
  for (const { compressed } of entries.filter(({ name }) => /sheet1|sharedStrings/.test(name))) {
    const inflate = createInflateRaw({ chunkSize: 256 * 1024 });
    inflate.end(compressed);
    let bytes = 0;
    for await (const chunk of inflate as AsyncIterable<Buffer>) bytes += chunk.length;
    if (bytes === 0) throw new Error('nothing to inflate');
  }
}

/** Reads all cells as text with exceljs' streaming reader. Nothing is checked. */
export async function readWithExceljs(file: string, rows: number): Promise<void> {
  const { default: ExcelJS } = await import('exceljs');
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(createReadStream(file), {
    worksheets: 'emit',
    sharedStrings: 'cache',
    hyperlinks: 'ignore',
    styles: 'ignore',
    entries: 'ignore',
  });
  let count = 0;
  for await (const sheet of reader) {
    for await (const row of sheet) {
      if (Array.isArray(row.values)) count++;
    }
  }
  expectRows(count, rows);
}

/** Reads all cells as text with hucre's streaming reader. Nothing is checked. */
export async function readWithHucre(file: string, rows: number): Promise<void> {
  const { streamXlsxRows } = await import('hucre/xlsx');
  let count = 0;
  for await (const { values } of streamXlsxRows(await readFile(file))) if (values.length > 0) count++;
  expectRows(count, rows);
}

/** Writes a CSV as a workbook with exceljs' streaming writer. */
export async function writeWithExceljs(csv: string, target: string): Promise<void> {
  const { default: ExcelJS } = await import('exceljs');
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: target, useStyles: false });
  const sheet = workbook.addWorksheet('Call data');
  let count = 0;
  // The CSV is read as for ours, so that only the writers differ.
  const source = await openSource(csv);
  await source.read(null, {}, (row) => {
    count++;
    sheet.addRow(row.texts()).commit();
    return undefined;
  });
  await workbook.commit();
  await source.close();
  expectRows(count - 1, 500_000);
}

function expectRows(found: number, rows: number): void {
  if (found !== rows && found !== rows + 1)
    throw new Error(`${found} rows of ${rows} with ${header.length} columns`);
}
