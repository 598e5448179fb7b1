import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { causeOf, detailsOf, readDetails } from '../../../src-main/contract/error-details.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';

describe('details are typed by the code', () => {
  test('a reason that is none, a detail of another code and missing ones do not compile', () => {
    const errors = [
      new DialdeskError('file_unreadable', '', { details: { reason: 'not-a-file' } }),
      // @ts-expect-error: it is spelled not-a-file
      new DialdeskError('file_unreadable', '', { details: { reason: 'not_a_file' } }),
      // @ts-expect-error: a reason of backup_unreadable
      new DialdeskError('file_unreadable', '', { details: { reason: 'foreign' } }),
      // @ts-expect-error: without its reason it has no words
      new DialdeskError('file_unreadable', ''),
      // @ts-expect-error: of an HTTP answer
      new DialdeskError('connection_lost', '', { details: { cause: 'closed', status: 500 } }),
      // @ts-expect-error: status is a number
      new DialdeskError('http_status', '', { details: { status: '500' } }),
      new DialdeskError('not_found', ''),
    ];
    assert.equal(errors.length, 7);
  });

  test('what is one of several codes has the details that fit each', () => {
    const either = (code: 'timed_out' | 'unreachable') =>
      new DialdeskError(code, '', { details: { port: 22 } });
    // @ts-expect-error: login_refused must have a reason
    const unlike = (code: 'timed_out' | 'login_refused') => new DialdeskError(code, '', { details: {} });
    assert.deepEqual(
      [either('timed_out').code, unlike('login_refused').code],
      ['timed_out', 'login_refused'],
    );
  });

  test('what a catcher adds is typed as well', () => {
    const first = new DialdeskError('connection_lost', 'cut', { details: { cause: 'closed' } });
    const more = first.withDetails({ host: 'files.example', port: 22 });
    assert.deepEqual(more.toShape(), {
      code: 'connection_lost',
      message: 'cut',
      details: { cause: 'closed', host: 'files.example', port: 22 },
    });
    assert.equal(more.cause, first);
    assert.ok(more instanceof DialdeskError);
    // @ts-expect-error: a port is a number
    first.withDetails({ port: '22' });
  });
});

describe('reading details', () => {
  test('what has another shape, and what the code does not have, is left out', () => {
    const details = {
      reason: 'not_a_file',
      name: 'list.xlsx',
      row: '7',
      sheet: 'Sheet1',
      status: 500,
      constructor: 'x',
      ['__proto__']: 'x',
    };
    assert.deepEqual(readDetails('file_unreadable', details), { name: 'list.xlsx', sheet: 'Sheet1' });
    assert.deepEqual(readDetails('file_unreadable', undefined), {});
  });

  test('details are those of an error of the code that is asked for', () => {
    const error = { code: 'http_status', message: '', details: { status: 502 } } as const;
    assert.equal(detailsOf(error, 'http_status').status, 502);
    assert.deepEqual(detailsOf(error, 'not_offered'), {});
    assert.deepEqual([detailsOf(null, 'http_status'), detailsOf(undefined, 'http_status')], [{}, {}]);
  });

  test('a cause is text, whatever the code', () => {
    assert.equal(causeOf({ details: { cause: 'ENOSPC' } }), 'ENOSPC');
    for (const details of [{ cause: 28 }, {}, undefined]) assert.equal(causeOf({ details }), undefined);
  });

  test('an error keeps what it is on its way through plain data', () => {
    const shape = { code: 'login_refused', message: 'm', details: { reason: 'of a later version' } } as const;
    assert.deepEqual(DialdeskError.fromShape(shape).toShape(), shape);
    assert.equal(DialdeskError.fromShape(shape).name, 'DialdeskError');
  });
});
