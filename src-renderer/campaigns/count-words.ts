import { formatCount } from '../app/format.ts';

/** A counter; one that the call centre does not give is a question mark, which is not 0. */
export function countWords(count: number | null): string {
  return count === null ? '?' : formatCount(count);
}
