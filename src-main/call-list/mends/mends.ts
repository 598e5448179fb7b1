import { templateColumns, type TemplateColumn } from '../../contract/call-data-template.ts';
import type { ChosenMends, MendId, MendOptions, MendPreview } from '../../contract/mends.ts';
import { mendIds } from '../../contract/mends.ts';
import type { CompiledPlan } from '../../numbering/compiled-plan.ts';
import { dialForms } from '../../numbering/dial-form.ts';
import { verdict } from '../../numbering/why-not.ts';
import { inspectCalled } from '../check/inspect-called.ts';
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
import { withoutMissing } from './missing-values.ts';
import { recycleTimeForm } from './recycle-time-form.ts';
import { renumbered } from './renumber.ts';
import { repairJson, unescapeJson } from './repair-json.ts';

/** One kind of bulk mend. */
export interface Mend {
  /** The columns it may change. */
  readonly columns: readonly TemplateColumn[];
  /**
   * Gives the mended value, or the value itself. Applying it again changes nothing, and a value that keeps the
   * rules is not changed.
   */
  readonly apply: (value: string, column: TemplateColumn, options: MendContext) => string;
}

/** What a mend may have to know. */
export type MendContext = Partial<MendOptions> & {
  /** What the list's numbers must look like; without one, `number-plan` changes nothing. */
  readonly plan?: CompiledPlan | undefined;
};

const all = templateColumns;
const numberColumns = ['called', 'caller'] as const;

/** A mend of phone numbers: in `called`, of each number in the cell. */
const ofNumbers = (change: (number: string, options: MendContext) => string): Mend => ({
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
  'empty-missing': { columns: all, apply: withoutMissing },
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
  'number-plan': {
    columns: ['called'],
    apply: (value, _column, { plan }) =>
      plan === undefined ? value : renumbered(value, (text) => dialForms(text, plan)),
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

/** Those that change the digits of numbers, or make numbers of what was none. */
const ofDigits: readonly MendId[] = [
  'remove-apostrophe',
  'full-width',
  'remove-separators',
  'remove-plus',
  'remove-country-code',
  'restore-leading-zero',
  'wrap-numbers',
];

/**
 * Makes one function of what was chosen. The mends are applied in their own order, not in that of the choice. Under a
 * plan none of them makes a number that it does not dial: such a cell gets the others only, or stays as it is.
 */
export function mendWith({ mends: chosen, options }: ChosenMends, plan?: CompiledPlan): MendCell {
  const all = mendInOrder(chosen, { ...options, plan });
  if (plan === undefined) return all;
  const safe = mendInOrder(
    chosen.filter((id) => !ofDigits.includes(id)),
    { ...options, plan },
  );
  return (column, value) => {
    const mended = all(column, value);
    if (column !== 'called' || mended === value || !makesUndialled(value, mended, plan)) return mended;
    const less = safe(column, value);
    return makesUndialled(value, less, plan) ? value : less;
  };
}

/** Whether a number stands in the cell that the plan does not dial, and that did not stand there before. */
function makesUndialled(before: string, after: string, plan: CompiledPlan): boolean {
  const known = new Set(inspectCalled(before).numbers);
  return inspectCalled(after).numbers.some(
    (number) => !known.has(number) && plan.judgeText(number).verdict !== verdict.fine,
  );
}

function mendInOrder(chosen: readonly MendId[], options: MendContext): MendCell {
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
