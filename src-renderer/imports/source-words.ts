import type { Issue } from '../../src-main/contract/call-list.ts';
import type { Mapping, SourceColumn } from '../../src-main/contract/mapping.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { columnLetter } from './mapping-choice.ts';
import { numbersIn } from './mend-difference.ts';

const named = (column: SourceColumn): string =>
  typeof column === 'number' ? m.mapping_column_unnamed({ letter: columnLetter(column) }) : column;

/** The source's column that a column of the template was filled from; null where it is none, or not one alone. */
export function sourceColumn(column: Issue['column'], mapping: Mapping | null): string | null {
  if (mapping === null) return null;
  if (column === 'called') {
    const [first, ...others] = mapping.called;
    return first !== undefined && others.length === 0 ? named(first.column) : null;
  }
  const source = mapping[column];
  return source && 'column' in source ? named(source.column) : null;
}

/** What an issue shows: of a mapped list the numbers as they stand in the source, not the JSON that was made of them. */
export function asInSource(issue: Issue, mapping: Mapping | null): Issue {
  if (mapping === null || issue.column !== 'called') return issue;
  const numbers = numbersIn(issue.value);
  return numbers === null ? issue : { ...issue, value: numbers.join(', ') };
}
