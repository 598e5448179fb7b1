import { readFile } from 'node:fs/promises';
import ExcelJS from 'exceljs';
import { readXlsx } from 'hucre/xlsx';

/** A sheet as a library that isn't ours reads it: text by row and column, '' where there is none. */
export interface PeerSheet {
  readonly name: string;
  readonly rows: string[][];
}

/** The sheets as exceljs reads them. It knows nothing of _xHHHH_ in inline strings. */
export async function readWithExceljs(file: string): Promise<PeerSheet[]> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.readFile(file);
  return workbook.worksheets.map((sheet) => ({
    name: sheet.name,
    rows: Array.from({ length: sheet.rowCount }, (_, row) =>
      Array.from({ length: sheet.columnCount }, (_, column) => sheet.getCell(row + 1, column + 1).text),
    ),
  }));
}

/** The sheets as hucre reads them, _xHHHH_ decoded. */
export async function readWithHucre(file: string): Promise<PeerSheet[]> {
  const { sheets } = await readXlsx(await readFile(file));
  return sheets.map(({ name, rows }) => {
    const columns = Math.max(0, ...rows.map((row) => row.length));
    return {
      name,
      rows: rows.map((row) => Array.from({ length: columns }, (_, column) => asText(row[column]))),
    };
  });
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  throw new Error(`a ${typeof value} where only text is written`);
}
