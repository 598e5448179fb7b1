import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DialdeskError, errorCodes, type ErrorCode } from '../../../src-main/contract/errors.ts';
import { verdictOnRepeatable, verdictOnSending, type Verdict } from '../../../src-main/jobs/verdict.ts';
import { failure } from '../../support/dialdesk-error.ts';

/** A failure, what it means for a step that may be taken again, and for one that must not be taken twice. */
type Line = readonly [ErrorCode, Readonly<Record<string, unknown>>, Verdict, Verdict];

const table: readonly Line[] = [
  // nothing was sent: the system was not reached, or is not who answered
  ['name_not_resolved', {}, 'network', 'network'],
  ['connection_refused', {}, 'network', 'network'],
  ['timed_out', {}, 'network', 'network'],
  ['unreachable', {}, 'network', 'network'],
  ['connection_lost', {}, 'network', 'network'],
  ['proxy_failed', { status: 407 }, 'network', 'network'],
  ['tls_untrusted', { reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'network', 'network'],
  ['tls_failed', { cause: 'EPROTO' }, 'network', 'network'],
  ['tls_changed', {}, 'decision', 'decision'],
  ['ssh_failed', { reason: 'not_ssh' }, 'network', 'failed'],
  ['ssh_failed', { reason: 'no_common_algorithm' }, 'failed', 'failed'],
  // the network's own words: nothing was passed on
  ['http_status', { status: 407 }, 'network', 'network'],
  ['http_status', { status: 511 }, 'network', 'network'],
  // a page instead of an answer, over TLS that was verified: it may have been passed on before
  ['bad_answer', { cause: 'not_json' }, 'network', 'unknown'],
  ['http_status', { status: 201 }, 'network', 'unknown'],
  ['http_status', { status: 302 }, 'network', 'unknown'],
  ['http_status', { status: 303 }, 'network', 'unknown'],
  ['http_status', { status: 307 }, 'network', 'unknown'],
  ['http_status', { status: 500 }, 'network', 'unknown'],
  ['http_status', { status: 503 }, 'network', 'unknown'],
  ['http_status', {}, 'network', 'unknown'],
  ['outcome_unknown', { reason: 'bad_answer' }, 'failed', 'unknown'],
  ['internal', {}, 'failed', 'unknown'],
  // the system's refusals
  ['http_status', { status: 400 }, 'failed', 'failed'],
  ['unauthorized', {}, 'failed', 'failed'],
  ['source_blocked', {}, 'failed', 'failed'],
  ['not_offered', {}, 'failed', 'failed'],
  ['result_code', { resultCode: '0200001' }, 'failed', 'failed'],
  ['flow_control', {}, 'network', 'network'],
  // something is to be given
  ['password_needed', {}, 'password', 'password'],
  ['login_refused', {}, 'password', 'password'],
  ['secret_key_needed', {}, 'password', 'password'],
  ['keychain_locked', {}, 'password', 'password'],
  ['keychain_unavailable', {}, 'password', 'password'],
  ['host_key_unknown', {}, 'host-key', 'host-key'],
  ['host_key_changed', {}, 'host-key', 'host-key'],
  ['file_exists', {}, 'decision', 'decision'],
  ['sent_before', {}, 'decision', 'decision'],
  ['call_centre_changed', {}, 'decision', 'decision'],
  ['start_passed', {}, 'decision', 'decision'],
];

for (const [code, details, repeatable, sending] of table) {
  const told = Object.entries(details).map(([name, value]) => `${name} ${String(value)}`);
  test(`${[code, ...told].join(', ')}: ${repeatable}, and ${sending} of what must not be repeated`, () => {
    const error = failure(code, details);
    assert.equal(verdictOnRepeatable(error), repeatable);
    assert.equal(verdictOnSending(error), sending);
  });
}

test('every other error fails its job: only a person can put right what is wrong', () => {
  const listed = new Set(table.map(([code]) => code));
  for (const code of errorCodes.filter((each) => !listed.has(each))) {
    const error = new DialdeskError(code, 'made for the test');
    assert.deepEqual([verdictOnRepeatable(error), verdictOnSending(error)], ['failed', 'failed'], code);
  }
});

test('a defect of ours fails a step that may be repeated, and leaves the other unknown', () => {
  const defect = new TypeError('undefined is not a function');
  assert.deepEqual([verdictOnRepeatable(defect), verdictOnSending(defect)], ['failed', 'unknown']);
});
