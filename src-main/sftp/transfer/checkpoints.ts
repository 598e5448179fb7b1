import type { Clock } from '../../platform/clock.ts';

const everyBytes = 16 * 1024 * 1024;
const everyMs = 1_000;

/**
 * Decides when a position is worth storing: every second or every 16 MB, whichever is first. What lies between
 * is found again by reading back, so more would only wear the disk.
 */
export class Checkpoints {
  readonly #clock: Clock;
  readonly #save: (position: number) => void;
  #position: number;
  #savedAt: number;
  #savedPosition: number;

  constructor(start: number, clock: Clock, save: (position: number) => void) {
    this.#clock = clock;
    this.#save = save;
    this.#position = start;
    this.#savedPosition = start;
    this.#savedAt = clock.monotonic();
    save(start);
  }

  /** Notes how far it is. */
  at(position: number): void {
    this.#position = position;
    const due =
      this.#clock.monotonic() - this.#savedAt >= everyMs || position - this.#savedPosition >= everyBytes;
    if (due) this.flush();
  }

  /** Stores how far it is now. */
  flush(): void {
    if (this.#position === this.#savedPosition) return;
    this.#savedPosition = this.#position;
    this.#savedAt = this.#clock.monotonic();
    this.#save(this.#position);
  }
}
