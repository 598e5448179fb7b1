import assert from 'node:assert/strict';
import { templateColumns } from '../../src-main/contract/call-data-template.ts';
import type { Delimiter } from '../../src-main/contract/call-list.ts';
import { DialdeskError } from '../../src-main/contract/errors.ts';
import type { Mapping } from '../../src-main/contract/mapping.ts';
import { CallRecord } from '../../src-main/call-list/check/call-record.ts';
import { Checker } from '../../src-main/call-list/check/checker.ts';
import { judgeListed } from '../../src-main/call-list/check/judge-listed.ts';
import type { Rules } from '../../src-main/call-list/check/row-rules.ts';
import { ListedNumbers } from '../../src-main/call-list/do-not-call/listed-numbers.ts';
import { writtenNumber } from '../../src-main/call-list/do-not-call/number-readings.ts';
import { Row, type RowVisitor } from '../../src-main/call-list/row.ts';
import { rowMapper, usualSources } from '../../src-main/call-list/row-mapper.ts';
import { DelimitedScanner } from '../../src-main/call-list/text/delimited-scanner.ts';
import { UsualRows } from '../../src-main/call-list/usual-rows/usual-rows.ts';
import type { SharedStrings } from '../../src-main/call-list/xlsx/shared-strings.ts';
import { SheetScanner } from '../../src-main/call-list/xlsx/sheet-scanner.ts';
import { numberFormat } from '../../src-main/call-list/xlsx/number-format.ts';
import { CellStyles } from '../../src-main/call-list/xlsx/styles.ts';

/** The columns of a list in template form, and one more. */
export const headers = [...templateColumns, 'remark'];
/** Of cells: as they are, one that shows zeros in front, one that shows a day, one for amounts. */
export const styles = new CellStyles(
  ['General', '00000000000', 'yyyy-mm-dd', '0.00', 'yyyy"年"m"月"d"日";@'].map((code) => numberFormat(code)),
);
/** Rules that ask for nothing. */
export const common: Rules = { ivr: false, duplicates: 'first', now: 20_260_101_000_000 };

/** Numbers that must not be called. */
const listed = new ListedNumbers('86');
for (const text of ['13800138007', '075513800138011']) listed.add(writtenNumber(text, false));

/** What reads a source in chunks. */
interface Scanner {
  push: (chunk: Buffer) => void;
  end: () => void;
  /** The row that an error is said to be in. */
  readonly rowNumber?: number;
}
export type ScannerOf = (visit: RowVisitor, usualRows: UsualRows | undefined) => Scanner;

export const sheetScanner =
  (strings: SharedStrings): ScannerOf =>
  (visit, rows) =>
    new SheetScanner(
      new Row(),
      { strings, styles, date1904: false },
      visit,
      rows && { rows, window: rows.beginSheet(styles, strings) },
    );
export const textScanner =
  (delimiter: Delimiter): ScannerOf =>
  (visit, rows) =>
    new DelimitedScanner(new Row(), delimiter, visit, rows);

/** What is known of a list before its rows are read. */
export interface ListForm {
  readonly headers: readonly string[];
  readonly mapping?: Mapping;
  readonly rejectsOf?: number;
}

/** The form of the template. */
const templateForm: ListForm = { headers };

/** All that a check keeps of a list that comes in chunks, or why it is refused; and how many rows were read one by one. */
export function outcome(
  list: string,
  scannerOf: ScannerOf,
  chunk: number,
  isUsual: boolean,
  rules = common,
  form: ListForm = templateForm,
): { found: unknown; visited: number } {
  const checker = new Checker(1, rules);
  const info = {
    ...{ headers: [...form.headers], headerRow: 1, rejectsOf: form.rejectsOf, sample: [] },
    ...{ kind: list.startsWith('<') ? ('xlsx' as const) : ('text' as const) },
  };
  const mapper = rowMapper(info, form.mapping);
  const sources = usualSources(info, form.mapping);
  assert.ok(sources, 'the list has a column of numbers');
  const record = new CallRecord();
  let visited = 0;
  const rows = UsualRows.of({
    headerRow: 1,
    sources,
    width: form.headers.length,
    now: rules.now,
    carried: checker.carried,
    take: (row, moment, carried, keys, from, to) => checker.checkUsual(row, moment, carried, keys, from, to),
    note: (width, hasPriority) => {
      checker.width = Math.max(checker.width, width);
      checker.hasPriority ||= hasPriority;
    },
  });
  assert.ok(rows ?? form.mapping, 'this machine has what the module needs');
  const scanner = scannerOf(
    (row) => {
      if (row.number === 1) return undefined;
      visited += 1;
      checker.width = Math.max(checker.width, row.width);
      if (mapper(row, record)) checker.check(record);
      else checker.blank(row.number);
      return undefined;
    },
    isUsual ? rows : undefined,
  );
  const bytes = Buffer.from(list);
  let refused: unknown;
  try {
    for (let at = 0; at < bytes.length; at += chunk) scanner.push(bytes.subarray(at, at + chunk));
    scanner.end();
  } catch (error) {
    if (!(error instanceof DialdeskError)) throw error;
    refused = [error.message, scanner.rowNumber];
  }
  if (refused === undefined) {
    checker.endOfRows();
    judgeListed(checker, listed);
    checker.decideDuplicates();
  }
  const { states, numbers, issues } = checker;
  const found = {
    refused,
    rows: Array.from({ length: states.count }, (_, index) => {
      const row = states.first + index;
      return [states.status(row), states.isWarned(row), states.hour(row)];
    }),
    issues: [...issues.all()],
    numbers: Array.from({ length: numbers.count }, (_, id) => numbers.text(id)),
    carried: checker.carried.of(states),
    counts: [checker.readyRows, checker.rejectedRows, checker.width, checker.hasPriority],
    anew: checker.holdsAt(20_300_105_183_000) && decidedAnew(checker),
  };
  return { found, visited };
}

/** By another policy, and without a do-not-call list. */
function decidedAnew(checker: Checker): unknown {
  checker.takeBack('none');
  checker.decideDuplicates();
  return [...checker.issues.all()];
}
