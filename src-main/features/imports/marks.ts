import { randomUUID } from 'node:crypto';
import { madeMark, markFor, type CarriedFields, type ListMark } from '../../contract/list-mark.ts';

/**
 * Gives open lists their marks: the one that the window shows, the first time a list becomes an import; another one each
 * time after, so that no two imports share a mark.
 */
export class NewMarks {
  readonly #used = new Set<string>();

  /** Marks for the parts of an open list. @param list its ID */
  take(list: string, parts: number): string[] {
    const id = this.#used.has(list) ? randomUUID() : list;
    this.#used.add(list);
    return Array.from({ length: parts }, (_, index) => madeMark(id, index + 1, parts));
  }
}

/** The mark of rows that came in a prepared file. The rows give the mark; the file only says where it came from. */
export function markedAs(said: ListMark, carried: CarriedFields): ListMark {
  if (carried.kind === 'one' && carried.value === said.mark) return said;
  const found = markFor(carried, null);
  if (found.mark !== null) return found;
  return found.markOrigin === 'off' && said.mark === null && said.markOrigin !== 'rows' ? said : found;
}
