import { mostProblemsOfCell, ruleNumber } from '../../contract/template-rules.ts';
import { listing, type ListedNumbers, type Listing } from '../do-not-call/listed-numbers.ts';
import type { EditedRows } from '../edited-rows.ts';
import { columnNumber } from './call-record.ts';
import type { Checker } from './checker.ts';
import type { CalledRows } from './duplicates.ts';
import { numberKeyWords } from './packed-number.ts';
import type { NumberTable } from './number-table.ts';
import { rowState } from './row-states.ts';

const { called } = columnNumber;

/**
 * Rejects the rows that call a number of the check's own do-not-call list, once all are read. What is found is also said
 * of rows that are rejected already: whoever mends them would find out only then.
 *
 * @param edited only these; left out, all
 */
export function judgeListed(checker: Checker, listed: ListedNumbers, edited?: EditedRows): void {
  const { calledRows, rejectedCalls, states } = checker;
  judge(checker, calledRows, checker.numbers, listed, edited, (row) => {
    states.setState(row, rowState.rejected);
    calledRows.leaveOut(row);
  });
  judge(checker, rejectedCalls.rows, rejectedCalls.numbers, listed, edited, () => undefined);
}

function judge(
  { issues }: Checker,
  rows: CalledRows,
  table: NumberTable,
  listed: ListedNumbers,
  edited: EditedRows | undefined,
  found: (row: number) => void,
): void {
  const key = new Uint32Array(numberKeyWords);
  const lookUp = (id: number): Listing => {
    table.copyKey(id, key, 0);
    return listed.find(key, 0);
  };
  /** By identity: in their order, numbers are looked up in a third of the time. */
  const all = new Uint8Array(edited === undefined ? rows.countNumbers() : 0);
  for (let id = 0; id < all.length; id += 1) all[id] = lookUp(id);
  rows.each((row, numbers) => {
    if (edited?.has(row) === false) return;
    let problems = 0;
    for (let i = 0; i < numbers.length; i += 1) {
      const number = numbers[i] as number;
      const as = edited === undefined ? all[number] : lookUp(number);
      if (as === listing.no) continue;
      table.copyKey(number, key, 0);
      problems += 1;
      if (problems > mostProblemsOfCell) {
        issues.add(row, called, ruleNumber('more-problems'), false, noValue, '');
        break;
      }
      const rule = as === listing.yes ? 'do-not-call' : 'do-not-call-likely';
      issues.addNumber(row, called, ruleNumber(rule), true, key, 0);
    }
    if (problems > 0) found(row);
  });
}

const noValue = { bytes: Buffer.alloc(0), start: 0, end: 0 };
