/* eslint-disable no-control-regex -- control characters are what is removed */
/** Terminals' escape sequences (ECMA-48): colours, titles, moves. */
const escapes =
  /\u001B(?:\[[0-?]{0,64}[ -/]{0,8}[@-~]|\][^\u0007\u001B]{0,256}(?:\u0007|\u001B\\)?|[@-Z\\-_])/g;
/** What does not show, turns the line round, or is damaged. */
const unshowable =
  /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFD]+/g;
/* eslint-enable no-control-regex */

/**
 * What a server said, fit to be quoted in a sentence of ours: one line, no control characters nor marks that make it
 * read differently from what it is, no quotation marks that could end the quotation, at most `most` characters.
 */
export function serverText(text: string, most = 300): string {
  // Cut before anything is looked for: what a server sends may be of any length.
  const line = text
    .slice(0, 4 * most)
    .replace(escapes, ' ')
    .replace(unshowable, ' ')
    .replace(/[“”„‟«»「」『』]/g, '"')
    .replace(/\s+/g, ' ')
    .trim()
    .toWellFormed();
  const characters = Array.from(line);
  return characters.length <= most
    ? line
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}
