import { DialdeskError } from '../contract/errors.ts';
import type { Job, JobKindName } from '../contract/jobs.ts';
import type { JobsTable } from '../store/jobs.ts';
import { diskRetry, longestDelay, longestWish } from './backoff.ts';
import { pause, type Clock } from '../platform/clock.ts';
import type { AnyJobKind } from './job-kind.ts';
import { JobRun } from './job-run.ts';
import { resumed } from './job-transitions.ts';

/** What the scheduler needs of the queue. */
export interface SchedulerDeps {
  readonly jobs: JobsTable;
  readonly kinds: ReadonlyMap<JobKindName, AnyJobKind>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly concurrency: number;
  readonly stateChanged: (id: string) => void;
  readonly progressed: (id: string) => void;
  /** Where a job’s connection leads by now, if that is elsewhere than when the job was put together. */
  readonly movedTo: (job: Job) => string | undefined;
  /** A run ended with an unknown outcome. */
  readonly unknown: (id: string) => void;
}

/** How long a step that was cut off may take to let go, milliseconds. */
const lastGrace = 2_000;

interface Running {
  readonly run: JobRun;
  readonly ended: Promise<void>;
  readonly resource: string | null;
}

/**
 * Decides what runs now. It holds only what runs; which job is next is asked of the database each time, so
 * ten thousand queued jobs cost nothing.
 */
export class JobScheduler {
  readonly #deps: SchedulerDeps;
  readonly #running = new Map<string, Running>();
  #open = false;
  #callOffTimer: (() => void) | null = null;

  constructor(deps: SchedulerDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#open = true;
    this.pump();
  }

  /** Starts nothing more, and ends what runs; see JobQueue.stop. */
  async stop(grace: number): Promise<void> {
    this.#open = false;
    this.#callOffTimer?.();
    const running = [...this.#running.values()];
    for (const { run } of running) run.interrupt('stop');
    const over = new AbortController();
    const all = Promise.all(running.map(({ ended }) => ended)).then(() => {
      over.abort();
    });
    await Promise.race([all, pause(this.#deps.clock, grace, over.signal)]);
    for (const { run } of running) run.abandon();
    // A step that does not even heed that must not keep the app from ending: its row says what it has to.
    await Promise.race([all, pause(this.#deps.clock, lastGrace, over.signal)]);
  }

  isRunning(id: string): boolean {
    return this.#running.has(id);
  }

  /** Resolves when the job's run is over, with all it cleans up. */
  async ended(id: string): Promise<void> {
    await this.#running.get(id)?.ended;
  }

  /** What a running job knows beyond its row: how far it is, and why nothing can be recorded at present. */
  liveOf(id: string): Pick<JobRun, 'progress' | 'diskError'> | null {
    return this.#running.get(id)?.run ?? null;
  }

  /** Says whether the job was running; it no longer is when this resolves. */
  async interrupt(id: string, reason: 'pause' | 'cancel'): Promise<boolean> {
    const running = this.#running.get(id);
    running?.run.interrupt(reason);
    await running?.ended;
    return running !== undefined;
  }

  /** Runs what can be run. To be called whenever that may have changed. */
  pump(): void {
    const { jobs, concurrency } = this.#deps;
    if (!this.#open) return;
    try {
      while (this.#running.size < concurrency) {
        const busy = [...this.#running.values()].flatMap(({ resource }) => resource ?? []);
        const job = jobs.nextQueued(busy);
        if (!job) break;
        this.#run(job);
      }
      this.#armTimer(jobs.nextRetry());
    } catch (error) {
      // The disk takes nothing at present. Whoever called has done nothing wrong.
      if (!(error instanceof DialdeskError)) throw error;
      this.#armTimer(this.#deps.clock.now() + diskRetry);
    }
  }

  #run(job: Job): void {
    const { jobs, stateChanged, unknown } = this.#deps;
    const kind = this.#deps.kinds.get(job.kind);
    const cargo = jobs.cargo(job.id);
    const payload = kind?.payload.decode(cargo?.payload);
    if (!kind || !cargo || !payload?.ok) {
      jobs.setAside(job.id, payload?.ok === false ? `payload: ${payload.reason}` : `kind: ${job.kind}`);
      stateChanged(job.id);
      return;
    }
    // At once, so that asking for the next job does not give this one again.
    const started: Job = { ...job, state: 'running', updatedAt: this.#deps.clock.now() };
    jobs.save(started);
    const memory = kind.memory.decode(cargo.memory);
    const known = memory.ok ? memory.value : kind.emptyMemory;
    const run = new JobRun(started, kind, payload.value, known, this.#deps);
    const ended = run
      .run()
      // The row still says what was true when it was saved last; the next start takes it from there.
      .catch(() => undefined)
      .then(() => {
        this.#running.delete(job.id);
        stateChanged(job.id);
        if (!this.#open) return;
        if (jobs.get(job.id)?.state === 'unknown') unknown(job.id);
        this.pump();
      });
    this.#running.set(job.id, { run, ended, resource: cargo.resource });
  }

  /** One timer, for the job that is due first: `due` in epoch milliseconds, or null. */
  #armTimer(due: number | null): void {
    this.#callOffTimer?.();
    this.#callOffTimer = null;
    // whoever is at work as the app ends may still get here
    if (due === null || !this.#open) return;
    const { clock } = this.#deps;
    // looked at from time to time: the clock may be set back meanwhile
    const wait = Math.min(Math.max(due - clock.now(), 0), longestDelay);
    this.#callOffTimer = clock.after(wait, () => {
      this.#callOffTimer = null;
      if (this.#queueDue(clock.now())) this.pump();
      // what is due stays due: to be asked at once again would only keep the disk busy
      else this.#armTimer(clock.now() + diskRetry);
    });
  }

  /** Queues what is due; false if the disk did not take it. */
  #queueDue(now: number): boolean {
    const { jobs, stateChanged } = this.#deps;
    for (const job of jobs.inState('waiting')) {
      const at = job.waitingFor?.retryAt ?? null;
      // a clock that was set back since it began to wait must not make it wait for what it was set back by
      const turnedBack = job.updatedAt > now || (at ?? 0) > now + longestWish;
      if (at === null || (at > now && !turnedBack)) continue;
      try {
        jobs.save({ ...resumed(job), updatedAt: now });
      } catch (error) {
        if (!(error instanceof DialdeskError)) throw error;
        return false;
      }
      stateChanged(job.id);
    }
    return true;
  }
}
