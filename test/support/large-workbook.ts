import { table1Columns, templateLayout } from '../../src-main/call-list/template-workbook.ts';
import { fromRows, writeWorkbook } from '../../src-main/call-list/write/workbook.ts';

/** Writes a workbook in template form with so many rows, all of them ready. */
export async function largeWorkbook(path: string, count: number): Promise<void> {
  const rows = function* () {
    for (let i = 0; i < count; i++) {
      yield ['', `[{"calledNo":"${13_000_000_000 + i}"}]`, '', `{"name":"customer ${i}"}`, 'May', ''];
    }
  };
  if (table1Columns.length !== 6) throw new Error('the template has other columns');
  await writeWorkbook(path, templateLayout(), fromRows(rows()), { mostRows: count });
}
