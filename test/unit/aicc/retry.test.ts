import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { defaultRetry, retryAfterMs, waitBeforeRetry } from '../../../src-main/aicc/retry.ts';
import type { DialdeskError, ErrorCode } from '../../../src-main/contract/errors.ts';
import { failure } from '../../support/dialdesk-error.ts';

const wait = (error: DialdeskError, attempt = 1, elapsedMs = 0, random = 0) =>
  waitBeforeRetry(error, attempt, elapsedMs, { ...defaultRetry, attempts: 9 }, () => random);

suite('whether to ask again', () => {
  const passing: [ErrorCode, Record<string, unknown>?][] = [
    ['connection_refused'],
    ['timed_out'],
    ['unreachable'],
    ['flow_control'],
    ['http_status', { status: 502 }],
    ['http_status', { status: 503 }],
    ['http_status', { status: 504 }],
    ['name_not_resolved', { cause: 'EAI_AGAIN' }],
  ];
  for (const [code, details] of passing) {
    test(`yes: ${code} ${JSON.stringify(details ?? {})}`, () =>
      assert.equal(wait(failure(code, details)), 150));
  }
  const lasting: [ErrorCode, Record<string, unknown>?][] = [
    ['name_not_resolved', { cause: 'ENOTFOUND' }],
    ['http_status', { status: 500 }],
    ['unauthorized'],
    ['source_blocked'],
    ['not_offered'],
    ['tls_untrusted'],
    ['tls_changed'],
    ['tls_failed'],
    ['proxy_failed'],
    ['bad_answer'],
    ['result_code'],
    ['outcome_unknown'],
    ['cancelled'],
    ['invalid_request'],
  ];
  for (const [code, details] of lasting) {
    test(`no: ${code} ${JSON.stringify(details ?? {})}`, () =>
      assert.equal(wait(failure(code, details)), undefined));
  }
});

suite('how long to wait', () => {
  test('twice as long each time, up to a limit', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7].map((attempt) => wait(failure('unreachable'), attempt, 0, 0.999999));
    assert.deepEqual(waits, [300, 600, 1200, 2400, 4800, 5000, 5000]);
  });
  test('at random, between half and all of it', () => {
    assert.equal(wait(failure('unreachable'), 3, 0, 0), 600);
    assert.equal(wait(failure('unreachable'), 3, 0, 0.5), 900);
  });
  test('not beyond the last attempt', () => {
    const last = waitBeforeRetry(failure('unreachable'), 3, 0, defaultRetry, () => 0);
    assert.equal(last, undefined);
  });
  test('not beyond a supervisor’s patience', () => {
    assert.equal(wait(failure('unreachable'), 1, 19_900), undefined);
    assert.equal(wait(failure('unreachable'), 1, 19_800), 150);
  });
  test('as the server asks', () => {
    assert.equal(wait(failure('flow_control', { retryAfterMs: 0 })), 0);
    assert.equal(wait(failure('http_status', { status: 503, retryAfterMs: 12_000 })), 12_000);
    assert.equal(wait(failure('flow_control', { retryAfterMs: 60_000 })), undefined);
  });
});

test('Retry-After in seconds, as a date, or as nonsense', () => {
  const now = new Date('2021-08-31T09:38:50Z');
  assert.equal(retryAfterMs('120', now), 120_000);
  assert.equal(retryAfterMs('Tue, 31 Aug 2021 09:39:00 GMT', now), 10_000);
  assert.equal(retryAfterMs('Tue, 31 Aug 2021 09:00:00 GMT', now), 0);
  assert.equal(retryAfterMs('soon', now), undefined);
  assert.equal(retryAfterMs('', now), undefined);
  assert.equal(retryAfterMs(undefined, now), undefined);
});
