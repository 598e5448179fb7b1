import type { Job } from '../contract/jobs.ts';
import type { Clock } from '../platform/clock.ts';
import type { JobsTable } from '../store/jobs.ts';
import { backoff } from './backoff.ts';
import type { JobRows } from './job-rows.ts';
import { arrived } from './job-transitions.ts';
import { lookUpEach, lookUpOutcome, unknownStep } from './look-up.ts';

export interface UnknownOutcomesDeps {
  readonly jobs: JobsTable;
  readonly rows: JobRows;
  readonly clock: Clock;
  /** 0 ≤ n < 1, to spread the waits. */
  readonly random: () => number;
  /** The job as it stands; throws `not_found`, and `conflict` where its outcome is no longer unknown. */
  readonly unknown: (id: string) => Job;
  readonly save: (job: Job) => Job;
  readonly changed: (id: string) => void;
}

/** After so many looks at one job, which take about an hour, a wait is this long, milliseconds. */
const patientLooks = 20;
const patientWait = 30 * 60_000;

/**
 * Looks up the outcome of jobs that are unknown, until it is proved, a person has decided, or nothing more can become
 * known: logs are late, and statistics may be asked for once in a while. Jobs take turns; the waits grow, and how often
 * each was looked at is forgotten when the app ends.
 */
export class UnknownOutcomes {
  readonly #deps: UnknownOutcomesDeps;
  /** Ends what asks systems on the side. */
  readonly #end = new AbortController();
  readonly #callOff = new Map<string, () => void>();
  readonly #looks = new Map<string, number>();
  /** Looks that are under way, by job and sending: whoever asks meanwhile gets their answer. */
  readonly #looking = new Map<string, Promise<boolean>>();
  /** Jobs of connections whose systems were silent. */
  readonly #skipped = new Map<string | null, readonly string[]>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(deps: UnknownOutcomesDeps) {
    this.#deps = deps;
  }

  /** Looks at all of them, one after the other. */
  start(): void {
    void this.#lookAt(this.#deps.jobs.inState('unknown'));
  }

  async #lookAt(unknown: readonly Job[]): Promise<void> {
    const skipped = await lookUpEach(unknown, (id) => this.lookUp(id), this.#end.signal);
    for (const { id, connectionId } of skipped) {
      this.#skipped.set(connectionId, [...(this.#skipped.get(connectionId) ?? []), id]);
    }
  }

  /** A system answers that was silent: it is asked about the others as well. */
  #answers({ connectionId }: Job): void {
    const ids = this.#skipped.get(connectionId) ?? [];
    this.#skipped.delete(connectionId);
    const jobs = ids.flatMap((id) => this.#deps.jobs.get(id) ?? []);
    if (jobs.length > 0) this.#turn = this.#turn.then(() => this.#lookAt(jobs));
  }

  end(): void {
    this.#end.abort();
    for (const callOff of this.#callOff.values()) callOff();
    this.#callOff.clear();
  }

  /**
   * Looks an unknown outcome up where the system can tell. Where it is proved that the request was carried out, the job
   * is done; anything else comes with `waitingFor.details`, and is looked up again as long as more may be known.
   * @returns whether the system could be asked
   */
  async lookUp(id: string): Promise<boolean> {
    const job = this.#deps.unknown(id);
    // one that was sent once more is another question
    const sending = JSON.stringify([id, unknownStep(job)?.startedAt]);
    const looking =
      this.#looking.get(sending) ?? this.#look(job).finally(() => this.#looking.delete(sending));
    this.#looking.set(sending, looking);
    return looking;
  }

  async #look(job: Job): Promise<boolean> {
    const { jobs, rows, clock } = this.#deps;
    const { id } = job;
    // another call centre knows nothing of it, or takes something else for it; its connection may be led back
    if (rows.movedTo(job) !== undefined) {
      this.#later(id);
      return true;
    }
    const looked = await lookUpOutcome(job, rows.kindOf(job.kind), rows.load(job), this.#end.signal);
    const now = this.#end.signal.aborted ? null : jobs.get(id);
    // decided meanwhile, and perhaps sent once more: what was found is about another request
    const same = now !== null && unknownStep(now)?.startedAt === unknownStep(job)?.startedAt;
    if (!looked || !same || now.state !== 'unknown') return true;
    // led to another call centre meanwhile: nobody knows which of them answered
    if (rows.movedTo(now) !== undefined) {
      this.#later(id);
      return true;
    }
    if ('failed' in looked) {
      this.#tell(now, { lookUpFailed: looked.failed });
      return false;
    }
    if (looked.asked) this.#answers(job);
    if (looked.arrived) {
      const saved = this.#proved(arrived(now, looked.arrived, clock.now()));
      void rows.discard(saved, this.#end.signal).catch(() => undefined);
      return true;
    }
    if (looked.again) this.#later(id);
    this.#tell(now, { found: looked.found, lookUpFailed: null });
    return looked.asked;
  }

  #proved(job: Job): Job {
    try {
      const saved = this.#deps.save(job);
      this.#over(job.id);
      return saved;
    } catch (error) {
      // a full disk: it stays unknown, and is looked up once more
      this.#later(job.id);
      throw error;
    }
  }

  #tell(job: Job, facts: Readonly<Record<string, unknown>>): void {
    const { jobs, changed } = this.#deps;
    if (!job.waitingFor) return;
    const details = { ...job.waitingFor.details, ...facts };
    jobs.save({ ...job, waitingFor: { ...job.waitingFor, details } });
    changed(job.id);
  }

  #later(id: string): void {
    const { clock, random } = this.#deps;
    this.#callOff.get(id)?.();
    const looks = (this.#looks.get(id) ?? 0) + 1;
    this.#looks.set(id, looks);
    const wait = looks > patientLooks ? patientWait : backoff(looks, random);
    this.#callOff.set(
      id,
      clock.after(wait, () => {
        this.#callOff.delete(id);
        this.#turn = this.#turn.then(async () => {
          if (this.#end.signal.aborted) return;
          await this.lookUp(id).catch(() => {
            // one that was decided, or is gone, needs no more looks; a full disk makes none more frequent
            if (this.#deps.jobs.get(id)?.state !== 'unknown') this.#looks.delete(id);
          });
        });
      }),
    );
  }

  #over(id: string): void {
    this.#callOff.get(id)?.();
    this.#callOff.delete(id);
    this.#looks.delete(id);
  }
}
