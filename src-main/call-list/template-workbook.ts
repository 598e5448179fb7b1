import { templateColumns, type TemplateColumn } from '../contract/call-data-template.ts';
import type { SheetLayout } from './write/workbook-parts.ts';
import { fromRows, writeWorkbook, type WriteOptions, type Written } from './write/workbook.ts';

/** Wide enough for what is usual in each column, in characters. */
const widths: Record<TemplateColumn, number> = {
  sessionId: 24,
  called: 52,
  caller: 16,
  callData: 60,
  customField: 24,
  recycleTime: 21,
  priority: 10,
};

/** The columns that every system knows: Table 1 of the import interface. `priority` came later. */
export const table1Columns: readonly TemplateColumn[] = templateColumns.filter(
  (column) => column !== 'priority',
);

/** The sheet of a workbook in template form, with these columns; by default those of Table 1. */
export function templateLayout(columns: readonly TemplateColumn[] = table1Columns): SheetLayout {
  return { name: 'Call data', columns: columns.map((name) => ({ header: name, width: widths[name] })) };
}

/**
 * Two rows that show what each column takes: one customer with a single number, one with a second number that
 * is tried two minutes later.
 */
const exampleRows: readonly Readonly<Partial<Record<TemplateColumn, string>>>[] = [
  {
    sessionId: 'S20260105-0001',
    called: '[{"calledNo":"13800138000"}]',
    caller: '075512345678',
    callData: '{"fullName":"Lin Zihang","riskName":"Compulsory traffic insurance"}',
    customField: 'Renewal 2026',
    recycleTime: '2030-12-31 18:30:00',
  },
  {
    sessionId: 'S20260105-0002',
    called:
      '[{"calledNo":"13900139000","delayTime":"0","type":"1"},{"calledNo":"02088886666","delayTime":"120","type":"2"}]',
    callData: '{"fullName":"王芳","riskName":"车险"}',
  },
];

/** Writes an empty template, or one with two example rows. Throws what `writeWorkbook` throws. */
export async function writeTemplate(
  target: string,
  content: 'empty' | 'examples',
  options: WriteOptions = {},
): Promise<Written> {
  const rows = content === 'empty' ? [] : exampleRows;
  return writeWorkbook(
    target,
    templateLayout(),
    fromRows(rows.map((row) => table1Columns.map((column) => row[column] ?? null))),
    options,
  );
}
