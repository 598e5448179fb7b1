import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import ssh2 from 'ssh2';
import type { Client, ConnectConfig, SFTPWrapper } from 'ssh2';
import type { DemoSystem } from '../../../src-main/demo/demo-system.ts';
import { makeHostKey } from '../../../src-main/demo/sftp-server.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { eventually } from '../../support/eventually.ts';
import { tempFolder } from '../../support/temp-folder.ts';

type Context = Parameters<typeof tempFolder>[0];

async function connected(context: Context, system: DemoSystem, more: ConnectConfig = {}): Promise<Client> {
  const client = new ssh2.Client();
  client.on('error', () => undefined);
  context.after(() => client.end());
  const { host, port, username, password } = system.sftp;
  const ready = once(client, 'ready');
  client.connect({ host, port, username, password, ...more });
  await ready;
  // Without it, every request of ssh2 waits 40 ms for an acknowledgement.
  client.setNoDelay(true);
  return client;
}

const sftpOf = (client: Client): Promise<SFTPWrapper> =>
  new Promise((resolve, reject) => client.sftp((error, sftp) => (error ? reject(error) : resolve(sftp))));

/** A call of ssh2's SFTP client as a promise. */
function ask<T = void>(call: (done: (error?: Error | null, value?: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, value) => (error ? reject(error) : resolve(value as T)));
  });
}

test('OpenSSH’s own client logs in by key and does everything it can', async (context) => {
  const folder = tempFolder(context);
  const key = join(folder, 'key');
  await promisify(execFile)('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  const system = await demoSystem(context, { authorizedKeys: [await readFile(`${key}.pub`, 'utf8')] });
  const content = randomBytes(300_000);
  await writeFile(join(folder, 'list.xlsx'), content);
  await writeFile(join(folder, 'half.xlsx'), content.subarray(0, 150_000));
  const batch = [
    'cd /home/isales',
    'mkdir 名单',
    `put ${folder}/half.xlsx 名单/list.xlsx.part`,
    `reput ${folder}/list.xlsx 名单/list.xlsx.part`,
    `put -f ${folder}/half.xlsx 名单/list.xlsx`,
    'rename 名单/list.xlsx.part 名单/list.xlsx', // over an existing file: posix-rename
    'ln 名单/list.xlsx 名单/copy.xlsx',
    'chmod 600 名单/copy.xlsx',
    'ls -l 名单',
    'df .',
    `get 名单/list.xlsx ${folder}/back.xlsx`,
    'rm 名单/copy.xlsx',
    'mkdir 名单/empty',
    'rmdir 名单/empty',
  ];
  await writeFile(join(folder, 'batch'), batch.join('\n'));
  const { stdout } = await promisify(execFile)('sftp', [
    ...['-o', 'StrictHostKeyChecking=no', '-o', `UserKnownHostsFile=${folder}/known`, '-o', 'BatchMode=yes'],
    ...['-F', 'none', '-i', key, '-P', String(system.sftp.port), '-b', join(folder, 'batch')],
    'isales@127.0.0.1',
  ]);
  assert.match(stdout, /-rw------- .* 300000 .* copy\.xlsx/);
  assert.match(stdout, /%Capacity/);
  assert.deepEqual(await readFile(join(folder, 'back.xlsx')), content);
  const root = join(system.sftp.rootPath, 'home/isales/名单');
  assert.deepEqual(await readFile(join(root, 'list.xlsx')), content);
  await assert.rejects(stat(join(root, 'copy.xlsx')), { code: 'ENOENT' });

  const { stdout: known } = await promisify(execFile)('ssh-keygen', ['-l', '-f', `${folder}/known`]);
  assert.ok(known.includes(system.sftp.hostKeyFingerprint), 'the announced fingerprint is the server’s');
});

test('who has no password or key that is accepted stays out', async (context) => {
  const system = await demoSystem(context);
  const key = makeHostKey();
  for (const more of [
    { password: 'wrong' },
    { username: 'nobody' },
    { username: '10' },
    { password: '', privateKey: key },
  ]) {
    await assert.rejects(
      connected(context, system, more),
      /authentication methods failed/,
      JSON.stringify(more),
    );
  }
  assert.equal(system.counters.sftpLogins, 0);
  await connected(context, system, { username: 'huawei' });
  assert.equal(system.counters.sftpLogins, 1);
});

test('there is SFTP and nothing else', async (context) => {
  const system = await demoSystem(context);
  const client = await connected(context, system);
  await assert.rejects(
    ask((done) => client.exec('id', done)),
    /Unable to exec/,
  );
  await assert.rejects(ask((done) => client.shell(done)));
  await assert.rejects(ask((done) => client.subsys('other', done)));
});

test('a large file goes up and down unchanged, in whatever order its parts come', async (context) => {
  const system = await demoSystem(context);
  const sftp = await sftpOf(await connected(context, system));
  const folder = tempFolder(context);
  const content = randomBytes(8_000_001);
  await writeFile(join(folder, 'up'), content);
  await ask((done) => sftp.fastPut(join(folder, 'up'), '/data/outbound/large', done));
  const stats = await ask<{ size: number }>((done) => sftp.stat('/data/outbound/large', done));
  assert.equal(stats.size, content.length);
  await ask((done) => sftp.fastGet('/data/outbound/large', join(folder, 'down'), done));
  const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  assert.equal(hash(await readFile(join(folder, 'down'))), hash(content));
});

test('renaming never replaces, posix-rename does; fsync and statvfs are there', async (context) => {
  const system = await demoSystem(context);
  const sftp = await sftpOf(await connected(context, system));
  await ask((done) => sftp.writeFile('/home/sftp/a', 'new', done));
  await ask((done) => sftp.writeFile('/home/sftp/b', 'old', done));
  await assert.rejects(
    ask((done) => sftp.rename('/home/sftp/a', '/home/sftp/b', done)),
    { code: 4 },
  );
  const handle = await ask<Buffer>((done) => sftp.open('/home/sftp/a', 'r+', done));
  await ask((done) => sftp.ext_openssh_fsync(handle, done));
  await ask((done) => sftp.close(handle, done));
  await ask((done) => sftp.ext_openssh_rename('/home/sftp/a', '/home/sftp/b', done));
  assert.equal(String(await ask<Buffer>((done) => sftp.readFile('/home/sftp/b', done))), 'new');
  const disk = await ask<{ f_bsize: number }>((done) => sftp.ext_openssh_statvfs('/', done));
  assert.ok(disk.f_bsize > 0);
});

test('failures have the status that the protocol has for them', async (context) => {
  const system = await demoSystem(context);
  const client = await connected(context, system);
  const sftp = await sftpOf(client);
  await ask((done) => sftp.writeFile('/home/sftp/file', 'x', done));
  const failing: [string, number, (done: (error?: Error | null) => void) => void][] = [
    ['stat of nothing', 2, (done) => sftp.stat('/home/sftp/none', done)],
    ['open of nothing', 2, (done) => sftp.open('/home/sftp/none', 'r', done)],
    ['file in a folder that is none', 2, (done) => sftp.open('/home/none/file', 'w', done)],
    ['create what exists', 4, (done) => sftp.open('/home/sftp/file', 'wx', done)],
    ['folder that exists', 4, (done) => sftp.mkdir('/home/sftp', done)],
    ['remove a folder that is not empty', 4, (done) => sftp.rmdir('/home/sftp', done)],
    ['list a file', 2, (done) => sftp.readdir('/home/sftp/file', done)],
    ['a handle that is none', 4, (done) => sftp.fstat(Buffer.from('99'), done)],
    ['symbolic links', 8, (done) => sftp.symlink('/home/sftp/file', '/home/sftp/link', done)],
  ];
  for (const [name, code, call] of failing) await assert.rejects(ask(call), { code }, name);
  assert.equal(await ask<string>((done) => sftp.realpath('.', done)), '/');
  assert.equal(await ask<string>((done) => sftp.realpath('/home/../../data/', done)), '/data');
});

test('attributes are read and set', async (context) => {
  const system = await demoSystem(context);
  const sftp = await sftpOf(await connected(context, system));
  await ask((done) => sftp.writeFile('/home/sftp/file', 'x'.repeat(100), done));
  await ask((done) =>
    sftp.setstat('/home/sftp/file', { mode: 0o640, size: 10, atime: 1000, mtime: 2000 }, done),
  );
  const stats = await stat(join(system.sftp.rootPath, 'home/sftp/file'));
  assert.deepEqual([stats.mode & 0o777, stats.size, stats.mtimeMs], [0o640, 10, 2_000_000]);
  const handle = await ask<Buffer>((done) => sftp.open('/home/sftp/file', 'a', done));
  await ask((done) => sftp.fsetstat(handle, { size: 5 }, done));
  await ask((done) => sftp.write(handle, Buffer.from('yy'), 0, 2, 5, done));
  await ask((done) => sftp.close(handle, done));
  assert.equal(await readFile(join(system.sftp.rootPath, 'home/sftp/file'), 'utf8'), 'xxxxxyy');
});

test('folders of more than one answer are listed whole', async (context) => {
  const system = await demoSystem(context);
  const names = Array.from({ length: 250 }, (_, index) => `名单 ${index}.xlsx`);
  for (const name of names) await writeFile(join(system.sftp.rootPath, 'data/outbound', name), '');
  const sftp = await sftpOf(await connected(context, system));
  const list = await ask<{ filename: string }[]>((done) => sftp.readdir('/data/outbound', done));
  assert.deepEqual(list.map(({ filename }) => filename).sort(), names.sort());
});

test('nobody gets out of the folder', async (context) => {
  const system = await demoSystem(context);
  const outside = tempFolder(context);
  await writeFile(join(outside, 'secret'), 'secret');
  await symlink(outside, join(system.sftp.rootPath, 'home/out'));
  await symlink(join(outside, 'secret'), join(system.sftp.rootPath, 'home/file'));
  await mkdir(join(system.sftp.rootPath, 'home/inside'));
  await symlink(join(system.sftp.rootPath, 'home/inside'), join(system.sftp.rootPath, 'home/in'));
  const sftp = await sftpOf(await connected(context, system));
  for (const path of ['/home/out/secret', '/home/out/new', '/home/file', '/home/out']) {
    await assert.rejects(
      ask((done) => sftp.open(path, 'w', done)),
      { code: 3 },
      path,
    );
  }
  await assert.rejects(
    ask((done) => sftp.readdir('/home/out', done)),
    { code: 3 },
  );
  await assert.rejects(
    ask((done) => sftp.stat(`/../../..${outside}/secret`, done)),
    { code: 2 },
  );
  await ask((done) => sftp.writeFile('/home/in/file', 'x', done));
  assert.equal(await readFile(join(system.sftp.rootPath, 'home/inside/file'), 'utf8'), 'x');
  assert.equal(await readFile(join(outside, 'secret'), 'utf8'), 'secret');
});

test('a connection is cut in mid-transfer, and the next one goes on where it was', async (context) => {
  const system = await demoSystem(context, { faults: { sftp: [{ cutAfterBytes: 1_000_000 }] } });
  const content = randomBytes(3_000_000);
  const first = await connected(context, system);
  const closed = once(first, 'close');
  const broken = (await sftpOf(first)).createWriteStream('/home/isales/part');
  broken.on('error', () => undefined);
  broken.end(content);
  await closed;
  // the piece that was too much is being written still when the client hears of the cut
  const part = join(system.sftp.rootPath, 'home/isales/part');
  const size = await eventually(async () => {
    const now = (await stat(part)).size;
    return now > 1_000_000 ? now : undefined;
  });
  assert.ok(size < 1_200_000, `${size} bytes arrived`);

  const sftp = await sftpOf(await connected(context, system));
  const rest = sftp.createWriteStream('/home/isales/part', { flags: 'r+', start: size });
  rest.end(content.subarray(size));
  await once(rest, 'close');
  assert.deepEqual(await readFile(join(system.sftp.rootPath, 'home/isales/part')), content);
});

test('stopping closes connections and the files they had open', async (context) => {
  const system = await demoSystem(context);
  const client = await connected(context, system);
  const sftp = await sftpOf(client);
  await ask<Buffer>((done) => sftp.open('/home/sftp/open', 'w', done));
  const closed = once(client, 'close');
  await system.stop();
  await closed;
});
