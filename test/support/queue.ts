import { randomUUID } from 'node:crypto';
import { once, EventEmitter } from 'node:events';
import type { Job, JobsChanged, JobState } from '../../src-main/contract/jobs.ts';
import { JobQueue } from '../../src-main/jobs/job-queue.ts';
import type { AnyJobKind } from '../../src-main/jobs/job-kind.ts';
import { JobsTable } from '../../src-main/store/jobs.ts';
import type { Statements } from '../../src-main/store/statements.ts';
import { FakeClock } from './fake-clock.ts';
import { memoryStatements } from './memory-store.ts';
import { ScriptedKind } from './scripted-kind.ts';

/** A queue over a database in memory, with scripted jobs and a clock that stands still. */
export class TestQueue {
  readonly sql: Statements;
  readonly clock: FakeClock;
  readonly kind: ScriptedKind;
  readonly table: JobsTable;
  readonly queue: JobQueue;
  readonly heard: JobsChanged[] = [];
  /** Where connections lead. */
  centre: string | undefined;
  readonly #news = new EventEmitter();

  constructor(options: { after?: TestQueue; concurrency?: number; centre?: string } = {}) {
    this.centre = options.centre;
    // A queue `after` another finds its database as the other left it, as after a crash.
    this.sql = options.after?.sql ?? memoryStatements();
    this.clock = options.after?.clock ?? new FakeClock();
    this.kind = new ScriptedKind();
    this.table = new JobsTable(this.sql, () => this.clock.now());
    this.queue = new JobQueue({
      jobs: this.table,
      kinds: [this.kind satisfies AnyJobKind],
      clock: this.clock,
      random: () => 0.5,
      newId: randomUUID,
      concurrency: options.concurrency ?? 3,
      centreOf: () => this.centre,
    });
    this.queue.subscribe((changed) => {
      this.heard.push(changed);
      this.#news.emit('news');
    });
  }

  add(name: string, server: string | null = name, hold = false): Job {
    return this.queue.add({
      kind: 'import',
      name,
      connectionId: randomUUID(),
      payload: { server, replace: false },
      hold,
    });
  }

  /** Resolves once the job is in this state and its run, if that is over, has ended. */
  async until(id: string, state: JobState): Promise<Job> {
    while (this.table.get(id)?.state !== state) await once(this.#news, 'news');
    await new Promise(setImmediate);
    return this.queue.get(id);
  }

  /** The steps of a job with their states, e.g. `write done, upload pending, import pending`. */
  steps(id: string): string {
    return this.queue
      .get(id)
      .steps.map((step) => `${step.id} ${step.state}`)
      .join(', ');
  }
}
