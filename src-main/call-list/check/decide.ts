import type { DoNotCall } from '../do-not-call/read-do-not-call.ts';
import type { EditedRows } from '../edited-rows.ts';
import type { Known } from '../known/known.ts';
import type { Checker } from './checker.ts';
import { judgeListed } from './judge-listed.ts';
import { judgeRows } from './judge-rows.ts';

/** What a list's numbers are compared with once its rows are read. */
export interface Comparing {
  readonly doNotCall?: DoNotCall | undefined;
  readonly known: Known;
}

/**
 * Decides, when all rows are read, what becomes of them: who must not be called, who was called before, and which are
 * duplicates. It takes no more than the numbers, so that it can be taken back and done anew without reading the list.
 *
 * @param edited only these have changed; left out, nothing was decided before
 */
export function decide(checker: Checker, { doNotCall, known }: Comparing, edited?: EditedRows): void {
  if (doNotCall !== undefined) judgeListed(checker, doNotCall.numbers, edited);
  judgeRows(checker, known.all, edited);
  checker.decideDuplicates();
}
