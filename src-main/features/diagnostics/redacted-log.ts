import { redactNumbers } from '../../aicc/redact.ts';

/** A signature, in case one ever got into a log. */
const signature = /auth-v2\/[^\s'",]+/g;

/**
 * A log that may leave the computer. Its entries were masked by field when written; this masks again by pattern, and
 * removes the user's name, which is part of every path in the home folder.
 */
export function redactedLog(text: string, homeFolder: string): string {
  const withoutHome = homeFolder === '' ? text : text.replaceAll(homeFolder, '~');
  return redactNumbers(withoutHome.replace(signature, 'auth-v2/[hidden]'));
}
