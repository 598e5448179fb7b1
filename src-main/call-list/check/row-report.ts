import { ruleNumber, templateRules, type RuleId } from '../../contract/template-rules.ts';
import type { CallRecord } from './call-record.ts';
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
    const rule = numberOf[id];
    const isError = asError || (isErrorByTable[rule] as boolean);
    if (isError) this.rejected = true;
    else this.warned = true;
    const value = {
      bytes: record.bytes[column] as Buffer,
      start: record.start[column] as number,
      end: record.end[column] as number,
    };
    this.#issues.add(record.row, column, rule, isError, value, detail);
  }
}
