import { DialdeskError } from '../contract/errors.ts';
import type { Job, JobDecision, JobKindName, JobProgress, JobSummary } from '../contract/jobs.ts';
import type { JsonColumn } from '../store/json-column.ts';

/** Why a running step is stopped: the reason of its signal. */
export type Interruption = 'pause' | 'cancel' | 'stop';

/** What a step may know and do. `Payload` is what the job is to do, `Memory` what its steps have learned. */
export interface StepContext<Payload, Memory> {
  readonly jobId: string;
  readonly name: string;
  /** Null only in the preparation of a job that has no connection yet; see `connectionOf`. */
  readonly connectionId: string | null;
  readonly payload: Payload;
  readonly memory: Memory;
  /** Aborted with an Interruption as reason. A step that must not be repeated is never interrupted in passing. */
  readonly signal: AbortSignal;
  /** Keeps what the next attempt needs; on the disk when it returns, if the disk takes it. */
  remember(change: Partial<Memory>): void;
  /** How far the step is. As often as one likes: the window hears of it ten times a second. */
  progress(done: number, total: number | null, unit: JobProgress['unit']): void;
  /** Facts for the words under the step; saved with its end. */
  detail(facts: Readonly<Record<string, unknown>>): void;
}

/** A decision about what a step asked before it went on. The others are about an outcome that is unknown. */
export type JobAnswer = Exclude<JobDecision, { readonly kind: 'arrived' | 'send-again' | 'go-there' }>;

/** What became known about an unknown outcome. */
export interface LookedUp {
  /** The kind's own facts, for the person who decides. */
  readonly found: Readonly<Record<string, unknown>>;
  /** The job's result, where it is proved that the request was carried out. Left out: a person decides. */
  readonly arrived?: Readonly<Record<string, unknown>>;
  /** Whether the system could be asked. */
  readonly asked: boolean;
  /** Whether more may be known later. */
  readonly again: boolean;
}

/** One step of a kind of job. */
export interface StepOfKind<Payload, Memory> {
  readonly id: string;
  /**
   * Whether it may be taken again after a failure or a crash. One that may not is marked `sending` before it
   * is taken; when its outcome is lost, the job becomes `unknown` and a person decides.
   */
  readonly repeatable: boolean;
  /**
   * Of a step that may not be repeated: it may be cut off all the same, because it knows itself whether anything
   * can have arrived, and says `outcome_unknown` if so. It gets its time at the app's end as any other.
   */
  readonly interruptible?: boolean;
  /** Needs no system: taken also for a job that is only kept as prepared. */
  readonly preparation?: boolean;
  /** Gives `skipped` when it found its work done already. */
  run(context: StepContext<Payload, Memory>): Promise<'done' | 'skipped'>;
  /** Whether what it did is still there when the job goes on, perhaps days later. Default: yes. */
  stillDone?(context: StepContext<Payload, Memory>): Promise<boolean>;
  /** Looks up, without changing anything, what is known about an unknown outcome. */
  lookUp?(context: StepContext<Payload, Memory>): Promise<LookedUp>;
}

/** What the queue must know of a kind of job. Methods, so that the queue can hold kinds of all types. */
export interface JobKind<Payload, Memory> {
  readonly name: JobKindName;
  readonly payload: JsonColumn<Payload>;
  readonly memory: JsonColumn<Memory>;
  readonly emptyMemory: Memory;
  readonly steps: readonly StepOfKind<Payload, Memory>[];
  /** What only one job may use at a time, e.g. a file server. */
  resourceOf(payload: Payload, connectionId: string | null, centre: string | undefined): string | null;
  summary(payload: Payload): JobSummary;
  /** What is missing before it can be sent, or null. That it has a connection is the queue's to see. */
  missing(payload: Payload): DialdeskError | null;
  /** The result of a finished job, e.g. the import task's ID. */
  result(memory: Memory): Readonly<Record<string, unknown>>;
  /** The payload after the supervisor answered what a step asked. What it does not know, it refuses with null. */
  answered?(payload: Payload, answer: JobAnswer): Payload | null;
  /** After an edit: the steps to take again, and what of the memory still holds. */
  edited?(
    before: Payload,
    after: Payload,
    memory: Memory,
  ): { readonly redo: readonly string[]; memory: Memory };
  /** A run ended, however: let go of what steps share. */
  released?(jobId: string): void;
  /**
   * The job is done, cancelled or removed: clean up what it left, as well as possible.
   * @returns `cancelled` with what stays elsewhere, where something may; it is kept with a job that was cancelled
   */
  discard?(context: StepContext<Payload, Memory>): Promise<DialdeskError | null>;
}

/** The connection of a job that is on its way: the queue sends none without. */
export function connectionOf({ connectionId }: Pick<StepContext<unknown, unknown>, 'connectionId'>): string {
  if (connectionId !== null) return connectionId;
  throw new DialdeskError('internal', 'A job without connection was sent');
}

/** The context for work outside a job's steps, such as a check or a clean-up: none of it is stored or reported. */
export function quietContext(
  { id: jobId, name, connectionId }: Job,
  { payload, memory }: { readonly payload: unknown; readonly memory: object },
  signal: AbortSignal,
): StepContext<unknown, object> {
  const nothing = () => undefined;
  const silent = { remember: nothing, progress: nothing, detail: nothing };
  return { jobId, name, connectionId, payload, memory, signal, ...silent };
}

/** A kind whose types are its own affair. */
export type AnyJobKind = JobKind<unknown, object>;
