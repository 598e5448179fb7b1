import * as v from 'valibot';
import { CallCause } from './fail-codes.ts';
import { Job, JobId } from './jobs.ts';
import { call } from './define.ts';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Failed calls of one kind. Codes as they came; null where the system gave none. */
export const FailedBy = v.object({
  failCode: v.nullable(v.string()),
  /** The code that the call centre shows for it. */
  resultCode: v.nullable(v.string()),
  count: Count,
});
export type FailedBy = v.InferOutput<typeof FailedBy>;

/**
 * What became of the rows of a list: connected + failed + unknown + none + again = its rows. Where there is no list,
 * of the results themselves.
 */
export const ResultCounts = v.object({
  connected: Count,
  failed: Count,
  /** The system gives a result that is neither. */
  unknown: Count,
  /** Rows without a result: not imported, not called yet, or taken back. */
  none: Count,
  /** Rows whose number has its result at an earlier row. */
  again: Count,
  /** Results of numbers that are not in the list. */
  others: Count,
  /** The most frequent first. */
  failedBy: v.array(FailedBy),
});
export type ResultCounts = v.InferOutput<typeof ResultCounts>;

/** Whether the results stand beside the list's own rows, or why not. */
export const ListBeside = v.picklist(['beside', 'not_found', 'changed', 'left_out']);
export type ListBeside = v.InferOutput<typeof ListBeside>;

/** The results of an import as they were fetched last; what a finished job gives as its result. */
export const FetchedResults = v.object({
  ...ResultCounts.entries,
  list: ListBeside,
  /** Of the workbook; it is where the supervisor wanted it. */
  fileName: v.string(),
  /** Rows that the call centre counted, and did not give; null where it does not count them. */
  missing: v.nullable(Count),
  /** Results that a later one of the same number has replaced. */
  superseded: Count,
  /** There were more than is fetched. */
  cut: v.boolean(),
  /** Whether pages count from 0 or 1, as far as it was seen. */
  firstPage: v.nullable(v.picklist([0, 1])),
  /** The call centre's own names of its display codes. */
  names: v.record(v.string(), v.string()),
  /** Epoch milliseconds. */
  fetchedAt: v.number(),
});
export type FetchedResults = v.InferOutput<typeof FetchedResults>;

/** Which results of an import can be had. */
export const ResultOffer = v.object({
  /** Null: results of this list alone cannot be asked for. */
  mark: v.nullable(v.string()),
  /** False: this system is known not to have results. */
  offered: v.boolean(),
  /** Whether the list's own rows are still there as they were sent; their file's name. */
  list: v.picklist(['there', 'not_found', 'changed']),
  sourceName: v.string(),
  /** The job that fetches them, or has done so last; null: none. */
  job: v.nullable(Job),
});
export type ResultOffer = v.InferOutput<typeof ResultOffer>;

/** What became of the numbers of an import, number by number. */
export const callResults = {
  of: call(v.object({ job: JobId }), ResultOffer),
  /**
   * Asks where to save the workbook, and fetches the results as a job; null when the dialog was cancelled.
   * @throws DialdeskError `not_offered`, `conflict` while they are being fetched
   */
  fetch: call(v.object({ job: JobId, list: v.picklist(['beside', 'left_out']) }), v.nullable(Job)),
  /**
   * Asks for the file that was sent, where it is no longer where it was; null when the dialog was cancelled.
   * @throws DialdeskError `file_changed` for a file that is another
   */
  findList: call(v.object({ job: JobId }), v.nullable(ResultOffer)),
  /** Makes a prepared import of the rows that failed by these causes. @throws DialdeskError `file_changed`, `nothing_to_send` */
  callAgain: call(
    v.object({
      job: JobId,
      causes: v.pipe(v.array(CallCause), v.minLength(1, 'required')),
      name: v.pipe(v.string(), v.trim(), v.nonEmpty('required'), v.maxLength(120, 'too_long')),
    }),
    Job,
  ),
} as const;
