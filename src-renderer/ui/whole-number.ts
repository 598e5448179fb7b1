/**
 * A whole number as people type it: full-width digits and surrounding blanks are taken, nothing else.
 * @returns null for an empty text, NaN for anything but a number, so that a rule can distinguish "missing" from "wrong".
 */
export function parseWholeNumber(text: string): number | null {
  const plain = text.normalize('NFKC').trim();
  if (plain === '') return null;
  return /^\d{1,15}$/.test(plain) ? Number(plain) : NaN;
}

/** The same for a number with decimals; a comma counts as the decimal point. */
export function parseDecimal(text: string): number | null {
  const plain = text.normalize('NFKC').trim().replace(',', '.');
  if (plain === '') return null;
  return /^\d{1,12}(\.\d{1,6})?$/.test(plain) ? Number(plain) : NaN;
}
