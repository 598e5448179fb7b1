import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { CallListSession } from '../call-list/session.ts';
import type {
  CheckOptions,
  CheckProgress,
  CheckSummary,
  ReadOptions,
  SourceInfo,
} from '../contract/call-list.ts';
import { DialdeskError } from '../contract/errors.ts';

/** What makes the same clean list of the same source again. */
export interface CheckedList {
  readonly path: string;
  /** Of the source when it was opened: how a later run can tell that it is still the one that was checked. */
  readonly size: number;
  readonly mtimeMs: number;
  readonly options: CheckOptions;
  /** "Now" of the check, epoch milliseconds. */
  readonly at: number;
  readonly summary: CheckSummary;
}

interface Entry {
  readonly session: CallListSession;
  readonly source: Pick<CheckedList, 'path' | 'size' | 'mtimeMs'>;
  running: AbortController | null;
  checked: CheckedList | null;
}

/** The call lists that are open in the window now, each with a worker of its own. */
export class OpenCallLists {
  readonly #worker: URL | undefined;
  readonly #open = new Map<string, Entry>();

  /** @param worker where the bundled worker lies; left out where sources run unbuilt */
  constructor(worker?: URL) {
    this.#worker = worker;
  }

  /** Opens a file. @throws DialdeskError `file_unreadable` */
  async open(path: string): Promise<{ list: string; source: SourceInfo }> {
    const session = await CallListSession.open(path, this.#worker ? { workerUrl: this.#worker } : {});
    const { size, mtimeMs } = await stat(path);
    const list = randomUUID();
    this.#open.set(list, { session, source: { path, size, mtimeMs }, running: null, checked: null });
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
    const summary = await this.run(list, (session, signal) =>
      session.check(options, { signal, onProgress, now }),
    );
    entry.checked = { ...entry.source, options, at: now.getTime(), summary };
    return summary;
  }

  /** What the last check was made of. @throws DialdeskError `not_found`, `conflict` when it has not been checked */
  checked(list: string): CheckedList {
    const { checked } = this.#entry(list);
    if (checked === null) throw new DialdeskError('conflict', 'this list has not been checked');
    return checked;
  }

  /** Whether the list is still open, and as it was checked at that time. */
  isAsChecked(list: string, at: number): boolean {
    return this.#open.get(list)?.checked?.at === at;
  }

  /** Runs what `cancel` can stop. One thing at a time: a new one stops the one before. */
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
    entry?.running?.abort();
    await entry?.session.close();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((list) => this.close(list)));
  }

  #entry(list: string): Entry {
    const entry = this.#open.get(list);
    if (!entry) throw new DialdeskError('not_found', 'this call list is not open');
    return entry;
  }
}
