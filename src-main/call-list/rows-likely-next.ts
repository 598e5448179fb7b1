import type { CallRecord, KeptRecord } from './check/call-record.ts';
import type { Checker } from './check/checker.ts';
import { rowState } from './check/row-states.ts';

/** How many characters of the rows with problems are kept once one of them has been looked at. */
const keptCharacters = 16 << 20;

/**
 * The values of a row. It can't be found without reading those before; so on the way, what is likely to be asked
 * for next is kept too: rows with problems, up to a limit.
 *
 * @param eachRecord reads all rows of the list once, in order
 */
export async function rowsLikelyNext(
  checker: Checker,
  row: number,
  eachRecord: (visit: (record: CallRecord) => void) => Promise<void>,
): Promise<Map<number, KeptRecord>> {
  const { states } = checker;
  const rows = new Map<number, KeptRecord>();
  let kept = 0;
  await eachRecord((record) => {
    const isLikely = states.state(record.row) !== rowState.ready || states.isWarned(record.row);
    if (record.row !== row && (kept > keptCharacters || !isLikely)) return;
    const copy = record.keep();
    for (const value of copy.values) kept += value.length;
    rows.set(record.row, copy);
  });
  return rows;
}
