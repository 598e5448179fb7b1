import { cellKind, type Row } from './row.ts';

/** What spreadsheets show for a formula without a result, in the languages that have names of their own for it. */
const names = new Set(
  [
    '#N/A #DIV/0! #REF! #VALUE! #NAME? #NUM! #NULL! #SPILL! #CALC! #FIELD! #BLOCKED! #CONNECT! #BUSY! #UNKNOWN! #ERROR!',
    '#GETTING_DATA #EXTERNAL! #PYTHON! #TIMEOUT! #NV #WERT! #BEZUG! #ZAHL! #ÜBERLAUF! #VALEUR! #NOM? #NOMBRE! #NUL!',
    '#N/D #¡VALOR! #¡REF! #¿NOMBRE? #¡NUM! #¡DIV/0! #¡NULO! #VALOR! #NOME? #NÚM! #NULO! #VALORE! #RIF! #NULLO!',
    '#Н/Д #ЗНАЧ! #ССЫЛКА! #ИМЯ? #ДЕЛ/0! #ЧИСЛО! #ПУСТО! #N/D! #ARG! #ADR! #NAZWA? #LICZBA! #DZIEL/0! #ZERO!',
    '#N/B #WAARDE! #VERW! #NAAM? #GETAL! #DEEL/0! #LEEG! #YOK #DEĞER! #BAŞV! #AD? #SAYI/0! #SAYI! #BOŞ!',
    '#SAKNAS! #VÄRDEFEL! #REFERENS! #NAMN? #OGILTIGT! #DIVISION/0! #SKÄRNING! #I/T #VÆRDI! #REFERENCE! #NAVN?',
  ].flatMap((line) => line.split(' ')),
);
/** In characters: more than any of them has. */
const longest = 40;
const numberSign = 0x23;

/** What databases and programs write where there is no value, in any case. */
const missing = new Set(
  'null (null) <null> [null] n/a n.a. nan none undefined nil (blank) (空白) <na>'.split(' '),
);
/** And what only as it is: Na is a name. */
const missingAsWritten = new Set(['NA', 'NaT', '\\N']);
/** In bytes: more than any of them has, with some blanks around it. The module for usual rows knows it too. */
const longestMissing = 24;
/** The bytes with which such a text begins. */
const beginsMissing = new Uint8Array(256);
for (const byte of Buffer.from(' \tnNuU\\(<[')) beginsMissing[byte] = 1;

const rounded = /^\s*\d(?:[.,]\d+)?E\+[1-9]\d{1,2}\s*$/i;
/** 1E+10; the module for usual rows has the same bound. */
const shortestRounded = 5;
const plus = 0x2b;

/** Whether a text is what a spreadsheet saves of a long number in a narrow column, or of one of twelve digits and more: 1.64812E+29. */
export const isRoundedText = (text: string): boolean => text.length <= longest && rounded.test(text);

/**
 * Marks the cells of a row in which an error stands as a text, or that there is no value: in a list that was saved as text,
 * or pasted as values, there is no other sign of it. `#####` is what Excel saves of a column that was too narrow. So are
 * numbers marked that have lost digits in the same way.
 */
export function markErrorTexts(row: Row): void {
  for (let column = 0; column < row.width; column += 1) {
    if (row.marks[column] !== row.mark || row.kind[column] !== cellKind.text) continue;
    const start = row.start[column] as number;
    const end = row.end[column] as number;
    if (start === end) continue;
    const bytes = row.bytes[column] as Buffer;
    const first = bytes[start] as number;
    // The module for usual rows looks at the same byte.
    if (end - start >= shortestRounded && bytes[end - 3] === plus) {
      if (isRoundedText(row.text(column))) row.kind[column] = cellKind.digitsLost;
    } else if (first === numberSign) {
      if (isErrorText(row.text(column))) row.kind[column] = cellKind.errorText;
    } else if (end - start <= longestMissing && beginsMissing[first] === 1) {
      if (isMissingText(row.text(column))) row.kind[column] = cellKind.missingText;
    }
  }
}

/** Whether a text is what programs write where there is no value. */
export function isMissingText(text: string): boolean {
  if (text.length > longest) return false;
  const bare = text.trim();
  return missing.has(bare.toLowerCase()) || missingAsWritten.has(bare);
}

/** Whether a text is what spreadsheets show for an error, or for a value that has no room. */
function isErrorText(text: string): boolean {
  if (text.length > 2 && /^#+$/.test(text)) return true;
  return text.length <= longest && names.has(text.trim().toUpperCase());
}
