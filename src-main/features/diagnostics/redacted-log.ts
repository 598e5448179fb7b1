import { redactNumbers } from '../../aicc/redact.ts';

/** A signature, in case one ever got into a log. */
const signature = /auth-v2\/[^\s'",]+/g;

/**
 * The user's name in a path of any system, however it was written: with backslashes, doubled as JSON has them, with
 * slashes, in a `file:` address with its escapes. What follows the folder of all users, up to the next separator.
 */
const userInPath =
  /((?:\b[a-z](?::|%3a)(?:\\+|\/+|%5c)|\\\\[^\\/\s]+\\+(?:[a-z]\$\\+)?|(?<![\w.])\/)(?:users|documents(?: |%20)and(?: |%20)settings|home)(?:\\+|\/+|%5c))([^\\/"'<>|:*?\r\n]{1,256}?)(?=\\|\/|%5c|["'<>|:*?\r\n]|$)/gi;

/**
 * A log that may leave the computer. Its entries were masked by field when written; this masks again by pattern, and
 * removes the user's name, which is part of every path in the home folder.
 */
export function redactedLog(text: string, homeFolder: string): string {
  const withoutHome = homeFolder === '' ? text : text.replaceAll(homeFolder, '~');
  const withoutUser = withoutHome.replace(userInPath, '$1[user]');
  return redactNumbers(withoutUser.replace(signature, 'auth-v2/[hidden]'));
}
