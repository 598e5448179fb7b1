/** A source of numbers from 0 (included) to 1 (excluded), as `Math.random` is one. */
export type Random = () => number;

/** A repeatable source: the same seed gives the same demo data (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** An integer from 0 (included) to `count` (excluded). */
export const below = (random: Random, count: number): number => Math.floor(random() * count);

/** One entry of a list that is not empty. */
export function pick<T>(random: Random, list: readonly [T, ...T[]] | readonly T[]): T {
  return list[below(random, list.length)] as T;
}

/** `count` random decimal digits. */
export function digits(random: Random, count: number): string {
  let text = '';
  while (text.length < count) {
    text += String(below(random, 1_000_000)).padStart(6, '0');
  }
  return text.slice(0, count);
}

/** An identifier as CC-iSales makes them: 13 digits of epoch milliseconds and 17 more. */
export const makeId = (random: Random, time: Date): string => `${time.getTime()}${digits(random, 17)}`;
