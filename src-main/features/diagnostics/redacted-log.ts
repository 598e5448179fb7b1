import { redactNumbers } from '../../aicc/redact.ts';

/** A signature, should one ever have come into a log. */
const signature = /auth-v2\/[^\s'",]+/g;

/**
 * A log as it may leave the computer. What is written to it was masked by field already; this looks once more,
 * by the look of things, and takes out the user's name, which is in every path of the home folder.
 */
export function redactedLog(text: string, homeFolder: string): string {
  const withoutHome = homeFolder === '' ? text : text.replaceAll(homeFolder, '~');
  return redactNumbers(withoutHome.replace(signature, 'auth-v2/[hidden]'));
}
