import { templateColumns, type TemplateColumn } from '../../contract/call-data-template.ts';
import type { ChosenMends, MendId, MendOptions, MendPreview } from '../../contract/mends.ts';
import { mendIds } from '../../contract/mends.ts';
import { changeNumbers, wrapNumbers } from './called-numbers.ts';
import {
  trimmed,
  withLeadingZero,
  withoutApostrophe,
  withoutCountryCode,
  withoutFullWidth,
  withoutPlus,
  withoutSeparators,
} from './phone-numbers.ts';
import { recycleTimeForm } from './recycle-time-form.ts';
import { repairJson, unescapeJson } from './repair-json.ts';

/** One kind of bulk mend. */
export interface Mend {
  /** The columns it may change. */
  readonly columns: readonly TemplateColumn[];
  /**
   * Gives the mended value, or the value itself. Applying it again changes nothing, and a value that keeps the
   * rules is not changed.
   */
  readonly apply: (value: string, column: TemplateColumn, options: Partial<MendOptions>) => string;
}

const all = templateColumns;
const numberColumns = ['called', 'caller'] as const;

/** A mend of phone numbers: in `called`, of each number in the cell. */
const ofNumbers = (change: (number: string, options: Partial<MendOptions>) => string): Mend => ({
  columns: numberColumns,
  apply: (value, column, options) => {
    const changeOne = (number: string): string => change(number, options);
    return column === 'called' ? changeNumbers(value, changeOne) : changeOne(value);
  },
});

/** A mend of texts: of the cell, and in `called` of each number in it too. */
const ofTexts = (columns: readonly TemplateColumn[], change: (text: string) => string): Mend => ({
  columns,
  apply: (value, column) => {
    const whole = change(value);
    return column === 'called' ? changeNumbers(whole, change) : whole;
  },
});

/** Every bulk mend. Pure functions of one cell. */
export const mends: Readonly<Record<MendId, Mend>> = {
  'remove-apostrophe': ofTexts(all, withoutApostrophe),
  trim: ofTexts(all, trimmed),
  'full-width': {
    // Not in callData and customField: there full-width signs are the customer's text.
    columns: ['called', 'caller', 'recycleTime', 'priority'],
    apply: (value, column) =>
      column === 'called' ? changeNumbers(value, withoutFullWidth) : withoutFullWidth(value),
  },
  'unescape-json': { columns: ['called', 'callData'], apply: (value) => unescapeJson(value) },
  'repair-json': {
    columns: ['called', 'callData'],
    apply: (value, column) => repairJson(value, column === 'called'),
  },
  'remove-separators': ofNumbers(withoutSeparators),
  'remove-plus': ofNumbers(withoutPlus),
  'remove-country-code': ofNumbers((number, { countryCode = '86' }) =>
    withoutCountryCode(number, countryCode),
  ),
  'restore-leading-zero': ofNumbers((number, { lengthsWithoutZero }) =>
    withLeadingZero(number, lengthsWithoutZero),
  ),
  'wrap-numbers': { columns: ['called'], apply: (value) => wrapNumbers(value) },
  'recycle-time-form': {
    columns: ['recycleTime'],
    apply: (value, _column, { timeOfDay }) => recycleTimeForm(value, timeOfDay),
  },
};

/** Mends a cell; the value itself where there is nothing to mend. */
export type MendCell = (column: TemplateColumn, value: string) => string;

/** Makes one function of what was chosen. The mends are applied in their own order, not in that of the choice. */
export function mendWith({ mends: chosen, options }: ChosenMends): MendCell {
  const inOrder = mendIds.filter((id) => chosen.includes(id)).map((id) => mends[id]);
  const byColumn = new Map(
    templateColumns.map((column) => [column, inOrder.filter(({ columns }) => columns.includes(column))]),
  );
  return (column, value) =>
    (byColumn.get(column) ?? []).reduce((mended, mend) => mend.apply(mended, column, options), value);
}

/** A cell, by the row that Excel shows and the template's column. */
export interface MendableCell {
  readonly row: number;
  readonly column: TemplateColumn;
  readonly value: string;
}

/** Counts the cells that would change and keeps the first few as examples. Changes nothing. */
export function previewMends(
  cells: Iterable<MendableCell>,
  mendCell: MendCell,
  mostExamples: number,
): MendPreview {
  const examples: MendPreview['examples'] = [];
  let changed = 0;
  for (const { row, column, value } of cells) {
    const after = mendCell(column, value);
    if (after === value) continue;
    if (++changed <= mostExamples) examples.push({ row, column, before: value, after });
  }
  return { changed, examples };
}
