import type { CheckSummary, Delimiter, SourceInfo, TextEncodingName } from '../contract/call-list.ts';

/** What the supervisor should know of a list before it is sent, besides the problems of its rows. */
export type SourceNote =
  /** The encoding is a guess, or one that may well be wrong. */
  | {
      readonly kind: 'encoding-guessed' | 'encoding-doubtful';
      readonly encoding: TextEncodingName;
      readonly examples: readonly string[];
    }
  /** The list is read as one column, and may have several: nearly every line has this. */
  | { readonly kind: 'delimiter-doubtful'; readonly delimiter: Delimiter }
  /** Text that had been read in a wrong encoding before it was saved, or is UTF-7. */
  | {
      readonly kind: 'garbled-text';
      readonly texts: readonly { readonly text: string; readonly meant: string }[];
    }
  /** Other sheets look like call lists, and are not read; or could not be looked into; or the one that is read is hidden. */
  | {
      readonly kind: 'other-lists' | 'unreadable-sheets' | 'hidden-sheet';
      readonly sheets: readonly string[];
    }
  /** Columns in which the list says whom not to call. */
  | { readonly kind: 'mark-columns'; readonly columns: readonly string[] }
  /** Columns of a list in template form that the template does not have, and that are not sent. */
  | { readonly kind: 'columns-not-sent'; readonly columns: readonly string[] }
  /** Rows of customers whom the list marks as not to be called, and rows with a number of theirs. */
  | { readonly kind: 'marked-rows'; readonly rows: number; readonly leftOut: boolean }
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
  if (info.maybeDelimiter !== null)
    notes.push({ kind: 'delimiter-doubtful', delimiter: info.maybeDelimiter });
  if (info.garbled.length > 0) notes.push({ kind: 'garbled-text', texts: info.garbled });
  const hidden = new Set(info.sheets.flatMap((sheet) => (sheet.hidden ? [sheet.name] : [])));
  if (info.sheet !== null && hidden.has(info.sheet))
    notes.push({ kind: 'hidden-sheet', sheets: [info.sheet] });
  if (info.otherLists.length > 0) {
    const sheets = info.otherLists.map((name) => (hidden.has(name) ? `${name} (hidden)` : name));
    notes.push({ kind: 'other-lists', sheets });
  }
  if (info.unreadableSheets.length > 0)
    notes.push({ kind: 'unreadable-sheets', sheets: info.unreadableSheets });
  if (info.markColumns.length > 0) notes.push({ kind: 'mark-columns', columns: info.markColumns });
  if (info.ignoredColumns.length > 0) notes.push({ kind: 'columns-not-sent', columns: info.ignoredColumns });
  const marked = summary.groups.find(({ rule }) => rule === 'marked-do-not-call');
  if (marked) notes.push({ kind: 'marked-rows', rows: marked.count, leftOut: marked.severity === 'error' });
  const rows = summary.groups.find(({ rule }) => rule === 'row-hidden');
  if (rows) notes.push({ kind: 'hidden-rows', rows: rows.count, leftOut: rows.severity === 'error' });
  return notes;
}

/** A note in words, for the command. */
export function noteText(note: SourceNote): string {
  switch (note.kind) {
    case 'encoding-guessed':
      return `Detected encoding: ${note.encoding}. Text read this way: ${note.examples.join(', ')}. If it looks wrong, use --encoding`;
    case 'encoding-doubtful':
      return `Encoding uncertain. Text read as ${note.encoding}: ${note.examples.join(', ')}. If it looks wrong, use --encoding`;
    case 'delimiter-doubtful':
      return `Read as one column. If ${delimiterText(note.delimiter)} separates columns, use --delimiter`;
    case 'garbled-text':
      return `The file itself has garbled text: ${note.texts.map(({ text, meant }) => `${text} was probably ${meant}`).join(', ')}. Export the list again, in UTF-8`;
    case 'other-lists':
      return `Sheets with phone numbers that were not read: ${note.sheets.join(', ')} (see --sheet)`;
    case 'hidden-sheet':
      return `The sheet that was read is hidden in the workbook: ${note.sheets.join(', ')}`;
    case 'unreadable-sheets':
      return `Sheets that could not be read: ${note.sheets.join(', ')}`;
    case 'mark-columns':
      return `Columns that mark customers “do not call”: ${note.columns.join(', ')}`;
    case 'columns-not-sent':
      return `Columns not sent: ${note.columns.join(', ')}`;
    case 'marked-rows':
      return note.leftOut
        ? `Rows of customers marked “do not call” that are left out: ${note.rows} (see --call-marked)`
        : `Rows of customers marked “do not call” that are called all the same: ${note.rows}`;
    case 'hidden-rows':
      return note.leftOut
        ? `Hidden rows left out: ${note.rows}`
        : `Hidden rows that are sent: ${note.rows} (see --leave-out-hidden)`;
  }
}

/** A delimiter as the command takes it; U+001F cannot be typed. */
const delimiterText = (delimiter: Delimiter): string => (delimiter === '\u001f' ? 'us' : delimiter);
