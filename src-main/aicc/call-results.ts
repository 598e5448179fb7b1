import * as v from 'valibot';
import { CallResultQuery, type CallOutcomeKind, type CallResultRow } from '../contract/call-result-rows.ts';
import { fullFailCode, successFailCode } from '../contract/fail-codes.ts';
import type { AiccClient, CallOptions } from './client.ts';
import { isalesPath } from './isales-path.ts';
import { parseAnswer, parseValue, requireSuccess } from './answer.ts';
import { splitAnswer } from './answer-elements.ts';
import { readFields, requireValid } from './parse.ts';
import { integer, listOf, text } from './tolerant.ts';

/** An answer without its list says nothing about any number: it is not an empty one. */
const HasList = v.object({ data: v.array(v.unknown()) });
const Total = v.object({ totalCount: integer });
const Rows = listOf(
  v.object({
    called: text,
    sessionId: text,
    callTimeStr: text,
    callStatus: text,
    failCode: text,
    resultCode: text,
    callId: text,
  }),
);

/** A page of what became of a campaign's numbers. */
export interface ResultPage {
  /** Can be iterated once; throws `bad_answer` at one that cannot be read. */
  readonly rows: Iterable<CallResultRow>;
  /** How many there are in all; null where the system does not say. */
  readonly total: number | null;
}

/**
 * A page of what became of a campaign's numbers, one final result each. Systems may lack it: not_offered.
 * Source: the vendor's page 0783.
 * @param read reads the answer; it may do so in another thread, by `readResultPage`
 */
export async function callResults<T = ResultPage>(
  client: AiccClient,
  query: CallResultQuery,
  read: (body: Uint8Array) => T | Promise<T>,
  options?: CallOptions,
): Promise<T> {
  const { campaignId, ...fields } = requireValid(CallResultQuery, query);
  return client.callRead(
    {
      interface: 'callresult',
      service: 'isales',
      method: 'POST',
      path: isalesPath(client, 'callresult', campaignId),
      fields: { ...fields, showDetail: 0 },
      repeat: 'repeatable',
      unlogged: true,
    },
    read,
    options,
  );
}

/**
 * Reads the answer to a question for results. Its rows are read one by one: a page of them is 100 kB and more.
 * @throws DialdeskError `bad_answer`, `result_code`
 */
export function readResultPage(body: Uint8Array): ResultPage {
  const split = splitAnswer(body, 'data');
  const answer = parseAnswer(split?.rest ?? body);
  requireSuccess(answer, 'isales', 'callresult', false);
  const { data } = readFields('callresult', HasList, answer);
  const { totalCount } = readFields('callresult', Total, answer);
  return {
    total: totalCount !== null && totalCount >= 0 ? totalCount : null,
    rows: rowsOf(split === null ? data : values(split.elements)),
  };
}

function* values(elements: Iterable<Uint8Array>): Generator {
  for (const element of elements) yield parseValue(element);
}

function* rowsOf(data: Iterable<unknown>): Generator<CallResultRow> {
  for (const value of data) {
    for (const row of v.parse(Rows, [value])) {
      yield {
        called: row.called?.trim() ?? null,
        sessionId: row.sessionId,
        time: row.callTimeStr,
        outcome: outcomeOf(row.callStatus, row.failCode),
        failCode: row.failCode === null ? null : fullFailCode(row.failCode),
        resultCode: row.resultCode,
        callId: row.callId,
      };
    }
  }
}

/** Page 0783: 5 failed, 6 succeeded. A failure code that says the contrary makes it unknown. */
function outcomeOf(status: string | null, failCode: string | null): CallOutcomeKind {
  const success = failCode === null ? null : fullFailCode(failCode) === successFailCode;
  const known = status?.trim();
  if (known === '6' && success !== false) return 'connected';
  return known === '5' && success !== true ? 'failed' : 'unknown';
}

/** The interface's limit for a page, and more names than any system has. */
const namesOnPage = 50;
const mostNamePages = 20;

const Names = v.object({
  totalCount: integer,
  data: listOf(v.object({ displayResult: text, resultCode: text })),
});

/**
 * The names that a call centre has given to its display codes, by code. Systems may lack it: not_offered.
 * Source: the vendor's page 0801.
 */
export async function resultNames(
  client: AiccClient,
  options?: CallOptions,
): Promise<Readonly<Record<string, string>>> {
  const names = new Map<string, string>();
  for (let page = 1; page <= mostNamePages; page++) {
    const answer = await client.call(
      {
        interface: 'queryOBSResults',
        service: 'isales',
        method: 'GET',
        path: isalesPath(client, 'queryOBSResults'),
        query: { pageSize: String(namesOnPage), pageNum: String(page) },
        repeat: 'repeatable',
        mustHaveCode: false,
      },
      options,
    );
    const { data, totalCount } = readFields('queryOBSResults', Names, answer);
    const before = names.size;
    for (const { resultCode, displayResult } of data) {
      if (resultCode !== null && displayResult !== null) names.set(resultCode, displayResult);
    }
    const all = totalCount !== null && page * namesOnPage >= totalCount;
    if (names.size === before || data.length < namesOnPage || all) break;
  }
  return Object.fromEntries(names);
}
