// Yardsticks for what may not take too long. Machines differ threefold and are busy with other things, so nothing is
// compared with seconds: only with other work of the same test, in processor time.

/** The processor time of this process for `work`, in milliseconds: the least of some rounds. */
export function cost(work: () => unknown, rounds = 3): number {
  const times = Array.from({ length: rounds }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

/**
 * How many times as much `work` costs with ten times as much to do. Work in proportion comes to about ten, a quadratic
 * to a hundred; what costs less than a clock tells apart is counted as 2 ms.
 */
export function tenfold(work: (amount: number) => unknown, amount: number): number {
  work(amount);
  const small = Math.max(
    cost(() => work(amount)),
    2,
  );
  return cost(() => work(10 * amount)) / small;
}

/** Between work in proportion (10) and a quadratic (100). */
export const mostForTenfold = 40;
