import { table1Columns, templateLayout } from '../../../src-main/call-list/template-workbook.ts';
import { writeWorkbook } from '../../../src-main/call-list/write/workbook.ts';

/** The customField of all rows. */
export const benchMark = 'dd-bench';

export const numberOf = (index: number): string => `13${String(index).padStart(9, '0')}`;

/** Writes a list of so many rows, as it was sent. */
export async function writeBenchList(path: string, count: number): Promise<void> {
  await writeWorkbook(path, templateLayout(), async (sheet) => {
    for (let index = 0; index < count; index++) {
      const row: Partial<Record<string, string>> = {
        sessionId: `S${index}`,
        called: JSON.stringify([{ calledNo: numberOf(index) }]),
        callData: JSON.stringify({ fullName: '林子航', product: '车险' }),
        customField: benchMark,
      };
      for (const column of table1Columns) sheet.text(row[column] ?? '');
      if (sheet.endRow()) await sheet.ready();
    }
  });
}
