import type { UnreadableReason } from '../../contract/call-list.ts';
import { unreadable } from '../unreadable.ts';

const signs: readonly (readonly [pattern: RegExp, reason: UnreadableReason, what: string])[] = [
  [/^xl\/workbook\.bin$/, 'xlsb', 'This is a binary workbook (.xlsb).'],
  [/^index\/.*\.iwa$|^index\.(?:zip|apxl)$/, 'numbers', 'This is an Apple Numbers document.'],
  [/^word\//, 'word', 'This is a Word document.'],
  [/^ppt\//, 'powerpoint', 'This is a PowerPoint presentation.'],
  [/^meta-inf\/manifest\.xml$/, 'opendocument', 'This is an OpenDocument file.'],
];

/** The error for a ZIP archive that holds no workbook: what it is instead, by the names of its files in lower case. */
export function foreignArchive(names: readonly string[]): Error {
  for (const [pattern, reason, what] of signs) {
    if (names.some((name) => pattern.test(name))) return unreadable(reason, what);
  }
  return unreadable('zip', 'This is a ZIP archive without a workbook in it.');
}
