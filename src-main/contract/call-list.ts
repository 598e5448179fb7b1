import * as v from 'valibot';
import { CallingHours } from './calling-hours.ts';
import { templateColumns } from './call-data-template.ts';
import { CalledBefore, CalledBeforeChoice, ComparedConnection } from './called-before.ts';
import { AppliedList, LineNotUnderstood, ListId, ListReading, ListsToApply } from './do-not-call.ts';
import { ruleIds } from './template-rules.ts';
import { CarriedFields } from './list-mark.ts';
import { Mapping } from './mapping.ts';
import { NumberPlan } from './number-plan.ts';

/**
 * What the call list engine and the window tell each other. Rows and values stay in the engine's worker: the
 * window gets counts, groups and the page of issues that it shows.
 */

/** Why a file cannot be read: `details.reason` of `file_unreadable`. Each has words of its own in the window. */
export const unreadableReasons = [
  // what the file is instead of a workbook or text
  'empty',
  'encrypted', // protected by a password
  'legacy-xls',
  'xlsb',
  'opendocument',
  'numbers',
  'word',
  'powerpoint',
  'pdf',
  'image',
  'html',
  'xml',
  'zip', // a ZIP archive without a workbook in it
  'archive', // gzip, 7z, rar
  'program',
  'not-a-workbook', // anything else
  'text-named-xlsx', // a text file with a workbook's name
  // what is wrong with a workbook
  'truncated',
  'damaged', // an entry does not inflate, or its CRC or size is not what the archive says
  'bad-xml',
  'dtd', // a document type declaration, which no workbook has and every entity attack needs
  'bomb', // inflates to far more than any call list does
  'overlapping-entries',
  'unsafe-path', // an entry's name leads out of the archive
  'unsupported', // an encrypted entry or another compression than deflate
  'no-sheet',
  'too-many-rows', // more than the 1,048,576 that a sheet has
  'too-many-columns', // more than the 16,384 that a sheet has
  'cell-too-long', // more than the 32,767 characters that a cell holds
  'row-too-long',
  'too-large',
  // what is wrong with a text file
  'bad-encoding', // bytes that the chosen encoding does not have
  // what does not fit the choice that was made
  'sheet-not-found',
  'no-header', // no row with anything in it
  'no-called-column', // not in template form, and no mapping given
  'repeated-column', // two columns with the same template name
  'no-numbers', // a do-not-call list in which no number was found
  // what is wrong with a prepared import that was opened
  'prepared-damaged', // none, not whole, or changed since it was exported
  'prepared-newer', // a later Dialdesk wrote it
  // the file itself
  'not-found',
  'not-a-file',
  'no-permission',
  'read-failed',
  'out-of-memory',
] as const;
export const UnreadableReason = v.picklist(unreadableReasons);
export type UnreadableReason = v.InferOutput<typeof UnreadableReason>;

/** By the names that the Encoding Standard has for them, and UTF-32, which it does not have. */
export const TextEncodingName = v.picklist([
  'utf-8',
  ...(['utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'] as const),
  'gb18030',
  'big5',
  'shift_jis',
  'euc-jp',
  'euc-kr',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-874',
]);
export type TextEncodingName = v.InferOutput<typeof TextEncodingName>;

/** How a text's encoding is known: by a mark or every byte, or chosen; guessed from what people write; hardly at all. */
export const EncodingCertainty = v.picklist(['certain', 'guessed', 'doubtful']);
export type EncodingCertainty = v.InferOutput<typeof EncodingCertainty>;

export const Delimiter = v.picklist([',', ';', '\t', '|', '^', '~', '\u001f', '，']);
export type Delimiter = v.InferOutput<typeof Delimiter>;

export const SheetInfo = v.object({ name: v.string(), hidden: v.boolean() });
export type SheetInfo = v.InferOutput<typeof SheetInfo>;

/** What is known of a source before it is checked. `size` is in bytes. */
export const SourceInfo = v.object({
  name: v.string(),
  size: v.number(),
  kind: v.picklist(['xlsx', 'text']),
  /** A workbook's sheets, in its order; none for a text file. */
  sheets: v.array(SheetInfo),
  /** The sheet that is read unless another is chosen: the visible one that is most like a call list, else the first with anything on it. */
  sheet: v.nullable(v.string()),
  /** Other sheets that look like call lists, hidden ones too. Empty once a sheet has been chosen. */
  otherLists: v.array(v.string()),
  /** Sheets that could not be looked into when one was chosen. */
  unreadableSheets: v.array(v.string()),
  /** The number, as Excel shows it, of the row that names the columns; 0 if none does. */
  headerRow: v.number(),
  /** The text of each cell of that row, from column A on. */
  headers: v.array(v.string()),
  /** The first rows below it, for a preview and for proposing a mapping. */
  sample: v.array(v.array(v.string())),
  /** Whether the header is the template's own, so that no mapping is needed. */
  template: v.boolean(),
  /** Headers that are no column of the template; their cells are not sent. Empty unless `template`. */
  ignoredColumns: v.array(v.string()),
  /** Only of a rejects workbook that is brought back: how many columns were the source's. The others are not read. */
  rejectsOf: v.optional(v.number()),
  /** Text files only: what was found or chosen. */
  encoding: v.nullable(TextEncodingName),
  encodingCertainty: v.nullable(EncodingCertainty),
  /** Where the encoding is a guess: some of the text that shows whether it is right. */
  encodingExamples: v.array(v.string()),
  delimiter: v.nullable(Delimiter),
  /** What may separate columns in a text that is read as one column. */
  maybeDelimiter: v.nullable(Delimiter),
  /** The names of columns in which the list says whom not to call: those customers are left out, whatever is mapped. */
  markColumns: v.array(v.string()),
  /** Texts of the beginning that look as if they had been read in a wrong encoding before they were saved, and what they were. */
  garbled: v.array(v.object({ text: v.string(), meant: v.string() })),
});
export type SourceInfo = v.InferOutput<typeof SourceInfo>;

/**
 * Which of the rows that call the same number stay. Two rows are duplicates if any number of the one is a number
 * of the other: what the supervisor wants is that nobody is called twice. Only rows without errors take part,
 * so a rejected row never makes a good one disappear.
 */
export const DuplicatePolicy = v.picklist([
  'first', // the first stays, the others are left out
  'last', // the last stays
  'none', // all of them are left out
  'keep-all', // duplicates are not looked for
]);
export type DuplicatePolicy = v.InferOutput<typeof DuplicatePolicy>;

/** How a source is read: which sheet, which header, and for text files which encoding and delimiter. */
export const ReadOptions = v.object({
  sheet: v.optional(v.string()),
  /** The row that names the columns; 0 where no row does, and the first one is a record. */
  headerRow: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_048_576))),
  encoding: v.optional(TextEncodingName),
  delimiter: v.optional(Delimiter),
});
export type ReadOptions = v.InferOutput<typeof ReadOptions>;

/** What the supervisor decides before a check. Everything has a default that suits a workbook in template form. */
export const CheckOptions = v.object({
  ...ReadOptions.entries,
  /** The campaign uses an intelligent IVR flow: `callData` that is no JSON is an error (Table 2, 1.6). */
  ivr: v.optional(v.boolean(), false),
  duplicates: v.optional(DuplicatePolicy, 'first'),
  /** Rows that the workbook hides, by a filter or by hand, are not sent. */
  leaveOutHidden: v.optional(v.boolean()),
  /** Customers whom the list itself marks as not to be called are called all the same. */
  callMarked: v.optional(v.boolean()),
  /** Which source columns become which template columns; see mapping.ts. */
  mapping: v.optional(Mapping),
  /** Do-not-call numbers: handled in main as the path of a workbook or text file with one number a row. */
  doNotCall: v.optional(v.string()),
  /** Lists of the library that are applied as well. Left out: none. */
  doNotCallLists: v.optional(ListsToApply),
  /** What numbers are dialled, and how they must look; left out: whatever the template allows. */
  numberPlan: v.optional(NumberPlan),
  /** When calls may be made: recycle times outside are warned about. Left out: nobody has said. */
  callingHours: v.optional(CallingHours),
  /** What to do with numbers that were sent before to a call centre; see callCentreOf. Left out: nobody asks. */
  calledBefore: v.optional(
    v.object({ ...CalledBeforeChoice.entries, connectionId: ComparedConnection, centre: v.string() }),
  ),
});
export type CheckOptions = v.InferOutput<typeof CheckOptions>;
/** The same as the window asks for it: the do-not-call list is a picked file's token, never a path. */
export const CheckRequest = v.object({
  ...CheckOptions.entries,
  doNotCall: v.optional(v.pipe(v.string(), v.uuid())),
  /** The IDs of lists of the library. Left out: those that are applied by default. */
  doNotCallLists: v.optional(v.array(ListId)),
  /** The connection says which call centre. Without a choice it is as it was for this connection last. */
  calledBefore: v.optional(
    v.object({ ...v.partial(CalledBeforeChoice).entries, connectionId: ComparedConnection }),
  ),
});
export type CheckRequest = v.InferOutput<typeof CheckRequest>;
export type CheckOptionsInput = v.InferInput<typeof CheckOptions>;

/** Sent at least five times a second while a source is read. `fraction` is of its bytes, 0 to 1. */
export const CheckProgress = v.object({
  rows: v.number(),
  ready: v.number(),
  rejected: v.number(),
  fraction: v.number(),
});
export type CheckProgress = v.InferOutput<typeof CheckProgress>;

export const SeverityName = v.picklist(['error', 'warning']);

/** How many issues of one rule there are in one column. */
export const IssueGroup = v.object({
  rule: v.picklist(ruleIds),
  column: v.picklist(templateColumns),
  severity: SeverityName,
  count: v.number(),
});
export type IssueGroup = v.InferOutput<typeof IssueGroup>;

/**
 * What was read of a do-not-call list, and what it blocked. Numbers are compared by what they are: without signs, a 0
 * in front or a country's code, and never by a part of a number.
 */
export const DoNotCallList = v.object({
  name: v.string(),
  ...ListReading.entries,
  firstNotUnderstood: v.nullable(LineNotUnderstood),
  /** The calling code of the country that numbers without one were taken to belong to; '' where none was found. */
  country: v.string(),
  /** Rows with a number that is on the list, or likely so. */
  blockedRows: v.number(),
  /** Of those, the rows for which the country of a number is a judgement. */
  likelyRows: v.number(),
});
export type DoNotCallList = v.InferOutput<typeof DoNotCallList>;

/** One bar of a chart. */
export const Tally = v.object({ key: v.string(), count: v.number() });
export type Tally = v.InferOutput<typeof Tally>;

/**
 * The outcome of a check. `rows` counts the rows below the header up to the last one in the file, blank ones
 * between and after them included, and always `rows = ready + rejected + duplicates + blank`.
 */
export const CheckSummary = v.object({
  rows: v.number(),
  ready: v.number(),
  rejected: v.number(),
  duplicates: v.number(),
  blank: v.number(),
  /** Rows that are ready and carry a warning. */
  warned: v.number(),
  /** Rows that have been edited since the file was read. */
  edited: v.number(),
  seconds: v.number(),
  /** The number of issues, warnings included. */
  issues: v.number(),
  groups: v.array(IssueGroup),
  /** Ready rows by the first three digits of their first number, most frequent first, at most twelve and a rest (key ''). */
  rowsByPrefix: v.array(Tally),
  /** Ready rows by kind of their first number under the plan (check/rows-by-kind.ts); empty without one. */
  rowsByKind: v.array(Tally),
  /** Ready rows by the hour of their recycleTime ('00' to '23'); empty if no row has one. */
  rowsByRecycleHour: v.array(Tally),
  /** How many imports the ready rows need: more than one when they exceed the limit of a single import. */
  imports: v.number(),
  /** What the ready rows carry in customField, by which the call centre counts and deletes. */
  customField: CarriedFields,
  /** Null where the check had no do-not-call list. */
  doNotCall: v.nullable(DoNotCallList),
  /** The lists of the library that were to be applied, and what each came to. */
  doNotCallLists: v.array(AppliedList),
  /** Null where the check did not ask what was sent before, or there is no memory. */
  calledBefore: v.nullable(CalledBefore),
});
export type CheckSummary = v.InferOutput<typeof CheckSummary>;

/** One problem. Words are made from `rule`, `expected` and `detail` in the window. */
export const Issue = v.object({
  /** The row number that Excel shows. */
  row: v.number(),
  column: v.picklist(templateColumns),
  rule: v.picklist(ruleIds),
  severity: SeverityName,
  /**
   * The cell as it was read; where one of its numbers is all that it is about, that number. Ends with … where it is
   * longer than the engine keeps for showing.
   */
  value: v.string(),
  /** What the rule asks for, as in the table of rules. */
  expected: v.string(),
  /**
   * The part of the value that breaks the rule; '' if it is the whole. For duplicates, the number of the row that is
   * kept, with a colon and its number behind it where it writes that otherwise: `2: 8613800138000`.
   */
  detail: v.string(),
});
export type Issue = v.InferOutput<typeof Issue>;

/** A page of issues in row order. `search` is found in values, details and row numbers, whatever the case. */
export const IssueQuery = v.object({
  rule: v.optional(v.picklist(ruleIds)),
  column: v.optional(v.picklist(templateColumns)),
  severity: v.optional(SeverityName),
  search: v.optional(v.pipe(v.string(), v.maxLength(200))),
  offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
});
export type IssueQuery = v.InferOutput<typeof IssueQuery>;

export const IssuePage = v.object({ total: v.number(), items: v.array(Issue) });
export type IssuePage = v.InferOutput<typeof IssuePage>;

/** What became of a row. */
export const RowStatus = v.picklist(['ready', 'rejected', 'duplicate', 'blank']);
export type RowStatus = v.InferOutput<typeof RowStatus>;

/** One row as it would be sent, with its problems. */
export const RowView = v.object({
  row: v.number(),
  status: RowStatus,
  edited: v.boolean(),
  /** The template's columns in the template's order, as text; '' where the cell is empty. */
  values: v.array(v.object({ column: v.picklist(templateColumns), value: v.string() })),
  issues: v.array(Issue),
});
export type RowView = v.InferOutput<typeof RowView>;

/** A change of one cell, in the template's columns. The source file is never touched. */
export const CellEdit = v.object({
  row: v.pipe(v.number(), v.integer(), v.minValue(1)),
  column: v.picklist(templateColumns),
  value: v.pipe(v.string(), v.maxLength(32_767)),
});
export type CellEdit = v.InferOutput<typeof CellEdit>;

/** A file that the engine has written. `sha256` is lower-case hex. */
export const WrittenFile = v.object({ rows: v.number(), bytes: v.number(), sha256: v.string() });
export type WrittenFile = v.InferOutput<typeof WrittenFile>;

/** `rowsSha256` is of the rows without the mark that was written into them: the same rows have the same one. */
export const WrittenCleanList = v.object({ ...WrittenFile.entries, rowsSha256: v.string() });
export type WrittenCleanList = v.InferOutput<typeof WrittenCleanList>;
