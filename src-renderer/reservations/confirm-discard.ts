import { m } from '../../src-main/contract/messages/messages.js';
import { confirm } from '../ui/confirm.svelte.ts';
import type { Bulk } from './bulk.svelte.ts';

/** Asks before a corrected sheet is given up. @returns whether nothing was corrected, or it may go */
export async function confirmDiscard({ changed }: Pick<Bulk, 'changed'>): Promise<boolean> {
  if (!changed) return true;
  return confirm({
    title: m.bulk_leave_title(),
    text: m.bulk_leave_text(),
    action: m.bulk_leave_action(),
    stay: m.bulk_leave_stay(),
    danger: true,
  });
}
