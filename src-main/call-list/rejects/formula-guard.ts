// Spreadsheets take a text that begins with one of these for a formula, which can fetch and send data ("CSV
// injection", OWASP). In a workbook a text cell is safe by its type, but the supervisor may save the rejects
// as CSV and somebody may open that. So the text itself gets a leading apostrophe, which every spreadsheet
// understands as "this is text". The mend `remove-apostrophe` takes it off again.

const marks = new Uint8Array(256);
for (const mark of '=+-@\t\r\n') marks[mark.charCodeAt(0)] = 1;

/** The full-width forms ＝ ＋ － ＠, which East Asian versions treat alike: EF BC and one of these. */
const fullWidthMarks = new Set([0x9d, 0x8b, 0x8d, 0xa0]);

/**
 * Whether a spreadsheet might take the UTF-8 text `bytes[start, end)` for a formula. Spaces in front do not
 * matter, because some programs drop them.
 */
export function looksLikeFormula(bytes: Uint8Array, start: number, end: number): boolean {
  let first = start;
  while (first < end && bytes[first] === 0x20) first++;
  if (first >= end) return false;
  if (marks[bytes[first] as number] === 1) return true;
  return (
    bytes[first] === 0xef &&
    bytes[first + 1] === 0xbc &&
    first + 2 < end &&
    fullWidthMarks.has(bytes[first + 2] as number)
  );
}
