import type { CheckOptions } from '../../contract/call-list.ts';
import { templateColumns, type TemplateColumn } from '../../contract/call-data-template.ts';
import type { ListChange } from '../../contract/mends.ts';
import { templateRules } from '../../contract/template-rules.ts';

/** The options that decide which rows there are, and what is in them. */
export type Reading = Pick<CheckOptions, 'sheet' | 'headerRow' | 'encoding' | 'delimiter' | 'mapping'>;

/**
 * Of the changes made to one reading of a list, those that still say the same of another: a column that is filled from
 * somewhere else has other values, and of other rows nothing is known.
 */
export function keptChanges(
  changes: readonly ListChange[],
  before: Reading | null,
  after: Reading,
): { readonly kept: readonly ListChange[]; readonly lost: number } {
  if (before === null || rowsOf(before) !== rowsOf(after)) return { kept: [], lost: changes.length };
  const same = new Set(
    templateColumns.filter((column) => sourceOf(before, column) === sourceOf(after, column)),
  );
  const kept = changes.filter((change) => columnsOf(change).every((column) => same.has(column)));
  return { kept, lost: changes.length - kept.length };
}

const rowsOf = ({ sheet, headerRow, encoding, delimiter, mapping }: Reading): string =>
  JSON.stringify([sheet, headerRow, encoding, delimiter, mapping === undefined, mapping?.headerRow]);

/** What a column of the template is made of. Packed columns make `callData`. */
function sourceOf({ mapping }: Reading, column: TemplateColumn): string {
  if (mapping === undefined) return '';
  const parts = new Map<string, unknown>(Object.entries(mapping));
  const own = parts.get(column);
  const known = new Set<string>(['headerRow', ...templateColumns]);
  const others = [...parts].filter(([name]) => !known.has(name));
  return JSON.stringify([own, column === 'callData' ? others : []]);
}

function columnsOf(change: ListChange): readonly TemplateColumn[] {
  if ('row' in change) return [change.column];
  const { column, rule } = change.scope;
  const own = column ?? templateRules.find(({ id }) => id === rule)?.column ?? 'any';
  return own === 'any' ? templateColumns : [own];
}
