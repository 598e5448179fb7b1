import type { JobQuery } from '../contract/jobs.ts';
import { likeAnywhere } from './statements.ts';

/** A page of the list; without `kinds` it has all kinds. */
export type ListQuery = Omit<JobQuery, 'kinds' | 'descending'> &
  Partial<Pick<JobQuery, 'kinds' | 'descending'>>;

/** Which jobs a query finds, whatever page of them. */
export type JobFilter = Pick<ListQuery, 'states' | 'kinds' | 'search'>;

/** What a query asks for, as SQL: a WHERE clause, or nothing, and its values. */
export function condition({ states, kinds = [], search }: JobFilter): {
  readonly where: string;
  readonly values: readonly string[];
} {
  const terms: string[] = [];
  const values: string[] = [];
  const among = (column: string, wanted: readonly string[]) => {
    if (wanted.length === 0) return;
    terms.push(`${column} IN (${wanted.map(() => '?').join(', ')})`);
    values.push(...wanted);
  };
  among('state', states);
  among('kind', kinds);
  if (search) {
    terms.push(`search LIKE ? ESCAPE '\\'`);
    values.push(likeAnywhere(search));
  }
  return { where: terms.length ? `WHERE ${terms.join(' AND ')}` : '', values };
}
