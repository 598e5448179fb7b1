import { redactNumbers } from '../../aicc/redact.ts';

/** A signature, in case one ever got into a log. */
const signature = /auth-v2\/[^\s'",]+/g;

/** A separator of any system, or its escape, which may be escaped again. They may be doubled and mixed. */
const separator = String.raw`(?:\\|/|%(?:25){0,3}(?:5c|2f))`;
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
  // macOS gives names in another normal form than what is typed or shown
  const forms = [name.normalize('NFC'), name.normalize('NFD')];
  const written = forms
    .flatMap((form) => [form, encodeURI(form), encodeURIComponent(form), form.replaceAll(' ', '+')])
    .map((form) => form.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  // what follows may be a sentence: an account is written like a path
  const own = new RegExp(
    `(?<=${separator})(?:${[...written, ...shortNames(name)].join('|')})(?![\\p{L}\\p{N}\\p{M}_-])`,
    'giu',
  );
  return text.replace(own, '[user]');
}

/** The names that Windows gives beside a longer one, as patterns: the beginning of it, or two letters and a checksum. */
function shortNames(name: string): string[] {
  const letters = /^[\w-]*/.exec(name.replaceAll(/[ .]/g, ''))?.[0] ?? '';
  if (letters.length < 2) return [];
  return [String.raw`${letters.slice(0, 6)}~\d+`, String.raw`${letters.slice(0, 2)}[\da-f]{4}~\d+`];
}
