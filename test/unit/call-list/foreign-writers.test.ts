import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { writeXlsx } from 'hucre/xlsx';
import { openSource } from '../../../src-main/call-list/source.ts';
import { readRows, readRowsOf } from '../../support/read-rows.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const fixtures = new URL('../../fixtures/call-list/', import.meta.url).pathname;

for (const name of ['openpyxl', 'xlsxwriter', 'xlsxwriter-inline', 'xlsxwriter-1904']) {
  test(`a workbook of ${name} is read as it was meant`, async () => {
    const meant = JSON.parse(readFileSync(join(fixtures, `${name}.json`), 'utf8')) as string[][];
    const read = Object.values(await readRows(join(fixtures, `${name}.xlsx`)));
    assert.equal(read.length, meant.length);
    for (const [index, row] of meant.entries()) {
      const expected = row.map((text) => (text === '{long}' ? 'x'.repeat(32_767) : text));
      assert.deepEqual(filled(read[index], expected.length), expected, `row ${index + 1}`);
    }
  });
}

interface MeantSheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly rows: Readonly<Record<string, readonly string[]>>;
}

for (const name of ['libreoffice', 'libreoffice-1904', 'libreoffice-csv']) {
  test(`every sheet of a workbook of LibreOffice is read as it was meant (${name})`, async () => {
    const path = join(fixtures, `${name}.xlsx`);
    const meant = JSON.parse(readFileSync(join(fixtures, `${name}.json`), 'utf8')) as MeantSheet[];
    const source = await openSource(path);
    await source.close();
    assert.deepEqual(
      source.sheets,
      meant.map(({ name, hidden }) => ({ name, hidden })),
    );
    for (const { name: sheet, rows } of meant) {
      const read = await readRows(path, { sheet });
      const full = (row: readonly string[] | undefined): boolean => row?.some((text) => text !== '') ?? false;
      assert.deepEqual(
        Object.keys(read).filter((row) => full(read[Number(row)])),
        Object.keys(rows),
        `the rows of ${sheet}`,
      );
      for (const [row, texts] of Object.entries(rows)) {
        const expected = texts.map((text) => (text === '{long}' ? '长'.repeat(32_767) : text));
        assert.deepEqual(filled(read[Number(row)], 6), filled(expected, 6), `${sheet}, row ${row}`);
      }
    }
  });
}

/** Cells at the end of a row that are empty may be there or not. */
function filled(row: readonly string[] | undefined, width: number): string[] {
  return Array.from({ length: Math.max(width, row?.length ?? 0) }, (_, i) => row?.[i] ?? '');
}

/** Text without what XML, or the writer, cannot carry. */
const text = fc.string({ unit: 'binary', maxLength: 30 }).map((value) =>
  value
    .toWellFormed()
    .replace(/[\p{Cc}\ufffe\uffff]/gu, '')
    .replace(/_x/gi, ''),
);
const table = fc.array(fc.array(text, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 10 });

const writers = {
  exceljs: async (rows: string[][]) => {
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('Data');
    for (const row of rows) sheet.addRow(row);
    return new Uint8Array(await workbook.xlsx.writeBuffer());
  },
  hucre: (rows: string[][]) => writeXlsx({ sheets: [{ name: 'Data', rows }] }),
};

for (const [name, write] of Object.entries(writers)) {
  test(`any text that ${name} writes is read as it was`, async (context) => {
    const folder = tempFolder(context);
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const read = await readRowsOf(await write(rows), folder);
        for (const [index, row] of rows.entries()) {
          assert.deepEqual(filled(read[index + 1], row.length), filled(row, row.length));
        }
      }),
      { numRuns: 60 },
    );
  });
}
