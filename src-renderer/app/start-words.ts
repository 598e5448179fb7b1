import type { KnownDetails } from '../../src-main/contract/error-details.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { nextStart } from '../../src-main/contract/start-plan.ts';
import { isZone, ownZone } from '../../src-main/contract/zoned-time.ts';
import { formatMoment } from './format.ts';
import { twoDigits } from '../../src-main/contract/two-digits.ts';

type Passed = Partial<KnownDetails<'start_passed'>>;

const zoneOf = ({ zone }: Passed): string => (zone !== undefined && isZone(zone) ? zone : ownZone());

/** The next moment at which the planned time comes, epoch milliseconds. */
export const nextOf = (passed: Passed, now = Date.now()): number =>
  nextStart({ hour: passed.hour ?? 0, minute: passed.minute ?? 0 }, zoneOf(passed), now);

/** A moment as the call centre's clock shows it and as this computer's does; a zone that is a guess is called one. */
function startMoment(at: number, passed: Passed): string {
  const centre = formatMoment(at, zoneOf(passed));
  return passed.zoneKnown === true
    ? m.start_both({ centre, own: formatMoment(at) })
    : m.start_guess({ centre });
}

/** The next moment, short enough for a button: with its zone. */
export const nextShort = (passed: Passed, next: number): string => formatMoment(next, zoneOf(passed));

/** What was planned and is no longer possible, and what can be done. */
export function startPassedWords(passed: Passed): { title: string; text: string; next: string } {
  const { at = null, hour = 0, minute = 0 } = passed;
  const time = `${twoDigits(hour)}:${twoDigits(minute)}`;
  return {
    title: m.errors_start_passed_title(),
    text:
      at === null
        ? m.errors_start_passed_text_unknown({ time })
        : m.errors_start_passed_text({ planned: startMoment(at, passed) }),
    next: m.errors_start_passed_next({ next: startMoment(nextOf(passed), passed) }),
  };
}
