import type { Issue } from '../../contract/call-list.ts';
import { writeAtomically } from '../../platform/atomic-file.ts';
import type { IssueStore } from '../check/issue-store.ts';
import { byteOrderMark, csvLine } from './csv-line.ts';

/** The words of a list of problems, in the user's language. */
export interface IssueWords {
  readonly headers: {
    readonly row: string;
    readonly column: string;
    readonly severity: string;
    readonly rule: string;
    readonly explanation: string;
    readonly value: string;
  };
  readonly severity: Readonly<Record<Issue['severity'], string>>;
  /** What is wrong, as a sentence. */
  readonly explain: (issue: Issue) => string;
}

export interface IssuesWatch {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: { readonly fraction: number }) => void) | undefined;
}

/** Lines are written in pieces of about this many characters; between two, others have their turn. */
const pieceLength = 1 << 18;

/**
 * Writes all problems as CSV: UTF-8 with a byte order mark, without which Excel reads it as something else, and
 * CRLF. CSV and not a workbook, because a list has more problems than a sheet has rows. Values that a spreadsheet
 * might take for a formula get an apostrophe in front.
 *
 * @throws DialdeskError `local_disk`; AbortError of the signal
 */
export async function writeIssues(
  target: string,
  issues: Pick<IssueStore, 'all' | 'count'>,
  words: IssueWords,
  watch: IssuesWatch = {},
): Promise<{ rows: number; bytes: number; sha256: string }> {
  let rows = 0;
  const facts = await writeAtomically(target, async (file) => {
    const { row, column, severity, rule, explanation, value } = words.headers;
    let piece = byteOrderMark + csvLine([row, column, severity, rule, explanation, value]);
    for (const issue of issues.all()) {
      rows += 1;
      piece += csvLine([
        String(issue.row),
        issue.column,
        words.severity[issue.severity],
        issue.rule,
        words.explain(issue),
        issue.value,
      ]);
      if (piece.length < pieceLength) continue;
      await file.append(Buffer.from(piece));
      piece = '';
      // A turn of the event loop, in which a cancellation can arrive.
      await new Promise(setImmediate);
      watch.signal?.throwIfAborted();
      watch.onProgress?.({ fraction: rows / issues.count });
    }
    await file.append(Buffer.from(piece));
  });
  return { rows, ...facts };
}
