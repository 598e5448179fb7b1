import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkError } from '../../../src-main/aicc/network-error.ts';
import type { Phase } from '../../../src-main/contract/error-details.ts';
import type { ErrorCode } from '../../../src-main/contract/errors.ts';
import { failure } from '../../support/dialdesk-error.ts';

const system = (code: string) => Object.assign(new Error(code), { code });

const cases: [code: string, phase: Phase, is: ErrorCode][] = [
  ['ENOTFOUND', 'connect', 'name_not_resolved'],
  ['EAI_AGAIN', 'connect', 'name_not_resolved'],
  ['ECONNREFUSED', 'connect', 'connection_refused'],
  ['ETIMEDOUT', 'connect', 'timed_out'],
  ['EHOSTUNREACH', 'connect', 'unreachable'],
  ['ENETUNREACH', 'connect', 'unreachable'],
  ['ENETDOWN', 'connect', 'unreachable'],
  ['ECONNRESET', 'tls', 'tls_failed'],
  ['EPROTO', 'tls', 'tls_failed'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls', 'tls_failed'],
  // TLS 1.3 lets the client finish before a server says that it wants a certificate of ours.
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'answer', 'tls_failed'],
  ['ECONNRESET', 'answer', 'unreachable'],
  ['EPIPE', 'answer', 'unreachable'],
  ['ETIMEDOUT', 'answer', 'timed_out'],
  ['HPE_INVALID_CONSTANT', 'answer', 'bad_answer'],
  ['HPE_HEADER_OVERFLOW', 'answer', 'bad_answer'],
];
for (const [cause, phase, is] of cases) {
  test(`${cause} while ${phase} is ${is}`, () => {
    const error = networkError(system(cause), phase);
    assert.equal(error.code, is);
    assert.deepEqual(error.details, { cause, phase });
  });
}

test('where several addresses were tried, the first one’s failure counts', () => {
  const both = new AggregateError([system('ECONNREFUSED'), system('EHOSTUNREACH')]);
  assert.equal(networkError(both, 'connect').code, 'connection_refused');
});

test('an aborted wait is a cancellation, and errors of the list stay as they are', () => {
  assert.equal(networkError(new DOMException('', 'AbortError'), 'answer').code, 'cancelled');
  const own = failure('tls_changed');
  assert.equal(networkError(own, 'tls'), own);
});

test('even what is no error is classified', () => {
  for (const odd of [undefined, null, 'text', {}, new AggregateError([])]) {
    assert.equal(networkError(odd, 'connect').code, 'unreachable');
  }
});
