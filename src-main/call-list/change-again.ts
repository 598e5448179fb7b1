import type { CellEdit, CheckSummary } from '../contract/call-list.ts';
import type { ListChange } from '../contract/mends.ts';
import type { CallListSession } from './session.ts';

/**
 * Makes the changes of a list again, in their order, after it has been checked anew in the same way. The same source
 * and the same changes give the same list.
 *
 * @returns the counts afterwards; null when there was nothing to change
 * @throws DialdeskError as `edit` and `applyMends` do: `not_found` for a row that is no longer there, `cancelled`
 */
export async function changeAgain(
  list: Pick<CallListSession, 'edit' | 'applyMends'>,
  changes: readonly ListChange[],
  signal: AbortSignal,
): Promise<CheckSummary | null> {
  let summary: CheckSummary | null = null;
  /** Cells changed one after the other are one call: each call decides all duplicates anew. */
  let cells: CellEdit[] = [];
  for (const [at, change] of changes.entries()) {
    signal.throwIfAborted();
    if ('row' in change) {
      cells.push(change);
      const next = changes[at + 1];
      if (next && 'row' in next) continue;
      summary = await list.edit(cells);
      cells = [];
    } else {
      summary = await list.applyMends(change.chosen, change.scope, { signal });
    }
  }
  return summary;
}
