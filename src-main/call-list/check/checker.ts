import type { CallingHours } from '../../contract/calling-hours.ts';
import { callDataTemplate, templateColumns } from '../../contract/call-data-template.ts';
import { mostProblemsOfCell, ruleNumber, templateRules, type RuleId } from '../../contract/template-rules.ts';
import type { DuplicatePolicy } from '../../contract/call-list.ts';
import { listing, type ListedNumbers } from '../do-not-call/listed-numbers.ts';
import type { EditedRows } from '../edited-rows.ts';
import { cellKind, isNoValue } from '../row.ts';
import type { CompiledPlan } from '../../numbering/compiled-plan.ts';
import { utf16Length } from '../utf16-length.ts';
import { columnNumber, type CallRecord } from './call-record.ts';
import { CalledNumbers, readCalled } from './called-cell.ts';
import { CarriedFields } from './carried-fields.ts';
import { CalledRows, decideDuplicates } from './duplicates.ts';
import { hasControlCharacter, isBlank, isLikelyCaller } from './fields.ts';
import { inspectCalled } from './inspect-called.ts';
import { IssueStore } from './issue-store.ts';
import { LastInspected } from './last-inspected.ts';
import { isEscapedJson, jsonForm, jsonFormOf } from './json-bytes.ts';
import { numberKeyWords, packNumber, unpackNumber } from './number-key.ts';
import { NumberTable } from './number-table.ts';
import { CallingClock } from './calling-clock.ts';
import { readRecycleTime, recycleFault } from './recycle-time.ts';
import { offPlan } from './plan-rules.ts';
import { SameNumbers } from './same-numbers.ts';
import { RowStates, rowState } from './row-states.ts';

/** What a cell was in the source, where that alone is a problem. */
const ruleOfKind: Readonly<Record<number, RuleId | undefined>> = {
  [cellKind.error]: 'cell-error',
  [cellKind.digitsLost]: 'digits-lost',
  [cellKind.noValue]: 'formula-no-value',
  [cellKind.odd]: 'cell-unreadable',
  [cellKind.damaged]: 'damaged-character',
  [cellKind.strayQuote]: 'stray-quote',
  [cellKind.tooWide]: 'row-too-wide',
};

/** What the rules depend on besides the row. */
export interface Rules {
  /** The campaign uses an intelligent IVR flow. */
  readonly ivr: boolean;
  readonly duplicates: DuplicatePolicy;
  /** Now, as `recycleTimeOf` gives it: recycle times before it are warned about. */
  readonly now: number;
  /** Rows that are hidden in the workbook are left out. */
  readonly leaveOutHidden?: boolean | undefined;
  /** Numbers that must not be called. */
  readonly doNotCall?: ListedNumbers | undefined;
  /** What numbers are dialled, and how they look. */
  readonly plan?: CompiledPlan | undefined;
  /** When calls may be made. */
  readonly callingHours?: CallingHours | undefined;
}

const numberOf = Object.fromEntries(templateRules.map(({ id }) => [id, ruleNumber(id)])) as Readonly<
  Record<RuleId, number>
>;
const isErrorByTable = templateRules.map(({ severity }) => severity === 'error');
const maxLengths = callDataTemplate.columns.map(({ maxLength }) => maxLength ?? Number.POSITIVE_INFINITY);
const { sessionId, called, caller, callData, customField, recycleTime, priority } = columnNumber;

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
  readonly #same: SameNumbers;
  /** Room for one packed number. */
  readonly #key = new Uint32Array(numberKeyWords);
  readonly #called = new CalledNumbers();
  readonly #clock: CallingClock | undefined;
  readonly #inspected = new LastInspected();
  /** Rows that the list marks as not to be called: they stay so, whatever is edited. */
  readonly #marked = new Set<number>();
  #duplicates: DuplicatePolicy;
  /** The earliest recycle time that is not past. */
  #nextMoment = Number.POSITIVE_INFINITY;
  #warned = false;
  #rejected = false;
  /** So far, before duplicates are decided; for progress. */
  readyRows = 0;
  rejectedRows = 0;
  /** How many columns the widest row of the source has. */
  width = 0;
  /** Whether any row has a priority, a column that older systems do not know. */
  hasPriority = false;

  constructor(headerRow: number, rules: Rules) {
    this.states = new RowStates(headerRow);
    this.#rules = rules;
    this.#duplicates = rules.duplicates;
    this.#clock = rules.callingHours && new CallingClock(rules.callingHours);
    this.#same = new SameNumbers(this.numbers, rules.plan?.reader.rules.code);
  }

  /** What the numbers were judged by. */
  get plan(): CompiledPlan | undefined {
    return this.#rules.plan;
  }

  /** Notes a row in which every cell is empty. */
  blank(row: number): void {
    this.states.set(row, rowState.blank, false);
  }

  /** Checks a row that has not been checked before. Rows come in order; those in between are blank. */
  check(record: CallRecord): void {
    if (record.mustNotCall) this.#marked.add(record.row);
    const hour = this.#apply(record);
    if (this.#rejected) {
      this.rejectedRows += 1;
      this.states.set(record.row, rowState.rejected, this.#warned, hour);
      return;
    }
    this.readyRows += 1;
    this.states.set(record.row, rowState.ready, this.#warned, hour);
    this.#calledRows.addRow(record.row);
    const { count, keys } = this.#called;
    for (let i = 0; i < count * numberKeyWords; i += numberKeyWords) {
      this.#calledRows.addNumber(keys[i] as number, keys[i + 1] as number, keys[i + 2] as number);
    }
  }

  /**
   * Takes a row whose cells are in order, unless something is to be said of it because of the plan, a do-not-call list or
   * calling hours. See `UsualList` for what is passed.
   */
  checkUsual(
    row: number,
    moment: number,
    carried: number,
    keys: Uint32Array,
    from: number,
    to: number,
  ): boolean {
    const { doNotCall, plan } = this.#rules;
    if (this.#clock !== undefined && moment !== 0 && this.#clock.outside(moment) !== null) return false;
    if (plan !== undefined) {
      const numbers = this.#called;
      numbers.clear();
      for (let i = from; i < to; i += numberKeyWords)
        numbers.push(keys[i] as number, keys[i + 1] as number, keys[i + 2] as number);
      if (offPlan(numbers, plan).length > 0) return false;
    }
    if (doNotCall !== undefined) {
      for (let i = from; i < to; i += numberKeyWords)
        if (doNotCall.find(keys, i) !== listing.no) return false;
    }
    if (moment !== 0 && moment < this.#nextMoment) this.#nextMoment = moment;
    this.readyRows += 1;
    this.states.set(row, rowState.ready, false, moment === 0 ? -1 : Math.floor(moment / 10_000) % 100);
    this.carried.noteCode(row, carried);
    this.#calledRows.addRow(row);
    for (let i = from; i < to; i += numberKeyWords)
      this.#calledRows.addNumber(keys[i] as number, keys[i + 1] as number, keys[i + 2] as number);
    return true;
  }

  /**
   * Decides about duplicates by another policy, as a check at this time would.
   *
   * @param now as in `Rules`
   * @returns false, and nothing is changed, where such a check would find more: a recycle time is past by now
   */
  decideAnew(duplicates: DuplicatePolicy, now: number): boolean {
    if (now < this.#rules.now || now > this.#nextMoment) return false;
    this.#duplicates = duplicates;
    this.decideDuplicates();
    return true;
  }

  /** Decides, when all rows have been checked, which of them are duplicates. Can be repeated after edits. */
  decideDuplicates(): void {
    const rule = numberOf['duplicate-number'];
    this.issues.remove((_, number) => number === rule);
    const duplicates = this.#duplicates;
    // All numbers must have been looked up before they are compared.
    this.#calledRows.countNumbers();
    const same = duplicates === 'keep-all' ? undefined : this.#same.find();
    decideDuplicates(this.#calledRows, duplicates, this.states, same, (duplicate) => {
      const { row, number, other, otherNumber } = duplicate;
      const bytes = Buffer.from(this.numbers.text(number));
      const value = { bytes, start: 0, end: bytes.length };
      const detail = number === otherNumber ? `${other}` : `${other}: ${this.numbers.text(otherNumber)}`;
      this.issues.add(row, called, rule, false, value, detail);
    });
  }

  /** Checks rows again that have been edited, in place of what was known of them. Call `decideDuplicates` after. */
  recheck(rows: EditedRows): void {
    this.issues.remove((row) => rows.has(row));
    rows.each((record) => {
      const isBlankRow = templateColumns.every(
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
      } else {
        const hour = this.#apply(record);
        this.states.set(record.row, this.#rejected ? rowState.rejected : rowState.ready, this.#warned, hour);
        this.#calledRows.replace(record.row, this.#rejected ? [] : this.#ids());
      }
      this.states.markEdited(record.row);
    });
  }

  /** The rows without errors, and what they call. */
  get calledRows(): CalledRows {
    return this.#calledRows;
  }

  /** Calls back for each row that would be called, with the identity of its first number. */
  eachCalled(visit: (row: number, firstNumber: number) => void): void {
    this.#calledRows.each((row, numbers) => visit(row, numbers[0] as number));
  }

  #ids(): number[] {
    const { count, keys } = this.#called;
    return Array.from({ length: count }, (_, i) =>
      this.numbers.intern(keys[i * 3] as number, keys[i * 3 + 1] as number, keys[i * 3 + 2] as number),
    );
  }

  /** Applies every rule but the one about duplicates. @returns the hour of the recycle time, -1 for none */
  #apply(record: CallRecord): number {
    this.#rejected = false;
    this.#warned = false;
    for (let column = 0; column < templateColumns.length; column += 1) {
      const kind = record.kind[column] as number;
      if (kind === cellKind.text) continue;
      const rule = ruleOfKind[kind];
      if (rule !== undefined) this.#report(record, column, rule);
    }
    if (record.hidden) this.#report(record, called, 'row-hidden', '', this.#rules.leaveOutHidden === true);
    if (this.#marked.size > 0 && this.#marked.has(record.row)) {
      this.#report(record, called, 'marked-do-not-call');
    }
    this.#checkText(record, sessionId, 'session-id-too-long');
    this.#checkCalled(record);
    this.#checkCaller(record);
    this.#checkCallData(record);
    this.#checkText(record, customField, 'custom-field-too-long');
    this.carried.note(record);
    this.#checkText(record, priority, undefined);
    this.#checkFits(record, called);
    this.#checkFits(record, priority);
    if (record.start[priority] !== record.end[priority]) this.hasPriority = true;
    return this.#checkRecycleTime(record);
  }

  #checkText(record: CallRecord, column: number, tooLong: RuleId | undefined): void {
    const start = record.start[column] as number;
    const end = record.end[column] as number;
    if (start === end) return;
    const bytes = record.bytes[column] as Buffer;
    // A text never has more characters than bytes, so counting them is rarely needed.
    const limit = maxLengths[column] as number;
    if (tooLong !== undefined && end - start > limit && utf16Length(bytes, start, end) > limit) {
      this.#report(record, column, tooLong);
    }
    if (hasControlCharacter(bytes, start, end)) this.#report(record, column, 'control-character');
  }

  /** A column without a limit of its own must fit into a cell of what is sent; nothing of it is cut off there. */
  #checkFits(record: CallRecord, column: number): void {
    const start = record.start[column] as number;
    const end = record.end[column] as number;
    // A row that is not sent need not fit.
    if (this.#rejected || end - start <= worthMeasuring) return;
    const bytes = record.bytes[column] as Buffer;
    // As proper JSON, an array may be longer than as it was read.
    const proper = column === called ? inspectCalled(record.text(called)).proper : undefined;
    if ((proper?.length ?? 0) > longestText || utf16Length(bytes, start, end) > longestText) {
      this.#report(record, column, 'text-too-long');
    }
  }

  #checkCaller(record: CallRecord): void {
    const start = record.start[caller] as number;
    const end = record.end[caller] as number;
    if (start === end) return;
    this.#checkText(record, caller, 'caller-too-long');
    if (isNoValue(record.kind[caller] as number)) return;
    if (!isLikelyCaller(record.bytes[caller] as Buffer, start, end))
      this.#report(record, caller, 'caller-unlikely');
  }

  #checkCallData(record: CallRecord): void {
    const start = record.start[callData] as number;
    const end = record.end[callData] as number;
    if (start === end) return;
    const bytes = record.bytes[callData] as Buffer;
    const limit = maxLengths[callData] as number;
    if (end - start > limit && utf16Length(bytes, start, end) > limit) {
      this.#report(record, callData, 'call-data-too-long');
    }
    const form = jsonFormOf(bytes, start, end);
    if (form === jsonForm.structure || isNoValue(record.kind[callData] as number)) return;
    if (form === jsonForm.scalar) {
      if (this.#rules.ivr) this.#report(record, callData, 'call-data-not-object');
    } else if (isEscapedJson(bytes, start, end)) {
      this.#report(record, callData, 'call-data-escaped');
    } else {
      this.#report(record, callData, 'call-data-not-json', '', this.#rules.ivr);
      if (hasControlCharacter(bytes, start, end)) this.#report(record, callData, 'control-character');
    }
  }

  #checkRecycleTime(record: CallRecord): number {
    const start = record.start[recycleTime] as number;
    const end = record.end[recycleTime] as number;
    if (start === end || isNoValue(record.kind[recycleTime] as number)) return -1;
    const moment = readRecycleTime(record.bytes[recycleTime] as Buffer, start, end);
    if (moment === recycleFault.format) {
      this.#report(record, recycleTime, 'recycle-time-format');
      return -1;
    }
    if (moment === recycleFault.notReal) {
      this.#report(record, recycleTime, 'recycle-time-not-real');
      return -1;
    }
    if (moment < this.#rules.now) this.#report(record, recycleTime, 'recycle-time-past');
    else if (moment < this.#nextMoment) this.#nextMoment = moment;
    const next = this.#clock?.outside(moment) ?? null;
    if (next !== null) this.#report(record, recycleTime, 'recycle-time-outside-hours', next);
    return Math.floor(moment / 10_000) % 100;
  }

  #checkCalled(record: CallRecord): void {
    const bytes = record.bytes[called] as Buffer;
    const start = record.start[called] as number;
    const end = record.end[called] as number;
    const numbers = this.#called;
    if (isNoValue(record.kind[called] as number)) {
      numbers.clear();
      return;
    }
    if (!readCalled(bytes, start, end, numbers)) {
      numbers.clear();
      if (isBlank(bytes, start, end)) {
        this.#report(record, called, 'called-missing');
        return;
      }
      this.#inspectCalled(record);
    }
    const { doNotCall, plan } = this.#rules;
    if (plan !== undefined) {
      const asError = plan.plan.severity === 'error';
      for (const { rule, detail } of offPlan(numbers, plan))
        this.#report(record, called, rule, detail, asError);
    }
    if (doNotCall === undefined) return;
    let listed = 0;
    for (let i = 0; i < numbers.count * numberKeyWords; i += numberKeyWords) {
      const found = doNotCall.find(numbers.keys, i);
      if (found === listing.no) continue;
      if (listed === mostProblemsOfCell) {
        this.#report(record, called, 'more-problems');
        return;
      }
      listed += 1;
      const rule = found === listing.yes ? 'do-not-call' : 'do-not-call-likely';
      this.#report(record, called, rule, unpackNumber(numbers.keys, i));
    }
  }

  #inspectCalled(record: CallRecord): void {
    const { problems, numbers } = this.#inspected.inspect(
      record.bytes[called] as Buffer,
      record.start[called] as number,
      record.end[called] as number,
    );
    const key = this.#key;
    for (const number of numbers) {
      if (packNumber(number, key, 0)) {
        this.#called.push(key[0] as number, key[1] as number, key[2] as number);
      }
    }
    for (const { rule, detail } of problems) this.#report(record, called, rule, detail);
  }

  #report(record: CallRecord, column: number, id: RuleId, detail = '', asError = false): void {
    const rule = numberOf[id];
    const isError = asError || (isErrorByTable[rule] as boolean);
    if (isError) this.#rejected = true;
    else this.#warned = true;
    const value = {
      bytes: record.bytes[column] as Buffer,
      start: record.start[column] as number,
      end: record.end[column] as number,
    };
    this.issues.add(record.row, column, rule, isError, value, detail);
  }
}

/**
 * In UTF-16 code units. A little less than a cell holds, so that a text that was cut to fill one, in a rejects workbook
 * that is brought back, is not taken for whole.
 */
const longestText = 32_765;
/** In bytes; a text of fewer is not too long in any form. */
const worthMeasuring = 8000;
