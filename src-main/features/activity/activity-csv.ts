import { byteOrderMark, csvLine } from '../../call-list/rejects/csv-line.ts';
import type { ActivityFilter, StoredActivity } from '../../contract/activity.ts';
import { codeWords, kindWords, outcomeWords, subjectWords } from '../../contract/activity-words.ts';
import { m } from '../../contract/messages/messages.js';
import { writeAtomically } from '../../platform/atomic-file.ts';
import type { ActivityTable } from '../../store/activity.ts';
import { twoDigits } from '../../contract/two-digits.ts';

/** Rows read and written per batch; between batches, other requests get their turn. */
const pageSize = 500;

/**
 * Writes what a filter finds as CSV for spreadsheets, the newest first: UTF-8 with a byte order mark, CRLF, and
 * nothing that a spreadsheet would take for a formula. The words are in the language in use.
 *
 * @throws DialdeskError `local_disk`
 */
export async function writeActivityCsv(
  target: string,
  table: Pick<ActivityTable, 'list' | 'newestId'>,
  filter: ActivityFilter,
): Promise<{ rows: number; bytes: number; sha256: string }> {
  let rows = 0;
  const facts = await writeAtomically(target, async (file) => {
    await file.append(Buffer.from(byteOrderMark + csvLine(headers())));
    // entries recorded meanwhile would push rows to the next page, where they would appear again
    const upToId = table.newestId();
    for (;;) {
      const { entries } = table.list({ ...filter, upToId, offset: rows, limit: pageSize });
      if (entries.length === 0) break;
      await file.append(Buffer.from(entries.map(line).join('')));
      rows += entries.length;
      await new Promise(setImmediate);
    }
  });
  return { rows, ...facts };
}

function headers(): string[] {
  return [
    m.activity_csv_time(),
    m.activity_csv_zone(),
    m.activity_csv_duration(),
    m.activity_column_connection(),
    m.activity_column_kind(),
    m.activity_column_what(),
    m.activity_csv_interface(),
    m.activity_column_outcome(),
    m.activity_csv_code(),
    m.activity_csv_meaning(),
    m.activity_asked(),
    m.activity_answered(),
    m.activity_csv_job(),
  ];
}

function line(entry: StoredActivity): string {
  const { time, zone } = localTime(entry.at);
  return csvLine([
    time,
    zone,
    String(entry.duration),
    entry.connectionName,
    kindWords(entry.kind),
    subjectWords(entry.interface),
    entry.interface,
    outcomeWords(entry.outcome),
    entry.code ?? '',
    codeWords(entry),
    entry.asked.replaceAll('\n', '; '),
    entry.answered.replaceAll('\n', '; '),
    entry.jobId ?? '',
  ]);
}

/** As spreadsheets read dates, `2026-11-21 18:30:05`, in this computer's zone, which stands beside it. */
function localTime(at: number): { time: string; zone: string } {
  const date = new Date(at);
  const minutes = -date.getTimezoneOffset();
  const time = new Date(at + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  const size = Math.abs(minutes);
  const zone = `UTC${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
  return { time, zone };
}
