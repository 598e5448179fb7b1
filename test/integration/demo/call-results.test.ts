import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DemoOptions } from '../../../src-main/demo/demo-options.ts';
import type { DemoSystem } from '../../../src-main/demo/demo-system.ts';
import { failCodeOf } from '../../../src-main/contract/fail-codes.ts';
import { callDemo, isalesPath } from '../../support/demo-client.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { importedRecords, loadRecords, runningCampaign } from '../../support/imported-records.ts';

type Row = Readonly<Record<string, unknown>>;
const start = new Date('2026-05-06T07:00:00Z').getTime();

async function place(context: Parameters<typeof demoSystem>[0], options: Partial<DemoOptions> = {}) {
  let now = start;
  const demo = await demoSystem(context, { clock: () => new Date(now), callsPerMinute: 60, ...options });
  const { id } = runningCampaign(demo);
  const results = (body: object, campaign = id) =>
    callDemo(demo, { path: isalesPath(demo, 'callresult', campaign), body });
  return { demo, id, results, pass: (minutes: number) => (now += minutes * 60_000) };
}
const rows = (answer: { json: Record<string, unknown> }) => answer.json['data'] as Row[];
const get = (demo: DemoSystem, path: string, query: Record<string, string> = {}) =>
  callDemo(demo, { method: 'GET', path: isalesPath(demo, ...path.split('/')), query });

test('imported numbers are dialled first, and each has one outcome that stays', async (context) => {
  const { demo, id, results, pass } = await place(context);
  loadRecords(
    demo,
    id,
    importedRecords(
      Array.from({ length: 200 }, (_, i) => ({ sessionId: `S${i}`, customField: `m${i % 2}` })),
    ),
  );
  assert.equal((await results({})).json['totalCount'], 0);
  pass(1);
  assert.equal((await results({})).json['totalCount'], 60);
  pass(60);
  const all = rows(await results({}));
  assert.equal(all.length, 200);
  assert.equal(new Set(all.map(({ callId }) => callId)).size, 200);
  const marked = await results({ customField: 'm1', pageSize: 500, pageNum: 1 });
  assert.equal(marked.json['totalCount'], 100);
  assert.deepEqual(rows(await results({ sessionId: 'S7' })), [all[7]]);
  const codes = new Set(all.map(({ failCode }) => String(failCode)));
  for (const kind of ['busy', 'no_answer', 'switched_off', 'wrong_number', 'refused']) {
    assert.ok(
      [...codes].some((code) => failCodeOf(code)?.cause === kind),
      kind,
    );
  }
  for (const { callStatus, failCode } of all) assert.equal(callStatus === 6, failCode === '00000');

  const one = await get(demo, `callresultdetail/${String(all[3]?.['callId'])}`);
  assert.deepEqual((one.json['data'] as Row)['called'], all[3]?.['called']);
  assert.equal((await get(demo, 'callresultdetail/none')).json['resultCode'], '02000007');
});

test('numbers of one record are tried until one is answered; the last attempt decides', async (context) => {
  const { demo, id, results, pass } = await place(context);
  const numbers = ['13800000001', '13800000002', '13800000003'];
  loadRecords(
    demo,
    id,
    importedRecords(Array.from({ length: 50 }, (_, i) => ({ numbers, sessionId: `${i}` }))),
  );
  pass(60);
  const last = rows(await results({ pageSize: 500, pageNum: 1 }));
  const every = rows(await results({ pageSize: 100, pageNum: 1, showDetail: 1 }));
  assert.equal(last.length, 50);
  assert.ok(every.length > 50);
  for (const row of last) {
    const attempts = every.filter(({ sessionId }) => sessionId === row['sessionId']);
    assert.deepEqual(attempts.at(-1), row);
    assert.ok(attempts.slice(0, -1).every(({ callStatus }) => callStatus === 5));
  }
});

const refused: readonly [string, object, string][] = [
  ['a page of more than 500', { pageSize: 501, pageNum: 1 }, '02000007'],
  ['a detailed page of more than 100', { pageSize: 101, pageNum: 1, showDetail: 1 }, '02000007'],
  ['a page size alone', { pageSize: 10 }, '02000009'],
  ['a page size as text', { pageSize: '10', pageNum: 1 }, '02000006'],
  ['a page below the first', { pageSize: 10, pageNum: 0 }, '02000007'],
  ['one date', { beginTime: '2026-05-01' }, '0200008'],
  ['a date with a time', { beginTime: '2026-05-01 00:00:00', endTime: '2026-05-02' }, '0200009'],
  ['a day that is none', { beginTime: '2026-02-30', endTime: '2026-03-02' }, '0200009'],
  ['the same day twice', { beginTime: '2026-05-01', endTime: '2026-05-01' }, '0200010'],
  ['more than 30 days', { beginTime: '2026-05-01', endTime: '2026-06-01' }, '0200011'],
  ['a long session ID', { sessionId: 'x'.repeat(33) }, '02000003'],
];
for (const [what, body, code] of refused) {
  test(`results refuse ${what}`, async (context) => {
    const { results } = await place(context);
    assert.equal((await results(body)).json['resultCode'], code);
  });
}

test('30 days are accepted, an unknown campaign is not, and without pages there are 2,000 rows', async (context) => {
  const { demo, id, results, pass } = await place(context, { callsPerMinute: 100_000 });
  loadRecords(demo, id, importedRecords(Array.from({ length: 2_500 }, () => ({}))));
  pass(10);
  const month = await results({ beginTime: '2026-05-01', endTime: '2026-05-31' });
  assert.deepEqual([month.json['totalCount'], rows(month).length], [2_500, 2_000]);
  assert.equal((await results({}, '1')).json['resultCode'], '0200007');
  assert.equal((await results({ beginTime: '2026-04-01', endTime: '2026-05-01' })).json['totalCount'], 0);
});

test('a system may count pages from 0, write success as 0 and leave fields out', async (context) => {
  const { demo, id, results, pass } = await place(context, {
    resultPageBase: 0,
    successFailCode: '0',
    omitResultFields: ['totalCount', 'callId'],
    latestResultFirst: true,
  });
  loadRecords(demo, id, importedRecords(Array.from({ length: 30 }, (_, i) => ({ sessionId: `${i}` }))));
  pass(1);
  const first = await results({ pageSize: 20, pageNum: 0 });
  assert.equal(rows(first)[0]?.['sessionId'], '29');
  assert.equal(rows(await results({ pageSize: 20, pageNum: 1 })).length, 10);
  assert.equal('totalCount' in first.json || rows(first).some((row) => 'callId' in row), false);
  assert.ok(rows(first).every(({ callStatus, failCode }) => (callStatus === 6) === (failCode === '0')));
});

test('display codes have names, page by page', async (context) => {
  const { demo } = await place(context);
  const first = await get(demo, 'queryOBSResults', { pageSize: '4', pageNum: '1' });
  assert.equal(rows(first).length, 4);
  assert.ok((first.json['totalCount'] as number) > 4);
  assert.equal(
    (await get(demo, 'queryOBSResults', { pageSize: '51', pageNum: '1' })).json['resultCode'],
    '02000007',
  );
  assert.equal((await get(demo, 'queryOBSResults')).json['resultCode'], '02000001');
});
