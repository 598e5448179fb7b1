/** Any digit, in a pattern of numbers that are always fine. */
const anyDigit = 15;

/**
 * The numbers that are always fine, whatever a plan says. Characters are codes as packed-number.ts packs them: 1 to 10 for
 * digits, 11 for *, 12 for #.
 */
export class AlwaysValidNumbers {
  readonly #patterns: readonly Uint8Array[];

  /** @param patterns of digits, * and #, and x for any digit */
  constructor(patterns: readonly string[]) {
    this.#patterns = patterns.map((pattern) =>
      Uint8Array.from(pattern, (character) =>
        character === 'x' ? anyDigit : '0123456789*#'.indexOf(character) + 1,
      ),
    );
  }

  has(codes: Uint8Array, length: number): boolean {
    for (const pattern of this.#patterns) if (pattern.length === length && fits(codes, pattern)) return true;
    return false;
  }
}

function fits(codes: Uint8Array, pattern: Uint8Array): boolean {
  for (let i = 0; i < pattern.length; i += 1) {
    const code = codes[i] as number;
    const wanted = pattern[i] as number;
    if (code !== wanted && !(wanted === anyDigit && code <= 10)) return false;
  }
  return true;
}
