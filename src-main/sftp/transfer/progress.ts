import type { Clock } from '../../platform/clock.ts';

/** How far a transfer is. Unknown speeds and times are null, not zero. */
export interface TransferProgress {
  readonly bytes: number;
  readonly total: number | null;
  readonly bytesPerSecond: number | null;
  readonly secondsLeft: number | null;
}

const speedOver = 4_000; // ms that the speed is taken over
const reportEvery = 100; // ms

/**
 * Turns positions into progress reports: at most ten a second, and always the first and the last. The speed is
 * that of the last four seconds, so that a changed link shows soon and a hiccup does not.
 */
export class ProgressMeter {
  readonly #total: number | null;
  readonly #clock: Clock;
  readonly #report: (progress: TransferProgress) => void;
  #samples: { at: number; bytes: number }[] = [];
  #reportedAt = -Infinity;

  /** `total` null: the server does not tell; `start` is where the transfer goes on, so that what was there before does not count as speed. */
  constructor(
    total: number | null,
    start: number,
    clock: Clock,
    report: (progress: TransferProgress) => void,
  ) {
    this.#total = total;
    this.#clock = clock;
    this.#report = report;
    this.at(start);
  }

  /** Notes that so many bytes are through. */
  at(bytes: number): void {
    const now = this.#clock.monotonic();
    const left = this.#total === null ? null : this.#total - bytes;
    const last = left !== null && left <= 0;
    if (now - this.#reportedAt < reportEvery && !last) return;
    this.#reportedAt = now;
    this.#samples.push({ at: now, bytes });
    while (this.#samples.length > 2 && now - (this.#samples[1]?.at ?? now) >= speedOver)
      this.#samples.shift();
    const first = this.#samples[0] ?? { at: now, bytes };
    const seconds = (now - first.at) / 1000;
    const bytesPerSecond = seconds > 0 ? (bytes - first.bytes) / seconds : null;
    const secondsLeft = last ? 0 : left !== null && bytesPerSecond ? left / bytesPerSecond : null;
    this.#report({ bytes, total: this.#total, bytesPerSecond, secondsLeft });
  }
}
