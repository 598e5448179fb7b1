import { DialdeskError } from '../contract/errors.ts';
import type { Job, JobKindName } from '../contract/jobs.ts';
import { runForJob } from '../platform/current-job.ts';
import type { Clock } from '../platform/clock.ts';
import type { JobCargo, JobsTable } from '../store/jobs.ts';
import { quietContext, type AnyJobKind } from './job-kind.ts';
import { newJob, newStep, type NewJob } from './new-job.ts';

/** What may be changed of a job at rest. */
export interface JobChange {
  readonly name?: string;
  readonly payload?: unknown;
  /** Only of a job that is kept as prepared. */
  readonly connectionId?: string | null;
  /** Where it goes was chosen just now, of what there is where its connection leads. */
  readonly chosenAnew?: boolean;
}

interface JobRowsDeps {
  readonly jobs: JobsTable;
  readonly kinds: readonly AnyJobKind[];
  readonly clock: Pick<Clock, 'now'>;
  readonly newId: () => string;
  /** Where a connection leads; undefined where there is none. */
  readonly centreOf: (connectionId: string) => string | undefined;
  /** Called with the ID of a job that was added, or set aside. */
  readonly changed: (id: string) => void;
}

/** The rows of jobs, with what they carry as the kind of each job reads and writes it. */
export class JobRows {
  readonly kinds: Map<JobKindName, AnyJobKind>;
  readonly #deps: JobRowsDeps;

  constructor(deps: JobRowsDeps) {
    this.#deps = deps;
    this.kinds = new Map(deps.kinds.map((kind) => [kind.name, kind]));
  }

  /** @throws DialdeskError `invalid_request` for a kind that is not registered */
  kindOf(name: JobKindName): AnyJobKind {
    const kind = this.kinds.get(name);
    if (!kind) throw new DialdeskError('invalid_request', `Jobs of kind ${name} cannot be run`);
    return kind;
  }

  /** A job that is not saved yet, behind all others. */
  make(job: NewJob): Job {
    const { jobs, clock, newId } = this.#deps;
    const place = {
      id: job.id ?? newId(),
      at: clock.now(),
      position: jobs.order.last(),
      centre: job.centre ?? this.#centreOf(job.connectionId),
    };
    return newJob(job, this.kindOf(job.kind), place);
  }

  #centreOf(connectionId: string | null): string | undefined {
    return connectionId === null ? undefined : this.#deps.centreOf(connectionId);
  }

  /** Where the job's connection leads by now, if that is elsewhere than when the job was put together. */
  movedTo({ connectionId, centre }: Job): string | undefined {
    const now = this.#centreOf(connectionId);
    return centre === undefined || now === centre ? undefined : now;
  }

  insert(row: Job, { payload }: NewJob, memory: object | null): Job {
    const kind = this.kindOf(row.kind);
    this.#deps.jobs.insert(row, {
      payload: kind.payload.encode(payload),
      memory: memory && kind.memory.encode(memory),
      resource: row.hold ? null : kind.resourceOf(payload, row.connectionId, row.centre),
    });
    this.#deps.changed(row.id);
    return row;
  }

  /** What a job carries. @throws DialdeskError `not_found` where it cannot be read; the row is set aside then */
  load(job: Job): { readonly payload: unknown; readonly memory: object } {
    const kind = this.kindOf(job.kind);
    const cargo = this.#deps.jobs.cargo(job.id);
    const payload = kind.payload.decode(cargo?.payload);
    if (!payload.ok) {
      this.#deps.jobs.setAside(job.id, `payload: ${payload.reason}`);
      this.#deps.changed(job.id);
      throw new DialdeskError('not_found', `Job ${job.id} cannot be read: ${payload.reason}`);
    }
    const memory = kind.memory.decode(cargo?.memory);
    return { payload: payload.value, memory: memory.ok ? memory.value : kind.emptyMemory };
  }

  /** The row as it is after a change, not saved yet. Steps whose work no longer fits are to be taken again. */
  edited(job: Job, change: JobChange): { readonly row: Job; readonly cargo: JobCargo } {
    const kind = this.kindOf(job.kind);
    const { payload: before, memory } = this.load(job);
    const after = change.payload ?? before;
    const { centre: old, ...rest } = job;
    const connectionId = change.connectionId === undefined ? job.connectionId : change.connectionId;
    const elsewhere = connectionId !== job.connectionId || change.chosenAnew === true;
    const centre = elsewhere ? this.#centreOf(connectionId) : old;
    const effect = kind.edited?.(before, after, memory) ?? { redo: [], memory };
    return {
      row: {
        ...rest,
        ...(centre !== undefined && { centre }),
        name: change.name ?? job.name,
        connectionId,
        summary: kind.summary(after),
        steps: job.steps.map((step) => (effect.redo.includes(step.id) ? newStep(step.id) : step)),
      },
      cargo: {
        payload: kind.payload.encode(after),
        memory: kind.memory.encode(effect.memory),
        resource: job.hold ? null : kind.resourceOf(after, job.connectionId, centre),
      },
    };
  }

  /** Removes what a job left elsewhere, as far as that is possible. @returns what stays there, as the kind says it */
  async discard(job: Job, signal: AbortSignal): Promise<DialdeskError | null> {
    const { payload, memory } = this.load(job);
    const context = quietContext(job, { payload, memory }, signal);
    const discarded = runForJob(job.id, () => this.kindOf(job.kind).discard?.(context));
    return (await discarded?.catch(() => null)) ?? null;
  }
}
