import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { ServiceRequest } from '../../../src-main/aicc/service-request.ts';
import { readOutcome } from '../../../src-main/aicc/outcome.ts';
import { onceOutcome, type OnceOutcome } from '../../../src-main/aicc/once-outcome.ts';
import {
  interfaceNames,
  lookUps,
  resultCodes,
  type InterfaceName,
} from '../../../src-main/contract/result-codes.ts';
import { verdictOnSending } from '../../../src-main/jobs/verdict.ts';

const onceOnly = [
  'uploadFileServer',
  'updateServer',
  'addServer',
  'deleteServer',
  'appoint/update',
  'appoint/create',
  'appoint/delete',
  'ivr/uploadFile',
  'campaign/pause',
  'campaign/resume',
  'calldata/delete',
] as const satisfies readonly InterfaceName[];

function requestOf(name: (typeof onceOnly)[number]): ServiceRequest {
  const service = name === 'ivr/uploadFile' ? 'ccfs' : 'isales';
  return { interface: name, service, method: 'POST', path: '/', repeat: 'once' };
}
const success = (name: InterfaceName) => (name === 'ivr/uploadFile' ? '0' : '0200000');
const refusal = (name: InterfaceName) => (name === 'ivr/uploadFile' ? '0300001' : '0200001');
const madeBy: Partial<Record<InterfaceName, object>> = {
  uploadFileServer: { importTaskId: '1648' },
  addServer: { serverId: 7 },
  'appoint/create': { returnObject: { appointId: '17' } },
  'ivr/uploadFile': { resultData: { fileName: '', locationId: ['Y:/17'] } },
};
const bytes = (text: string) => Buffer.from(text);
const json = (value: unknown) => bytes(JSON.stringify(value));

type Line = readonly [
  what: string,
  outcome: OnceOutcome,
  status: number,
  answer: (name: InterfaceName) => unknown,
];
const lines: readonly Line[] = [
  ['success', 'done', 200, (name) => ({ resultCode: success(name) })],
  [
    'success twice, with what was made',
    'done',
    200,
    (name) => ({ resultCode: success(name), returnCode: success(name), ...madeBy[name] }),
  ],
  ['success, the other code empty', 'done', 200, (name) => ({ resultCode: success(name), returnCode: '' })],
  ['success, the other code null', 'done', 200, (name) => ({ returnCode: success(name), resultCode: null })],
  ['a documented code', 'refused', 200, (name) => ({ resultCode: refusal(name), resultDesc: 'no' })],
  ['the same twice', 'refused', 200, (name) => ({ resultCode: refusal(name), returnCode: refusal(name) })],
  ['in the other field', 'refused', 200, (name) => ({ returnCode: refusal(name), description: 'no' })],
  ['a code that is not documented', 'refused', 200, () => ({ resultCode: '0299999' })],
  [
    'a failure beside a success',
    'unknown',
    200,
    (name) => ({ resultCode: refusal(name), returnCode: success(name) }),
  ],
  [
    'a success beside a failure',
    'unknown',
    200,
    (name) => ({ resultCode: success(name), returnCode: refusal(name) }),
  ],
  ['success with a blank', 'unknown', 200, (name) => ({ resultCode: `${success(name)} ` })],
  ['success as a number, without its zero', 'unknown', 200, () => ({ resultCode: 200000 })],
  ['success without its zero', 'unknown', 200, () => ({ resultCode: '200000' })],
  [
    'success beside 200000 as a number',
    'unknown',
    200,
    (name) => ({ resultCode: success(name), returnCode: 200000 }),
  ],
  [
    'the other service’s success',
    'unknown',
    200,
    (name) => ({ resultCode: name === 'ivr/uploadFile' ? '0200000' : '0' }),
  ],
  ['HTTP’s success', 'unknown', 200, () => ({ resultCode: '200' })],
  ['a failure as a number', 'unknown', 200, (name) => ({ resultCode: Number(refusal(name)) })],
  ['a failure with a blank', 'unknown', 200, (name) => ({ resultCode: ` ${refusal(name)}` })],
  ['a word for a code', 'unknown', 200, () => ({ resultCode: 'SUCCESS' })],
  ['a code that is an object', 'unknown', 200, () => ({ resultCode: { code: '0200001' } })],
  [
    'a failure beside a code that is an object',
    'unknown',
    200,
    (name) => ({ resultCode: refusal(name), returnCode: {} }),
  ],
  ['a code of blanks', 'unknown', 200, () => ({ resultCode: '  ' })],
  ['no code', 'unknown', 200, () => ({})],
  ['no code, and a text', 'unknown', 200, () => ({ description: 'Request parameter error' })],
  ['no code, and what was made', 'unknown', 200, (name) => ({ ...madeBy[name] })],
  ['a list', 'unknown', 200, () => [{ resultCode: '0200001' }]],
  ['created', 'unknown', 201, (name) => ({ resultCode: success(name) })],
  ['no content', 'unknown', 204, () => ''],
  ['moved', 'unknown', 302, () => ''],
  ['bad request', 'refused', 400, () => ({ resultCode: '0200001' })],
  ['bad request, a page', 'refused', 400, () => '<html>'],
  ['bad request, and a success', 'unknown', 400, (name) => ({ resultCode: success(name) })],
  ['signature refused', 'refused', 401, () => ''],
  ['blocked', 'refused', 403, () => ''],
  ['not offered', 'refused', 404, () => ''],
  ['a proxy wants a login', 'refused', 407, () => ''],
  ['the server stopped waiting', 'unknown', 408, () => ''],
  ['too many', 'refused', 429, () => ''],
  ['the gateway’s client left', 'unknown', 499, () => ''],
  ['failed in the middle', 'unknown', 500, () => ({ resultCode: '0200006' })],
  ['not implemented', 'refused', 501, () => ''],
  ['bad gateway', 'unknown', 502, () => ''],
  ['unavailable', 'unknown', 503, () => ''],
  ['gateway timeout', 'unknown', 504, () => ''],
  ['a network’s page', 'refused', 511, () => ''],
];

for (const name of onceOnly) {
  test(`${name}: every kind of answer to a request that must not be repeated`, () => {
    for (const [what, outcome, status, answer] of lines) {
      const value = answer(name);
      check(what, name, status, typeof value === 'string' ? bytes(value) : json(value), outcome);
    }
  });
}

for (const [name, made] of Object.entries(madeBy) as [(typeof onceOnly)[number], object][]) {
  test(`${name}: what names the thing that was made is no failure, whatever stands beside it`, () => {
    for (const status of [200, 400, 403, 404, 500]) {
      check(String(status), name, status, json({ resultCode: refusal(name), ...made }), 'unknown');
    }
  });
}

test('every documented code is a refusal, and what is no answer of the service is none', () => {
  for (const name of onceOnly) {
    for (const code of Object.keys(resultCodes[name]))
      check(code, name, 200, json({ resultCode: code }), 'refused');
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.json().map(bytes)), (body) => {
        assert.equal(onceOutcome(requestOf(name), { status: 200, body }), 'unknown');
      }),
    );
  }
});

test('the table is held against every interface that changes something', () => {
  assert.deepEqual(interfaceNames.filter((name) => !lookUps.has(name)).toSorted(), [...onceOnly].toSorted());
});

/** The outcome, and what a job makes of the error that the client throws. */
function check(
  what: string,
  name: (typeof onceOnly)[number],
  status: number,
  body: Uint8Array,
  expected: OnceOutcome,
): void {
  const where = `${name}, ${what}`;
  assert.equal(onceOutcome(requestOf(name), { status, body }), expected, where);
  const read = () => readOutcome(requestOf(name), { status, headers: {}, body }, new Date(0));
  if (expected === 'done') {
    assert.doesNotThrow(read, where);
    return;
  }
  try {
    read();
  } catch (error) {
    assert.equal(verdictOnSending(error) === 'unknown', expected === 'unknown', where);
    return;
  }
  assert.fail(`${where}: taken for a success`);
}

test('CC-FS may write its 0 without quotes', () => {
  check('0', 'ivr/uploadFile', 200, json({ resultCode: 0, resultData: { fileName: 'a.wav' } }), 'done');
  check('0', 'uploadFileServer', 200, json({ resultCode: 0 }), 'unknown');
});
