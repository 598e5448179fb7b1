import { m } from '../../src-main/contract/messages/messages.js';
import { formatCount } from '../app/format.ts';
import { confirm } from '../ui/confirm.svelte.ts';
import type { CallList } from './call-list.svelte.ts';

/** Asks before changes that no longer fit the rows are lost by a check. */
export async function mayLoseChanges(list: Pick<CallList, 'wouldLose'>): Promise<boolean> {
  const lost = await list.wouldLose().catch(() => 0);
  if (lost === 0) return true;
  return confirm({
    title: m.mending_lost_title({ count: lost, countText: formatCount(lost) }),
    text: m.mending_lost_text(),
    action: m.mending_lost_action(),
    danger: true,
  });
}
