import { ruleNumber, templateRules, type RuleId } from '../../contract/template-rules.ts';
import { columnNumber, type CallRecord } from './call-record.ts';
import { momentLength, writeMoment } from './recycle-time.ts';
import type { IssueStore } from './issue-store.ts';

const numberOf = Object.fromEntries(templateRules.map(({ id }) => [id, ruleNumber(id)])) as Readonly<
  Record<RuleId, number>
>;
const isErrorByTable = templateRules.map(({ severity }) => severity === 'error');

/** Takes what the rules find in one row after another, and knows what it makes of the row. */
export class RowReport {
  readonly #issues: IssueStore;
  rejected = false;
  warned = false;
  /** Of the issue that is being noted. */
  #isError = false;

  constructor(issues: IssueStore) {
    this.#issues = issues;
  }

  /** Begins another row. */
  begin(): void {
    this.rejected = false;
    this.warned = false;
  }

  /**
   * Notes an issue of a cell.
   *
   * @param detail the part of the cell that it is about, or what else its words need; see `template-rules.ts`
   * @param asError it is an error here, whatever the table of rules says
   */
  add(record: CallRecord, column: number, id: RuleId, detail = '', asError = false): void {
    const rule = this.#judge(id, asError);
    const value = {
      bytes: record.bytes[column] as Buffer,
      start: record.start[column] as number,
      end: record.end[column] as number,
    };
    this.#issues.add(record.row, column, rule, this.#isError, value, detail);
  }

  /** Notes an issue of one of the numbers in `called`, packed, of which the rest of the cell says nothing. */
  addNumber(row: number, id: RuleId, keys: Uint32Array, at: number, asError: boolean): void {
    const rule = this.#judge(id, asError);
    this.#issues.addNumber(row, columnNumber.called, rule, this.#isError, keys, at);
  }

  /** Notes an issue of a recycle time, of which the cell says nothing more. */
  addMoment(row: number, id: RuleId, moment: number, detail: string): void {
    const rule = this.#judge(id, false);
    const bytes = Buffer.allocUnsafe(momentLength);
    writeMoment(moment, bytes);
    const value = { bytes, start: 0, end: momentLength };
    this.#issues.add(row, columnNumber.recycleTime, rule, this.#isError, value, detail);
  }

  #judge(id: RuleId, asError: boolean): number {
    const rule = numberOf[id];
    this.#isError = asError || (isErrorByTable[rule] as boolean);
    if (this.#isError) this.rejected = true;
    else this.warned = true;
    return rule;
  }
}
