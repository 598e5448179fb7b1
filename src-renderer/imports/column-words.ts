import { m } from '../../src-main/contract/messages/messages.js';
import type { ShownColumn } from './mapping-choice.ts';

/** How much of a value is shown beside a column's name. */
const shownExample = 24;

/** A column by its header, or its letter where it has none. */
export function columnName({ header, letter }: ShownColumn): string {
  return header || m.mapping_column_unnamed({ letter });
}

/** The same with the first value in it, which says more than many headers do. */
export function columnWords(column: ShownColumn): string {
  const { example } = column;
  if (example === '') return columnName(column);
  const short = example.length > shownExample ? `${example.slice(0, shownExample)}…` : example;
  return m.mapping_column_example({ name: columnName(column), example: short });
}
