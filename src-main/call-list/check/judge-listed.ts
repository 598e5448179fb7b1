import { mostProblemsOfCell, ruleNumber } from '../../contract/template-rules.ts';
import { listing, type ListedNumbers } from '../do-not-call/listed-numbers.ts';
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
  const key = new Uint32Array(numberKeyWords);
  const look = (rows: CalledRows, table: NumberTable, found: (row: number) => void): void =>
    rows.each((row, numbers) => {
      if (edited?.has(row) === false) return;
      let count = 0;
      for (let i = 0; i < numbers.length; i += 1) {
        const number = numbers[i] as number;
        table.copyKey(number, key, 0);
        const as = listed.find(key, 0);
        if (as === listing.no) continue;
        count += 1;
        if (count > mostProblemsOfCell) {
          add(checker, row, 'more-problems', false, '');
          break;
        }
        const rule = as === listing.yes ? 'do-not-call' : 'do-not-call-likely';
        add(checker, row, rule, true, table.text(number));
      }
      if (count > 0) found(row);
    });
  look(calledRows, checker.numbers, (row) => {
    states.setState(row, rowState.rejected);
    calledRows.leaveOut(row);
  });
  look(rejectedCalls.rows, rejectedCalls.numbers, () => undefined);
}

function add(
  { issues }: Checker,
  row: number,
  rule: 'do-not-call' | 'do-not-call-likely' | 'more-problems',
  isError: boolean,
  number: string,
): void {
  const bytes = Buffer.from(number);
  const value = { bytes, start: 0, end: bytes.length };
  issues.add(row, called, ruleNumber(rule), isError, value, number);
}
