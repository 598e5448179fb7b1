import { ruleNumber, templateRules, type RuleId } from '../../contract/template-rules.ts';
import type { ByteSlice } from './byte-store.ts';
import { columnNumber, type CallRecord } from './call-record.ts';
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
    const value = {
      bytes: record.bytes[column] as Buffer,
      start: record.start[column] as number,
      end: record.end[column] as number,
    };
    this.#add(record.row, column, id, asError, value, detail);
  }

  /** Notes an issue of one of the numbers in `called`, of which the rest of the cell says nothing. */
  addNumber(row: number, id: RuleId, number: string, asError: boolean): void {
    const bytes = Buffer.from(number);
    this.#add(row, columnNumber.called, id, asError, { bytes, start: 0, end: bytes.length }, number);
  }

  #add(row: number, column: number, id: RuleId, asError: boolean, value: ByteSlice, detail: string): void {
    const rule = numberOf[id];
    const isError = asError || (isErrorByTable[rule] as boolean);
    if (isError) this.rejected = true;
    else this.warned = true;
    this.#issues.add(row, column, rule, isError, value, detail);
  }
}
