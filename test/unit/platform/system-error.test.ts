import assert from 'node:assert/strict';
import promises, { readFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { networkError } from '../../../src-main/aicc/network-error.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import {
  diskError,
  networkFailures,
  onDisk,
  readError,
  systemCode,
} from '../../../src-main/platform/system-error.ts';
import { connectError } from '../../../src-main/sftp/tcp.ts';
import { FileTokens } from '../../../src-main/features/app/file-tokens.ts';
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

suite('a failure to read a file that was chosen', () => {
  for (const [cause, reason] of [
    ['ENOENT', 'not-found'],
    ['ENOTDIR', 'not-found'],
    ['EISDIR', 'not-a-file'],
    ['EACCES', 'no-permission'],
    ['EPERM', 'no-permission'],
    ['EIO', 'read-failed'],
  ] as const) {
    test(`${cause} is ${reason}, whatever the file is for`, async (context) => {
      const found = { code: 'file_unreadable', details: { reason, cause, name: 'chosen' } };
      const error = readError(system(cause), 'chosen');
      assert.ok(error instanceof DialdeskError);
      assert.deepEqual({ code: error.code, details: error.details }, found);

      context.mock.method(promises, 'stat', () => Promise.reject(system(cause)));
      syncBuiltinESMExports();
      context.after(() => {
        context.mock.restoreAll();
        syncBuiltinESMExports();
      });
      await assert.rejects(new FileTokens().register(['/somewhere/chosen']), found);
    });
  }

  test('leaves what is known already, and a defect, as they are', () => {
    for (const error of [new DialdeskError('file_changed', ''), new TypeError('no function')]) {
      assert.equal(readError(error, 'chosen'), error);
    }
  });
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
