import type { ImportTask } from '../../../contract/call-data-import.ts';
import { DialdeskError } from '../../../contract/errors.ts';
import type { ErrorShape } from '../../../contract/errors.ts';
import type { Job } from '../../../contract/jobs.ts';
import type { FollowedImport, ImportResultsTable } from '../../../store/import-results.ts';
import { backoff, diskRetry, longestDelay } from '../../../jobs/backoff.ts';
import { runForJob } from '../../../platform/current-job.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { ImportTasks } from './import-tasks.ts';

/** How long an import is followed, milliseconds: it may be scheduled for tomorrow and then take a while. */
const followedFor = 48 * 3_600_000;

export interface ImportFollowerDeps {
  readonly results: ImportResultsTable;
  readonly tasks: ImportTasks;
  /** The current job; throws `not_found`. */
  readonly jobOf: (id: string) => Job;
  readonly clock: Clock;
  /** 0 ≤ n < 1, to spread the waits. */
  readonly random: () => number;
  /** Something new is known about it. */
  readonly changed: (result: FollowedImport) => void;
  /** An import has ended in the call centre. */
  readonly ended: (result: FollowedImport) => void;
}

/**
 * Follows every import that was sent until the call centre reports that it has ended. What is known is in the database,
 * so a restart continues where it stopped. The waits grow while nothing changes and are shortened at random, so that
 * the workstations of a floor do not all ask at once.
 */
export class ImportFollower {
  readonly #deps: ImportFollowerDeps;
  readonly #end = new AbortController();
  #callOff: (() => void) | null = null;
  #looking: Promise<void> | null = null;
  /** Looks in a row whose outcome could not be recorded, and the monotonic time before which there is none. */
  #unrecorded = 0;
  #restUntil = 0;
  /** All that could not be asked is to be asked again, and the disk did not take that. */
  #askAll = false;

  constructor(deps: ImportFollowerDeps) {
    this.#deps = deps;
  }

  /** Resumes following, including what was sent just before the app ended. */
  start(): void {
    const { results, clock, jobOf } = this.#deps;
    for (const id of results.unknown(clock.now() - followedFor)) {
      try {
        this.follow(jobOf(id));
      } catch (error) {
        // one that is gone must not keep the others from being followed
        if (!(error instanceof DialdeskError)) throw error;
      }
    }
    this.pollNow();
  }

  async stop(): Promise<void> {
    this.#end.abort();
    this.#callOff?.();
    await this.#looking;
  }

  /** A job changed: an import that was just accepted is followed from now on. */
  follow(job: Job): void {
    try {
      this.#add(job);
    } catch (error) {
      // The disk accepts nothing at present: the next start finds this import among those nobody follows.
      if (!(error instanceof DialdeskError)) throw error;
    }
  }

  /** Stops following at the supervisor's request. @throws DialdeskError `not_found` */
  stopFollowing(jobId: string): void {
    const result = this.#get(jobId);
    if (result.following === 'following') this.#save({ ...result, following: 'stopped', nextAt: null });
  }

  /** Asks at once, and resumes following if it had stopped. @throws DialdeskError `not_found` */
  askAgain(jobId: string): void {
    const result = this.#get(jobId);
    if (result.taskId === null) return;
    const now = this.#deps.clock.now();
    const until = now + followedFor;
    this.#save({ ...result, following: 'following', until, nextAt: now, attempts: 0, error: null });
    this.#arm();
  }

  /** Whatever prevented asking may be over: the network is back, or a key was entered. */
  pollNow(): void {
    const { results, clock } = this.#deps;
    try {
      for (const result of results.following()) {
        if (result.error !== null) results.save({ ...result, nextAt: clock.now(), attempts: 0 });
      }
    } catch (error) {
      if (!(error instanceof DialdeskError)) throw error;
      this.#askAll = true;
    }
    this.#arm();
  }

  #add(job: Job): void {
    const { results, clock } = this.#deps;
    const { summary } = job;
    if (job.state !== 'done' || job.connectionId === null) return;
    if (summary.kind !== 'import' || summary.campaignId === null) return;
    if (results.get(job.id) !== null) return;
    const { importTaskId, rows } = job.result ?? {};
    const taskId = typeof importTaskId === 'string' && importTaskId !== '' ? importTaskId : null;
    this.#save({
      jobId: job.id,
      connectionId: job.connectionId,
      campaignId: summary.campaignId,
      taskId,
      sent: typeof rows === 'number' ? rows : summary.rows,
      sentAt: job.updatedAt,
      following: taskId === null ? 'no_task_id' : 'following',
      task: null,
      lookedAt: null,
      nextAt: taskId === null ? null : clock.now(),
      error: null,
      attempts: 0,
      until: job.updatedAt + followedFor,
    });
    this.#arm();
  }

  #arm(): void {
    this.#callOff?.();
    this.#callOff = null;
    if (this.#end.signal.aborted || this.#looking !== null) return;
    const { clock } = this.#deps;
    const due = this.#nextDue();
    if (due === null) return;
    // a clock that was set back must not make anybody wait for hours
    const wait = Math.min(Math.max(due - clock.now(), 0), longestDelay);
    // What could not be recorded is due still. Without a rest the call centre would be asked without end.
    const rest = this.#restUntil - clock.monotonic();
    this.#callOff = clock.after(Math.max(wait, rest), () => {
      this.#looking = this.#lookAtDue().then(
        () => this.#looked(true),
        () => this.#looked(false),
      );
    });
  }

  #looked(recorded: boolean): void {
    const { clock, random } = this.#deps;
    this.#unrecorded = recorded ? 0 : this.#unrecorded + 1;
    this.#restUntil = recorded ? 0 : clock.monotonic() + backoff(this.#unrecorded, random);
    this.#looking = null;
    this.#arm();
  }

  /** When the next look is due, epoch milliseconds; null while nothing is followed. */
  #nextDue(): number | null {
    const { results, clock } = this.#deps;
    try {
      const [first] = results.following();
      if (!first) return null;
      const asked = this.#askAll ? clock.now() + diskRetry : longestDelay + clock.now();
      return Math.min(first.nextAt ?? 0, asked);
    } catch (error) {
      if (!(error instanceof DialdeskError)) throw error;
      return clock.now() + diskRetry;
    }
  }

  async #lookAtDue(): Promise<void> {
    const { results, clock } = this.#deps;
    const now = clock.now();
    const askAll = this.#askAll;
    this.#askAll = false;
    // One question a campaign: asking for those of it that are not due yet as well costs nothing more.
    const campaigns = Map.groupBy(results.following(), ({ jobId, connectionId, campaignId }) =>
      JSON.stringify([connectionId, this.#centreOf(jobId), campaignId]),
    );
    for (const together of campaigns.values()) {
      // no wait is longer than the longest: what is due later than that is of a clock that was set back since
      const due = ({ nextAt, error }: FollowedImport): boolean =>
        (nextAt ?? 0) <= now || (nextAt ?? 0) > now + longestDelay || (askAll && error !== null);
      if (!together.some(due)) continue;
      if (this.#end.signal.aborted) return;
      await this.#look(together);
    }
  }

  async #look(together: readonly FollowedImport[]): Promise<void> {
    const [first] = together;
    if (!first) return;
    const ids = together.flatMap(({ taskId }) => taskId ?? []);
    const { tasks } = this.#deps;
    try {
      // one question for all of them is recorded with the one that is due
      const { jobId: of, connectionId, campaignId } = first;
      const to = { connectionId, centre: this.#centreOf(of), campaignId };
      const found = await runForJob(of, () => tasks(to, ids, this.#end.signal));
      const byId = new Map(found.map((task) => [task.id, task]));
      for (const { jobId, taskId } of together) this.#received(jobId, byId.get(taskId) ?? null);
    } catch (error) {
      if (this.#end.signal.aborted) return;
      const failure = error instanceof DialdeskError ? error : new DialdeskError('internal', String(error));
      for (const { jobId } of together) this.#failed(jobId, failure);
    }
  }

  #received(jobId: string, task: ImportTask | null): void {
    const { clock, random, ended } = this.#deps;
    // stopped, or removed with its job, while the answer was under way
    const before = this.#deps.results.get(jobId);
    if (before?.following !== 'following') return;
    const now = clock.now();
    const known = { ...before, task: task ?? before.task, lookedAt: now, error: null };
    if (task?.status === 'complete' || task?.status === 'failed') {
      const result: FollowedImport = { ...known, following: 'ended', nextAt: null };
      this.#save(result);
      ended(result);
      return;
    }
    const news = JSON.stringify(task) !== JSON.stringify(before.task);
    const attempts = news ? 1 : before.attempts + 1;
    this.#save(this.#waiting(known, now, attempts, backoff(attempts, random)));
  }

  #failed(jobId: string, failure: DialdeskError): void {
    const { clock, random } = this.#deps;
    const before = this.#deps.results.get(jobId);
    if (before?.following !== 'following') return;
    const error: ErrorShape = failure.toShape();
    // the connection is gone, and with it the means to ask
    if (failure.code === 'not_found') this.#save({ ...before, following: 'stopped', nextAt: null, error });
    else if (failure.code === 'not_offered') {
      this.#save({ ...before, following: 'not_offered', nextAt: null, error: null });
    } else {
      const attempts = before.attempts + 1;
      this.#save(this.#waiting({ ...before, error }, clock.now(), attempts, backoff(attempts, random)));
    }
  }

  #waiting(result: FollowedImport, now: number, attempts: number, wait: number): FollowedImport {
    if (now > result.until) return { ...result, following: 'gave_up', nextAt: null };
    return { ...result, attempts, nextAt: now + wait };
  }

  /** The call centre that an import was sent to; undefined where nobody knows. */
  #centreOf(jobId: string): string | undefined {
    try {
      return this.#deps.jobOf(jobId).centre;
    } catch (error) {
      // removed just now, and its row with it
      if (!(error instanceof DialdeskError)) throw error;
      return undefined;
    }
  }

  #get(jobId: string): FollowedImport {
    const result = this.#deps.results.get(jobId);
    if (result === null) throw new DialdeskError('not_found', `import ${jobId} is not followed`);
    return result;
  }

  #save(result: FollowedImport): void {
    this.#deps.results.save(result);
    this.#deps.changed(result);
  }
}
