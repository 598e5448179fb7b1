/**
 * A header without what people write it with: width, case, spaces, punctuation, remarks in brackets such as
 * "(required)". A number in brackets stays: it tells columns apart.
 */
export function normalHeader(header: string): string {
  const folded = header.normalize('NFKC').toLowerCase();
  const withoutRemarks = folded.replace(/[([【](?!\d+[)\]】])[^)\]】]*[)\]】]/gu, '');
  return lettersAndDigits(withoutRemarks) || lettersAndDigits(folded);
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
