import { DialdeskError } from '../contract/errors.ts';
import type {
  Job,
  JobCounts,
  JobDecision,
  JobMove,
  JobPage,
  JobState,
  JobsChanged,
  WaitingKind,
} from '../contract/jobs.ts';
import type { ListQuery } from '../store/job-query.ts';
import type { JobsTable } from '../store/jobs.ts';
import { diskRetry } from './backoff.ts';
import type { Clock } from '../platform/clock.ts';
import { JobEvents } from './job-events.ts';
import type { AnyJobKind } from './job-kind.ts';
import { JobRows, type JobChange } from './job-rows.ts';
import { noConnection, restoredJob } from './new-job.ts';
import type { KnownOfJob, NewJob } from './new-job.ts';
import { JobScheduler } from './job-scheduler.ts';
import { askedAgain, decided, resumed } from './job-transitions.ts';
import { LiveJobs } from './live-jobs.ts';
import { UnknownOutcomes } from './unknown-outcomes.ts';
import { WaitingJobs } from './waiting-jobs.ts';

export interface JobQueueDeps {
  readonly jobs: JobsTable;
  readonly kinds: readonly AnyJobKind[];
  readonly clock: Clock;
  /** 0 ≤ n < 1, for the waits between attempts. */
  readonly random: () => number;
  /** A new UUID. */
  readonly newId: () => string;
  /** How many jobs run side by side. Jobs of one resource, e.g. one file server, take turns anyway. */
  readonly concurrency: number;
  /** Whether there is such a connection; left out, there is. */
  readonly hasConnection?: (id: string) => boolean;
  /** Which call centre a connection leads to; left out, it never changes. */
  readonly centreOf?: (connectionId: string) => string | undefined;
}

/** States in which a job is over, or at rest, and may leave the list. */
const removable: readonly JobState[] = ['prepared', 'paused', 'failed', 'done', 'cancelled'];
const editable: readonly JobState[] = ['prepared', 'queued', 'waiting', 'paused', 'failed'];

/**
 * The durable queue. Every job is a row whose state is saved before each step is taken, so the queue itself
 * remembers nothing that a crash could take: which job is next is asked of the database each time.
 *
 * Methods that change a job throw `not_found`, `conflict` when its state does not allow it, and `local_disk`
 * when the change could not be saved, in which case it did not happen.
 */
export class JobQueue {
  readonly #deps: JobQueueDeps;
  readonly #rows: JobRows;
  readonly #events: JobEvents;
  readonly #scheduler: JobScheduler;
  readonly #live: LiveJobs;
  readonly #waiting: WaitingJobs;
  readonly #unknown: UnknownOutcomes;
  /** Ends what asks systems on the side. */
  readonly #end = new AbortController();
  #callOffStart: (() => void) | null = null;

  constructor(deps: JobQueueDeps) {
    this.#deps = deps;
    this.#rows = new JobRows({
      ...deps,
      centreOf: deps.centreOf ?? (() => undefined),
      changed: (id) => this.#events.stateChanged(id),
    });
    this.#events = new JobEvents(
      { get: (id) => this.#live.find(id), counts: () => this.counts() },
      deps.clock,
    );
    this.#scheduler = new JobScheduler({
      ...deps,
      kinds: this.#rows.kinds,
      movedTo: (job) => this.#rows.movedTo(job),
      stateChanged: (id) => {
        this.#events.stateChanged(id);
      },
      progressed: (id) => {
        this.#events.progressed(id);
      },
      unknown: (id) => {
        void this.lookUp(id).catch(() => undefined);
      },
    });
    this.#live = new LiveJobs(deps.jobs, this.#scheduler);
    this.#unknown = new UnknownOutcomes({
      ...deps,
      rows: this.#rows,
      unknown: (id) => this.#live.atRest(id, ['unknown']),
      save: (job) => this.#save(job),
      changed: (id) => this.#events.stateChanged(id),
    });
    this.#waiting = new WaitingJobs({
      ...deps,
      moved: (job) => this.#rows.movedTo(job) !== undefined,
      resumed: (ids) => {
        for (const id of ids) this.#events.stateChanged(id);
        this.#scheduler.pump();
      },
    });
  }

  /** Registers a kind of job, before `start`: queued jobs of an unregistered kind are set aside. */
  addKind(kind: AnyJobKind): void {
    this.#rows.kinds.set(kind.name, kind);
  }

  /**
   * Recovers what the last run left behind, then starts. A step that was being sent when it ended has an
   * unknown outcome; every other one is taken again. On a full disk nothing begins until that is on record.
   */
  start(): void {
    const { jobs, clock } = this.#deps;
    try {
      for (const job of jobs.inState('running')) {
        jobs.save({ ...askedAgain(job), updatedAt: clock.now() });
        // the window may be open already, and show it as running
        this.#events.stateChanged(job.id);
      }
      this.#waiting.begin();
    } catch (error) {
      if (!(error instanceof DialdeskError)) throw error;
      this.#callOffStart = clock.after(diskRetry, () => {
        this.start();
      });
      return;
    }
    this.#scheduler.start();
    this.#unknown.start();
  }

  /**
   * Shuts down cleanly: steps that may be repeated are stopped, one that may not gets `grace` milliseconds for
   * its answer. All states are saved when this resolves.
   */
  async stop(grace = 5_000): Promise<void> {
    this.#callOffStart?.();
    this.#waiting.end();
    this.#end.abort();
    this.#unknown.end();
    await this.#scheduler.stop(grace);
    this.#events.end();
  }

  /** Tells what changes, until the returned function is called. */
  subscribe(listener: (changed: JobsChanged) => void): () => void {
    return this.#events.subscribe(listener);
  }

  /** @throws DialdeskError `invalid_request` for an unknown kind, `not_found` where its connection is gone. */
  add(job: NewJob): Job {
    this.#requireConnection(job);
    const row = this.#rows.insert(this.#rows.make(job), job, null);
    this.#scheduler.pump();
    return row;
  }

  /** A connection may be removed while a job is put together; nobody could ever send that job. */
  #requireConnection({ connectionId }: NewJob): void {
    if (connectionId === null || this.#deps.hasConnection?.(connectionId) !== false) return;
    throw new DialdeskError('not_found', `no connection ${connectionId}`);
  }

  /** Adds jobs that belong together: all, or on a full disk none, so that asking again sends none of them twice. */
  addAll(jobs: readonly NewJob[]): Job[] {
    for (const job of jobs) this.#requireConnection(job);
    const rows = this.#deps.jobs.atOnce(() =>
      jobs.map((job) => this.#rows.insert(this.#rows.make(job), job, null)),
    );
    this.#scheduler.pump();
    return rows;
  }

  /** Adds a job that was found without its row: as prepared, or as unknown. Nothing of it is sent. */
  restore(job: NewJob & { readonly id: string }, known: KnownOfJob): Job {
    return this.#rows.insert(restoredJob(this.#rows.make(job), known), job, known.memory);
  }

  /** @throws DialdeskError `not_found`. */
  get(id: string): Job {
    return this.#live.get(id);
  }

  /** What the job is to do, as its kind says. @throws DialdeskError `not_found`. */
  payload(id: string): unknown {
    return this.#rows.load(this.get(id)).payload;
  }

  /** What its steps have learned, as its kind says. @throws DialdeskError `not_found`. */
  memory(id: string): object {
    return this.#rows.load(this.get(id)).memory;
  }

  list(query: ListQuery): JobPage {
    return this.#live.list(query);
  }

  counts(): JobCounts {
    return this.#deps.jobs.counts();
  }

  /** Renames a job or changes what it is to do. Steps whose work no longer fits are taken again. */
  edit(id: string, change: JobChange): Job {
    const job = this.#live.atRest(id, editable);
    const { row, cargo } = this.#rows.edited(job, change);
    return this.#save(row, cargo);
  }

  /** Sends a job that was kept as prepared. @throws what is missing, as its kind says. */
  send(id: string): Job {
    const job = this.#live.atRest(id, ['prepared', 'queued', 'failed', 'paused']);
    const kind = this.#rows.kindOf(job.kind);
    const { payload } = this.#rows.load(job);
    const missing = kind.missing(payload) ?? (job.connectionId === null ? noConnection() : null);
    if (missing) throw missing;
    return this.#save(
      { ...resumed(job), hold: false },
      { resource: kind.resourceOf(payload, job.connectionId, job.centre) },
    );
  }

  /** Holds a job until `resume`. A step that must not be repeated is not cut off: it ends first. */
  async pause(id: string): Promise<Job> {
    if (await this.#scheduler.interrupt(id, 'pause')) return this.get(id);
    const job = this.#live.atRest(id, ['queued', 'waiting']);
    return this.#save({ ...job, state: 'paused', waitingFor: null });
  }

  resume(id: string): Job {
    return this.#save(resumed(this.#live.atRest(id, ['paused'])));
  }

  /** Tries a failed job again, from the step that failed. */
  retry(id: string): Job {
    return this.#save({ ...resumed(this.#live.atRest(id, ['failed'])), attempts: 0 });
  }

  /**
   * Gives a job up, at any step. A request that is out is waited for: if it succeeds, the job is `done`, and the
   * returned job says so. A job whose outcome is unknown keeps that mark at its step.
   */
  async cancel(id: string): Promise<Job> {
    if (await this.#scheduler.interrupt(id, 'cancel')) return this.get(id);
    const job = this.#live.atRest(id, ['prepared', 'queued', 'waiting', 'paused', 'failed', 'unknown']);
    const saved = this.#save({ ...job, state: 'cancelled', waitingFor: null });
    const left = await this.#rows.discard(saved, this.#end.signal);
    // it may have been taken off the list meanwhile
    const stands = this.#deps.jobs.get(id)?.state === 'cancelled';
    return left && stands ? this.#save({ ...saved, error: left.toShape() }) : saved;
  }

  /**
   * Takes a job that is over, or at rest, off the list, with what it left on the disk. One that could still be sent is
   * given up first: should the app end between its files and its row, the row must not offer what is gone.
   */
  async remove(id: string): Promise<void> {
    // What is done may still be tidying up.
    if (this.get(id).state !== 'running') await this.#scheduler.ended(id);
    const job = this.#live.atRest(id, removable);
    const over = job.state === 'done' || job.state === 'cancelled';
    // not announced: whoever records what became of jobs would report this one as cancelled
    if (!over) this.#deps.jobs.save({ ...job, state: 'cancelled', waitingFor: null });
    await this.#rows.discard(job, this.#end.signal);
    this.#deps.jobs.remove(id);
    this.#events.stateChanged(id);
  }

  /** Puts a job before another, or at the end. */
  move(id: string, before: string | null): void {
    if (!this.#deps.jobs.order.move(id, before))
      throw new DialdeskError('not_found', 'One of the jobs is gone');
    this.#events.stateChanged(id);
    this.#scheduler.pump();
  }

  /** Puts a job sooner or later among those that a list shows. @throws DialdeskError `not_found` */
  shift({ id, to, among }: JobMove): void {
    if (!this.#deps.jobs.order.shift(id, to, among)) throw new DialdeskError('not_found', 'The job is gone');
    this.#events.stateChanged(id);
    this.#scheduler.pump();
  }

  /** Does not wait any longer: the network is back, the password given, the host key trusted. */
  tryNow(id: string): Job {
    const job = this.#live.atRest(id, ['waiting', 'queued']);
    return job.state === 'queued' ? job : this.#save(resumed(job));
  }

  /** The same for all that wait for one of these: the computer woke up, is online again, has a keychain. */
  tryWaiting(kinds: readonly WaitingKind[]): void {
    this.#waiting.resumeWaitingFor(kinds);
  }

  /** The same for a connection's jobs that could not reach its systems, or that ask about a certificate. */
  tryConnection(connectionId: string): void {
    this.#waiting.tryConnection(connectionId);
  }

  /** The supervisor decides what the queue must not: whether an unknown request arrived, or a file is replaced. */
  decide(id: string, decision: JobDecision): Job {
    const job = this.#live.atRest(id, ['unknown', 'waiting']);
    const kind = this.#rows.kindOf(job.kind);
    const { payload } = this.#rows.load(job);
    const { job: next, answer } = decided(job, decision, this.#deps.clock.now());
    if (!answer) {
      const saved = this.#save(next);
      if (saved.state === 'done') void this.#rows.discard(saved, this.#end.signal).catch(() => undefined);
      return saved;
    }
    const after = kind.answered?.(payload, answer) ?? null;
    if (after === null) {
      const details = { state: job.state };
      throw new DialdeskError('conflict', `This job does not ask for ${answer.kind}`, { details });
    }
    // in one commit: what was decided is on record before anything is done about it
    return this.#save({ ...next, summary: kind.summary(after) }, { payload: kind.payload.encode(after) });
  }

  /**
   * Looks up an unknown outcome where the system can report it. Resolves with whether the system could be asked; its
   * answer is with the job.
   */
  lookUp(id: string): Promise<boolean> {
    return this.#unknown.lookUp(id);
  }

  #save(job: Job, cargo?: Parameters<JobsTable['save']>[1]): Job {
    const saved = { ...job, progress: null, updatedAt: this.#deps.clock.now() };
    this.#deps.jobs.save(saved, cargo);
    this.#events.stateChanged(job.id);
    this.#scheduler.pump();
    return saved;
  }
}
