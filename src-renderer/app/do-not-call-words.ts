import type { AppliedList, ListFacts, ListFault, ListReading } from '../../src-main/contract/do-not-call.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { enumerate, formatCount, formatDay } from './format.ts';

const faults: Readonly<Record<ListFault, () => string>> = {
  damaged: m.dnc_fault_damaged,
  gone: m.dnc_fault_gone,
  'other-key': m.dnc_fault_other_key,
  'no-key': m.dnc_fault_no_key,
};

/** Why a list cannot be applied, as a sentence. */
export function faultWords(fault: ListFault): string {
  return faults[fault]();
}

/** The columns that numbers were read from, with their sheets. */
export function columnsInWords(columns: ListReading['columns']): string {
  return enumerate(
    columns.map(({ sheet, column }) => (sheet === null ? column : m.dnc_column_of_sheet({ column, sheet }))),
  );
}

/** How old a list is and where it is from: `1,234 numbers · file of 1 Nov 2026, read 3 Nov 2026 · a.csv, phone`. */
export function factsInWords({ numbers, changedAt, readAt, sourceName, columns }: ListFacts): string {
  const changed = formatDay(changedAt);
  const read = formatDay(readAt);
  return [
    m.dnc_numbers({ count: numbers, countText: formatCount(numbers) }),
    changed === read ? m.dnc_read_on({ day: read }) : m.dnc_changed_and_read({ changed, read }),
    m.dnc_source({ source: sourceName, columns: columnsInWords(columns) }),
  ].join(' · ');
}

/**
 * Which lists block rows whose country is a judgement, and how many. List by list: a row may be blocked by several, and by
 * another one for certain.
 */
export function likelyInWords(applied: readonly Pick<AppliedList, 'name' | 'likelyRows'>[]): string[] {
  return applied
    .filter(({ likelyRows }) => likelyRows > 0)
    .map(({ name, likelyRows }) => m.dnc_list_likely({ name, rows: formatCount(likelyRows) }));
}
