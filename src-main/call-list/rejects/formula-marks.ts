import { looksLikeFormula } from './formula-guard.ts';

// Rejects workbooks of earlier versions had an apostrophe in front of each text that looks like a formula, and it went
// out to the customers when such a workbook was brought back. A text cell of a workbook needs none: it is text by its
// type. So that older workbooks are read rightly, one apostrophe in front of what looks like a formula is always taken
// off; and so that nothing is lost by that, a text of the source that has one there gets one more.

const apostrophe = 0x27;

/** Whether a text begins with apostrophes and what looks like a formula after them. */
export function needsMark(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start] !== apostrophe) return false;
  let first = start;
  while (first < end && bytes[first] === apostrophe) first += 1;
  return looksLikeFormula(bytes, first, end);
}
