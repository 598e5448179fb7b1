/**
 * A header without what people write it with: width, case, spaces, punctuation, remarks in brackets such as
 * "(required)". A number in brackets stays: it tells columns apart.
 */
export function normalHeader(header: string): string {
  const folded = header.normalize('NFKC').toLowerCase();
  return lettersAndDigits(withoutRemarks(folded)) || lettersAndDigits(folded);
}

/** Without what is between brackets, from each opening one to the next that closes, unless it is a number. */
function withoutRemarks(header: string): string {
  let kept = '';
  let from = 0;
  while (from < header.length) {
    const open = nextOf(header, '([【', from);
    const close = nextOf(header, ')]】', open);
    if (close === header.length) break;
    const isNumber = /^\d+$/.test(header.slice(open + 1, close));
    kept += header.slice(from, isNumber ? close + 1 : open);
    from = close + 1;
  }
  return kept + header.slice(from);
}

/** The position of the first of these characters; the length where there is none. */
function nextOf(text: string, characters: string, from: number): number {
  let at = from;
  while (at < text.length && !characters.includes(text.charAt(at))) at += 1;
  return at;
}

const lettersAndDigits = (text: string): string => text.replace(/[^\p{Letter}\p{Number}#]/gu, '');

/**
 * The number (from 0) of each column by its header, for headers that can name a column: those that occur once.
 * Looked up as written first, so that "Phone" and "phone" can stand side by side, then in normal form.
 */
export class HeaderNames {
  readonly #exact = new Map<string, number>();
  readonly #normal = new Map<string, number>();

  constructor(headers: readonly string[]) {
    for (const [column, header] of headers.entries()) {
      note(this.#exact, header, column);
      note(this.#normal, normalHeader(header), column);
    }
  }

  /** The column with this header; why not, where there is none. */
  find(header: string): number | 'column-not-found' | 'column-repeated' {
    const column = this.#exact.get(header) ?? this.#normal.get(normalHeader(header));
    if (column === undefined) return 'column-not-found';
    return column === repeated ? 'column-repeated' : column;
  }
}

const repeated = -1;

function note(columns: Map<string, number>, name: string, column: number): void {
  if (name !== '') columns.set(name, columns.has(name) ? repeated : column);
}
