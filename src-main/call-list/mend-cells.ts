import { templateColumns, type TemplateColumn } from '../contract/call-data-template.ts';
import type { ChosenMends, MendPreview, MendProgress, MendScope } from '../contract/mends.ts';
import type { CallRecord } from './check/call-record.ts';
import type { Checker } from './check/checker.ts';
import { EditedRows } from './edited-rows.ts';
import { cellKind, isNoValue } from './row.ts';
import { mendWith } from './mends/mends.ts';
import type { Watch, WriteProgress } from './watch.ts';

/**
 * Reads all rows of the list once, in order.
 *
 * @param found what has been found so far, for whoever waits
 */
type EachRecord = (visit: (record: CallRecord) => void, found: () => MendPreview) => Promise<void>;

/** Milliseconds. */
const progressInterval = 100;

/** Reads for mends; reports about ten times a second what they have found so far. */
export async function withFindings(
  found: () => MendPreview,
  { signal, onProgress }: Watch<MendProgress>,
  read: (watch: Watch<WriteProgress>) => Promise<void>,
): Promise<void> {
  let last = performance.now();
  await read({
    signal,
    onProgress: ({ fraction }) => {
      const now = performance.now();
      if (now - last < progressInterval) return;
      last = now;
      onProgress?.({ fraction, found: found() });
    },
  });
  onProgress?.({ fraction: 1, found: found() });
}

/** As many as a preview shows. */
const mostExamples = 20;

/** What the chosen mends would change. */
export async function previewOf(
  checker: Checker,
  chosen: ChosenMends,
  scope: MendScope,
  eachRecord: EachRecord,
): Promise<MendPreview> {
  return eachMend(checker, chosen, scope, eachRecord, () => undefined);
}

/** The rows that the chosen mends change, as they are after it. */
export async function mendedRows(
  checker: Checker,
  chosen: ChosenMends,
  scope: MendScope,
  eachRecord: EachRecord,
): Promise<EditedRows> {
  const rows = new EditedRows();
  await eachMend(checker, chosen, scope, eachRecord, (record) => rows.set(record));
  return rows;
}

/** @param visit called with each row that changes, as it is after it */
async function eachMend(
  checker: Checker,
  chosen: ChosenMends,
  scope: MendScope,
  eachRecord: EachRecord,
  visit: (record: CallRecord) => void,
): Promise<MendPreview> {
  const { first, count } = checker.states;
  /** For each row, a bit for each of the seven columns. */
  const cells = new Uint8Array(count);
  checker.issues.eachCell(scope, (row, column) => {
    cells[row - first] = (cells[row - first] as number) | (1 << column);
  });
  const mend = mendWith(chosen, checker.plan);
  let changed = 0;
  const examples: MendPreview['examples'] = [];
  await eachRecord(
    (record) => {
      const bits = cells[record.row - first] as number;
      if (bits === 0) return;
      const changedBefore = changed;
      for (let index = 0; index < templateColumns.length; index += 1) {
        if ((bits & (1 << index)) === 0) continue;
        const column = templateColumns[index] as TemplateColumn;
        const kind = record.kind[index] as number;
        // There is no value to mend: what stands there is the name of an error, or nothing.
        if (isNoValue(kind)) continue;
        const before = record.text(index);
        const after = mend(column, before);
        if (after === before) continue;
        changed += 1;
        if (examples.length < mostExamples) examples.push({ row: record.row, column, before, after });
        // A mend of what is left of a damaged text or number makes it no better; only what was no value is gone.
        const isGone = kind === cellKind.missingText && chosen.mends.includes('empty-missing');
        record.setText(index, after, isGone ? cellKind.text : kind);
      }
      if (changed > changedBefore) visit(record);
    },
    () => ({ changed, examples }),
  );
  return { changed, examples };
}
