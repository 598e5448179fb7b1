import { templateColumns } from '../../contract/call-data-template.ts';
import { ruleNumber } from '../../contract/template-rules.ts';
import type { DuplicatePolicy } from '../../contract/call-list.ts';
import type { EditedRows } from '../edited-rows.ts';
import { cellKind, isNoValue } from '../row.ts';
import type { CompiledPlan } from '../../numbering/compiled-plan.ts';
import { columnNumber, type CallRecord } from './call-record.ts';
import { CarriedFields } from './carried-fields.ts';
import { CalledRows, decideDuplicates } from './duplicates.ts';
import { isBlank } from './fields.ts';
import { IssueStore } from './issue-store.ts';
import type { MarkedCustomers } from './marked-customers.ts';
import { numberKeyWords } from './packed-number.ts';
import { NumberTable } from './number-table.ts';
import { RowRules, type Rules } from './row-rules.ts';
import { RowSet } from './row-set.ts';
import { SameNumbers } from './same-numbers.ts';
import { minuteOfDay } from './recycle-time.ts';
import { RowStates, rowState } from './row-states.ts';

const { called, priority } = columnNumber;

/**
 * Checks rows in template form against every rule of the template's table, and keeps what came of it: the state
 * of each row, the issues, the numbers. A row costs no string unless something in it is out of the ordinary.
 */
export class Checker {
  readonly issues = new IssueStore();
  readonly states: RowStates;
  readonly numbers = new NumberTable();
  readonly carried = new CarriedFields();
  readonly #rules: Rules;
  readonly #calledRows = new CalledRows(this.numbers);
  readonly #rejectedNumbers = new NumberTable();
  readonly #rejectedRows = new CalledRows(this.#rejectedNumbers);
  readonly #same: SameNumbers;
  readonly #rowRules: RowRules;
  /** Rows whose number two rows of the source have, or one that is out of order: what is edited cannot be both of them. */
  readonly #late = new RowSet();
  #duplicates: DuplicatePolicy;
  /** So far, before duplicates are decided; for progress. */
  readyRows = 0;
  rejectedRows = 0;
  /** How many rows had a number that had been passed. */
  lateRows = 0;
  /** How many columns the widest row of the source has. */
  width = 0;
  /** Whether any row has a priority, a column that older systems do not know. */
  hasPriority = false;

  constructor(headerRow: number, rules: Rules) {
    this.states = new RowStates(headerRow);
    this.#rules = rules;
    this.#duplicates = rules.duplicates;
    this.#rowRules = new RowRules(rules, this.issues);
    this.#same = new SameNumbers(this.numbers, rules.plan?.reader.rules.code);
  }

  /** What the numbers were judged by. */
  get plan(): CompiledPlan | undefined {
    return this.#rules.plan;
  }

  /** Whom the list itself marks as not to be called. */
  get marked(): MarkedCustomers {
    return this.#rowRules.marked;
  }

  /** Notes a row in which every cell is empty. */
  blank(row: number): void {
    this.states.set(row, rowState.blank, false);
  }

  /** Checks a row that has not been checked before. Rows come in order; those in between are blank. */
  check(record: CallRecord): void {
    if (record.mustNotCall) this.marked.add(record.row);
    const hour = this.#apply(record);
    if (record.mustNotCall && this.#rules.callMarked !== true)
      this.marked.addNumbers(record, this.#rowRules.numbers);
    const { count, keys } = this.#rowRules.numbers;
    this.#keep(record.row, hour, keys, 0, count * numberKeyWords);
  }

  /**
   * Checks a row whose number has been passed, and which therefore has a flaw. Nothing of that number is sent: neither
   * this row nor the one that was checked under it before.
   */
  checkLate(record: CallRecord): void {
    const { row } = record;
    if (this.states.has(row) && this.states.state(row) === rowState.ready) {
      this.readyRows -= 1;
      this.rejectedRows += 1;
    }
    this.lateRows += 1;
    this.#late.add(row);
    if (record.mustNotCall) this.marked.add(row);
    this.#apply(record);
    if (record.mustNotCall && this.#rules.callMarked !== true)
      this.marked.addNumbers(record, this.#rowRules.numbers);
    this.states.set(row, rowState.rejected, this.#rowRules.warned);
    this.#calledRows.leaveOut(row);
    const { count, keys } = this.#rowRules.numbers;
    this.#rejectedRows.add(row, keys, 0, count * numberKeyWords);
  }

  /**
   * Takes a row whose cells are in order, unless more is to be said of it than that the plan does not dial a number.
   * See `UsualList` for what is passed.
   */
  checkUsual(
    row: number,
    moment: number,
    carried: number,
    keys: Uint32Array,
    from: number,
    to: number,
  ): boolean {
    if (!this.#rowRules.checkUsual(row, moment, keys, from, to)) return false;
    this.carried.noteCode(row, carried);
    this.#keep(row, moment === 0 ? -1 : Math.trunc(minuteOfDay(moment) / 60), keys, from, to);
    return true;
  }

  /** Keeps what the rules have come to of a row, and the numbers in it: packed, from word `from` to `to`. */
  #keep(row: number, hour: number, keys: Uint32Array, from: number, to: number): void {
    const { rejected, warned } = this.#rowRules;
    this.states.set(row, rejected ? rowState.rejected : rowState.ready, warned, hour);
    if (rejected) this.rejectedRows += 1;
    else this.readyRows += 1;
    const rows = rejected ? this.#rejectedRows : this.#calledRows;
    rows.add(row, keys, from, to);
  }

  /** Notes that all rows are read: what is decided from now on can be taken back. */
  endOfRows(): void {
    this.states.keep();
    this.issues.keep();
    this.#calledRows.keep();
  }

  /**
   * Whether the rules would find in each row what they have found, if it were read at this time: no recycle time is past
   * by now that was not.
   *
   * @param now as in `Rules`
   */
  holdsAt(now: number): boolean {
    return now >= this.#rules.now && now <= this.#rowRules.nextMoment;
  }

  /** Takes back what was decided since all rows were read; for a list of which nothing was edited. */
  takeBack(duplicates: DuplicatePolicy): void {
    this.#duplicates = duplicates;
    this.states.takeBack();
    this.issues.takeBack();
    this.#calledRows.takeBack();
  }

  /** Decides, when all rows have been checked, which of them are duplicates. Can be repeated after edits. */
  decideDuplicates(): void {
    const rule = ruleNumber('duplicate-number');
    this.issues.remove((_, number) => number === rule);
    const duplicates = this.#duplicates;
    const key = new Uint32Array(numberKeyWords);
    // All numbers must have been looked up before they are compared.
    this.#calledRows.countNumbers();
    const same = duplicates === 'keep-all' ? undefined : this.#same.find();
    decideDuplicates(this.#calledRows, duplicates, this.states, same, (duplicate) => {
      const { row, number, other, otherNumber } = duplicate;
      this.numbers.copyKey(number, key, 0);
      const detail = number === otherNumber ? `${other}` : `${other}: ${this.numbers.text(otherNumber)}`;
      this.issues.addNumber(row, called, rule, false, key, 0, detail);
    });
  }

  /** Checks rows again that have been edited, in place of what was known of them. Call `decideDuplicates` after. */
  recheck(rows: EditedRows): void {
    this.issues.remove((row) => rows.has(row));
    rows.each((record) => {
      const isLate = this.#late.has(record.row);
      if (isLate && !isNoValue(record.kind[called] as number)) record.kind[called] = cellKind.odd;
      const isBlankRow =
        !isLate &&
        templateColumns.every(
          (_, column) =>
            record.kind[column] !== cellKind.noValue &&
            isBlank(
              record.bytes[column] as Buffer,
              record.start[column] as number,
              record.end[column] as number,
            ),
        );
      if (isBlankRow) {
        this.states.set(record.row, rowState.blank, false);
        this.#calledRows.replace(record.row, []);
        this.#rejectedRows.replace(record.row, []);
      } else {
        const hour = this.#apply(record);
        const { rejected, warned } = this.#rowRules;
        this.states.set(record.row, rejected ? rowState.rejected : rowState.ready, warned, hour);
        this.#calledRows.replace(record.row, rejected ? [] : this.#ids(this.numbers));
        this.#rejectedRows.replace(record.row, rejected ? this.#ids(this.#rejectedNumbers) : []);
      }
      this.states.markEdited(record.row);
    });
  }

  /** The rows without errors, and what they call. */
  get calledRows(): CalledRows {
    return this.#calledRows;
  }

  /** The rows with errors, and the numbers that could be read in them: identities in a table of their own. */
  get rejectedCalls(): { readonly rows: CalledRows; readonly numbers: NumberTable } {
    return { rows: this.#rejectedRows, numbers: this.#rejectedNumbers };
  }

  /** Calls back for each row that would be called, with the identity of its first number. */
  eachCalled(visit: (row: number, firstNumber: number) => void): void {
    this.#calledRows.each((row, numbers) => visit(row, numbers[0] as number));
  }

  #ids(table: NumberTable): number[] {
    const { count, keys } = this.#rowRules.numbers;
    return Array.from({ length: count }, (_, i) =>
      table.intern(keys[i * 3] as number, keys[i * 3 + 1] as number, keys[i * 3 + 2] as number),
    );
  }

  /** Applies every rule but the one about duplicates. @returns the hour of the recycle time, -1 for none */
  #apply(record: CallRecord): number {
    this.carried.note(record);
    if (record.start[priority] !== record.end[priority]) this.hasPriority = true;
    return this.#rowRules.check(record);
  }
}
