import { importsNeeded } from '../contract/call-data-template.ts';
import type { RuleId } from '../contract/template-rules.ts';
import type { CheckOptions, CheckProgress, CheckSummary, SourceInfo, Tally } from '../contract/call-list.ts';
import { CallRecord } from './check/call-record.ts';
import { Checker } from './check/checker.ts';
import { decide, type Comparing } from './check/decide.ts';
import type { IssueStore } from './check/issue-store.ts';
import { unpackNumber } from './check/packed-number.ts';
import { prefixCodes } from './check/number-table.ts';
import { recycleTimeOf } from './check/recycle-time.ts';
import { rowsByKind } from './check/rows-by-kind.ts';
import { rowState } from './check/row-states.ts';
import { isBlankRow } from './describe-source.ts';
import type { DoNotCall } from './do-not-call/read-do-not-call.ts';
import type { CompiledPlan } from '../numbering/compiled-plan.ts';
import { nothingKnown, type Known } from './known/known.ts';
import { usualSources, widthOf, type RowMapper } from './row-mapper.ts';
import type { Source } from './source.ts';
import { UsualRows } from './usual-rows/usual-rows.ts';
import { badXml } from './xlsx/xml-bytes.ts';
import { twoDigits } from '../contract/two-digits.ts';

/** What a check needs besides the source and the supervisor's choices. */
export interface CheckSetting extends Partial<Comparing> {
  readonly now: Date;
  readonly plan?: CompiledPlan | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Every row is read and checked as one of which there may be something to say. */
  readonly withoutUsualRows?: boolean;
  /** Called with the progress about ten times a second. */
  readonly onProgress?: ((progress: CheckProgress) => void) | undefined;
}

const progressInterval = 100;

/**
 * Reads a source to its end and checks every row.
 *
 * @throws DialdeskError `file_unreadable`; AbortError of the signal
 */
export async function checkSource(
  source: Source,
  info: SourceInfo,
  mapper: RowMapper,
  options: CheckOptions,
  setting: CheckSetting,
): Promise<Checker> {
  const checker = new Checker(info.headerRow, {
    ivr: options.ivr,
    duplicates: options.duplicates,
    leaveOutHidden: options.leaveOutHidden,
    callMarked: options.callMarked,
    now: recycleTimeOf(setting.now),
    plan: setting.plan,
    callingHours: options.callingHours,
  });
  const record = new CallRecord();
  const sources = setting.withoutUsualRows === true ? undefined : usualSources(info, options.mapping);
  const usualRows =
    sources &&
    UsualRows.of({
      headerRow: info.headerRow,
      sources,
      width: widthOf(info),
      now: recycleTimeOf(setting.now),
      carried: checker.carried,
      take: (row, moment, carried, keys, from, to) =>
        checker.checkUsual(row, moment, carried, keys, from, to),
      note: (width, hasPriority) => {
        if (width > checker.width) checker.width = width;
        if (hasPriority) checker.hasPriority = true;
      },
    });
  let fraction = 0;
  let lastReport = performance.now();
  await source.read(
    info.sheet,
    options,
    (row) => {
      if (row.number <= info.headerRow) {
        if (row.isLate && !isBlankRow(row)) throw badXml('a row is numbered as the header, or above it');
        return undefined;
      }
      if (row.width > checker.width) checker.width = row.width;
      if (!mapper(row, record)) {
        if (!row.isLate) checker.blank(row.number);
      } else if (row.isLate) checker.checkLate(record);
      else checker.check(record);
      return undefined;
    },
    {
      signal: setting.signal,
      usualRows,
      takesLateRows: true,
      onFraction: (done) => (fraction = done),
      between: () => {
        const now = performance.now();
        if (now - lastReport >= progressInterval) {
          lastReport = now;
          setting.onProgress?.({
            rows: checker.states.count,
            ready: checker.readyRows,
            rejected: checker.rejectedRows,
            fraction,
          });
        }
        return undefined;
      },
    },
  );
  checker.endOfRows();
  decide(checker, { known: nothingKnown, ...setting });
  return checker;
}

/** Counts what a check, and the edits after it, came to. */
export function summarize(
  checker: Checker,
  seconds: number,
  doNotCall?: DoNotCall,
  known: Known = nothingKnown,
): CheckSummary {
  const { states, issues } = checker;
  const counts = [0, 0, 0, 0];
  let warned = 0;
  let edited = 0;
  const hours = new Array<number>(24).fill(0);
  for (let row = states.first; row < states.first + states.count; row += 1) {
    const state = states.state(row);
    counts[state] = (counts[state] as number) + 1;
    if (states.isEdited(row)) edited += 1;
    if (state !== rowState.ready) continue;
    if (states.isWarned(row)) warned += 1;
    const hour = states.hour(row);
    if (hour >= 0) hours[hour] = (hours[hour] as number) + 1;
  }
  const ready = counts[rowState.ready] as number;
  return {
    rows: states.count,
    ready,
    rejected: counts[rowState.rejected] as number,
    duplicates: counts[rowState.duplicate] as number,
    blank: counts[rowState.blank] as number,
    warned,
    edited,
    seconds,
    issues: issues.count,
    groups: issues.groups(),
    rowsByPrefix: rowsByPrefix(checker),
    rowsByKind: rowsByKind(checker),
    rowsByRecycleHour: hours.some((count) => count > 0)
      ? hours.map((count, hour) => ({ key: twoDigits(hour), count }))
      : [],
    imports: importsNeeded(ready),
    customField: checker.carried.of(states),
    doNotCall: doNotCall === undefined ? null : { ...doNotCall.facts, ...blockedRows(checker, known) },
    doNotCallLists: known.lists?.found() ?? [],
    calledBefore: known.calledBefore?.found(rowsWith(issues, 'called-before').size) ?? null,
  };
}

/** The rows that have an issue of a rule. */
function rowsWith(issues: IssueStore, rule: RuleId): Set<number> {
  const found = new Set<number>();
  issues.eachCell({ rule }, (row) => found.add(row));
  return found;
}

/** How many rows have a number on the check's own do-not-call list, or likely on it. */
function blockedRows({ issues }: Checker, { lists }: Known): { blockedRows: number; likelyRows: number } {
  // rows that it blocks are not compared with the library
  const own = (rows: Set<number>): Set<number> =>
    lists ? new Set([...rows].filter((row) => !lists.blocks(row))) : rows;
  const blocked = own(rowsWith(issues, 'do-not-call'));
  const likely = own(rowsWith(issues, 'do-not-call-likely'));
  const onlyLikely = [...likely].filter((row) => !blocked.has(row)).length;
  return { blockedRows: blocked.size + onlyLikely, likelyRows: onlyLikely };
}

/** As many bars as a small chart has room for. */
const prefixesShown = 12;

function rowsByPrefix(checker: Checker): Tally[] {
  const counts = new Uint32Array(prefixCodes);
  checker.eachCalled((row, firstNumber) => {
    if (checker.states.state(row) !== rowState.ready) return;
    const code = checker.numbers.prefix(firstNumber);
    counts[code] = (counts[code] as number) + 1;
  });
  const sorted = Array.from(counts, (count, code) => ({
    key: unpackNumber(Uint32Array.of(code, 0, 0), 0),
    count,
  }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.key.localeCompare(b.key));
  const rest = sorted.slice(prefixesShown).reduce((sum, { count }) => sum + count, 0);
  return [...sorted.slice(0, prefixesShown), ...(rest > 0 ? [{ key: '', count: rest }] : [])];
}
