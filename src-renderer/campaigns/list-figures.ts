import type { ListProgress, SeenCounts, StatisticsState } from '../../src-main/contract/campaign-progress.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import type { ListMark } from '../../src-main/contract/list-mark.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { formatTime } from '../app/format.ts';

/** An import that was sent, and the mark that its numbers are counted by. */
export interface CountedList extends ListMark {
  readonly importId: string;
}

/** Today's figures of a list in its campaign, as they are shown. */
export interface ListFigures {
  readonly heading: string;
  /** Oldest first; empty where there are none, and the notes say why. */
  readonly seen: readonly SeenCounts[];
  readonly notes: readonly string[];
}

/**
 * What is shown of a list today. It never says that nobody was called: figures are of the present day alone, and those of
 * a mark that the call centre does not mention are not known.
 * @returns null where there is nothing to say of the list that is not said of the call centre's figures as a whole
 */
export function listFigures(
  { mark, markOrigin }: CountedList,
  { seen, shared }: ListProgress,
  { state, failure }: { readonly state: StatisticsState | null; readonly failure: ErrorShape | null },
): ListFigures | null {
  const heading = m.campaigns_today_list();
  if (mark === null) {
    // a system without figures has none of any list, and that is said once
    if (failure === null && (state === null || state.outcome === 'lacking')) return null;
    return { heading, seen: [], notes: [noMarkWords[markOrigin]()] };
  }
  const last = seen.at(-1);
  if (last === undefined) {
    if (state?.outcome !== 'given' || state.askedAt === null) return null;
    return { heading, seen, notes: [m.campaigns_today_list_none({ time: formatTime(state.askedAt) })] };
  }
  const others = shared
    ? m.campaigns_today_list_shared()
    : markOrigin === 'list'
      ? m.campaigns_today_list_may_share()
      : null;
  return {
    heading: others === null ? heading : m.campaigns_today_mark({ mark }),
    seen,
    notes: [m.campaigns_today_list_as_of({ time: formatTime(last.seenAt) }), ...(others ? [others] : [])],
  };
}

const noMarkWords = {
  off: m.campaigns_today_list_off,
  rows: m.campaigns_today_list_rows,
  unknown: m.campaigns_today_list_no_mark,
  dialdesk: m.campaigns_today_list_no_mark,
  list: m.campaigns_today_list_no_mark,
} as const satisfies Record<ListMark['markOrigin'], () => string>;
