// The log of invocations as the client asks for it, and answers that are not quite as documented.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { invocations } from '../../../src-main/aicc/invocation-log.ts';
import type { HeardAnswer } from '../../../src-main/aicc/client.ts';
import { answeringService } from '../../support/answering-service.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';

const ok = { returnCode: '0200000', resultCode: '0200000', resultDesc: 'success', returnDesc: 'success' };
const path = '/rest/isales/v1/openapi/campaigns/53/calldatafile/uploadFileServer/1646';
const query = {
  offset: 0,
  limit: 100,
  url: path,
  beginTime: '2026-05-06 06:00:00',
  endTime: '2026-05-07 06:00:00',
};
const record = {
  id: '18',
  operTime: '2026-05-06T07:00:01.250+00:00',
  url: path,
  request: '{"serverId":"S1","fileName":"13800138000.xlsx"}',
  resultCode: '0200000',
  resultDesc: '',
  httpStatus: 200,
  type: 'POST',
};

test('a page is asked for as documented, and nothing of its records is logged', async () => {
  await using service = await answeringService([{ ...ok, count: 1, result: [record] }]);
  const heard: HeardAnswer[] = [];
  const seen = await invocations(service.client, query, { onAnswer: (answer) => heard.push(answer) });
  assert.deepEqual(seen, {
    count: 1,
    entries: [
      {
        id: '18',
        at: Date.parse('2026-05-06T07:00:01.250Z'),
        path,
        request: { serverId: 'S1', fileName: '13800138000.xlsx' },
        resultCode: '0200000',
        resultDesc: null,
        httpStatus: 200,
        method: 'POST',
      },
    ],
  });
  assert.equal(service.requests[0]?.url, '/rest/isales/v1/openapi/campaigns/53/calllogs');
  assert.deepEqual(service.fields(), query);
  assert.doesNotMatch(JSON.stringify(service.log), /13800138000/);
  assert.ok(heard.length === 1 && heard[0]?.serverTime !== null);
});

test('a refusal is logged without its records', async () => {
  await using service = await answeringService([
    { resultCode: '0200001', resultDesc: 'no', result: [record] },
  ]);
  await assert.rejects(invocations(service.client, query), dialdeskError('result_code'));
  assert.doesNotMatch(JSON.stringify(service.log), /"S1"/);
});

test('what would be refused never leaves', async () => {
  await using service = await answeringService([ok]);
  for (const wrong of [
    { limit: 101 },
    { offset: 50 },
    { beginTime: '2026-05-06' },
    { endTime: '2026-05-13 06:00:01' },
    { endTime: '2026-05-06 05:59:59' },
    { url: '' },
  ]) {
    await assert.rejects(
      invocations(service.client, { ...query, ...wrong }),
      dialdeskError('invalid_request'),
    );
  }
  assert.equal(service.requests.length, 0);
});

test('fields may be missing, of another type, or say less than they seem to', async () => {
  const entries = async (result: unknown[]) => {
    await using service = await answeringService([{ ...ok, result }]);
    return (await invocations(service.client, query)).entries;
  };
  const [object] = await entries([{ ...record, request: { fileName: 'a.xlsx' }, httpStatus: '200' }]);
  assert.deepEqual([object?.request, object?.httpStatus], [{ fileName: 'a.xlsx' }, 200]);
  for (const request of ['', 'not json', '[1]', 'null', 7, undefined]) {
    assert.equal((await entries([{ ...record, request }]))[0]?.request, null, String(request));
  }
  const at = async (operTime: unknown) => (await entries([{ ...record, operTime }]))[0]?.at;
  assert.equal(await at('2026-05-06T15:00:01+0800'), Date.parse('2026-05-06T07:00:01Z'));
  assert.equal(await at(1_778_050_801_250), 1_778_050_801_250);
  // in which zone that is, nobody says
  assert.equal(await at('2026-05-06 07:00:01'), null);
  assert.equal(await at('yesterday'), null);
  // digits of a day and a time are no milliseconds
  assert.equal(await at('20260506070001'), null);
  assert.equal(await at('202605060700'), null);
  const [host] = await entries([
    { ...record, url: `https://10.0.0.1:28080${path}?locale=zh_CN`, type: 'post' },
  ]);
  assert.deepEqual([host?.path, host?.method], [path, 'POST']);
  assert.deepEqual(await entries([]), []);
});

test('an answer without its list is no empty log', async () => {
  await using service = await answeringService([ok]);
  await assert.rejects(invocations(service.client, query), dialdeskError('bad_answer'));
});
