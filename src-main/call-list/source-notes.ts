import type { CheckSummary, SourceInfo, TextEncodingName } from '../contract/call-list.ts';

/** What the supervisor should know of a list before it is sent, besides the problems of its rows. */
export type SourceNote =
  /** The encoding is a guess, or one that may well be wrong. */
  | {
      readonly kind: 'encoding-guessed' | 'encoding-doubtful';
      readonly encoding: TextEncodingName;
      readonly examples: readonly string[];
    }
  /** Text that had been read in a wrong encoding before it was saved. */
  | {
      readonly kind: 'garbled-text';
      readonly texts: readonly { readonly text: string; readonly meant: string }[];
    }
  /** Other sheets look like call lists too, and are not read; or could not be looked into. */
  | { readonly kind: 'other-lists' | 'unreadable-sheets'; readonly sheets: readonly string[] }
  /** Columns in which the list says whom not to call. */
  | { readonly kind: 'mark-columns'; readonly columns: readonly string[] }
  /** Columns of a list in template form that the template does not have, and that are not sent. */
  | { readonly kind: 'columns-not-sent'; readonly columns: readonly string[] }
  /** Rows that the workbook hides. */
  | { readonly kind: 'hidden-rows'; readonly rows: number; readonly leftOut: boolean };

/** What is to be said of a list that has been checked. */
export function sourceNotes(info: SourceInfo, summary: Pick<CheckSummary, 'groups'>): SourceNote[] {
  const notes: SourceNote[] = [];
  const { encoding, encodingCertainty, encodingExamples: examples } = info;
  if (encoding !== null && encodingCertainty === 'guessed')
    notes.push({ kind: 'encoding-guessed', encoding, examples });
  if (encoding !== null && encodingCertainty === 'doubtful')
    notes.push({ kind: 'encoding-doubtful', encoding, examples });
  if (info.garbled.length > 0) notes.push({ kind: 'garbled-text', texts: info.garbled });
  if (info.otherLists.length > 0) {
    const hidden = new Set(info.sheets.flatMap((sheet) => (sheet.hidden ? [sheet.name] : [])));
    const sheets = info.otherLists.map((name) => (hidden.has(name) ? `${name} (hidden)` : name));
    notes.push({ kind: 'other-lists', sheets });
  }
  if (info.unreadableSheets.length > 0)
    notes.push({ kind: 'unreadable-sheets', sheets: info.unreadableSheets });
  if (info.markColumns.length > 0) notes.push({ kind: 'mark-columns', columns: info.markColumns });
  if (info.ignoredColumns.length > 0) notes.push({ kind: 'columns-not-sent', columns: info.ignoredColumns });
  const hidden = summary.groups.find(({ rule }) => rule === 'row-hidden');
  if (hidden) notes.push({ kind: 'hidden-rows', rows: hidden.count, leftOut: hidden.severity === 'error' });
  return notes;
}

/** A note in words, for the command. */
export function noteText(note: SourceNote): string {
  switch (note.kind) {
    case 'encoding-guessed':
      return `The encoding is guessed: read as ${note.encoding}, the text has ${note.examples.join(', ')} (see --encoding)`;
    case 'encoding-doubtful':
      return `The encoding is uncertain: read as ${note.encoding}, the text has ${note.examples.join(', ')}; choose one with --encoding`;
    case 'garbled-text':
      return `Text was saved in a wrong encoding before: ${note.texts.map(({ text, meant }) => `${text} was probably ${meant}`).join(', ')}; export the list again`;
    case 'other-lists':
      return `Not read, but with telephone numbers too: ${note.sheets.join(', ')} (see --sheet)`;
    case 'unreadable-sheets':
      return `Sheets that cannot be read: ${note.sheets.join(', ')}`;
    case 'mark-columns':
      return `Left out are customers who must not be called by: ${note.columns.join(', ')}`;
    case 'columns-not-sent':
      return `Not columns of the template, and not sent: ${note.columns.join(', ')}`;
    case 'hidden-rows':
      return note.leftOut
        ? `Rows hidden in the workbook, left out: ${note.rows}`
        : `Rows hidden in the workbook, and sent: ${note.rows} (see --leave-out-hidden)`;
  }
}
