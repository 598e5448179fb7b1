const firstDelay = 2_000;

/** The longest wait between two attempts, milliseconds. */
export const longestDelay = 5 * 60_000;

/** The longest that the other side may ask to be left alone, milliseconds. */
export const longestWish = 60 * 60_000;

/** How long to wait before a disk that took nothing is tried again, milliseconds. */
export const diskRetry = 1_000;

/**
 * How long to wait for the network before the next attempt, milliseconds: 2 s, doubled each time, 5 min at
 * most; a random half of it is left out, so that all workstations of a floor do not come back at once.
 * @param attempts how many have failed in a row, 1 or more
 * @param random 0 ≤ n < 1
 */
export function backoff(attempts: number, random: () => number): number {
  const whole = Math.min(longestDelay, firstDelay * 2 ** Math.min(attempts - 1, 20));
  return Math.round(whole / 2 + (whole / 2) * random());
}
