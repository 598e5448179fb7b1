/** What a number format makes of a number, as far as it changes which characters a cell is. */
export type NumberShape =
  | { readonly kind: 'plain' }
  /** Digits with leading zeros, such as 00000000000: at least `digits` of them, after `prefix`. */
  | { readonly kind: 'padded'; readonly digits: number; readonly prefix: string }
  | { readonly kind: 'date' | 'time' | 'date-time' | 'elapsed' };

export const plain: NumberShape = { kind: 'plain' };

/**
 * The built-in formats that are dates or times (ECMA-376 part 1, 18.8.30), those of the East Asian versions
 * included, which differ in words only.
 */
const builtIn: readonly (readonly [
  from: number,
  to: number,
  kind: 'date' | 'time' | 'date-time' | 'elapsed',
])[] = [
  [14, 17, 'date'],
  [18, 21, 'time'],
  [22, 22, 'date-time'],
  [27, 31, 'date'],
  [32, 35, 'time'],
  [36, 36, 'date'],
  [45, 45, 'time'],
  [46, 46, 'elapsed'],
  [47, 47, 'time'],
  [50, 54, 'date'],
  [55, 56, 'time'],
  [57, 58, 'date'],
];

/** The shape of a format that has no code of its own in the workbook. */
export function builtInShape(id: number): NumberShape {
  const found = builtIn.find(([from, to]) => id >= from && id <= to);
  return found ? { kind: found[2] } : plain;
}

/** The shape of a format code, by its first section: the one for positive numbers. */
export function shapeOf(code: string): NumberShape {
  if (/^general$/i.test(code.trim())) return plain;
  const section = firstSection(code);
  const elapsed = /\[(?:h+|m+|s+)\]/i.test(section);
  // Colours, conditions, locales; then AM/PM in its forms.
  const bare = section.replace(/\[[^\]]*\]/g, '');
  const letters = unquoted(bare).replace(/am\/pm|a\/p|上午\/下午/gi, 'h');
  if (elapsed) return { kind: 'elapsed' };
  const hasDate = /[yd]/i.test(letters) || (/e/i.test(letters) && !/e[+-]/i.test(letters));
  const hasTime = /[hs]/i.test(letters);
  if (hasDate && hasTime) return { kind: 'date-time' };
  if (hasTime) return { kind: 'time' };
  if (hasDate || /m/i.test(letters)) return { kind: 'date' };
  return paddedShape(bare);
}

/** A format of zeros and separators only, at least one zero more than a plain number needs. */
function paddedShape(section: string): NumberShape {
  let digits = 0;
  let prefix = '';
  for (const [part, quoted, escaped] of section.matchAll(/"([^"]*)"|[\\_*](.)|[\s\S]/g)) {
    if (part === '0') digits += 1;
    else if (quoted !== undefined || part.startsWith('\\')) {
      const literal = quoted ?? escaped ?? '';
      if (digits === 0 && /^\d+$/.test(literal)) prefix += literal;
    } else if (!/^(?:[#? ()/@-]|[_*].)$/.test(part)) return plain;
  }
  return digits > 1 || prefix !== '' ? { kind: 'padded', digits, prefix } : plain;
}

function firstSection(code: string): string {
  let quoted = false;
  for (let at = 0; at < code.length; at += 1) {
    const character = code[at];
    if (character === '"') quoted = !quoted;
    else if (character === '\\' && !quoted) at += 1;
    else if (character === ';' && !quoted) return code.slice(0, at);
  }
  return code;
}

/** The code without quoted text, escaped characters, and the widths and fills after `_` and `*`. */
function unquoted(code: string): string {
  return code.replace(/"[^"]*"?|[\\_*][\s\S]?/g, '');
}
