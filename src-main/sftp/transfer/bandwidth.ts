import { pause, systemClock, type Clock } from '../../platform/clock.ts';

/** Says when bytes may go. */
export interface Pace {
  /** Resolves when so many bytes may go; rejects with the signal's reason. */
  take(bytes: number, signal?: AbortSignal): Promise<void>;
}

/**
 * A limit in bytes a second, for one transfer or shared by several. Each taker books the next free stretch of
 * time and waits until it begins: no bursts to catch up, and two takers share evenly.
 */
export class BandwidthLimit implements Pace {
  readonly #clock: Clock;
  #bytesPerSecond: number;
  #freeAt: number;

  /** `Infinity` is no limit. */
  constructor(bytesPerSecond: number, clock: Clock = systemClock) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#clock = clock;
    this.#freeAt = clock.monotonic();
  }

  /** Changes the limit from the next taker on. */
  set bytesPerSecond(value: number) {
    this.#bytesPerSecond = value;
    this.#freeAt = Math.min(this.#freeAt, this.#clock.monotonic() + 1000);
  }

  get bytesPerSecond(): number {
    return this.#bytesPerSecond;
  }

  /** Resolves when so many bytes may go. Rejects with the signal's reason. */
  async take(bytes: number, signal?: AbortSignal): Promise<void> {
    const now = this.#clock.monotonic();
    const start = Math.max(now, this.#freeAt);
    this.#freeAt = start + (bytes / this.#bytesPerSecond) * 1000;
    if (start <= now) return;
    await pause(this.#clock, start - now, signal);
    signal?.throwIfAborted();
  }
}
