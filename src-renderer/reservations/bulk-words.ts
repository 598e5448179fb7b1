import { detailsOf } from '../../src-main/contract/error-details.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import type {
  ChangeRow,
  ChangeState,
  KnownReservation,
} from '../../src-main/contract/reservation-changes.ts';
import type { SheetField, SheetRow, SheetRule } from '../../src-main/contract/reservation-sheet.ts';
import type { ReservationChange } from '../../src-main/contract/reservations.ts';
import { formatWallTime } from '../app/format.ts';
import { reservationFailure } from './failure-words.ts';

type Tone = 'ok' | 'warn' | 'danger' | 'neutral' | 'accent';

const rules: Readonly<Record<Exclude<SheetRule, 'outside_hours'>, () => string>> = {
  required: m.bulk_rule_required,
  too_long: m.bulk_rule_too_long,
  id_rounded: m.bulk_rule_id_rounded,
  id_unread: m.bulk_rule_unread,
  time_unread: m.bulk_rule_unread,
  agent_unread: m.bulk_rule_unread,
  remark_unread: m.bulk_rule_unread,
  repeated: m.bulk_rule_repeated,
  time_form: m.bulk_rule_time_form,
  time_skipped: m.bulk_rule_time_skipped,
  time_twice: m.bulk_rule_time_twice,
  past: m.bulk_rule_past,
  near: m.bulk_rule_near,
  overlaps: m.bulk_rule_overlaps,
  agent_required: m.bulk_rule_agent_required,
  agent_too_long: m.bulk_rule_too_long,
  automatic: m.bulk_rule_automatic,
  nothing_changes: m.bulk_rule_nothing_changes,
};

/** What a row breaks, one sentence each. @param zone the IANA zone of the times it is shown with */
export function issueWords({ issues, nextInside = null }: SheetRow, zone: string): string[] {
  return issues.map((rule) => {
    if (rule !== 'outside_hours') return rules[rule]();
    if (nextInside === null) return m.bulk_rule_outside_none();
    return m.bulk_rule_outside({ time: formatWallTime(nextInside, zone) });
  });
}

/** The same in a word or two, where several stand below each other; each is said whole elsewhere. */
export function issueFlags(row: SheetRow, zone: string): string[] {
  const { issues, nextInside = null } = row;
  if (issues.length === 1 && issues[0] === 'outside_hours' && nextInside !== null)
    return [m.bulk_flag_outside_next({ time: formatWallTime(nextInside, zone) })];
  const words = issueWords(row, zone);
  return issues.map((rule, at) =>
    rule === 'outside_hours'
      ? m.bulk_flag_outside()
      : rule === 'overlaps'
        ? m.bulk_flag_overlaps()
        : (words[at] ?? ''),
  );
}

export const fieldLabels: Readonly<Record<SheetField, () => string>> = {
  appointId: m.bulk_field_id,
  time: m.bulk_field_time,
  agent: m.bulk_field_agent,
  remark: m.bulk_field_remark,
};

const states: Readonly<Record<ChangeState, { tone: Tone; label: () => string }>> = {
  waiting: { tone: 'neutral', label: m.bulk_state_waiting },
  sending: { tone: 'accent', label: m.bulk_state_sending },
  sent: { tone: 'ok', label: m.bulk_state_sent },
  failed: { tone: 'danger', label: m.bulk_state_failed },
  unknown: { tone: 'warn', label: m.bulk_state_unknown },
};
export const stateWords = (state: ChangeState): { tone: Tone; label: string } => ({
  tone: states[state].tone,
  label: states[state].label(),
});

/**
 * What a change makes of a reservation, old → new where the old is known.
 * @param zone the IANA zone of the times, which are shown without it: it is the same in every row
 */
export function changeWords(change: ReservationChange, known: KnownReservation | null, zone: string): string {
  const parts: string[] = [];
  const { appointTime, agent, remark } = change;
  if (appointTime !== undefined) {
    const old = known?.appointTime ?? null;
    parts.push(arrow(old === null ? null : formatWallTime(old, zone), formatWallTime(appointTime, zone)));
  }
  if (agent !== known?.agent) parts.push(arrow(known?.agent ?? null, agent));
  if (remark !== undefined) parts.push(arrow(known?.remark ?? null, remark));
  return parts.join(' · ');
}

const arrow = (old: string | null, next: string): string =>
  `${old === null ? '' : `${old || '–'} `}→ ${next || '–'}`;

/** Why a row failed, or why its outcome is unknown. */
export function whyWords({ error, state }: Pick<ChangeRow, 'error' | 'state'>): string {
  if (state === 'unknown') return m.bulk_why_unknown();
  if (detailsOf(error, 'outcome_unknown').reason === 'not_done') return m.bulk_why_not_done();
  return error === null ? '' : reservationFailure(error, 'appoint/update').title;
}
