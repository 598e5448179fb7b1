import { m } from '../../src-main/contract/messages/messages.js';
import { confirm } from '../ui/confirm.svelte.ts';
import type { Bulk } from './bulk.svelte.ts';

/** Asks before a corrected sheet is given up. @returns whether there is none, or it may go */
export async function mayGiveUpSheet({ sheet }: Pick<Bulk, 'sheet'>): Promise<boolean> {
  if (sheet === null) return true;
  return confirm({
    title: m.bulk_leave_title(),
    text: m.bulk_leave_text(),
    action: m.bulk_leave_action(),
    stay: m.bulk_leave_stay(),
    danger: true,
  });
}
