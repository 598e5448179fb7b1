// The interfaces of call results against what is documented, and against answers that are not quite.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callResults, readResultPage, resultNames } from '../../../src-main/aicc/call-results.ts';
import { answeringService } from '../../support/answering-service.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';

const base = '/rest/isales/v1/openapi/campaigns/53';
const ok = { returnCode: '0200000', resultCode: '0200000', resultDesc: 'success', returnDesc: 'success' };
const query = {
  campaignId: '1646',
  customField: 'dd-1',
  pageSize: 500,
  pageNum: 1,
  beginTime: '2026-05-01',
  endTime: '2026-05-31',
};
const row = {
  campaignId: '1646',
  sessionId: 'S1',
  called: '13800138000',
  callTimeStr: '2026-05-06 09:00:00',
  callStatus: 5,
  failCode: '00145',
  resultCode: 'OB1',
  vdnId: 53,
  callId: '1-2',
};

const pageOf = (body: Uint8Array) => {
  const { rows, total } = readResultPage(body);
  return { rows: [...rows], total };
};

test('a page of results is asked for as documented, and nothing of its rows is logged', async () => {
  await using service = await answeringService([{ ...ok, totalCount: 1, data: [row] }]);
  const seen = await callResults(service.client, query, pageOf);
  assert.deepEqual(seen, {
    total: 1,
    rows: [
      {
        called: '13800138000',
        sessionId: 'S1',
        time: '2026-05-06 09:00:00',
        outcome: 'failed',
        failCode: '00145',
        resultCode: 'OB1',
        callId: '1-2',
      },
    ],
  });
  assert.equal(service.requests[0]?.url, `${base}/callresult/1646`);
  const { campaignId, ...fields } = query;
  assert.ok(campaignId);
  assert.deepEqual(service.fields(), { ...fields, showDetail: 0 });
  const [entry] = service.log;
  assert.deepEqual([entry?.resultCode, entry?.answer, entry?.error], ['0200000', null, null]);
});

test('an answer that is refused is logged without its rows', async () => {
  await using service = await answeringService([{ resultCode: '0200007', resultDesc: 'no', data: [row] }]);
  await assert.rejects(callResults(service.client, query, pageOf), dialdeskError('result_code'));
  assert.doesNotMatch(JSON.stringify(service.log), /"S1"|"1-2"|138001/);
});

const outcomes: readonly [string, object, 'connected' | 'failed' | 'unknown'][] = [
  ['success', { callStatus: 6, failCode: '00000' }, 'connected'],
  ['a status as text, and success as 0', { callStatus: '6', failCode: '0' }, 'connected'],
  ['success without a code', { callStatus: 6, failCode: '' }, 'connected'],
  ['failure without a code', { callStatus: 5, failCode: null }, 'failed'],
  ['failure with the code of success', { callStatus: 5, failCode: '00000' }, 'unknown'],
  ['success with a code of failure', { callStatus: 6, failCode: '00145' }, 'unknown'],
  ['a status that stands in no document', { callStatus: 7 }, 'unknown'],
  ['no status at all', { callStatus: undefined }, 'unknown'],
];
for (const [what, fields, outcome] of outcomes) {
  test(`the outcome of ${what} is ${outcome}`, async () => {
    await using service = await answeringService([{ ...ok, data: [{ ...row, ...fields }] }]);
    const { rows, total } = await callResults(service.client, query, pageOf);
    assert.deepEqual([rows[0]?.outcome, total], [outcome, null]);
  });
}

test('a code that lost its zeros gets them again, and an answer without its list is none', async () => {
  await using service = await answeringService([
    { ...ok, data: [{ ...row, failCode: 145 }] },
    { ...ok, totalCount: 0 },
  ]);
  assert.equal((await callResults(service.client, query, pageOf)).rows[0]?.failCode, '00145');
  await assert.rejects(callResults(service.client, query, pageOf), dialdeskError('bad_answer'));
});

const refused: readonly [string, object][] = [
  ['more than 500 rows', { pageSize: 501 }],
  ['more than 30 days', { endTime: '2026-06-01' }],
  ['an end that is not after the begin', { endTime: '2026-05-01' }],
  ['an empty mark', { customField: '' }],
];
for (const [what, change] of refused) {
  test(`${what} never leaves`, async () => {
    await using service = await answeringService([ok]);
    await assert.rejects(
      callResults(service.client, { ...query, ...change }, pageOf),
      dialdeskError('invalid_request'),
    );
    assert.equal(service.requests.length, 0);
  });
}

test('names are read page by page, and a system that repeats itself is no endless one', async () => {
  const page = Array.from({ length: 50 }, (_, i) => ({ resultCode: `OB${i}`, displayResult: `name ${i}` }));
  await using service = await answeringService([
    { ...ok, totalCount: 60, data: page },
    { ...ok, totalCount: 60, data: [{ resultCode: 'OB50', displayResult: 'last' }, { resultCode: 'OB51' }] },
  ]);
  const names = await resultNames(service.client);
  assert.deepEqual([Object.keys(names).length, names['OB50'], names['OB51']], [51, 'last', undefined]);
  assert.equal(service.requests[0]?.url, `${base}/queryOBSResults?pageSize=50&pageNum=1`);
  await using same = await answeringService([{ ...ok, data: page }]);
  await resultNames(same.client);
  assert.equal(same.requests.length, 2);
});
