import { mostProblemsOfCell, ruleNumber } from '../../contract/template-rules.ts';
import type { EditedRows } from '../edited-rows.ts';
import type { Knowledge } from '../known/knowledge.ts';
import { columnNumber } from './call-record.ts';
import type { Checker } from './checker.ts';
import { numberKeyWords } from './packed-number.ts';
import { rowState } from './row-states.ts';

/**
 * Judges the rows without errors by what is known of their numbers from elsewhere, and from rows of customers who are
 * marked, once all are read and before duplicates are decided: a row that is left out takes no other one with it.
 *
 * @param edited only these; left out, all
 */
export function judgeRows(checker: Checker, elsewhere: readonly Knowledge[], edited?: EditedRows): void {
  const known: readonly Knowledge[] = checker.marked.hasNumbers ? [...elsewhere, checker.marked] : elsewhere;
  if (known.length === 0) return;
  const { calledRows, states, issues, numbers: table } = checker;
  const key = new Uint32Array(numberKeyWords);
  calledRows.countNumbers();
  for (const each of known) each.lookUp(table, checker.plan?.reader.rules.code);
  // what an edit has made of a row may be no row that is judged: what was found of it before is forgotten
  for (const row of edited?.rows ?? []) for (const each of known) each.judged?.(row, []);
  calledRows.each((row, numbers) => {
    if (edited?.has(row) === false) return;
    let listed = 0;
    let isError = false;
    for (const each of known) {
      for (let i = 0; i < numbers.length; i += 1) {
        const found = each.judge(numbers[i] as number);
        if (found === undefined) continue;
        isError ||= found.isError;
        if (listed === mostProblemsOfCell) continue;
        listed += 1;
        table.copyKey(numbers[i] as number, key, 0);
        const { rule, isError: asError, detail } = found;
        issues.addNumber(row, columnNumber.called, ruleNumber(rule), asError, key, 0, detail);
        // it is the customer who is marked, however many of the numbers say so
        if (each === checker.marked) break;
      }
      each.judged?.(row, numbers);
    }
    if (isError) {
      states.setState(row, rowState.rejected);
      calledRows.leaveOut(row);
    } else if (listed > 0) states.set(row, rowState.ready, true, states.hour(row));
  });
}
