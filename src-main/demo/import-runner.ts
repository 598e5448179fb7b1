import { setTimeout as sleep } from 'node:timers/promises';
import { callDataTemplate } from '../contract/call-data-template.ts';
import { ImportedRecords } from './call-numbers.ts';
import { recordNumbers } from './import-record.ts';
import type { WorkbookRow } from './import-record.ts';
import type { DemoState, FileServer, ImportTask } from './records.ts';

/** Reads a workbook in template form and shows each record. Rejects with an Error if it is not one, or `visit` throws. */
export type ReadWorkbook = (
  path: string,
  visit: (row: WorkbookRow) => void,
  signal: AbortSignal,
) => Promise<void>;

/** What an import needs of the demo system. */
export interface ImportDeps {
  readonly readWorkbook: ReadWorkbook;
  /** The local path of a file on a server's SFTP side. Throws an Error that says why it cannot be fetched. */
  readonly fetch: (server: FileServer, filePath: string, fileName: string) => Promise<string>;
  /** Numbers that are never called. */
  readonly blockedNumbers: ReadonlySet<string>;
  /** How long an import stays in "preparing". */
  readonly preparingMs: number;
  /** Called with a task and the records that it has imported; awaited before the task is complete. */
  readonly imported?: (task: ImportTask, records: ImportedRecords) => Promise<void> | void;
  /** Called when a task has begun, and when it has ended. */
  readonly changed: () => void;
}

/** How often the clock is looked at while an import waits for its time. */
const waitMs = 200;

const noCounts = { succNum: 0, repeatNum: 0, failNum: 0, blackNum: 0 } as const;

/** Runs import tasks: waits for their time, reads the workbook, counts. One after the other for each campaign. */
export class ImportRunner {
  readonly #state: DemoState;
  readonly #deps: ImportDeps;
  readonly #stop = new AbortController();
  readonly #running = new Set<Promise<void>>();
  /** The last import of each campaign: the next waits for it, so that repeats are counted once. */
  readonly #last = new Map<string, Promise<void>>();

  constructor(state: DemoState, deps: ImportDeps) {
    this.#state = state;
    this.#deps = deps;
  }

  /** Starts a task in the background. */
  start(task: ImportTask): void {
    const work = this.#run(task).finally(() => this.#running.delete(work));
    this.#running.add(work);
  }

  /** Takes up again what a restart has interrupted: from the start, since a part of it leaves nothing behind. */
  resume(): void {
    for (const task of this.#state.imports) {
      if (task.status !== '0' && task.status !== '1') continue;
      Object.assign(task, { status: '0', ...noCounts });
      this.start(task);
    }
  }

  /** Stops all imports where they are; resolves once none touches a file. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
  }

  async #run(task: ImportTask): Promise<void> {
    const { signal } = this.#stop;
    try {
      while (this.#state.clock().getTime() < task.dueTime)
        await sleep(waitMs, undefined, { signal, ref: false });
      task.beginTime = this.#state.clock().getTime();
      await sleep(this.#deps.preparingMs, undefined, { signal, ref: false });
      const turn = this.#inTurn(task);
      this.#last.set(
        task.campaignId,
        turn.catch(() => undefined),
      );
      await turn;
      task.status = '2';
    } catch (error) {
      if (signal.aborted) return;
      Object.assign(task, { status: '3', ...noCounts });
      task.errMsg = error instanceof Error ? error.message : String(error);
    }
    task.endTime = this.#state.clock().getTime();
    this.#deps.changed();
  }

  async #inTurn(task: ImportTask): Promise<void> {
    await this.#last.get(task.campaignId);
    const server = this.#state.servers.get(task.serverId);
    if (!server) throw new Error('The server configuration does not exist.');
    const path = await this.#deps.fetch(server, task.filePath, task.fileName);
    task.status = '1';
    this.#deps.changed();
    const earlier = this.#state.numbers.get(task.campaignId);
    const added = new Set<string>();
    const isKnown = (number: string) => added.has(number) || (earlier?.has(number) ?? false);
    const imported = new ImportedRecords();
    let records = 0;
    const visit = (row: WorkbookRow): void => {
      records += 1;
      if (records > callDataTemplate.maxRecords) {
        throw new Error(`The file has more than ${callDataTemplate.maxRecords} records.`);
      }
      const numbers = recordNumbers(row);
      const outcome = this.#outcome(numbers, isKnown);
      task[outcome] += 1;
      if (outcome !== 'succNum' || !numbers) return;
      for (const number of numbers) added.add(number);
      imported.add({ numbers, sessionId: row.sessionId ?? '', customField: row.customField ?? '' });
    };
    await this.#deps.readWorkbook(path, visit, this.#stop.signal);
    if (records === 0) throw new Error('The file has no records.');
    // Only now: an import that fails leaves nothing behind.
    this.#state.numbers.set(task.campaignId, earlier?.union(added) ?? added);
    await this.#deps.imported?.(task, imported);
  }

  /** A record is blocked if one of its numbers is, and repeated if the campaign has one of them already. */
  #outcome(
    numbers: readonly string[] | undefined,
    isKnown: (number: string) => boolean,
  ): 'succNum' | 'repeatNum' | 'failNum' | 'blackNum' {
    if (!numbers) return 'failNum';
    if (numbers.some((number) => this.#deps.blockedNumbers.has(number))) return 'blackNum';
    return numbers.some(isKnown) ? 'repeatNum' : 'succNum';
  }
}
