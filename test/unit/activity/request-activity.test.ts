import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { subjectWords } from '../../../src-main/contract/activity-words.ts';
import { redact } from '../../../src-main/aicc/redact.ts';
import type { RequestLogEntry } from '../../../src-main/aicc/request-log.ts';
import { requestActivity } from '../../../src-main/features/activity/request-activity.ts';

const path = 'path: /rest/isales/v1/openapi/campaigns/53/file/queryServer';
const requester = { connectionId: 'one', connectionName: 'Headquarters' };

function logged(change: Partial<RequestLogEntry>): RequestLogEntry {
  return {
    at: new Date(1_000),
    ms: 34,
    service: 'isales',
    interface: 'queryServer',
    method: 'POST',
    path: '/rest/isales/v1/openapi/campaigns/53/file/queryServer',
    attempt: 1,
    requestBytes: 23,
    request: { offset: 0, limit: 10 },
    status: 200,
    resultCode: '0200000',
    resultDesc: 'success',
    answer: { resultCode: '0200000', resultDesc: 'success', count: 2, server: [{}, {}] },
    error: null,
    cause: null,
    ...change,
  };
}

suite('a request as an entry of the activity', () => {
  test('says what was asked and answered by its fields', () => {
    assert.deepEqual(requestActivity(logged({}), requester), {
      at: 1_000,
      duration: 34,
      ...requester,
      kind: 'request',
      interface: 'queryServer',
      outcome: 'ok',
      code: '0200000',
      asked: `offset: 0\nlimit: 10\n${path}`,
      answered: 'resultDesc: success\ncount: 2\nserver: [2]',
      jobId: null,
    });
  });

  test('a request that only tries the connection is called so, and not an upload', () => {
    const entry = requestActivity(logged({ interface: 'ivr/uploadFile', probe: true }), requester);
    assert.equal(entry.interface, 'probe');
    assert.equal(subjectWords(entry.interface), 'Test the connection');
  });

  test('shows dots for what was hidden, and IDs as they are', () => {
    const request = redact({
      appointId: '164812345678901234567890123456',
      calledNo: '13987654321',
      remark: 'wants +86 139 8765 4321',
      serverInfo: { ip: '10.1.2.3' },
      serverIds: ['1', '2'],
    });
    const { asked } = requestActivity(logged({ request }), requester);
    assert.equal(
      asked,
      [
        'appointId: 164812345678901234567890123456',
        'calledNo: •••',
        'remark: •••',
        'serverInfo.ip: 10.1.2.3',
        'serverIds: 1, 2',
        path,
      ].join('\n'),
    );
  });

  test('counts long lists past the point where the log cuts them', () => {
    const answer = redact({ data: Array.from({ length: 100 }, (_, index) => ({ taskId: String(index) })) });
    assert.equal(requestActivity(logged({ answer }), requester).answered, 'data: [100]');
  });

  const outcomes = [
    [{ error: 'result_code', resultCode: '0200006' }, 'failed', '0200006'],
    [{ error: 'outcome_unknown', status: null, resultCode: null }, 'unknown', 'outcome_unknown'],
    [{ error: 'cancelled', status: null, resultCode: null }, 'cancelled', 'cancelled'],
    [{ error: 'timed_out', status: null, resultCode: null }, 'failed', 'timed_out'],
  ] as const;
  for (const [change, outcome, code] of outcomes) {
    test(`${change.error} is ${outcome}`, () => {
      const entry = requestActivity(logged(change), requester);
      assert.deepEqual([entry.outcome, entry.code], [outcome, code]);
    });
  }

  test('tells the status, the attempt and the system’s own name of a failure', () => {
    const failed = requestActivity(
      logged({ error: 'connection_refused', status: null, answer: null, attempt: 2, cause: 'ECONNREFUSED' }),
      requester,
    );
    assert.deepEqual(
      [failed.asked, failed.answered],
      [`offset: 0\nlimit: 10\n${path}\nattempt: 2`, 'cause: ECONNREFUSED'],
    );
    const refused = requestActivity(logged({ error: 'unauthorized', status: 401, answer: null }), requester);
    assert.equal(refused.answered, 'HTTP: 401');
  });

  test('of a file that was sent it tells the size, and nothing of what is in it', () => {
    const sent = requestActivity(
      logged({ interface: 'ivr/uploadFile', request: null, requestBytes: 6_991 }),
      requester,
    );
    assert.equal(sent.asked, `bytes: 6991\n${path}`);
  });
});
