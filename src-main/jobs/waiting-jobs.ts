import { DialdeskError } from '../contract/errors.ts';
import type { Job, WaitingKind } from '../contract/jobs.ts';
import type { JobsTable } from '../store/jobs.ts';
import { diskRetry } from './backoff.ts';
import type { Clock } from '../platform/clock.ts';
import { resumed } from './job-transitions.ts';

/** What the waiting jobs need of the queue. */
export interface WaitingDeps {
  readonly jobs: Pick<JobsTable, 'inState' | 'saveAll'>;
  readonly clock: Clock;
  /** Whether the job's connection leads elsewhere than when it was put together. */
  readonly moved: (job: Job) => boolean;
  /** These are queued now. */
  readonly resumed: (ids: readonly string[]) => void;
}

/** Jobs that wait for something, and what sets many of them going again. */
export class WaitingJobs {
  readonly #deps: WaitingDeps;
  /** What came to be there and is not on record yet: at the start, another network and keychain than yesterday's. */
  readonly #resumeWaitingFor = new Set<WaitingKind>(['network', 'password']);
  /** Connections whose jobs are to be tried. */
  readonly #connections = new Set<string>();
  #begun = false;
  #callOffRetry: (() => void) | null = null;

  constructor(deps: WaitingDeps) {
    this.#deps = deps;
  }

  /** Tries what waits for something that has come. @throws DialdeskError `local_disk`; it is to be called again then. */
  begin(): void {
    this.#resumeReady();
    this.#begun = true;
  }

  end(): void {
    this.#begun = false;
    this.#callOffRetry?.();
  }

  /** Something that jobs wait for is available. On a full disk this is remembered until there is room. */
  resumeWaitingFor(kinds: readonly WaitingKind[]): void {
    for (const kind of kinds) this.#resumeWaitingFor.add(kind);
    this.#try();
  }

  /**
   * Tries a connection's jobs that cannot reach its systems, or ask about a certificate: it was changed, or somebody
   * has answered for one of them. Those that wait for something of another call centre by now, such as a password, ask
   * where they are to go. Which certificate is trusted the connection says, at each attempt. A full disk is
   * no failure of whoever changed the connection.
   */
  tryConnection(connectionId: string): void {
    this.#connections.add(connectionId);
    this.#try();
  }

  #try(): void {
    if (!this.#begun) return;
    this.#callOffRetry?.();
    this.#callOffRetry = null;
    try {
      this.#resumeReady();
    } catch (error) {
      if (!(error instanceof DialdeskError)) throw error;
      this.#callOffRetry = this.#deps.clock.after(diskRetry, () => {
        this.#try();
      });
    }
  }

  #resumeReady(): void {
    this.#resume(
      (job) =>
        job.waitingFor !== null &&
        (this.#resumeWaitingFor.has(job.waitingFor.kind) || this.#connectionResumes(job, job.waitingFor)),
    );
    this.#resumeWaitingFor.clear();
    this.#connections.clear();
  }

  #connectionResumes(job: Job, { kind, code }: NonNullable<Job['waitingFor']>): boolean {
    if (job.connectionId === null || !this.#connections.has(job.connectionId)) return false;
    return kind === 'network' || code === 'tls_changed' || (kind !== 'decision' && this.#deps.moved(job));
  }

  #resume(wanted: (waiting: Job) => boolean): void {
    const { jobs, clock } = this.#deps;
    const at = clock.now();
    const ready = jobs
      .inState('waiting')
      .filter(wanted)
      .map((job): Job => ({ ...resumed(job), updatedAt: at }));
    if (ready.length === 0) return;
    // Thousands may have waited: one commit for all, since each is a wait for the disk.
    jobs.saveAll(ready);
    this.#deps.resumed(ready.map(({ id }) => id));
  }
}
