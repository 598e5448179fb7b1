import type { UnreadableReason } from '../contract/call-list.ts';
import type { DetailsOf } from '../contract/error-details.ts';
import { DialdeskError } from '../contract/errors.ts';

/**
 * The error for a file that cannot be read.
 *
 * @param reason one of the closed list of reasons, which the window turns into words
 * @param message for the log and the command line: says which part is wrong, and never carries a cell's value
 */
export function unreadable(
  reason: UnreadableReason,
  message: string,
  more: { readonly cause?: unknown; readonly details?: Omit<DetailsOf['file_unreadable'], 'reason'> } = {},
): DialdeskError {
  return new DialdeskError('file_unreadable', message, {
    details: { ...more.details, reason },
    cause: more.cause,
  });
}
