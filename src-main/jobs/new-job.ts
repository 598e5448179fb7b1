import { DialdeskError } from '../contract/errors.ts';
import type { Job, JobKindName, JobStep } from '../contract/jobs.ts';
import type { AnyJobKind } from './job-kind.ts';

/** A job to be added. */
export interface NewJob {
  /** Left out, a new one is made. */
  readonly id?: string;
  readonly kind: JobKindName;
  readonly name: string;
  /** Null only for one that is kept as prepared. */
  readonly connectionId: string | null;
  /** The call centre that it was put together for; left out, the one its connection leads to. */
  readonly centre?: string | undefined;
  /** What the job is to do, as its kind says. */
  readonly payload: unknown;
  /** Keep it as prepared: only what needs no system is done until `send`. */
  readonly hold?: boolean;
}

/** What is known of a job whose row was lost. */
export interface KnownOfJob {
  readonly memory: object;
  /** Steps whose work is still there. */
  readonly done: readonly string[];
  /** The step that was sent and whose outcome is unknown. */
  readonly unknown: { readonly step: string; readonly error: DialdeskError } | null;
}

/** A job as it is made again of what lies in the outbox. */
export interface FoundJob {
  readonly job: NewJob & { readonly id: string };
  readonly known: KnownOfJob;
}

/** The row of a job that has done nothing yet. */
export function newJob(
  job: NewJob,
  kind: AnyJobKind,
  {
    id,
    at,
    position,
    centre,
  }: {
    readonly id: string;
    readonly at: number;
    readonly position: number;
    readonly centre: string | undefined;
  },
): Job {
  return {
    id,
    kind: job.kind,
    name: job.name,
    connectionId: job.connectionId,
    ...(centre !== undefined && { centre }),
    state: 'queued',
    hold: job.hold ?? false,
    steps: kind.steps.map((step) => newStep(step.id)),
    progress: null,
    waitingFor: null,
    attempts: 0,
    error: null,
    result: null,
    summary: kind.summary(job.payload),
    position,
    createdAt: at,
    updatedAt: at,
  };
}

/** The row of a job that was found without one: prepared, or unknown. */
export function restoredJob(fresh: Job, { done, unknown }: KnownOfJob): Job {
  const steps = fresh.steps.map((step): JobStep => {
    if (done.includes(step.id)) return { ...step, state: 'done' };
    return step.id === unknown?.step ? { ...step, state: 'unknown' } : step;
  });
  if (!unknown) return { ...fresh, state: 'prepared', steps };
  const { code, details = {} } = unknown.error;
  return {
    ...fresh,
    state: 'unknown',
    steps,
    waitingFor: { kind: 'decision', code, details, retryAt: null },
    error: unknown.error.toShape(),
  };
}

/** A step that was not taken yet. */
export function newStep(id: string): JobStep {
  return { id, state: 'pending', startedAt: null, endedAt: null, detail: null };
}

/** What is missing before a job of any kind can be sent, as an error. */
export function noConnection(): DialdeskError {
  return new DialdeskError('invalid_request', 'The job has no connection yet', {
    fields: [{ path: 'connectionId', rule: 'required' }],
  });
}
