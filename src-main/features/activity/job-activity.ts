import { redact, redactText } from '../../aicc/redact.ts';
import type { ActivityEntry } from '../../contract/activity.ts';
import { causeOf, detailsOf, readDetails } from '../../contract/error-details.ts';
import type { Job, JobsChanged, JobStep } from '../../contract/jobs.ts';
import { fieldLines } from './field-lines.ts';

/** Steps that send a file over SFTP. What goes to the call centre is recorded with its request. */
const transfers = ['upload', 'verify'];

type Outcome = ActivityEntry['outcome'];

/** States in which a job has an outcome. */
const ends: Partial<Record<Job['state'], Outcome>> = {
  done: 'ok',
  failed: 'failed',
  unknown: 'unknown',
  cancelled: 'cancelled',
};

export interface JobActivityDeps {
  readonly record: (entry: ActivityEntry) => void;
  readonly connectionName: (connectionId: string) => string;
  /** The outcome in the job's latest entry, so that a restart does not record it a second time. */
  readonly lastOutcome: (jobId: string) => Outcome | null;
  /** When the app started, epoch milliseconds: jobs that ended earlier were recorded then. */
  readonly since: number;
}

/** Records the outcomes of jobs of every kind, from the changes the queue reports. */
export class JobActivity {
  readonly #deps: JobActivityDeps;
  /** The last state seen of each job that changed since the start, and up to when its steps are recorded. */
  readonly #seen = new Map<string, { state: Job['state']; until: number }>();

  constructor(deps: JobActivityDeps) {
    this.#deps = deps;
  }

  /** Takes what the queue pushes. */
  changed({ jobs, removed }: Pick<JobsChanged, 'jobs' | 'removed'>): void {
    for (const id of removed) this.#seen.delete(id);
    for (const job of jobs) this.#look(job);
  }

  #look(job: Job): void {
    const before = this.#seen.get(job.id);
    const until = before?.until ?? this.#deps.since;
    const ended = job.steps.filter(({ id, endedAt }) => transfers.includes(id) && (endedAt ?? 0) > until);
    for (const step of ended) this.#transfer(job, step, stepOutcome(step), codeOf(job, step));
    const newest = Math.max(until, ...ended.map(({ endedAt }) => endedAt ?? 0));
    this.#seen.set(job.id, { state: job.state, until: newest });
    if (before?.state === job.state) return;

    if (job.state === 'waiting') this.#waits(job);
    const outcome = ends[job.state];
    if (outcome === undefined) return;
    if (before === undefined && this.#deps.lastOutcome(job.id) === outcome) return;
    this.#end(job, outcome);
  }

  /** A transfer that was cut off, or never began, waits for the network, a password, a host key. */
  #waits(job: Job): void {
    const step = job.steps.find(({ state }) => state === 'pending' || state === 'failed');
    if (step && transfers.includes(step.id)) {
      this.#transfer(job, { ...step, endedAt: job.updatedAt }, 'failed', job.waitingFor?.code ?? null);
    }
  }

  #transfer(job: Job, step: JobStep, outcome: Outcome, code: string | null): void {
    const startedAt = step.startedAt ?? job.updatedAt;
    this.#deps.record({
      ...this.#common(job),
      at: startedAt,
      duration: Math.max(0, (step.endedAt ?? startedAt) - startedAt),
      kind: 'transfer',
      interface: step.id,
      outcome,
      code,
      answered: fieldLines(redact(step.detail)),
    });
  }

  #end(job: Job, outcome: Outcome): void {
    const startedAt = job.steps.find(({ startedAt: at }) => at !== null)?.startedAt ?? job.updatedAt;
    const { error } = job;
    const answered =
      outcome === 'ok'
        ? job.result
        : { resultDesc: readDetails('result_code', error?.details).resultDesc, cause: causeOf(error) };
    this.#deps.record({
      ...this.#common(job),
      at: startedAt,
      duration: Math.max(0, job.updatedAt - startedAt),
      kind: 'job',
      interface: job.kind,
      outcome,
      code: outcome === 'ok' ? null : resultCodeOf(error),
      answered: fieldLines(redact(answered)),
    });
  }

  #common(job: Job): Pick<ActivityEntry, 'connectionId' | 'connectionName' | 'asked' | 'jobId'> {
    return {
      connectionId: job.connectionId,
      // a job that was prepared without a connection has none yet
      connectionName: job.connectionId === null ? '' : this.#deps.connectionName(job.connectionId),
      asked: fieldLines({ name: redactText(job.name), ...(redact(ownWords(job.summary)) as object) }),
      jobId: job.id,
    };
  }
}

/** A file's name is the supervisor's own words here, and is masked like any text; the interfaces' is a path. */
function ownWords(summary: Job['summary']): object {
  const fields = Object.entries(summary).filter(([name]) => name !== 'kind');
  return Object.fromEntries(fields.map(([name, value]) => [name === 'fileName' ? 'file' : name, value]));
}

function stepOutcome({ state }: JobStep): Outcome {
  if (state === 'done' || state === 'skipped') return 'ok';
  return state === 'unknown' || state === 'cancelled' ? state : 'failed';
}

function codeOf(job: Job, { state }: JobStep): string | null {
  return state === 'failed' ? resultCodeOf(job.error) : null;
}

function resultCodeOf(error: Job['error']): string | null {
  return detailsOf(error, 'result_code').resultCode ?? error?.code ?? null;
}
