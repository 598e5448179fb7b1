import { redactNumbers } from '../../aicc/redact.ts';

/** A signature, in case one ever got into a log. */
const signature = /auth-v2\/[^\s'",]+/g;

/** A separator of any system, or its escape. They may be doubled and mixed. */
const separator = String.raw`(?:\\|/|%5c|%2f)`;
/** The folders that have one of each user, also of a server and under a short name of Windows. */
const usersFolder = String.raw`(?:users|homes?|profiles|documents(?: |%20)and(?: |%20)settings|docume~\d)\$?`;
/** What ends a path in a text, where no separator follows. */
const pathEnd = String.raw`["'<>|:*?\r\n]|$`;
/** Up to a separator, a name may have blanks and apostrophes. */
const userName = String.raw`(?:[^\\/"<>|:*?\r\n]{1,64}?(?=${separator})|[^\\/"'<>|:*?\r\n]{1,256}?(?=${pathEnd}))`;

/** The user's name in a path of any system, however it was written: with a drive, of a server, in a `file:` address. */
const userInPath = new RegExp(
  `((?:(?<=${separator})|(?<=\\b[a-z](?::|%3a))|(?<![\\w.-]))${usersFolder}${separator}+)${userName}`,
  'gi',
);

/**
 * A log that may leave the computer. Its entries were masked by field when written; this masks again by pattern, and
 * removes the user's name, which is part of every path in the home folder.
 */
export function redactedLog(text: string, homeFolder: string): string {
  const withoutHome = homeFolder === '' ? text : text.replaceAll(homeFolder, '~');
  const withoutUser = withoutOwnName(withoutHome.replace(userInPath, '$1[user]'), homeFolder);
  return redactNumbers(withoutUser.replace(signature, 'auth-v2/[hidden]'));
}

/** The name of this user as a part of any other path: a home folder may be anywhere, and a profile on a server. */
function withoutOwnName(text: string, homeFolder: string): string {
  const name = homeFolder.split(/[\\/]/).findLast((part) => part !== '') ?? '';
  // a single letter is a folder of many
  if (name.length < 2) return text;
  const written = [name, encodeURI(name), encodeURIComponent(name)].map((form) =>
    form.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`),
  );
  const own = new RegExp(`(?<=${separator})(?:${written.join('|')})(?=${separator}|${pathEnd})`, 'gi');
  return text.replace(own, '[user]');
}
