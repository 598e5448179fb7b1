import { callDataTemplate, templateColumns } from '../../contract/call-data-template.ts';
import type { CallingHours } from '../../contract/calling-hours.ts';
import type { DuplicatePolicy } from '../../contract/call-list.ts';
import type { RuleId } from '../../contract/template-rules.ts';
import type { CompiledPlan } from '../../numbering/compiled-plan.ts';
import { cellKind, isNoValue } from '../row.ts';
import { utf16Length } from '../utf16-length.ts';
import { columnNumber, type CallRecord } from './call-record.ts';
import type { CalledNumbers } from './called-cell.ts';
import { CalledRules } from './called-rules.ts';
import { CallingClock } from './calling-clock.ts';
import { hasControlCharacter, isLikelyCaller } from './fields.ts';
import { inspectCalled } from './inspect-called.ts';
import type { IssueStore } from './issue-store.ts';
import { isEscapedJson, jsonForm, jsonFormOf } from './json-bytes.ts';
import { MarkedCustomers } from './marked-customers.ts';
import { minuteOfDay, readRecycleTime, recycleFault } from './recycle-time.ts';
import { RowReport } from './row-report.ts';

/** What a cell was in the source, where that alone is a problem. */
const ruleOfKind: Readonly<Record<number, RuleId | undefined>> = {
  [cellKind.error]: 'cell-error',
  [cellKind.errorText]: 'error-text',
  [cellKind.missingText]: 'missing-text',
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
  /** Customers whom the list marks as not to be called are called, with a warning. */
  readonly callMarked?: boolean | undefined;
  /** What numbers are dialled, and how they look. */
  readonly plan?: CompiledPlan | undefined;
  /** When calls may be made. */
  readonly callingHours?: CallingHours | undefined;
}

const maxLengths = callDataTemplate.columns.map(({ maxLength }) => maxLength ?? Number.POSITIVE_INFINITY);
const { sessionId, called, caller, callData, customField, recycleTime, priority } = columnNumber;

/** Applies to one row after another every rule that needs no other row. */
export class RowRules {
  readonly #rules: Rules;
  readonly #report: RowReport;
  readonly #called: CalledRules;
  readonly #clock: CallingClock | undefined;
  readonly marked = new MarkedCustomers();
  /** The earliest recycle time that is not past. */
  nextMoment = Number.POSITIVE_INFINITY;

  constructor(rules: Rules, issues: IssueStore) {
    this.#rules = rules;
    this.#report = new RowReport(issues);
    this.#called = new CalledRules(this.#report, rules.plan);
    this.#clock = rules.callingHours && new CallingClock(rules.callingHours);
  }

  /** The row that was checked last has an error. */
  get rejected(): boolean {
    return this.#report.rejected;
  }

  /** The row that was checked last has a warning. */
  get warned(): boolean {
    return this.#report.warned;
  }

  /** What the row that was checked last calls. */
  get numbers(): CalledNumbers {
    return this.#called.numbers;
  }

  /**
   * Checks a row whose cells are in order, of whose numbers there may be something to say all the same.
   * @returns false, and nothing is noted, where more is to be said of it. See `UsualList` for what is passed.
   */
  checkUsual(row: number, moment: number, keys: Uint32Array, from: number, to: number): boolean {
    this.#report.begin();
    if (!this.#called.checkUsual(row, keys, from, to)) return false;
    if (moment === 0) return true;
    if (moment < this.nextMoment) this.nextMoment = moment;
    const next = this.#clock?.outside(moment) ?? null;
    if (next !== null) this.#report.addMoment(row, 'recycle-time-outside-hours', moment, next);
    return true;
  }

  /** Checks a row. @returns the hour of its recycle time, -1 for none */
  check(record: CallRecord): number {
    this.#report.begin();
    for (let column = 0; column < templateColumns.length; column += 1) {
      const kind = record.kind[column] as number;
      if (kind === cellKind.text) continue;
      const rule = ruleOfKind[kind];
      if (rule !== undefined) this.#report.add(record, column, rule);
    }
    if (record.hidden)
      this.#report.add(record, called, 'row-hidden', '', this.#rules.leaveOutHidden === true);
    if (this.marked.has(record.row))
      this.#report.add(record, called, 'marked-do-not-call', '', this.#rules.callMarked !== true);
    this.#checkText(record, sessionId, 'session-id-too-long');
    this.#called.check(record);
    this.#checkCaller(record);
    this.#checkCallData(record);
    this.#checkText(record, customField, 'custom-field-too-long');
    this.#checkText(record, priority, undefined);
    this.#checkFits(record, called);
    this.#checkFits(record, priority);
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
      this.#report.add(record, column, tooLong);
    }
    if (hasControlCharacter(bytes, start, end)) this.#report.add(record, column, 'control-character');
  }

  /** A column without a limit of its own must fit into a cell of what is sent; nothing of it is cut off there. */
  #checkFits(record: CallRecord, column: number): void {
    const start = record.start[column] as number;
    const end = record.end[column] as number;
    // A row that is not sent need not fit.
    if (this.#report.rejected || end - start <= worthMeasuring) return;
    const bytes = record.bytes[column] as Buffer;
    // As proper JSON, an array may be longer than as it was read.
    const proper = column === called ? inspectCalled(record.text(called)).proper : undefined;
    if ((proper?.length ?? 0) > longestText || utf16Length(bytes, start, end) > longestText) {
      this.#report.add(record, column, 'text-too-long');
    }
  }

  #checkCaller(record: CallRecord): void {
    const start = record.start[caller] as number;
    const end = record.end[caller] as number;
    if (start === end) return;
    this.#checkText(record, caller, 'caller-too-long');
    if (isNoValue(record.kind[caller] as number)) return;
    if (!isLikelyCaller(record.bytes[caller] as Buffer, start, end))
      this.#report.add(record, caller, 'caller-unlikely');
  }

  #checkCallData(record: CallRecord): void {
    const start = record.start[callData] as number;
    const end = record.end[callData] as number;
    if (start === end) return;
    const bytes = record.bytes[callData] as Buffer;
    const limit = maxLengths[callData] as number;
    if (end - start > limit && utf16Length(bytes, start, end) > limit) {
      this.#report.add(record, callData, 'call-data-too-long');
    }
    const form = jsonFormOf(bytes, start, end);
    if (form === jsonForm.structure || isNoValue(record.kind[callData] as number)) return;
    if (form === jsonForm.scalar) {
      if (this.#rules.ivr) this.#report.add(record, callData, 'call-data-not-object');
    } else if (isEscapedJson(bytes, start, end)) {
      this.#report.add(record, callData, 'call-data-escaped');
    } else {
      this.#report.add(record, callData, 'call-data-not-json', '', this.#rules.ivr);
      if (hasControlCharacter(bytes, start, end)) this.#report.add(record, callData, 'control-character');
    }
  }

  #checkRecycleTime(record: CallRecord): number {
    const start = record.start[recycleTime] as number;
    const end = record.end[recycleTime] as number;
    if (start === end || isNoValue(record.kind[recycleTime] as number)) return -1;
    const moment = readRecycleTime(record.bytes[recycleTime] as Buffer, start, end);
    if (moment === recycleFault.format) {
      this.#report.add(record, recycleTime, 'recycle-time-format');
      return -1;
    }
    if (moment === recycleFault.notReal) {
      this.#report.add(record, recycleTime, 'recycle-time-not-real');
      return -1;
    }
    if (moment < this.#rules.now) this.#report.add(record, recycleTime, 'recycle-time-past');
    else if (moment < this.nextMoment) this.nextMoment = moment;
    const next = this.#clock?.outside(moment) ?? null;
    if (next !== null) this.#report.add(record, recycleTime, 'recycle-time-outside-hours', next);
    return Math.trunc(minuteOfDay(moment) / 60);
  }
}

/**
 * In UTF-16 code units. A little less than a cell holds, so that a text that was cut to fill one, in a rejects workbook
 * that is brought back, is not taken for whole.
 */
const longestText = 32_765;
/** In bytes; a text of fewer is not too long in any form. */
const worthMeasuring = 8000;
