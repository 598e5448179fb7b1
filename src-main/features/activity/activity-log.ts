import type { ActivityEntry } from '../../contract/activity.ts';
import type { ActivityTable } from '../../store/activity.ts';

/** Entries are written together after this long, milliseconds: a commit costs as much for one as for fifty. */
const writeAfter = 250;
/** How long to wait before a database that took nothing is tried again, milliseconds. */
const retryAfter = 10_000;
/** As many entries wait for such a database; then the oldest go. */
const mostWaiting = 1_000;

export interface ActivityLogDeps {
  readonly table: Pick<ActivityTable, 'addAll'>;
  /** Told when something was written. */
  readonly written: () => void;
  readonly log: (message: string, error: unknown) => void;
  /** Runs something later and gives what calls it off; `setTimeout` in the app. */
  readonly after: (ms: number, work: () => void) => () => void;
}

/**
 * Writes down what was done, behind the back of whoever did it: `record` only takes a note, so that a request
 * is neither slowed by the disk nor broken by a database that refuses.
 */
export class ActivityLog {
  readonly #deps: ActivityLogDeps;
  #waiting: ActivityEntry[] = [];
  #callOff: (() => void) | null = null;
  #failing = false;

  constructor(deps: ActivityLogDeps) {
    this.#deps = deps;
  }

  /** Takes an entry. Never throws, and never waits. */
  record(entry: ActivityEntry): void {
    if (this.#waiting.length >= mostWaiting) this.#waiting.shift();
    this.#waiting.push(entry);
    this.#callOff ??= this.#deps.after(writeAfter, () => this.flush());
  }

  /** Writes what waits. What the database does not take waits on, and is tried again. */
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
      // once, not every ten seconds: a full disk is not helped by a long log
      if (!this.#failing) this.#deps.log('the activity could not be written', error);
      this.#failing = true;
      this.#callOff = this.#deps.after(retryAfter, () => this.flush());
    }
  }

  /** Writes what waits for the last time. */
  close(): void {
    this.flush();
    this.#callOff?.();
    this.#callOff = null;
  }
}
