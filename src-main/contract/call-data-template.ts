/**
 * The outbound call data template, as data: Tables 1 to 3 of the interface "Importing an Outbound Call Data
 * File from the Server". The checker, the help text, the demo system and the tests read this one table; no limit is
 * written down twice. What a list is checked for, by it and on top of it, is in `template-rules.ts`.
 *
 * How characters are counted. The vendor says "characters" and no more. The server is Java, where
 * `String.length()` and bean validation's `@Size` count UTF-16 code units, so that is what is counted here:
 * a Chinese character is one, an emoji outside the basic plane is two. JavaScript's `length` is the same count.
 */

/** A column of the template, in the template's order. `priority` is only known to newer systems. */
export const templateColumns = [
  'sessionId',
  'called',
  'caller',
  'callData',
  'customField',
  'recycleTime',
  'priority',
] as const;
export type TemplateColumn = (typeof templateColumns)[number];

/** What Tables 1 and 2 say of one column. Lengths are in UTF-16 code units. */
export interface ColumnRule {
  readonly name: TemplateColumn;
  /** The number of the row in the vendor's Table 2; undefined where the vendor's page does not list it. */
  readonly source: string | undefined;
  readonly mandatory: boolean;
  readonly maxLength: number | undefined;
  readonly content: 'text' | 'number-list' | 'json' | 'time';
}

/** The template's limits: the import as a whole, each column, and each number in `called`. */
export const callDataTemplate = {
  /** Restrictions: "A maximum of 500,000 records can be imported using a file at a time." */
  maxRecords: 500_000,
  columns: [
    { name: 'sessionId', source: '1.1', mandatory: false, maxLength: 32, content: 'text' },
    { name: 'called', source: '1.2', mandatory: true, maxLength: undefined, content: 'number-list' },
    { name: 'caller', source: '1.3', mandatory: false, maxLength: 24, content: 'text' },
    { name: 'callData', source: '1.6', mandatory: false, maxLength: 1024, content: 'json' },
    { name: 'customField', source: '1.4', mandatory: false, maxLength: 200, content: 'text' },
    { name: 'recycleTime', source: '1.5', mandatory: false, maxLength: undefined, content: 'time' },
    { name: 'priority', source: undefined, mandatory: false, maxLength: undefined, content: 'text' },
  ] as readonly ColumnRule[],
  /** Table 3: the keys of each object in `called`. */
  called: {
    calledNo: { mandatory: true, maxLength: 24, characters: '0123456789*#' },
    delayTime: { mandatory: false, min: 0, max: 7200, default: 0, unit: 'seconds' },
    type: { mandatory: false },
  },
  /** Table 2, 1.5. */
  recycleTime: { format: 'yyyy-mm-dd hh:mm:ss' },
} as const;

/** How many files a list must be split into so that each is within the limit of one import. */
export function importsNeeded(records: number): number {
  return Math.ceil(records / callDataTemplate.maxRecords);
}

/** Parts of the ready rows, as even as can be, none of which is more than one import takes. Counted from 0. */
export function splitRecords(records: number): { readonly from: number; readonly count: number }[] {
  const parts = importsNeeded(records);
  const bound = (part: number): number => Math.round((part * records) / parts);
  return Array.from({ length: parts }, (_, part) => ({
    from: bound(part),
    count: bound(part + 1) - bound(part),
  }));
}
