import { optionalText, paging, Refusal, requiredText } from './request-fields.ts';
import type { JsonObject } from './request-fields.ts';
import type { InvocationRecord, InvocationRecords } from './invocation-records.ts';
import type { IsalesRoute } from './isales-routes.ts';
import type { DemoState } from './records.ts';

/** In what the answers of a system may differ: none of it is in a document. */
export interface InvocationAnswers {
  /** How a record is matched to the `url` asked for: by the whole of it (default), a part, or not at all. */
  readonly logUrl?: 'whole' | 'part' | 'ignored';
  /** How far the zone of the period asked for is ahead of UTC, minutes. Default 0. */
  readonly logZoneMinutes?: number;
  /** The body of the request as a text, as in the vendor's example (default), as an object, or left out. */
  readonly logRequest?: 'text' | 'object' | 'missing';
  /** Fields of a record that it leaves out. */
  readonly omitLogFields?: readonly string[];
  /** Leaves `count` out, as the vendor's table does. */
  readonly omitLogCount?: boolean;
  /** Adds a record from outside the period, as the vendor's example has one. */
  readonly logOutside?: boolean;
  /** After how long a call is in the log, milliseconds. Default 0. */
  readonly logDelayMs?: number;
}

const parameters = [
  ...(['parameter', 'empty', 'characters', 'tooLong', 'tooShort', 'length', 'type', 'value'] as const),
  ...(['conversion', 'combination', 'hourAndMinute', 'tooMany'] as const),
];
const mostMs = 7 * 86_400_000;
const minuteMs = 60_000;

/** The log of invocations (0803). */
export function callLogsRoute(
  state: DemoState,
  records: InvocationRecords,
  unlike: InvocationAnswers = {},
): IsalesRoute {
  const { logUrl = 'whole', logZoneMinutes = 0, logDelayMs = 0 } = unlike;
  return {
    name: 'calllogs',
    method: 'POST',
    path: ['calllogs'],
    body: true,
    failures: 'resultDesc',
    reasons: parameters,
    run: ({ body }) => {
      const { offset, limit } = paging(body);
      // its page: offset = limit × (page − 1)
      if (offset % limit !== 0) throw new Refusal('value', 'offset');
      const url = optionalText(body, 'url') ?? '';
      const from = timeOf(body, 'beginTime') - logZoneMinutes * minuteMs;
      const to = timeOf(body, 'endTime') - logZoneMinutes * minuteMs;
      if (from > to || to - from > mostMs) throw new Refusal('value', 'beginTime, endTime');
      const known = state.clock().getTime() - logDelayMs;
      const asked = ({ path }: InvocationRecord): boolean =>
        url === '' || logUrl === 'ignored' || (logUrl === 'part' ? path.includes(url) : path === url);
      const within = ({ at }: InvocationRecord): boolean => at >= from && at < to + 1000;
      const found = records.find((record) => record.at <= known && asked(record) && within(record));
      const [outside] = unlike.logOutside ? records.find((record) => !within(record)) : [];
      const page = found.slice(offset, offset + limit);
      if (outside && page.length < limit) page.push(outside);
      return {
        ...(!unlike.omitLogCount && { count: found.length }),
        result: page.map((record) => shown(record, unlike)),
      };
    },
  };
}

/** A time as the call centre's own zone writes it, read as UTC. */
function timeOf(body: JsonObject, name: string): number {
  const text = requiredText(body, name, { form: /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/ });
  const time = new Date(`${text.replace(' ', 'T')}Z`);
  const real = !Number.isNaN(time.getTime()) && time.toISOString().slice(0, 19).replace('T', ' ') === text;
  if (!real) throw new Refusal('value', name);
  return time.getTime();
}

function shown(record: InvocationRecord, { logRequest = 'text', omitLogFields = [] }: InvocationAnswers) {
  const fields: JsonObject = {
    id: record.id,
    operTime: new Date(record.at).toISOString().replace('Z', '+00:00'),
    url: record.path,
    ...(logRequest !== 'missing' && {
      request: logRequest === 'text' ? record.request : (JSON.parse(record.request || '{}') as unknown),
    }),
    resultCode: record.resultCode,
    resultDesc: record.resultDesc,
    httpStatus: record.httpStatus,
    type: record.method,
  };
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !omitLogFields.includes(name)));
}
