import { madeMark, type ListMark } from '../../src-main/contract/list-mark.ts';
import { m } from '../../src-main/contract/messages/messages.js';

/** The mark of an import, and where it is from; or why it has none. */
export function markWords({ mark, markOrigin }: ListMark): string {
  if (mark !== null) return markOrigin === 'list' ? m.marks_list({ mark }) : m.marks_made({ mark });
  if (markOrigin === 'rows') return m.marks_rows();
  return markOrigin === 'off' ? m.marks_off() : m.marks_unknown();
}

/** The same of a list that goes out in several files. */
export function marksWords(mark: ListMark, list: string | null, parts: number): string {
  if (parts === 1 || mark.markOrigin !== 'dialdesk' || list === null) return markWords(mark);
  return m.marks_made_split({ first: madeMark(list, 1, parts), last: madeMark(list, parts, parts) });
}
