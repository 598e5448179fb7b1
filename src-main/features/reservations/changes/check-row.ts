import type { KnownReservation } from '../../../contract/reservation-changes.ts';
import type { SheetField, SheetRow, SheetRule } from '../../../contract/reservation-sheet.ts';
import { sheetRules } from '../../../contract/reservation-sheet.ts';
import { reservationRules, type CallType, type ReservationChange } from '../../../contract/reservations.ts';
import type { CellFlaw } from './read-sheet.ts';
import type { CellTime } from './sheet-time.ts';

const longestName = 64;

const unreadRules: Readonly<Record<SheetField, SheetRule>> = {
  appointId: 'id_unread',
  time: 'time_unread',
  agent: 'agent_unread',
  remark: 'remark_unread',
};

/** What a row is checked against. */
export interface RowContext {
  /** What a cell means as a time. */
  readonly timeOf: (cell: string) => CellTime;
  /** Epoch milliseconds. */
  readonly now: number;
  /** What is known of the reservation now. */
  readonly known: KnownReservation | null;
  readonly callType: CallType | null;
  /** Whether an empty remark takes the old one away. */
  readonly clearsRemark: boolean;
  /** Whether a row above names the same reservation. */
  readonly repeated: boolean;
  /** Cells whose text is not their value. */
  readonly flawed: ReadonlyMap<SheetField, CellFlaw>;
  /** Whether a moment is outside the calling hours. */
  readonly isOutside: (moment: number) => boolean;
}

/**
 * Checks a row against the table of rules and makes the change of it. An empty cell changes nothing; the agent,
 * which the interface wants in any case, is then the one who has it.
 * @returns the change, null where a rule is broken or nothing changes, and the rules in question
 */
export function checkRow(
  cells: SheetRow['cells'],
  { timeOf, now, known, callType, clearsRemark, repeated, flawed, isOutside }: RowContext,
): { readonly change: ReservationChange | null; readonly issues: SheetRule[] } {
  let issues: SheetRule[] = [];
  const appointId = cells.appointId.trim();
  if (appointId === '') issues.push('required');
  else if (appointId.length > longestName) issues.push('too_long');
  else if (repeated) issues.push('repeated');
  // nothing else is worth putting right in such a row
  if (callType === 'automatic') return { change: null, issues: [...issues, 'automatic'] };

  let appointTime: number | undefined;
  if (cells.time.trim() !== '') {
    const time = timeOf(cells.time);
    if ('wrong' in time) issues.push(time.wrong);
    else {
      if (time.twice) issues.push('time_twice');
      if (time.moment <= now) issues.push('past');
      else if (time.moment - now < reservationRules.nearMs) issues.push('near');
      if (time.moment !== known?.appointTime) {
        appointTime = time.moment;
        if (time.moment > now && isOutside(time.moment)) issues.push('outside_hours');
      }
    }
  }
  const agent = cells.agent.trim() || (known?.agent ?? '');
  if (agent === '') issues.push('agent_required');
  else if (agent.length > longestName) issues.push('agent_too_long');
  // blanks at its ends are lost on the way through many programs: without them it is the same remark
  const says = cells.remark !== '' || clearsRemark;
  const untouched = !says || cells.remark.trim() === known?.remark?.trim();
  const remark = untouched ? undefined : cells.remark;

  // Whatever else the rules say of such a cell, they say of something that is not its value.
  for (const [field, flaw] of flawed) {
    const rounded = field === 'appointId' && flaw === 'rounded';
    issues = issues.filter((rule) => sheetRules[rule].field !== field);
    issues.push(rounded ? 'id_rounded' : unreadRules[field]);
  }

  // An agent alone is a change only if it is known who has the reservation now.
  const same = appointTime === undefined && remark === undefined && agent === known?.agent;
  const empty = flawed.size === 0 && cells.time.trim() === '' && !says && cells.agent.trim() === '';
  const broken = issues.some((rule) => sheetRules[rule].severity === 'error');
  if (broken ? empty && appointId !== '' : same || empty) issues.push('nothing_changes');
  if (issues.some((rule) => sheetRules[rule].severity !== 'warning')) return { change: null, issues };
  const change: ReservationChange = {
    appointId,
    agent,
    ...(appointTime !== undefined && { appointTime }),
    ...(remark !== undefined && { remark }),
  };
  return { change, issues };
}
