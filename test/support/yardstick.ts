// Yardsticks for what may not take too long. Machines differ threefold and are busy with other things, so nothing is
// compared with seconds: only with other work of the same test, in processor time.

/** The processor time of this thread for `work`, in milliseconds. Others may hold the processor meanwhile. */
function once(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

/** The processor time of this thread for `work`, in milliseconds: the least of some rounds. */
export function cost(work: () => unknown, rounds = 3): number {
  return Math.min(...Array.from({ length: rounds }, () => once(work)));
}

/** Between work in proportion (10) and a quadratic (100). */
export const mostForTenfold = 40;

/** How often work that seems to cost too much is measured: what is in its way passes, a quadratic does not. */
const mostRounds = 10;

/** Whether `work` costs less than `most` milliseconds of this thread in at least one of some rounds. */
export function costsLess(most: number, work: () => unknown): boolean {
  for (let round = 0; round < mostRounds; round += 1) {
    const took = once(work);
    if (took < most) return true;
    // over so long a time nothing that was in its way explains as much
    if (took > Math.max(1_000, 1.5 * most)) return false;
  }
  return false;
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
  let large = Number.POSITIVE_INFINITY;
  for (let round = 0; round < mostRounds && large >= mostForTenfold * small; round += 1) {
    large = Math.min(
      large,
      once(() => work(10 * amount)),
    );
  }
  return large / small;
}
