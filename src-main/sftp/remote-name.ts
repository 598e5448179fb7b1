import { DialdeskError } from '../contract/errors.ts';
import type { RawPath } from './wire/requests.ts';

/**
 * What is odd about a name that a server lists. The first three make it unusable as one step of a path; the
 * others can be worked with but must be shown with care.
 */
export type NameHazard =
  | 'empty'
  | 'dots' // "." or ".." where a file's name belongs
  | 'separator' // "/" or a null character
  | 'control' // C0, C1, line and paragraph separators
  | 'bidi' // marks that make a name read differently from what it is
  | 'invisible' // zero-width characters
  | 'backslash' // a separator on Windows
  | 'edge_space' // at its start or end
  | 'not_utf8'
  | 'too_long'; // over 255 bytes

/** The longest name of the usual file systems, in bytes of UTF-8. */
export const longestName = 255;

/* eslint-disable no-control-regex -- control characters are what is looked for */
const control = /[\u0000-\u001F\u007F-\u009F\u2028\u2029]/;
const bidi = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/;
const invisible = /[\u00AD\u180E\u200B-\u200D\u2060\uFEFF]/;
const unshowable =
  /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\u00AD\u180E\u200B-\u200D\u2060\uFEFF]/g;
/* eslint-enable no-control-regex */

const unusable: readonly NameHazard[] = ['empty', 'dots', 'separator'];

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The name as text, or undefined when its bytes are not UTF-8. */
export function decodeName(name: Uint8Array): string | undefined {
  try {
    return utf8.decode(name);
  } catch {
    return undefined;
  }
}

/** Everything odd about a name. */
export function nameHazards(name: RawPath): NameHazard[] {
  const text = typeof name === 'string' ? name : (decodeName(name) ?? Buffer.from(name).toString('latin1'));
  const isUtf8 = typeof name === 'string' ? name.isWellFormed() : decodeName(name) !== undefined;
  const found: readonly (readonly [NameHazard, boolean])[] = [
    ['empty', text === ''],
    ['dots', text === '.' || text === '..'],
    ['separator', /[/\0]/.test(text)],
    // Of undecoded bytes only the low ones are known to be control characters.
    ['control', isUtf8 ? control.test(text) : /[^\x20-\x7E\x80-\xFF]/.test(text)],
    ['bidi', isUtf8 && bidi.test(text)],
    ['invisible', isUtf8 && invisible.test(text)],
    ['backslash', text.includes('\\')],
    ['edge_space', /^\s|\s$/.test(text)],
    ['not_utf8', !isUtf8],
    ['too_long', (typeof name === 'string' ? Buffer.byteLength(name) : name.length) > longestName],
  ];
  return found.filter(([, there]) => there).map(([hazard]) => hazard);
}

/** Whether a name can be one step of a path at all. */
export function isUsable(hazards: readonly NameHazard[]): boolean {
  return !hazards.some((hazard) => unusable.includes(hazard));
}

/**
 * A name for people: what does not show, or turns the line round, becomes its code in brackets (`⟨U+202E⟩`),
 * and bytes that are not UTF-8 become `⟨B5⟩`. For showing only; a file is opened by `raw`.
 */
export function displayName(name: Uint8Array): string {
  const text = decodeName(name);
  if (text === undefined) {
    const byte = (character: string): string =>
      `⟨${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}⟩`;
    return Buffer.from(name)
      .toString('latin1')
      .replace(/[^\x20-\x7E]/g, byte);
  }
  return text.replace(
    unshowable,
    (character) => `⟨U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
}

/**
 * Checks a name the user gives to something new. Stricter than what a server may list: nothing that could
 * deceive is made by us. Throws `invalid_request`, `fields[0]` with path 'name' and the hazard as rule.
 */
export function checkNewName(name: string): void {
  const [hazard] = nameHazards(name);
  if (hazard === undefined) return;
  throw new DialdeskError('invalid_request', `unfit name: ${hazard}`, {
    fields: [{ path: 'name', rule: hazard }],
  });
}
