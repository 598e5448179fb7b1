import type { FetchedResults } from '../../src-main/contract/call-results.ts';
import { resultSum, type ImportResult } from '../../src-main/contract/import-results.ts';

/** What became of every row of a list's source: the parts add up to `total`. */
export interface RowsSum {
  readonly total: number;
  readonly rejected: number;
  /** Null where the call centre has not said how many it imported. */
  readonly notImported: number | null;
  /** What remains of the imported rows; null as above, and where more than that is not known: `withoutResult` has them. */
  readonly notCalled: number | null;
  readonly withoutResult: number;
  readonly connected: number;
  readonly failed: number;
  readonly unknown: number;
  /** What does not add up: below 0 where there are more results than rows, above where rows are accounted for nowhere. */
  readonly difference: number;
}

/**
 * Reconciles the results of an import with what was sent. Rows of an import that was taken back, or whose results did not
 * all come, are without a result, which is not the same as still to be called.
 * @param rows that were sent, and rejected before; null where the results are not of this list alone, nor beside its rows
 */
export function rowsSum(
  results: Pick<FetchedResults, 'connected' | 'failed' | 'unknown' | 'missing'>,
  { rows, rejected }: { readonly rows: number; readonly rejected: number },
  imported: Pick<ImportResult, 'task' | 'sent' | 'takenBack'> | undefined,
): RowsSum {
  const { connected, failed, unknown } = results;
  const called = connected + failed + unknown;
  const known = { total: rows + rejected, rejected, connected, failed, unknown };
  const sum = imported === undefined ? null : resultSum(imported);
  if (sum === null) {
    const left = rows - called;
    return {
      ...known,
      ...{ notImported: null, notCalled: null },
      withoutResult: Math.max(0, left),
      difference: Math.min(0, left),
    };
  }
  const left = sum.imported - called;
  const notImported = sum.repeated + sum.failed + sum.blocked;
  const open = Math.max(0, left);
  const waiting = imported?.takenBack === null && (results.missing ?? 0) === 0;
  return {
    ...known,
    notImported,
    ...(waiting ? { notCalled: open, withoutResult: 0 } : { notCalled: null, withoutResult: open }),
    difference: rows - notImported - open - called,
  };
}
