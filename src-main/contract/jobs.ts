import * as v from 'valibot';
import { ConnectionId } from './connections.ts';
import { ErrorCode, ErrorShape } from './errors.ts';
import { MarkOrigin } from './list-mark.ts';

/** Milliseconds since 1970-01-01 UTC, as everywhere in the database and on the bridge. */
const Instant = v.pipe(v.number(), v.integer());
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Details = v.record(v.string(), v.unknown());

export const JobId = v.pipe(v.string(), v.uuid());
export type JobId = v.InferOutput<typeof JobId>;

export const JobKindName = v.picklist([
  'import',
  'voice-upload',
  'reservation-change',
  'take-back',
  'call-results',
]);
export type JobKindName = v.InferOutput<typeof JobKindName>;

/**
 * Where a job stands.
 * `prepared` is kept until the supervisor sends it; `waiting` says in `waitingFor` for what;
 * `unknown` went out without an answer and is never repeated by itself.
 */
export const jobStates = [
  'prepared',
  'queued',
  'running',
  'waiting',
  'paused',
  'failed',
  'unknown',
  'done',
  'cancelled',
] as const;
export const JobState = v.picklist(jobStates);
export type JobState = v.InferOutput<typeof JobState>;

/**
 * `sending` is a running step that must not be taken twice: it is saved before the request goes out, so a
 * row that still says `sending` after a crash means "outcome unknown". `skipped` was found done already.
 */
export const StepState = v.picklist([
  'pending',
  'running',
  'sending',
  'done',
  'skipped',
  'failed',
  'unknown',
  'cancelled',
]);
export type StepState = v.InferOutput<typeof StepState>;

export const JobStep = v.object({
  id: v.string(),
  state: StepState,
  startedAt: v.nullable(Instant),
  endedAt: v.nullable(Instant),
  /** Facts for the words under the step, e.g. `{ path, bytes }`; never a secret or a customer number. */
  detail: v.nullable(Details),
});
export type JobStep = v.InferOutput<typeof JobStep>;

/** How far the running step is. `perSecond` is in `unit`s, null until it is known. */
export const JobProgress = v.object({
  step: v.string(),
  done: v.pipe(v.number(), v.minValue(0)),
  total: v.nullable(v.pipe(v.number(), v.minValue(0))),
  unit: v.picklist(['rows', 'bytes']),
  perSecond: v.nullable(v.number()),
  secondsLeft: v.nullable(v.number()),
});
export type JobProgress = v.InferOutput<typeof JobProgress>;

export const WaitingKind = v.picklist(['network', 'password', 'host-key', 'decision']);
export type WaitingKind = v.InferOutput<typeof WaitingKind>;

/** What a job waits for. `code` and `details` are those of the error that made it wait. */
export const WaitingFor = v.object({
  kind: WaitingKind,
  code: ErrorCode,
  details: Details,
  /** When the next attempt is made by itself; null when something must be given first. */
  retryAt: v.nullable(Instant),
});
export type WaitingFor = v.InferOutput<typeof WaitingFor>;

/** The call centre's clock, 24 hours: an import that is to start later today or tomorrow. */
export const StartTime = v.object({
  hour: v.pipe(v.number(), v.integer(), v.minValue(0, 'hour'), v.maxValue(23, 'hour')),
  minute: v.pipe(v.number(), v.integer(), v.minValue(0, 'minute'), v.maxValue(59, 'minute')),
});
export type StartTime = v.InferOutput<typeof StartTime>;

/** What a list of jobs shows of an import. Fields of the destination are null until one is chosen. */
export const ImportSummary = v.object({
  kind: v.literal('import'),
  sourceName: v.string(),
  rows: Count,
  rejected: Count,
  campaignId: v.nullable(v.string()),
  campaignName: v.nullable(v.string()),
  serverId: v.nullable(v.string()),
  serverName: v.nullable(v.string()),
  /** Folder and name below the server's default path. */
  remotePath: v.nullable(v.string()),
  startsAt: v.nullable(StartTime),
  /** The customField of all its rows in the call centre; null where there is none, and `markOrigin` says why. */
  mark: v.optional(v.nullable(v.string()), null),
  markOrigin: v.optional(MarkOrigin, 'unknown'),
});
export type ImportSummary = v.InferOutput<typeof ImportSummary>;

export const VoiceUploadSummary = v.object({
  kind: v.literal('voice-upload'),
  fileName: v.string(),
  bytes: Count,
});

export const ReservationChangeSummary = v.object({
  kind: v.literal('reservation-change'),
  rows: Count,
  /** The reservation, where it is only one. */
  appointId: v.nullable(v.string()),
  appointTime: v.nullable(Instant),
});

/** An import that is taken back. */
export const TakeBackSummary = v.object({
  kind: v.literal('take-back'),
  /** The job that sent it. */
  importId: v.string(),
  importName: v.string(),
  campaignId: v.string(),
  campaignName: v.nullable(v.string()),
  rows: Count,
});

export const CallResultsSummary = v.object({
  kind: v.literal('call-results'),
  /** The import whose results they are. */
  importId: JobId,
  campaignId: v.string(),
  campaignName: v.nullable(v.string()),
  rows: Count,
  /** Of the workbook. */
  fileName: v.string(),
});

export const JobSummary = v.variant('kind', [
  ImportSummary,
  VoiceUploadSummary,
  ReservationChangeSummary,
  TakeBackSummary,
  CallResultsSummary,
]);
export type JobSummary = v.InferOutput<typeof JobSummary>;

/** A job as the window sees it. What it carries (its payload) and what its steps remember stay in main. */
export const Job = v.object({
  id: JobId,
  kind: JobKindName,
  name: v.pipe(v.string(), v.trim(), v.nonEmpty('required'), v.maxLength(120, 'too_long')),
  /** Null for an import that is kept as prepared and has no call centre yet. */
  connectionId: v.nullable(ConnectionId),
  /** Where that connection led when the job was put together: its IDs mean nothing elsewhere. See `callCentreOf`. */
  centre: v.optional(v.string()),
  state: JobState,
  /** Kept as prepared: only the steps that need no system are taken, until it is sent. */
  hold: v.boolean(),
  steps: v.array(JobStep),
  /** Live only; never in the database. */
  progress: v.nullable(JobProgress),
  waitingFor: v.nullable(WaitingFor),
  /** Attempts that met the network's silence since the last step that went well. */
  attempts: Count,
  error: v.nullable(ErrorShape),
  /** Of an import: `{ importTaskId }`. Null until done. */
  result: v.nullable(Details),
  summary: JobSummary,
  /** Jobs run in ascending order. Any number; only the order counts. */
  position: v.number(),
  createdAt: Instant,
  updatedAt: Instant,
});
export type Job = v.InferOutput<typeof Job>;

/** What a list of jobs can be sorted by, other than the order in which they run or were made. */
export const sortableColumns = ['name', 'campaign', 'connection', 'rows', 'when', 'state'] as const;
export type SortableColumn = (typeof sortableColumns)[number];

/** The moment a list shows of a job: when it ended, or was put together where it has not. Epoch milliseconds. */
export function shownMoment({
  state,
  createdAt,
  updatedAt,
}: Pick<Job, 'state' | 'createdAt' | 'updatedAt'>): number {
  return state === 'done' || state === 'cancelled' ? updatedAt : createdAt;
}

/** A page of the list. Empty `states` or `kinds` mean all; `search` looks in names, files, campaigns, servers. */
export const JobQuery = v.object({
  states: v.optional(v.array(JobState), []),
  kinds: v.optional(v.array(JobKindName), []),
  search: v.optional(v.pipe(v.string(), v.maxLength(200)), ''),
  sort: v.optional(v.picklist(['order', 'newest', ...sortableColumns]), 'order'),
  /** Of a column: from its last value to its first. */
  descending: v.optional(v.boolean(), false),
  offset: v.optional(Count, 0),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)), 100),
});
export type JobQuery = v.InferOutput<typeof JobQuery>;

/** Where a job goes in the order, among those that a list shows: one place, or to an end. */
export const JobMove = v.object({
  id: JobId,
  to: v.picklist(['first', 'up', 'down', 'last']),
  among: v.pick(JobQuery, ['states', 'kinds', 'search']),
});
export type JobMove = v.InferOutput<typeof JobMove>;

/** How many jobs are in each state: over all jobs, or on a page over those of its kinds that its search finds. */
export const JobCounts = v.object(v.entriesFromList(jobStates, Count));
export type JobCounts = v.InferOutput<typeof JobCounts>;

export const JobPage = v.object({ jobs: v.array(Job), total: Count, counts: JobCounts });
export type JobPage = v.InferOutput<typeof JobPage>;

/** Pushed to the window: only what changed. Progress comes at most ten times a second for each job. */
export const JobsChanged = v.object({
  jobs: v.array(Job),
  removed: v.array(JobId),
  counts: JobCounts,
});
export type JobsChanged = v.InferOutput<typeof JobsChanged>;

/**
 * What the supervisor says about a job that cannot decide alone.
 * `arrived` and `send-again` answer `unknown`; `replace` answers a file that exists already; `send-anyway` answers
 * that the same was sent before, by the jobs it names; `start-now` and `start-at` answer that its time has passed;
 * `go-there` answers that its connection leads to another call centre by now, the one it names.
 */
export const JobDecision = v.variant('kind', [
  v.object({ kind: v.literal('arrived'), result: v.optional(Details, {}) }),
  v.object({ kind: v.literal('send-again') }),
  v.object({ kind: v.literal('replace') }),
  v.object({ kind: v.literal('start-now') }),
  v.object({ kind: v.literal('start-at'), at: Instant }),
  v.object({ kind: v.literal('go-there'), centre: v.pipe(v.string(), v.maxLength(300)) }),
  v.object({ kind: v.literal('send-anyway'), again: v.pipe(v.array(JobId), v.maxLength(1000)) }),
]);
export type JobDecision = v.InferOutput<typeof JobDecision>;
