import { insideHours, nextInside, type CallingHours } from '../../src-main/contract/calling-hours.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { reservationRules, type CallType } from '../../src-main/contract/reservations.ts';
import { formatMoment } from '../app/format.ts';

/** That a reservation is for a time outside the calling hours, and which the next one inside is. */
export interface HoursWarning {
  readonly title: string;
  readonly text: string;
  /** The next time that could be reserved instead, epoch milliseconds; null for none within a year. */
  readonly next: number | null;
}

/**
 * What is to be said of a reservation's time, as the hours of its call centre see it: of an automatic one, of the moment
 * at which it is dialled.
 *
 * @param moment what is reserved, epoch milliseconds
 * @param zone the supervisor's, an IANA zone
 * @returns null where it is inside, or the call centre has no hours
 */
export function hoursWarning(
  { name, callingHours: hours }: { readonly name: string; readonly callingHours?: CallingHours | undefined },
  moment: number,
  callType: CallType,
  zone: string,
): HoursWarning | null {
  const early = callType === 'automatic' ? reservationRules.automaticEarlyMs : 0;
  if (hours === undefined || insideHours(hours, moment - early)) return null;
  const found = nextInside(hours, moment - early);
  const next = found === null ? null : found + early;
  const title = early === 0 ? m.hours_reserved_title({ name }) : m.hours_reserved_dialled_title({ name });
  if (next === null) return { title, text: m.hours_start_none(), next };
  const time = formatMoment(next, hours.zone);
  const here = formatMoment(next, zone);
  const text = time === here ? m.hours_start_next({ time }) : m.hours_start_next_here({ time, here });
  return { title, text, next };
}
