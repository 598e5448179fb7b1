import * as v from 'valibot';
import { InvocationQuery, type Invocation } from '../contract/invocation-log.ts';
import type { AiccClient, CallOptions } from './client.ts';
import { writtenMoment } from '../contract/zoned-time.ts';
import { isalesPath } from './isales-path.ts';
import { readFields, requireValid } from './parse.ts';
import { integer, listOf, text } from './tolerant.ts';

/** An answer without its list says nothing about any call: it is not an empty one. */
const HasList = v.object({ result: v.array(v.unknown()) });

/** ISO 8601 with its zone, or epoch milliseconds: other digits may be a day and a time. */
const loggedAt = v.pipe(
  text,
  v.transform((value): number | null => {
    if (value === null) return null;
    return /^\d{13}$/.test(value) ? Number(value) : writtenMoment(value);
  }),
);

const fieldsOf = v.record(v.string(), v.unknown());
/** An object by the table, a text that holds one by the example. */
const request = v.pipe(
  v.optional(v.unknown(), null),
  v.transform((value): Readonly<Record<string, unknown>> | null => {
    const body = typeof value === 'string' ? jsonOf(value) : value;
    return !Array.isArray(body) && v.is(fieldsOf, body) ? body : null;
  }),
);

const Page = v.object({
  count: integer,
  result: listOf(
    v.object({
      id: text,
      operTime: loggedAt,
      url: text,
      request,
      resultCode: text,
      resultDesc: text,
      httpStatus: integer,
      type: text,
    }),
  ),
});

/**
 * A page of the calls that the call centre recorded, of all its users. Systems may lack it: not_offered. Nothing of the
 * records is logged: other calls carry customers' numbers. Source: the vendor's page 0803.
 * @returns how many there are in all, null where the system does not say
 */
export async function invocations(
  client: AiccClient,
  query: InvocationQuery,
  options?: CallOptions,
): Promise<{ entries: Invocation[]; count: number | null }> {
  const answer = await client.call(
    {
      interface: 'calllogs',
      service: 'isales',
      method: 'POST',
      path: isalesPath(client, 'calllogs'),
      fields: requireValid(InvocationQuery, query),
      repeat: 'repeatable',
      unlogged: true,
      mustHaveCode: false,
    },
    options,
  );
  readFields('calllogs', HasList, answer);
  const { result, count } = readFields('calllogs', Page, answer);
  return {
    count: count !== null && count >= 0 ? count : null,
    entries: result.map(({ operTime, url, type, ...entry }) => ({
      ...entry,
      at: operTime,
      path: url === null ? null : pathOf(url),
      method: type?.trim().toUpperCase() ?? null,
    })),
  };
}

/** The path of an address, should it come with its host or a query. */
function pathOf(url: string): string {
  const path = url.trim().replace(/^https?:\/\/[^/]*/i, '');
  return path.split('?', 1)[0] ?? '';
}

function jsonOf(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return null;
  }
}
