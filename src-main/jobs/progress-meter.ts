import type { JobProgress } from '../contract/jobs.ts';

/** The speed is taken over this many milliseconds: a changed link shows soon, a hiccup does not. */
const window = 4_000;
const sampleEvery = 100;

/** Turns "so much is done" into progress with speed and time left. One for each step taken. */
export class ProgressMeter {
  readonly #step: string;
  readonly #monotonic: () => number;
  #samples: { readonly at: number; readonly done: number }[] = [];

  constructor(step: string, monotonic: () => number) {
    this.#step = step;
    this.#monotonic = monotonic;
  }

  at(done: number, total: number | null, unit: JobProgress['unit']): JobProgress {
    const now = this.#monotonic();
    const last = this.#samples.at(-1);
    if (last && done < last.done) this.#samples = [];
    if (!last || now - last.at >= sampleEvery) this.#samples.push({ at: now, done });
    while ((this.#samples[1]?.at ?? now) < now - window) this.#samples.shift();
    const [first] = this.#samples;
    const seconds = first ? (now - first.at) / 1000 : 0;
    const perSecond = first && seconds >= 0.5 ? (done - first.done) / seconds : null;
    const left = total === null || !perSecond ? null : Math.max(0, (total - done) / perSecond);
    return { step: this.#step, done, total, unit, perSecond, secondsLeft: left };
  }
}
