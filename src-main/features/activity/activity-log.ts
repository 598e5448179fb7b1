import type { ActivityEntry } from '../../contract/activity.ts';
import type { ActivityTable } from '../../store/activity.ts';

/** Milliseconds after which entries are written together: a commit costs as much for one as for fifty. */
const writeAfter = 250;
/** Milliseconds before a database that refused entries is tried again. */
const retryAfter = 10_000;
/** How many entries wait for such a database; beyond that, the oldest are dropped. */
const mostWaiting = 1_000;

export interface ActivityLogDeps {
  readonly table: Pick<ActivityTable, 'addAll'>;
  /** Called after entries were written. */
  readonly written: () => void;
  readonly log: (message: string, error: unknown) => void;
  /** Runs something later and returns a function that cancels it; `setTimeout` in the app. */
  readonly after: (ms: number, work: () => void) => () => void;
}

/**
 * Records what was done without involving whoever did it: `record` only queues an entry, so a request is neither
 * slowed by the disk nor broken by a failing database.
 */
export class ActivityLog {
  readonly #deps: ActivityLogDeps;
  #waiting: ActivityEntry[] = [];
  #callOff: (() => void) | null = null;
  #failing = false;
  #closed = false;

  constructor(deps: ActivityLogDeps) {
    this.#deps = deps;
  }

  /** Queues an entry. Never throws and never waits. */
  record(entry: ActivityEntry): void {
    // a request that outlives the app's end: there is nothing left to write to
    if (this.#closed) return;
    if (this.#waiting.length >= mostWaiting) this.#waiting.shift();
    this.#waiting.push(entry);
    this.#callOff ??= this.#deps.after(writeAfter, () => this.flush());
  }

  /** Writes the queued entries. Those the database refuses stay queued and are tried again. */
  flush(): void {
    this.#callOff?.();
    this.#callOff = null;
    if (this.#waiting.length === 0) return;
    try {
      this.#deps.table.addAll(this.#waiting);
      this.#waiting = [];
      this.#failing = false;
      this.#deps.written();
    } catch (error) {
      // once, not every ten seconds: a long log does not help a full disk
      if (!this.#failing) this.#deps.log('the activity could not be written', error);
      this.#failing = true;
      this.#callOff = this.#deps.after(retryAfter, () => this.flush());
    }
  }

  /** Writes the queued entries for the last time. */
  close(): void {
    this.flush();
    this.#callOff?.();
    this.#callOff = null;
    this.#closed = true;
  }
}
