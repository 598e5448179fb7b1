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

/**
 * Marks the cells of a row in which an error stands as a text: in a list that was saved as text, or pasted as values, there
 * is no other sign of it. `#####` is what Excel saves of a column that was too narrow.
 */
export function markErrorTexts(row: Row): void {
  for (let column = 0; column < row.width; column += 1) {
    if (row.marks[column] !== row.mark || row.kind[column] !== cellKind.text) continue;
    const start = row.start[column] as number;
    const end = row.end[column] as number;
    if (start === end || (row.bytes[column] as Buffer)[start] !== numberSign) continue;
    if (isErrorText(row.text(column))) row.kind[column] = cellKind.errorText;
  }
}

/** Whether a text is what spreadsheets show for an error, or for a value that has no room. */
function isErrorText(text: string): boolean {
  if (text.length > 2 && /^#+$/.test(text)) return true;
  return text.length <= longest && names.has(text.trim().toUpperCase());
}
