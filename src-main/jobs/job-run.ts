import { detailsOf } from '../contract/error-details.ts';
import { DialdeskError, type ErrorShape } from '../contract/errors.ts';
import type { Job, JobProgress, JobState, JobStep } from '../contract/jobs.ts';
import type { JobsTable } from '../store/jobs.ts';
import { backoff, diskRetry, longestWish } from './backoff.ts';
import { runForJob } from '../platform/current-job.ts';
import { pause, type Clock } from '../platform/clock.ts';
import type { AnyJobKind, Interruption, StepContext, StepOfKind } from './job-kind.ts';
import { newStep } from './new-job.ts';
import { ProgressMeter } from './progress-meter.ts';
import { verdictOnRepeatable, verdictOnSending } from './verdict.ts';

/** What a run needs of the queue. */
export interface RunDeps {
  readonly jobs: JobsTable;
  readonly clock: Clock;
  readonly random: () => number;
  /** Where the job's connection leads by now, if that is elsewhere than when the job was put together. */
  readonly movedTo: (job: Job) => string | undefined;
  readonly stateChanged: (id: string) => void;
  readonly progressed: (id: string) => void;
}

type AnyStep = StepOfKind<unknown, object>;

/**
 * Takes one job through its steps, from the first that is not done to the end, a failure or an interruption.
 * The rule that all of it serves: what the database says is true before a step is taken, never after.
 */
export class JobRun {
  #job: Job;
  readonly #kind: AnyJobKind;
  readonly #around: RunDeps;
  readonly #payload: unknown;
  #memory: object;
  #interruption: Interruption | null = null;
  /** The step under way, if it may be interrupted. */
  #interruptible: AbortController | null = null;
  /** Whether that step must not be repeated. */
  #sending = false;
  /** Aborted when the app cannot wait any longer. */
  readonly #end = new AbortController();
  progress: JobProgress | null = null;
  /** Why what became of the last step cannot be recorded at present: the run waits, and its row cannot say so. */
  diskError: ErrorShape | null = null;

  constructor(job: Job, kind: AnyJobKind, payload: unknown, memory: object, around: RunDeps) {
    this.#job = job;
    this.#kind = kind;
    this.#payload = payload;
    this.#memory = memory;
    this.#around = around;
  }

  /**
   * Stops the step under way, as soon as it can be stopped, and does not take the next. A step that must not
   * be repeated is waited for: cutting it off would lose its answer.
   */
  interrupt(reason: Interruption): void {
    // Cancel outranks pause; the app's end outranks neither.
    if (this.#interruption === 'cancel' || (this.#interruption && reason === 'stop')) return;
    this.#interruption = reason;
    if (reason === 'stop' && this.#sending) return; // its answer may be near; see `abandon`
    this.#interruptible?.abort(reason);
  }

  /** Cuts off even a step that must not be repeated; its outcome is then unknown. */
  abandon(): void {
    this.#end.abort('stop' satisfies Interruption);
  }

  /** Resolves when the job's new state is saved. Rejects only when it could not be. */
  async run(): Promise<void> {
    try {
      for (const step of this.#kind.steps) {
        if (await this.#alreadyDone(step)) continue;
        if (!(await this.#mayTake(step)) || !(await this.#take(step))) return;
      }
      const result = { ...this.#kind.result(this.#memory) };
      await this.#save({ state: 'done', result, error: null });
      await this.#discard();
    } finally {
      this.#kind.released?.(this.#job.id);
    }
  }

  async #alreadyDone(step: AnyStep): Promise<boolean> {
    const { state } = this.#stepOf(step);
    if (state !== 'done' && state !== 'skipped') return false;
    // Once the request has gone out, nothing that led to it matters.
    const sent = this.#kind.steps.some((each) => !each.repeatable && this.#stepOf(each).state === 'done');
    if (sent || !step.repeatable || !step.stillDone) return true;
    return step.stillDone(this.#context(step, this.#end.signal)).catch(() => false);
  }

  /** Whether a step is to be taken now; if not, the job's new state is saved. */
  async #mayTake(step: AnyStep): Promise<boolean> {
    const { state } = this.#stepOf(step);
    const missing = step.preparation ? null : this.#kind.missing(this.#payload);
    if (state === 'sending' || state === 'unknown') {
      // Never seen, and never to be: such a job is not queued. But what is at stake is calling people twice.
      await this.#unknown(
        step,
        new DialdeskError('outcome_unknown', 'It was sent before', { details: { reason: 'ended' } }),
      );
    } else if (this.#interruption) await this.#interrupted(step);
    else if (!step.preparation && this.#job.hold) await this.#save({ state: 'prepared' });
    else if (missing) await this.#fail(step, missing);
    else if (!step.preparation && this.#around.movedTo(this.#job) !== undefined) await this.#askWhere(step);
    else return true;
    return false;
  }

  /** IDs of one call centre mean nothing in another, or something else. */
  #askWhere(step: AnyStep): Promise<void> {
    const { centre: before = '' } = this.#job;
    const after = this.#around.movedTo(this.#job) ?? '';
    return this.#stepFailed(
      step,
      new DialdeskError('call_centre_changed', 'The connection leads elsewhere', {
        details: { before, after },
      }),
    );
  }

  /** Takes a step and says whether the next one may follow. */
  async #take(step: AnyStep): Promise<boolean> {
    const { clock } = this.#around;
    const state = step.repeatable ? 'running' : 'sending';
    await this.#save(
      { state: 'running', waitingFor: null, error: null },
      this.#stepWith(step, { state, startedAt: clock.now(), endedAt: null }),
    );
    if (this.#interruption) {
      // Saving may have waited for the disk. Nothing has gone out yet.
      await this.#interrupted(step);
      return false;
    }
    const control = new AbortController();
    if (step.repeatable || step.interruptible) this.#interruptible = control;
    this.#sending = !step.repeatable;
    try {
      const signal = AbortSignal.any([control.signal, this.#end.signal]);
      const outcome = await runForJob(this.#job.id, () => step.run(this.#context(step, signal)));
      this.#interruptible = null;
      this.progress = null;
      await this.#save({ attempts: 0 }, this.#stepWith(step, { state: outcome, endedAt: clock.now() }));
      return true;
    } catch (error) {
      this.#interruptible = null;
      this.progress = null;
      await this.#stepFailed(step, error);
      return false;
    }
  }

  async #stepFailed(step: AnyStep, error: unknown): Promise<void> {
    const interrupted = this.#interruption !== null;
    if (step.repeatable && interrupted) return this.#interrupted(step);
    const verdict = step.repeatable ? verdictOnRepeatable(error) : verdictOnSending(error);
    const shape = asDialdeskError(error).toShape();
    const { code, details = {} } = shape;
    switch (verdict) {
      case 'unknown':
        return this.#unknown(step, asDialdeskError(error));
      case 'failed':
        return interrupted ? this.#interrupted(step) : this.#fail(step, asDialdeskError(error));
      case 'network':
      case 'password':
      case 'host-key':
      case 'decision': {
        if (interrupted) return this.#interrupted(step);
        const attempts = verdict === 'network' ? this.#job.attempts + 1 : this.#job.attempts;
        const wait = Math.max(backoff(attempts, this.#around.random), wishedWait(error));
        const retryAt = verdict === 'network' ? this.#around.clock.now() + wait : null;
        return this.#save(
          { state: 'waiting', attempts, waitingFor: { kind: verdict, code, details, retryAt }, error: shape },
          this.#stepWith(step, { state: 'pending' }),
        );
      }
    }
  }

  /** Nothing of `step` is under way: it was stopped, or not begun. */
  async #interrupted(step: AnyStep): Promise<void> {
    const states = { pause: 'paused', cancel: 'cancelled', stop: 'queued' } as const;
    const state: JobState = states[this.#interruption ?? 'stop'];
    const cancelled = state === 'cancelled';
    await this.#save({ state }, this.#stepWith(step, { state: cancelled ? 'cancelled' : 'pending' }));
    if (!cancelled) return;
    const left = await this.#discard();
    if (left) await this.#save({ error: left.toShape() });
  }

  #unknown(step: AnyStep, error: DialdeskError): Promise<void> {
    const { code, details = {} } = error;
    return this.#save(
      {
        state: 'unknown',
        error: error.toShape(),
        waitingFor: { kind: 'decision', code, details, retryAt: null },
      },
      this.#stepWith(step, { state: 'unknown', endedAt: this.#around.clock.now() }),
    );
  }

  #fail(step: AnyStep, error: DialdeskError): Promise<void> {
    return this.#save(
      { state: 'failed', error: error.toShape() },
      this.#stepWith(step, { state: 'failed', endedAt: this.#around.clock.now() }),
    );
  }

  async #discard(): Promise<DialdeskError | null> {
    const [first] = this.#kind.steps;
    if (!first) return null;
    const discarded = runForJob(this.#job.id, () =>
      this.#kind.discard?.(this.#context(first, this.#end.signal)),
    );
    return (await discarded?.catch(() => null)) ?? null;
  }

  #stepOf(step: AnyStep): JobStep {
    return this.#job.steps.find(({ id }) => id === step.id) ?? newStep(step.id);
  }

  #stepWith(step: AnyStep, change: Partial<JobStep>): JobStep[] {
    return this.#kind.steps.map((each) => ({ ...this.#stepOf(each), ...(each.id === step.id && change) }));
  }

  /**
   * Saves, and does not give up on a full disk: the next step is not taken before the last one is on record.
   * Rejects when the app ends meanwhile; the row then says what was true before.
   */
  async #save(change: Partial<Job>, steps: JobStep[] = this.#job.steps): Promise<void> {
    const { jobs, clock, stateChanged } = this.#around;
    const job: Job = { ...this.#job, ...change, steps, progress: null, updatedAt: clock.now() };
    for (;;) {
      try {
        jobs.save(job, { memory: this.#kind.memory.encode(this.#memory) });
        this.#job = job;
        this.diskError = null;
        stateChanged(job.id);
        return;
      } catch (error) {
        if (!(error instanceof DialdeskError) || this.#end.signal.aborted) throw error;
        if (this.diskError === null) {
          this.diskError = error.toShape();
          stateChanged(job.id);
        }
        await pause(clock, diskRetry, this.#end.signal);
      }
    }
  }

  #context(step: AnyStep, signal: AbortSignal): StepContext<unknown, object> {
    const { id, name, connectionId } = this.#job;
    const { jobs, clock, progressed } = this.#around;
    const meter = new ProgressMeter(step.id, () => clock.monotonic());
    const memory = () => this.#memory;
    return {
      jobId: id,
      name,
      connectionId,
      payload: this.#payload,
      get memory() {
        return memory();
      },
      signal,
      remember: (change) => {
        this.#memory = { ...this.#memory, ...change };
        try {
          jobs.saveMemory(id, this.#kind.memory.encode(this.#memory));
        } catch (error) {
          // It is saved with the step's end too; until then, a crash costs some work and nothing else.
          if (!(error instanceof DialdeskError)) throw error;
        }
      },
      progress: (done, total, unit) => {
        this.progress = meter.at(done, total, unit);
        progressed(id);
      },
      detail: (facts) => {
        const detail = { ...this.#stepOf(step).detail, ...facts };
        this.#job = { ...this.#job, steps: this.#stepWith(step, { detail }) };
      },
    };
  }
}

/** How long the other side, or the step itself, asks to wait, milliseconds. */
function wishedWait(error: unknown): number {
  if (!(error instanceof DialdeskError) || error.code !== 'flow_control') return 0;
  return Math.min(detailsOf(error, 'flow_control').retryAfterMs ?? 0, longestWish);
}

function asDialdeskError(error: unknown): DialdeskError {
  if (error instanceof DialdeskError) return error;
  const words = error instanceof Error ? error.message : String(error);
  return new DialdeskError('internal', words, { cause: error });
}
