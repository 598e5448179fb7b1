import type { MendId } from '../../src-main/contract/mends.ts';
import { m } from '../../src-main/contract/messages/messages.js';

const table = {
  trim: m.mend_trim,
  'empty-missing': m.mend_empty_missing,
  'remove-apostrophe': m.mend_remove_apostrophe,
  'full-width': m.mend_full_width,
  'unescape-json': m.mend_unescape_json,
  'repair-json': m.mend_repair_json,
  'number-plan': m.mend_number_plan,
  'remove-separators': m.mend_remove_separators,
  'remove-plus': m.mend_remove_plus,
  'remove-country-code': m.mend_remove_country_code,
  'restore-leading-zero': m.mend_restore_leading_zero,
  'wrap-numbers': m.mend_wrap_numbers,
  'recycle-time-form': m.mend_recycle_time_form,
} satisfies Record<MendId, () => string>;

/** What a bulk mend does, in words. */
export const mendWords = (mend: MendId): string => table[mend]();
