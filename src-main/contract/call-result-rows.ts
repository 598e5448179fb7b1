import * as v from 'valibot';

/** The most rows of a page: of final results, and of every call (vendor's page 0783). */
export const resultPageSize = { final: 500, every: 100 } as const;
/** The longest period of one question, days. */
export const mostResultDays = 30;

const Day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, 'date'));

/** A page of a campaign's results: one final result of each number. */
export const CallResultQuery = v.pipe(
  v.object({
    campaignId: v.pipe(v.string('required'), v.nonEmpty('required'), v.maxLength(64, 'too_long')),
    /** The mark of a list; left out, all results of the campaign. */
    customField: v.optional(v.pipe(v.string(), v.nonEmpty('required'), v.maxLength(200, 'too_long'))),
    pageSize: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(resultPageSize.final, 'too_many')),
    /** Whether the first page is 0 or 1 is not documented. */
    pageNum: v.pipe(v.number(), v.integer(), v.minValue(0)),
    beginTime: Day,
    endTime: Day,
  }),
  v.check(({ beginTime, endTime }) => beginTime < endTime, 'period'),
  v.check(
    ({ beginTime, endTime }) => Date.parse(endTime) - Date.parse(beginTime) <= mostResultDays * 86_400_000,
    'period',
  ),
);
export type CallResultQuery = v.InferOutput<typeof CallResultQuery>;

/** `unknown`: the system gives no status, one that stands in no document, or one that its failure code contradicts. */
export type CallOutcomeKind = 'connected' | 'failed' | 'unknown';

/** What became of a number. Texts are as they came; null where the system does not give them. */
export interface CallResultRow {
  readonly called: string | null;
  readonly sessionId: string | null;
  /** `yyyy-mm-dd hh:mm:ss`, in a zone that is not stated. */
  readonly time: string | null;
  readonly outcome: CallOutcomeKind;
  readonly failCode: string | null;
  /** The code that the call centre shows for the failure code. */
  readonly resultCode: string | null;
  readonly callId: string | null;
}
