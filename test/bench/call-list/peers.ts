// What others do with the same files, each in the quickest way that it offers for files of this size. They are
// loaded only when they run, because every task shares this file and none may carry another's code.
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';
import { openSource } from '../../../src-main/call-list/source.ts';
import { localEntries } from '../../support/local-entries.ts';
import { PlainCheck } from './plain-check.ts';

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

/** Reads all cells with exceljs' streaming reader and checks them. */
export async function checkWithExceljs(file: string, rows: number): Promise<void> {
  const { default: ExcelJS } = await import('exceljs');
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(createReadStream(file), {
    worksheets: 'emit',
    sharedStrings: 'cache',
    hyperlinks: 'ignore',
    styles: 'ignore',
    entries: 'ignore',
  });
  const check = new PlainCheck();
  for await (const sheet of reader) {
    // Its arrays count columns from 1.
    for await (const row of sheet) check.row((row.values as unknown[]).slice(1));
  }
  expectRows(check.rows, rows);
}

/** Reads all cells with hucre's streaming reader and checks them. */
export async function checkWithHucre(file: string, rows: number): Promise<void> {
  const { streamXlsxRows } = await import('hucre/xlsx');
  const check = new PlainCheck();
  for await (const { values } of streamXlsxRows(await readFile(file))) check.row(values);
  expectRows(check.rows, rows);
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
  if (found !== rows) throw new Error(`${found} rows of ${rows}`);
}
