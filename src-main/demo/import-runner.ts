import { callDataTemplate } from '../contract/call-data-template.ts';
import { recordNumbers } from './import-record.ts';
import type { WorkbookRow } from './import-record.ts';
import type { DemoState, FileServer, ImportTask } from './records.ts';

/** Reads a workbook in template form and shows each record. Rejects with an Error if it is none, or `visit` throws. */
export type ReadWorkbook = (
  path: string,
  visit: (row: WorkbookRow) => void,
  signal: AbortSignal,
) => Promise<void>;

/** What an import needs of the demo system. */
export interface ImportSurroundings {
  readonly readWorkbook: ReadWorkbook;
  /** The local path of a file on a server's SFTP side. Throws an Error that says why it cannot be fetched. */
  readonly fetch: (server: FileServer, filePath: string, fileName: string) => Promise<string>;
  /** Numbers that are never called. */
  readonly blockedNumbers: ReadonlySet<string>;
  /** How long an import stays in "preparing". */
  readonly preparingMs: number;
}

/** How often the clock is looked at while an import waits for its time. */
const waitMs = 200;

/** Runs import tasks: waits for their time, reads the workbook, counts. One after the other for each campaign. */
export class ImportRunner {
  readonly #state: DemoState;
  readonly #around: ImportSurroundings;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();
  /** The numbers that each campaign has already. */
  readonly #numbers = new Map<string, Set<string>>();
  /** The last import of each campaign: the next waits for it, so that repeats are counted once. */
  readonly #last = new Map<string, Promise<void>>();

  constructor(state: DemoState, surroundings: ImportSurroundings) {
    this.#state = state;
    this.#around = surroundings;
  }

  /** Starts a task in the background. */
  start(task: ImportTask): void {
    const work = this.#run(task).finally(() => this.#running.delete(work));
    this.#running.add(work);
  }

  /** Stops all imports where they are; resolves when none touches a file any more. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
  }

  async #run(task: ImportTask): Promise<void> {
    const { signal } = this.#stop;
    try {
      while (this.#state.clock().getTime() < task.dueTime) await pause(waitMs, signal);
      task.beginTime = this.#state.clock().getTime();
      await pause(this.#around.preparingMs, signal);
      const turn = this.#inTurn(task);
      this.#last.set(
        task.campaignId,
        turn.catch(() => undefined),
      );
      await turn;
      task.status = '2';
    } catch (error) {
      if (signal.aborted) return;
      task.status = '3';
      task.errMsg = error instanceof Error ? error.message : String(error);
    }
    task.endTime = this.#state.clock().getTime();
  }

  async #inTurn(task: ImportTask): Promise<void> {
    await this.#last.get(task.campaignId);
    const server = this.#state.servers.get(task.serverId);
    if (!server) throw new Error('The server configuration does not exist.');
    const path = await this.#around.fetch(server, task.filePath, task.fileName);
    task.status = '1';
    const numbers = this.#numbers.get(task.campaignId) ?? new Set<string>();
    this.#numbers.set(task.campaignId, numbers);
    let records = 0;
    const visit = (row: WorkbookRow): void => {
      records += 1;
      if (records > callDataTemplate.maxRecords) {
        throw new Error(`The file has more than ${callDataTemplate.maxRecords} records.`);
      }
      this.#count(task, numbers, recordNumbers(row));
    };
    await this.#around.readWorkbook(path, visit, this.#stop.signal);
    if (records === 0) throw new Error('The file has no records.');
  }

  /** A record is blocked if one of its numbers is, and repeated if the campaign has one of them already. */
  #count(task: ImportTask, known: Set<string>, found: readonly string[] | undefined): void {
    if (!found) task.failNum += 1;
    else if (found.some((number) => this.#around.blockedNumbers.has(number))) task.blackNum += 1;
    else if (found.some((number) => known.has(number))) task.repeatNum += 1;
    else {
      for (const number of found) known.add(number);
      task.succNum += 1;
    }
  }
}

/** Waits; rejects when the signal is aborted. Does not keep the process alive. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new Error('stopped'));
    };
    if (signal.aborted) {
      reject(new Error('stopped'));
      return;
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    timer.unref();
    signal.addEventListener('abort', stop, { once: true });
  });
}
