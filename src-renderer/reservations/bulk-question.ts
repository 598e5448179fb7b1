import { m } from '../../src-main/contract/messages/messages.js';
import type { SheetView } from '../../src-main/contract/reservation-sheet.ts';
import { formatCount, formatDuration, formatMoment } from '../app/format.ts';
import type { Question } from '../ui/confirm.svelte.ts';

/**
 * What is asked before many changes go out: how many, from when to when, for how many agents, what they run into, and
 * how long it takes.
 * @param perMinute the pace, changes in a minute
 * @param zone the IANA zone of the times
 */
export function bulkQuestion(
  { rows, known, ready, problems, plan }: Pick<SheetView, 'rows' | 'known' | 'ready' | 'problems' | 'plan'>,
  perMinute: number,
  zone: string,
): Question {
  const counted = (count: number) => ({ count, countText: formatCount(count) });
  const { from, to, agents, overlaps, outsideHours = 0 } = plan;
  // the last one has nothing to wait for
  const takes = Math.max(1_000, ((ready - 1) * 60_000) / perMinute);
  return {
    title: m.bulk_ask_title(counted(ready)),
    text: [
      from === null || to === null
        ? ''
        : m.bulk_ask_days({ from: formatMoment(from, zone), to: formatMoment(to, zone) }),
      m.bulk_ask_agents(counted(agents)),
      overlaps === 0 ? m.bulk_ask_no_overlaps() : m.bulk_ask_overlaps(counted(overlaps)),
      outsideHours === 0 ? '' : m.bulk_ask_outside(counted(outsideHours)),
      problems === 0 ? '' : m.bulk_ask_problems(counted(problems)),
      m.bulk_ask_takes({ time: formatDuration(takes), pace: formatCount(perMinute) }),
      // what was not known before cannot be set back
      known < rows ? m.bulk_ask_stop_known() : m.bulk_ask_stop(),
    ]
      .filter(Boolean)
      .join('\n'),
    action: m.bulk_send(counted(ready)),
    danger: overlaps + outsideHours > 0,
  };
}
