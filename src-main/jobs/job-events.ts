import type { Job, JobCounts, JobsChanged } from '../contract/jobs.ts';
import type { Clock } from '../platform/clock.ts';

/** Progress reaches the listeners this often, milliseconds: ten times a second. */
const progressEvery = 100;
/** The most that is sent at once: a thousand jobs in one message hold the window up for several frames. */
const atATime = 50;
/** Between one such part and the next, milliseconds: about a frame. */
const partsEvery = 16;

/** What the events need of the queue. */
interface Source {
  /** The job as it is now, or null where it is gone. */
  get(id: string): Job | null;
  counts(): JobCounts;
}

/**
 * Tells listeners what changed, and only that. A change of state goes out at the end of the current turn,
 * together with whatever else changed in it; mere progress waits for the next tenth of a second. What is many at once,
 * as when all wait for a network that comes back, is sent in parts.
 */
export class JobEvents {
  readonly #source: Source;
  readonly #clock: Clock;
  readonly #listeners = new Set<(changed: JobsChanged) => void>();
  #changed = new Set<string>();
  #flushing = false;
  #callOff: (() => void) | null = null;
  #counts: JobCounts | null = null;
  #ended = false;

  constructor(source: Source, clock: Clock) {
    this.#source = source;
    this.#clock = clock;
  }

  /** Gives a function that ends it. */
  subscribe(listener: (changed: JobsChanged) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** A job's state changed, or the job is new or gone. */
  stateChanged(id: string): void {
    if (this.#ended) return;
    this.#changed.add(id);
    this.#counts = null;
    if (this.#flushing) return;
    this.#flushing = true;
    // Not a microtask: whoever hears that a job stopped may act on it at once, and its run must be over then.
    setImmediate(() => {
      this.#tellPart();
    });
  }

  progressed(id: string): void {
    if (this.#ended) return;
    this.#changed.add(id);
    this.#tellIn(progressEvery);
  }

  /** Sends at once what is still waiting. */
  flush(): void {
    this.#tell([...this.#changed]);
  }

  #tellIn(ms: number): void {
    this.#callOff ??= this.#clock.after(ms, () => {
      this.#callOff = null;
      this.#tellPart();
    });
  }

  #tellPart(): void {
    this.#flushing = false;
    this.#tell([...this.#changed].slice(0, atATime));
    if (this.#changed.size === 0) return;
    this.#callOffNext();
    this.#tellIn(partsEvery);
  }

  #tell(ids: readonly string[]): void {
    if (ids.length === 0) return;
    const jobs: Job[] = [];
    const removed: string[] = [];
    for (const id of ids) {
      this.#changed.delete(id);
      const job = this.#source.get(id);
      if (job) jobs.push(job);
      else removed.push(id);
    }
    this.#counts ??= this.#source.counts();
    for (const listener of this.#listeners) listener({ jobs, removed, counts: this.#counts });
  }

  /** Announces what has not been announced, and nothing after it: once the app has ended, jobs can no longer be queried. */
  end(): void {
    this.flush();
    this.#ended = true;
    this.#callOffNext();
  }

  #callOffNext(): void {
    this.#callOff?.();
    this.#callOff = null;
  }
}
