import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import {
  diskFiles,
  writeAtomically,
  writeWhole,
  type Files,
} from '../../../src-main/platform/atomic-file.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** A folder with a file in it, and what of the disk was asked for, in order. */
function place(context: TestContext, broken: Partial<Files> = {}) {
  const folder = tempFolder(context);
  const target = join(folder, 'list.csv');
  writeFileSync(target, 'before');
  const asked: string[] = [];
  const files: Files = {
    ...diskFiles,
    open: async (path, flags, mode) => {
      const handle = await diskFiles.open(path, flags, mode);
      const sync = handle.sync.bind(handle);
      handle.sync = () => {
        asked.push(path === folder ? 'sync folder' : 'sync file');
        return sync();
      };
      return handle;
    },
    rename: (from, to) => {
      asked.push('rename');
      return diskFiles.rename(from, to);
    },
    ...broken,
  };
  const left = () => [readdirSync(folder), readFileSync(target, 'utf8')];
  return { folder, target, files, asked, left };
}

test('a file is flushed before it takes its name, and the name after', async (context) => {
  const { target, files, asked, left } = place(context);
  const facts = await writeWhole(target, 'after', { files });
  assert.deepEqual(facts, { bytes: 5, sha256: createHash('sha256').update('after').digest('hex') });
  assert.deepEqual(asked, ['sync file', 'rename', 'sync folder']);
  assert.deepEqual(left(), [['list.csv'], 'after']);
});

test('what is overwritten counts in the hash, and an empty file has one', async (context) => {
  const { target, left } = place(context);
  const { sha256 } = await writeAtomically(target, async (file) => {
    await file.append(Buffer.from('....r'));
    await file.writeAt(Buffer.from('afte'), 0);
  });
  assert.equal(sha256, createHash('sha256').update('after').digest('hex'));
  assert.equal(left()[1], 'after');
  assert.equal((await writeWhole(target, '')).bytes, 0);
});

test('only its owner may read what is private', { skip: process.platform === 'win32' }, async (context) => {
  const { target } = place(context);
  await writeWhole(target, 'secret', { mode: 0o600 });
  assert.equal(statSync(target).mode & 0o777, 0o600);
});

const full = (): Promise<never> => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
const refusals: Record<string, Partial<Files>> = {
  'the temporary file cannot be made': { open: full },
  'the name cannot be taken': { rename: full },
};
for (const [what, broken] of Object.entries(refusals)) {
  test(`where ${what}, the older file stays alone`, async (context) => {
    const { target, files, left } = place(context, broken);
    await assert.rejects(writeWhole(target, 'after', { files }), {
      code: 'local_disk',
      details: { cause: 'ENOSPC' },
    });
    assert.deepEqual(left(), [['list.csv'], 'before']);
  });
}

test('where its content fails half-way, the older file stays alone', async (context) => {
  const { folder, target, left } = place(context);
  const copying = writeAtomically(target, async (file) => {
    await file.append(Buffer.from('half'));
    await file.appendAll(createReadStream(join(folder, 'none')));
  });
  await assert.rejects(copying, { code: 'local_disk', details: { cause: 'ENOENT' } });
  await assert.rejects(
    writeAtomically(target, () => Promise.reject(new RangeError('a defect'))),
    RangeError,
  );
  assert.deepEqual(left(), [['list.csv'], 'before']);
});
