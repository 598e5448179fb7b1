import * as v from 'valibot';

/** The most records of a page (vendor's page 0803). */
export const invocationPageSize = 100;
/** The longest period of one question, days. */
export const mostInvocationDays = 7;

const whole = (min: number, rule: string) => v.pipe(v.number(rule), v.integer(rule), v.minValue(min, rule));
const Time = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/, 'time'));
const written = (time: string): number => Date.parse(`${time.replace(' ', 'T')}Z`);

/** A page of the log of invocations. In which zone its times are is not documented. */
export const InvocationQuery = v.pipe(
  v.object({
    offset: whole(0, 'offset'),
    limit: v.pipe(whole(1, 'limit'), v.maxValue(invocationPageSize, 'limit')),
    /** The called address, without host and query; left out, all. Whether a part of it will do is not documented. */
    url: v.optional(v.pipe(v.string(), v.nonEmpty('required'))),
    beginTime: Time,
    endTime: Time,
  }),
  v.check(({ offset, limit }) => offset % limit === 0, 'offset'),
  v.check(({ beginTime, endTime }) => written(beginTime) <= written(endTime), 'period'),
  v.check(
    ({ beginTime, endTime }) => written(endTime) - written(beginTime) <= mostInvocationDays * 86_400_000,
    'period',
  ),
);
export type InvocationQuery = v.InferOutput<typeof InvocationQuery>;

/** A call of an interface, as the call centre recorded it. Null is what it does not tell. */
export interface Invocation {
  readonly id: string | null;
  /** Epoch milliseconds, of the call centre's clock; null too where the text says no zone. */
  readonly at: number | null;
  /** The address without host and query, e.g. `/rest/isales/v1/openapi/campaigns/53/calldatafile/uploadFileServer/7`. */
  readonly path: string | null;
  /** The fields of the request's body. */
  readonly request: Readonly<Record<string, unknown>> | null;
  readonly resultCode: string | null;
  readonly resultDesc: string | null;
  readonly httpStatus: number | null;
  readonly method: string | null;
}
