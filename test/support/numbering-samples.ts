import { getCountryCallingCode, getExampleNumber, type CountryCode } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { rulesOf } from '../../src-main/numbering/country-data.ts';

/** Random numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A text that fits a pattern of the numbering plans. */
function fitting(pattern: string, random: () => number): string {
  let at = 0;
  const pick = (count: number): number => Math.floor(random() * count);
  const alternatives = (): (() => string) => {
    const all = [sequence()];
    while (pattern[at] === '|') {
      at += 1;
      all.push(sequence());
    }
    return () => (all[pick(all.length)] as () => string)();
  };
  const sequence = (): (() => string) => {
    const parts: (() => string)[] = [];
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') parts.push(repeated(one()));
    return () => parts.map((part) => part()).join('');
  };
  const one = (): (() => string) => {
    if (pattern[at] === '(') {
      at += pattern.startsWith('(?:', at) ? 3 : 1;
      const inside = alternatives();
      at += 1;
      return inside;
    }
    if (pattern[at] === '\\') {
      at += 2;
      return () => String(pick(10));
    }
    if (pattern[at] === '[') {
      const end = pattern.indexOf(']', at);
      const digits = '0123456789'.match(new RegExp(pattern.slice(at, end + 1), 'g')) ?? [];
      at = end + 1;
      return () => digits[pick(digits.length)] as string;
    }
    const digit = pattern.charAt(at);
    at += 1;
    return () => digit;
  };
  const repeated = (item: () => string): (() => string) => {
    if (pattern[at] === '?') {
      at += 1;
      return () => (pick(2) === 0 ? item() : '');
    }
    const found = /^\{(\d+)(?:,(\d+))?\}/.exec(pattern.slice(at));
    if (found === null) return item;
    at += found[0].length;
    const least = Number(found[1]);
    const most = Number(found[2] ?? least);
    return () => Array.from({ length: least + pick(most - least + 1) }, item).join('');
  };
  return alternatives()();
}

/**
 * A number as people of a country, or their programs, might write it, digits only or with a + before them: right, a
 * digit off, cut, of another kind, from elsewhere, or nothing but digits.
 */
export function writtenNumberOf(country: string, random: () => number): string {
  const rules = rulesOf(country);
  if (rules === undefined) throw new RangeError(country);
  const pick = (count: number): number => Math.floor(random() * count);
  const digits = (count: number): string => Array.from({ length: count }, () => pick(10)).join('');
  const kinds = rules.kinds.flatMap((kind) => (kind === 0 || kind[0] === '' ? [] : [kind[0]]));
  const means = [
    () => fitting(kinds[pick(kinds.length)] ?? rules.pattern, random),
    () => fitting(kinds[pick(kinds.length)] ?? rules.pattern, random),
    () => mutated(getExampleNumber(country as CountryCode, examples)?.nationalNumber ?? '1', digits, pick),
    () => mutated(fitting(kinds[pick(kinds.length)] ?? rules.pattern, random), digits, pick),
    () => fitting(rules.pattern, random),
    () => digits(3 + pick(13)),
  ];
  const national = (means[pick(means.length)] as () => string)();
  const code = getCountryCallingCode(country as CountryCode);
  const trunk = rules.trunk ?? '';
  const fronts = [
    '',
    '',
    '',
    '',
    trunk,
    trunk,
    `+${code}`,
    `00${code}`,
    code,
    `+${code}${trunk}`,
    '0',
    '00',
    '+',
    '17951',
  ];
  return (fronts[pick(fronts.length)] as string) + national;
}

function mutated(number: string, digits: (count: number) => string, pick: (count: number) => number): string {
  const at = pick(number.length);
  const kept = number.slice(0, at);
  return [
    kept + digits(1) + number.slice(at + 1),
    kept + number.slice(at + 1),
    kept + digits(1) + number.slice(at),
    kept + digits(number.length - at),
  ][pick(4)] as string;
}
