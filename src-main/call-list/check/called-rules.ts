import { mostProblemsOfCell } from '../../contract/template-rules.ts';
import type { CompiledPlan } from '../../numbering/compiled-plan.ts';
import { listing, type ListedNumbers } from '../do-not-call/listed-numbers.ts';
import { isNoValue } from '../row.ts';
import { columnNumber, type CallRecord } from './call-record.ts';
import { CalledNumbers, readCalled } from './called-cell.ts';
import { isBlank } from './fields.ts';
import { LastInspected } from './last-inspected.ts';
import { numberKeyWords, packNumber, unpackNumber } from './packed-number.ts';
import { offPlan } from './plan-rules.ts';
import type { RowReport } from './row-report.ts';

const { called } = columnNumber;

/** The rules about a row's `called` cell: its form, the numbers in it, whether they exist and may be called. */
export class CalledRules {
  /** The numbers of the row that was checked last; none where its cell holds none in order. */
  readonly numbers = new CalledNumbers();
  readonly #report: RowReport;
  readonly #plan: CompiledPlan | undefined;
  readonly #doNotCall: ListedNumbers | undefined;
  /** Room for one packed number. */
  readonly #key = new Uint32Array(numberKeyWords);
  readonly #inspected = new LastInspected();

  constructor(report: RowReport, plan: CompiledPlan | undefined, doNotCall: ListedNumbers | undefined) {
    this.#report = report;
    this.#plan = plan;
    this.#doNotCall = doNotCall;
  }

  /** Whether numbers whose cell is in order have nothing to report: all are in the plan, and none is listed. */
  accepts(keys: Uint32Array, from: number, to: number): boolean {
    if (this.#plan !== undefined) {
      const { numbers } = this;
      numbers.clear();
      for (let i = from; i < to; i += numberKeyWords)
        numbers.push(keys[i] as number, keys[i + 1] as number, keys[i + 2] as number);
      if (offPlan(numbers, this.#plan).length > 0) return false;
    }
    const doNotCall = this.#doNotCall;
    if (doNotCall !== undefined) {
      for (let i = from; i < to; i += numberKeyWords)
        if (doNotCall.find(keys, i) !== listing.no) return false;
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
    const doNotCall = this.#doNotCall;
    const plan = this.#plan;
    if (plan !== undefined) {
      const asError = plan.plan.severity === 'error';
      for (const { rule, detail } of offPlan(numbers, plan))
        this.#report.add(record, called, rule, detail, asError);
    }
    if (doNotCall === undefined) return;
    let listed = 0;
    for (let i = 0; i < numbers.count * numberKeyWords; i += numberKeyWords) {
      const found = doNotCall.find(numbers.keys, i);
      if (found === listing.no) continue;
      if (listed === mostProblemsOfCell) {
        this.#report.add(record, called, 'more-problems');
        return;
      }
      listed += 1;
      const rule = found === listing.yes ? 'do-not-call' : 'do-not-call-likely';
      this.#report.add(record, called, rule, unpackNumber(numbers.keys, i));
    }
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
