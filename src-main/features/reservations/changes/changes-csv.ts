import { byteOrderMark, csvLine } from '../../../call-list/rejects/csv-line.ts';
import type { ChangeRow, ChangeState } from '../../../contract/reservation-changes.ts';
import { writeAtomically } from '../../../platform/atomic-file.ts';

/** The words of a list of results, in the user's language. */
export interface ChangeWords {
  readonly headers: Readonly<
    Record<'row' | 'appointId' | 'time' | 'agent' | 'remark' | 'state' | 'why', string>
  >;
  readonly state: Readonly<Record<ChangeState, string>>;
  /** A moment as it is read back by a sheet of changes: with its zone. */
  readonly time: (moment: number) => string;
  readonly why: (row: ChangeRow) => string;
}

/**
 * Writes rows with their results as CSV: UTF-8 with a byte order mark, CRLF, texts that a spreadsheet might take
 * for a formula with an apostrophe in front. Its first columns are those of a sheet, so that it can be put right and
 * taken in again.
 *
 * @throws DialdeskError `local_disk`
 */
export async function writeChanges(
  target: string,
  pages: Iterable<readonly ChangeRow[]>,
  { headers, state, time, why }: ChangeWords,
): Promise<{ rows: number; bytes: number; sha256: string }> {
  let rows = 0;
  const facts = await writeAtomically(target, async (file) => {
    await file.append(
      Buffer.from(
        byteOrderMark +
          csvLine([
            headers.appointId,
            headers.time,
            headers.agent,
            headers.remark,
            headers.row,
            headers.state,
            headers.why,
          ]),
      ),
    );
    for (const page of pages) {
      rows += page.length;
      const lines = page.map((row) => {
        const { appointId, appointTime, agent, remark } = row.change;
        return csvLine([
          appointId,
          appointTime === undefined ? '' : time(appointTime),
          agent,
          remark ?? '',
          row.sheetRow === null ? '' : String(row.sheetRow),
          state[row.state],
          why(row),
        ]);
      });
      await file.append(Buffer.from(lines.join('')));
    }
  });
  return { rows, ...facts };
}
