import { looksLikeFormula } from './formula-guard.ts';

/** Without it, Excel takes UTF-8 for something else. It stands before the first line. */
export const byteOrderMark = '\ufeff';

/**
 * A line of CSV (RFC 4180) with its CRLF. Fields that a spreadsheet might take for a formula get an apostrophe
 * in front.
 */
export function csvLine(fields: readonly string[]): string {
  return `${fields.map(field).join(',')}\r\n`;
}

function field(text: string): string {
  const bytes = Buffer.from(text);
  const safe = looksLikeFormula(bytes, 0, bytes.length) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
