import { createHash } from 'node:crypto';
import { normalHeader } from './header-names.ts';

/**
 * What tells header rows apart, as lower-case hex: the same for the same headers in the same order, whatever
 * their case, width, spaces and punctuation. A saved mapping is proposed again for a source that has it.
 */
export function headerFingerprint(headers: readonly string[]): string {
  const lastUsed = headers.findLastIndex((header) => header.trim() !== '');
  const names = headers.slice(0, lastUsed + 1).map(normalHeader);
  return createHash('sha256').update(JSON.stringify(names)).digest('hex');
}
