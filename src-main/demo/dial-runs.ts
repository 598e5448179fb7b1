/** Records that were dialled one after the other at one pace. Times are epoch milliseconds. */
export interface DialRun {
  /** The first record, counted over all imports of the campaign. */
  readonly first: number;
  count: number;
  /** When the first of them was dialled, and how long after each the next. */
  readonly at: number;
  readonly step: number;
}

/** Adds records that follow the last ones, into the last run where they go on with it. */
export function addRun(runs: DialRun[], run: DialRun): void {
  if (run.count === 0) return;
  const last = runs.at(-1);
  const goesOn =
    last?.step === run.step &&
    last.first + last.count === run.first &&
    Math.abs(last.at + last.count * last.step - run.at) < 1;
  if (goesOn) last.count += run.count;
  else runs.push(run);
}

/** When a record was dialled; undefined if it was not. Runs lie in ascending order. */
export function dialledAt(runs: readonly DialRun[], record: number): number | undefined {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const run = runs[middle] as DialRun;
    if (record < run.first) high = middle;
    else if (record >= run.first + run.count) low = middle + 1;
    else return run.at + (record - run.first) * run.step;
  }
  return undefined;
}
