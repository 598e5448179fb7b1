import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { networkError } from '../../../src-main/aicc/network-error.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { diskError, networkFailures, onDisk, systemCode } from '../../../src-main/platform/system-error.ts';
import { connectError } from '../../../src-main/sftp/tcp.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const system = (code: string) => Object.assign(new Error(code), { code });

suite('a code of the system', () => {
  test('is found in the error, or in the first of several', () => {
    assert.equal(systemCode(system('ENOENT')), 'ENOENT');
    assert.equal(systemCode(new AggregateError([system('ECONNREFUSED'), system('EPERM')])), 'ECONNREFUSED');
    assert.equal(
      systemCode(Object.assign(new AggregateError([system('EPERM')]), { code: 'ETIMEDOUT' })),
      'ETIMEDOUT',
    );
  });

  test('is not made up', () => {
    const ours = new DialdeskError('cancelled', '');
    for (const odd of [undefined, null, 'EPERM', {}, new Error('EPERM'), new AggregateError([]), ours]) {
      assert.equal(systemCode(odd), undefined);
    }
  });

  for (const [cause, code] of networkFailures) {
    test(`${cause} is ${code}, over HTTPS and over SSH`, () => {
      assert.equal(networkError(system(cause), 'connect').code, code);
      assert.equal(connectError(system(cause), 'host', 22).code, code);
    });
  }
});

suite('a failure of the disk', () => {
  test('is local_disk, with the system’s code', async (context) => {
    const missing = join(tempFolder(context), 'none');
    await assert.rejects(onDisk(readFile(missing), 'a file'), {
      code: 'local_disk',
      message: 'a file: ENOENT',
      details: { cause: 'ENOENT' },
    });
  });

  test('is not what is known already, an abort, or a defect', async () => {
    const aborted = await readFile(import.meta.filename, { signal: AbortSignal.abort() }).catch(
      (error: unknown) => error,
    );
    assert.ok(aborted instanceof Error);
    for (const error of [new DialdeskError('file_changed', ''), aborted, new TypeError('no function')]) {
      assert.equal(diskError(error, 'a file'), error);
    }
  });
});
