import { homeCountry } from '../do-not-call/home-country.ts';
import type { NumberTable } from './number-table.ts';

/** As many numbers as show what country they are in. */
const sampled = 200;

/** The calling code of the country that a list's numbers without one belong to; see `homeCountry`. */
export function homeOfTable(table: NumberTable): string {
  const sample = Array.from({ length: Math.min(table.count, sampled) }, (_, id) => table.text(id));
  return homeCountry(sample, []);
}
