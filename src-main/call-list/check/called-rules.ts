import { mostProblemsOfCell } from '../../contract/template-rules.ts';
import type { CompiledPlan } from '../../numbering/compiled-plan.ts';
import { verdict } from '../../numbering/why-not.ts';
import { isNoValue } from '../row.ts';
import { columnNumber, type CallRecord } from './call-record.ts';
import { CalledNumbers, readCalled } from './called-cell.ts';
import { isBlank } from './fields.ts';
import { LastInspected } from './last-inspected.ts';
import { numberKeyWords, packNumber } from './packed-number.ts';
import { ruleOfVerdict } from './plan-rules.ts';
import type { RowReport } from './row-report.ts';

const { called } = columnNumber;

/** The rules about a row's `called` cell: its form, the numbers in it, and whether they exist. */
export class CalledRules {
  /** The numbers of the row that was checked last; none where its cell holds none in order. */
  readonly numbers = new CalledNumbers();
  readonly #report: RowReport;
  readonly #plan: CompiledPlan | undefined;
  /** Room for one packed number. */
  readonly #key = new Uint32Array(numberKeyWords);
  readonly #inspected = new LastInspected();

  constructor(report: RowReport, plan: CompiledPlan | undefined) {
    this.#report = report;
    this.#plan = plan;
  }

  /**
   * Looks at numbers whose cell is in order, packed, from word `from` to `to`: whether the plan dials them.
   * @returns false, and nothing is noted, where there may be more problems than are listed
   */
  checkUsual(row: number, keys: Uint32Array, from: number, to: number): boolean {
    if (this.#plan !== undefined && to - from > mostProblemsOfCell * numberKeyWords) return false;
    return this.#judge(row, keys, from, to);
  }

  /** Notes which of the numbers the plan does not dial. @returns false where not all of them are listed */
  #judge(row: number, keys: Uint32Array, from: number, to: number): boolean {
    const plan = this.#plan;
    if (plan === undefined) return true;
    let listed = 0;
    for (let at = from; at < to; at += numberKeyWords) {
      const found = plan.verdict(keys, at);
      if (found === verdict.fine) continue;
      if (listed === mostProblemsOfCell) return false;
      listed += 1;
      this.#report.addNumber(row, ruleOfVerdict[found], keys, at, plan.plan.severity === 'error');
    }
    return true;
  }

  /** Applies every rule about the cell, and reads its numbers. */
  check(record: CallRecord): void {
    const bytes = record.bytes[called] as Buffer;
    const start = record.start[called] as number;
    const end = record.end[called] as number;
    const { numbers } = this;
    if (isNoValue(record.kind[called] as number)) {
      numbers.clear();
      return;
    }
    if (!readCalled(bytes, start, end, numbers)) {
      numbers.clear();
      if (isBlank(bytes, start, end)) {
        this.#report.add(record, called, 'called-missing');
        return;
      }
      this.#inspect(record);
    }
    if (!this.#judge(record.row, numbers.keys, 0, numbers.count * numberKeyWords))
      this.#report.add(record, called, 'more-problems');
  }

  #inspect(record: CallRecord): void {
    const { problems, numbers } = this.#inspected.inspect(
      record.bytes[called] as Buffer,
      record.start[called] as number,
      record.end[called] as number,
    );
    const key = this.#key;
    for (const number of numbers) {
      if (packNumber(number, key, 0)) {
        this.numbers.push(key[0] as number, key[1] as number, key[2] as number);
      }
    }
    for (const { rule, detail } of problems) this.#report.add(record, called, rule, detail);
  }
}
