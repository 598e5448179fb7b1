import { detailsOf } from '../../../src-main/contract/error-details.ts';
import type { Job } from '../../../src-main/contract/jobs.ts';
import { m } from '../../../src-main/contract/messages/messages.js';
import { sentences } from '../sentences.ts';

/** What a cancelled job may have left on the file server; '' where nothing is known to be there. */
export function leftWords({ state, error }: Job): string {
  if (state !== 'cancelled' || error?.code !== 'cancelled') return '';
  const { left, oldLost } = detailsOf(error, 'cancelled');
  return sentences(
    left === undefined ? '' : m.imports_left({ path: left }),
    oldLost === true ? m.imports_left_lost() : '',
  );
}
