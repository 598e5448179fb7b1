import type { Clock } from '../../src-main/platform/clock.ts';

/** A clock that stands still until it is advanced. */
export class FakeClock implements Clock {
  #now = Date.UTC(2026, 2, 4, 9);
  #passed = 0;
  #timers = new Set<{ readonly at: number; readonly work: () => void }>();

  readonly now = (): number => this.#now;

  readonly monotonic = (): number => this.#passed;

  readonly after = (ms: number, work: () => void): (() => void) => {
    const timer = { at: this.#passed + ms, work };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  };

  /** Milliseconds until the next timer, or null. */
  get nextTimer(): number | null {
    const [first] = [...this.#timers].map(({ at }) => at - this.#passed).sort((a, b) => a - b);
    return first ?? null;
  }

  /** Lets time pass, and runs what falls due, in order. */
  advance(ms: number): void {
    const until = this.#passed + ms;
    for (;;) {
      const [next] = [...this.#timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#timers.delete(next);
      this.#pass(next.at - this.#passed);
      next.work();
    }
    this.#pass(until - this.#passed);
  }

  /** Somebody sets the machine's clock; time itself goes on as before. */
  setBack(ms: number): void {
    this.#now -= ms;
  }

  #pass(ms: number): void {
    this.#passed += ms;
    this.#now += ms;
  }
}
