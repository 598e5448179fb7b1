import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { changeAgain } from '../../call-list/change-again.ts';
import type { KnownPlaces } from '../../call-list/known/places.ts';
import { KeptWorker } from '../../call-list/kept-worker.ts';
import { keptChanges, type Reading } from './kept-changes.ts';
import { CallListSession } from '../../call-list/session.ts';
import type {
  CellEdit,
  CheckOptions,
  CheckProgress,
  CheckSummary,
  ReadOptions,
  RowView,
  SourceInfo,
} from '../../contract/call-list.ts';
import { changedMeanwhile, DialdeskError } from '../../contract/errors.ts';
import type { AppliedMends, ListChange, MendProgress } from '../../contract/mends.ts';
import { sourceSha256 } from './source-sha256.ts';

/** What is needed to produce the same clean list from the same source again. */
export interface CheckedList {
  readonly path: string;
  /** The source when it was opened: lets a later run tell whether it is still the one that was checked. */
  readonly size: number;
  readonly mtimeMs: number;
  readonly options: CheckOptions;
  /** "Now" of the check, epoch milliseconds. */
  readonly at: number;
  /** Changes made since, in order. */
  readonly edits: readonly ListChange[];
  readonly summary: CheckSummary;
}

interface Changes {
  readonly reading: Reading | null;
  readonly edits: readonly ListChange[];
  /** What was taken back, the last one at the end. */
  readonly undone: readonly ListChange[];
}

interface Entry {
  readonly session: CallListSession;
  readonly source: Pick<CheckedList, 'path' | 'size' | 'mtimeMs'>;
  running: AbortController | null;
  /** A read that nobody waits for once something else is viewed. */
  looking: AbortController | null;
  checked: CheckedList | null;
  /** Of the source, once it was asked for. */
  sha256: Promise<string | null> | null;
  /** The changes, and the reading they apply to: another check of the same reading applies them again. */
  changes: Changes;
}

const untouched = {
  running: null,
  looking: null,
  checked: null,
  sha256: null,
  changes: { reading: null, edits: [], undone: [] } as Changes,
};

/** The call lists currently open in the window, each with its own worker. */
export class OpenCallLists {
  readonly #worker: URL | undefined;
  readonly #places: () => Promise<KnownPlaces | undefined>;
  readonly #open = new Map<string, Entry>();
  readonly #kept = new KeptWorker();

  /**
   * @param worker the bundled worker; omitted where sources run unbuilt
   * @param places where fingerprints of numbers are
   */
  constructor(
    worker?: URL,
    places: () => Promise<KnownPlaces | undefined> = () => Promise.resolve(undefined),
  ) {
    this.#worker = worker;
    this.#places = places;
  }

  /** Opens a file. @throws DialdeskError `file_unreadable` */
  async open(path: string): Promise<{ list: string; source: SourceInfo }> {
    const session = await CallListSession.open(path, {
      worker: this.#kept.take(),
      ...(this.#worker && { workerUrl: this.#worker }),
    });
    const { size, mtimeMs } = await stat(path);
    const list = randomUUID();
    this.#open.set(list, { session, source: { path, size, mtimeMs }, ...untouched });
    return { list, source: session.source };
  }

  /** @throws DialdeskError `not_found` when the list was closed */
  session(list: string): CallListSession {
    return this.#entry(list).session;
  }

  read(list: string, options: ReadOptions): Promise<SourceInfo> {
    const entry = this.#entry(list);
    entry.checked = null;
    return entry.session.read(options);
  }

  async check(
    list: string,
    options: CheckOptions,
    onProgress: (progress: CheckProgress) => void,
  ): Promise<CheckSummary> {
    const entry = this.#entry(list);
    const now = new Date();
    entry.checked = null;
    const { kept: edits, lost } = keptChanges(entry.changes.edits, entry.changes.reading, options);
    const undone = lost === 0 && same(entry.changes.reading, options) ? entry.changes.undone : [];
    const summary = await this.run(list, async (session, signal) => {
      const places = await this.#places();
      const found = await session.check(options, { signal, onProgress, now, places });
      return (await changeAgain(session, edits, signal)) ?? found;
    });
    entry.changes = { reading: options, edits, undone };
    entry.checked = { ...entry.source, options, at: now.getTime(), edits, summary };
    // Now, while the file is near: whoever sends the list does not wait for it.
    void this.sha256(list);
    return summary;
  }

  /** Changes one cell. @throws DialdeskError `conflict` if the list has not been checked; otherwise as `editCell` */
  async edit(list: string, edit: CellEdit): Promise<{ row: RowView; summary: CheckSummary }> {
    const { session } = this.#entry(list);
    const summary = await this.#change(list, edit, () => session.edit([edit]));
    return { row: await session.rowAt(edit.row), summary };
  }

  /** Applies bulk mends. @throws as `edit`; `cancelled` */
  mend(
    list: string,
    mends: AppliedMends,
    onProgress?: (progress: MendProgress) => void,
  ): Promise<CheckSummary> {
    // A count still under way would only be in the way.
    this.#entry(list).looking?.abort();
    return this.#change(list, mends, () =>
      this.run(list, (session, signal) =>
        session.applyMends(mends.chosen, mends.scope, { signal, onProgress }),
      ),
    );
  }

  async #change(list: string, change: ListChange, make: () => Promise<CheckSummary>): Promise<CheckSummary> {
    const entry = this.#entry(list);
    const before = this.checked(list);
    const summary = await make();
    // Another check may have begun meanwhile, which discards earlier changes.
    if (entry.checked === null || entry.checked.at !== before.at) {
      throw changedMeanwhile('the list was checked again meanwhile');
    }
    // The worker applies changes one at a time, but two may have been requested at once.
    const edits = [...entry.checked.edits, change];
    entry.changes = { ...entry.changes, edits, undone: [] };
    entry.checked = { ...entry.checked, edits, summary };
    return summary;
  }

  /** How many changes were made and taken back, and how many of them another check would lose. */
  changes(list: string, options?: CheckOptions): { made: number; undone: number; lost: number } {
    const { edits, undone, reading } = this.#entry(list).changes;
    const { lost } = options ? keptChanges(edits, reading, options) : { lost: 0 };
    return { made: edits.length, undone: undone.length, lost };
  }

  /**
   * Takes the last change back, or makes the one again that was taken back last: the list is checked as before, with the
   * others. @throws DialdeskError `conflict` where there is none, or the list has not been checked; as `check`
   */
  async step(
    list: string,
    to: 'undo' | 'redo',
    onProgress: (progress: CheckProgress) => void,
  ): Promise<CheckSummary> {
    const entry = this.#entry(list);
    const { options } = this.checked(list);
    const before = entry.changes;
    const { edits, undone } = before;
    const moved = (to === 'undo' ? edits : undone).at(-1);
    if (moved === undefined) throw new DialdeskError('conflict', `there is nothing to ${to}`);
    entry.changes =
      to === 'undo'
        ? { ...before, edits: edits.slice(0, -1), undone: [...undone, moved] }
        : { ...before, edits: [...edits, moved], undone: undone.slice(0, -1) };
    try {
      return await this.check(list, options, onProgress);
    } catch (error) {
      entry.changes = before;
      throw error;
    }
  }

  /** The source and options of the last check. @throws DialdeskError `not_found`, `conflict` when it has not been checked */
  checked(list: string): CheckedList {
    const { checked } = this.#entry(list);
    if (checked === null) {
      throw changedMeanwhile('this list has not been checked');
    }
    return checked;
  }

  /** Whether the list is still open, and still as it was checked and changed then. */
  isAsChecked(list: string, checked: CheckedList): boolean {
    return this.#open.get(list)?.checked === checked;
  }

  /** SHA-256 of the source, lower-case hex; null where it can no longer be read as it was opened. */
  sha256(list: string): Promise<string | null> {
    const entry = this.#entry(list);
    // A file that could not be reached may be back, so what is not known is looked for again.
    entry.sha256 ??= sourceSha256(entry.source).then((sha256) => {
      if (sha256 === null) entry.sha256 = null;
      return sha256;
    });
    return entry.sha256;
  }

  /** Runs something that only reads: the next such read stops it, and so does closing. It stops nothing itself. */
  async look<T>(
    list: string,
    work: (session: CallListSession, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const entry = this.#entry(list);
    entry.looking?.abort();
    const looking = new AbortController();
    entry.looking = looking;
    try {
      return await work(entry.session, looking.signal);
    } finally {
      if (entry.looking === looking) entry.looking = null;
    }
  }

  /** Runs work that `cancel` can stop. One at a time: new work stops what was running. */
  async run<T>(
    list: string,
    work: (session: CallListSession, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const entry = this.#entry(list);
    entry.running?.abort();
    const running = new AbortController();
    entry.running = running;
    try {
      return await work(entry.session, running.signal);
    } finally {
      if (entry.running === running) entry.running = null;
    }
  }

  cancel(list: string): void {
    this.#open.get(list)?.running?.abort();
  }

  async close(list: string): Promise<void> {
    const entry = this.#open.get(list);
    this.#open.delete(list);
    if (entry === undefined) return;
    if (entry.running === null && entry.looking === null) {
      const worker = await entry.session.release();
      if (worker !== undefined) await this.#kept.keep(worker);
      return;
    }
    entry.running?.abort();
    entry.looking?.abort();
    // What was stopped here may go on for a while there.
    await entry.session.close();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((list) => this.close(list)));
    await this.#kept.end();
  }

  #entry(list: string): Entry {
    const entry = this.#open.get(list);
    if (!entry) throw new DialdeskError('not_found', 'this call list is not open');
    return entry;
  }
}

/** Whether two readings give the same rows. */
function same(before: Reading | null, after: Reading): boolean {
  const all = ({ sheet, headerRow, encoding, delimiter, mapping }: Reading): string =>
    JSON.stringify([sheet, headerRow, encoding, delimiter, mapping]);
  return before !== null && all(before) === all(after);
}
