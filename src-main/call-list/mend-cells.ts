import { templateColumns, type TemplateColumn } from '../contract/call-data-template.ts';
import type { ChosenMends, MendPreview, MendScope } from '../contract/mends.ts';
import { columnNumber, type CallRecord } from './check/call-record.ts';
import type { Checker } from './check/checker.ts';
import { mendWith } from './mends/mends.ts';

/** Reads all rows of the list once, in order. */
type EachRecord = (visit: (record: CallRecord) => void) => Promise<void>;

/** As many as a preview shows. */
const mostExamples = 20;

/** What the chosen mends would change. */
export async function previewOf(
  checker: Checker,
  chosen: ChosenMends,
  scope: MendScope,
  eachRecord: EachRecord,
): Promise<MendPreview> {
  const preview: MendPreview = { changed: 0, examples: [] };
  await eachMend(checker, chosen, scope, eachRecord, (record, column, before, after) => {
    preview.changed += 1;
    if (preview.examples.length < mostExamples) {
      preview.examples.push({ row: record.row, column, before, after });
    }
  });
  return preview;
}

/** The rows that the chosen mends change, with their values after it in the template's order. */
export async function mendedRows(
  checker: Checker,
  chosen: ChosenMends,
  scope: MendScope,
  eachRecord: EachRecord,
): Promise<Map<number, string[]>> {
  const rows = new Map<number, string[]>();
  await eachMend(checker, chosen, scope, eachRecord, (record, column, _before, after) => {
    const values = rows.get(record.row) ?? record.texts();
    values[columnNumber[column]] = after;
    rows.set(record.row, values);
  });
  return rows;
}

async function eachMend(
  checker: Checker,
  chosen: ChosenMends,
  scope: MendScope,
  eachRecord: EachRecord,
  visit: (record: CallRecord, column: TemplateColumn, before: string, after: string) => void,
): Promise<void> {
  const { first, count } = checker.states;
  /** For each row, a bit for each of the seven columns. */
  const cells = new Uint8Array(count);
  checker.issues.eachCell(scope, (row, column) => {
    cells[row - first] = (cells[row - first] as number) | (1 << column);
  });
  const mend = mendWith(chosen);
  await eachRecord((record) => {
    const bits = cells[record.row - first] as number;
    if (bits === 0) return;
    for (const [index, column] of templateColumns.entries()) {
      if ((bits & (1 << index)) === 0) continue;
      const before = record.text(index);
      const after = mend(column, before);
      if (after !== before) visit(record, column, before, after);
    }
  });
}
