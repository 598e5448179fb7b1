import type { CalledBefore } from '../../contract/called-before.ts';
import type { Knowledge } from './knowledge.ts';
import type { ListedBefore } from './listed-before.ts';

/** What is known of a list's numbers, for one check and the edits after it. */
export interface Known {
  readonly all: readonly Knowledge[];
  readonly lists?: Pick<ListedBefore, 'found' | 'blocks'>;
  /** @param rows that were left out, or warned about */
  readonly calledBefore?: { found(rows: number): CalledBefore };
}

export const nothingKnown: Known = { all: [] };
