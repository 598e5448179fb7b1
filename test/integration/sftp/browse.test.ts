import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, suite, test } from 'node:test';
import { joinRemote } from '../../../src-main/sftp/remote-path.ts';
import { makeFolder, removeFile, removeFolder, renameRemote } from '../../../src-main/sftp/changes.ts';
import { freeSpace, realPath, statRemote } from '../../../src-main/sftp/files.ts';
import { whyNotWritable } from '../../../src-main/sftp/write-check.ts';
import { listFolder } from '../../../src-main/sftp/folder-listing.ts';
import type { SftpSession } from '../../../src-main/sftp/session.ts';
import { download } from '../../../src-main/sftp/transfer/download.ts';
import { upload } from '../../../src-main/sftp/transfer/upload.ts';
import { Packet, Status } from '../../../src-main/sftp/wire/codes.ts';
import { pathText } from '../../../src-main/sftp/wire/raw-path.ts';
import { startScriptedServer } from '../../support/scripted-sftp.ts';
import type { ScriptedServer } from '../../support/scripted-sftp.ts';
import { rejection, trustingSession } from '../../support/sftp-upload.ts';
import { tempFolder } from '../../support/temp-folder.ts';

suite('browsing a server', () => {
  let server: ScriptedServer;
  let session: SftpSession;
  const folder = tempFolder({ after });

  before(async () => {
    server = await startScriptedServer({});
    const auth = { kind: 'password', password: 'right' } as const;
    const target = { host: '127.0.0.1', port: server.port, username: 'u', auth };
    session = await trustingSession(target, [server.hostKey]);
  });
  after(async () => {
    session.close();
    await server.close();
  });
  beforeEach(() => {
    delete server.script.request;
    delete server.script.reply;
    for (const name of readdirSync(folder, { encoding: 'buffer' })) {
      rmSync(Buffer.concat([Buffer.from(`${folder}/`), name]), { recursive: true });
    }
  });
  const at = (name: string): string => path.join(folder, name);

  test('lists kinds, sizes, times and where links lead', async () => {
    writeFileSync(at('leads.xlsx'), 'abc');
    mkdirSync(at('2026'));
    symlinkSync('2026', at('to-folder'));
    symlinkSync('nowhere', at('to-nothing'));
    const { entries, truncated } = await listFolder(session, folder);
    const found = Object.fromEntries(entries.map((entry) => [entry.shown, entry]));
    assert.equal(truncated, false);
    assert.deepEqual(Object.keys(found).sort(), ['2026', 'leads.xlsx', 'to-folder', 'to-nothing']);
    const file = found['leads.xlsx'];
    assert.deepEqual([file?.kind, file?.size, file?.hazards], ['file', 3, []]);
    assert.ok(Math.abs((file?.modifiedMs ?? 0) - Date.now()) < 600_000);
    assert.equal(found['2026']?.kind, 'folder');
    assert.deepEqual(
      ['to-folder', 'to-nothing'].map((name) => [found[name]?.kind, found[name]?.leadsTo]),
      [
        ['link', 'folder'],
        ['link', null],
      ],
    );
  });

  test('works with names whose bytes are not text, and flags those that deceive', async () => {
    const gbk = Buffer.from('bfcdbba7.xlsx'.replace('.xlsx', ''), 'hex');
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), gbk]), 'gbk');
    writeFileSync(at('a\u202eb\n'), '');
    const { entries } = await listFolder(session, folder);
    const odd = entries.find(({ hazards }) => hazards.includes('not_utf8'));
    assert.ok(odd?.usable);
    assert.deepEqual(odd.name, gbk);
    assert.equal(odd.shown, '⟨BF⟩⟨CD⟩⟨BB⟩⟨A7⟩');
    const deceiver = entries.find(({ hazards }) => hazards.includes('bidi'));
    assert.deepEqual([deceiver?.shown, deceiver?.hazards.includes('control')], ['a⟨U+202E⟩b⟨U+000A⟩', true]);

    const local = at('fetched');
    await download(session, { remotePath: joinRemote(folder, odd.name), local });
    assert.equal(readFileSync(local, 'utf8'), 'gbk');
    await renameRemote(session, joinRemote(folder, pathText(gbk)), at('客户'));
    await removeFile(session, at('客户'));
    assert.equal(await statRemote(session, at('客户')), null);
  });

  test('does not let a listing lead elsewhere', async () => {
    writeFileSync(at('aXXbc'), '');
    server.script.reply = (reply, { type }) => {
      if (type !== Packet.readdir) return undefined;
      const changed = Buffer.from(reply);
      const place = changed.indexOf('aXXbc');
      if (place >= 0) changed.write('../bc', place);
      return changed;
    };
    const { entries } = await listFolder(session, folder);
    assert.deepEqual(
      entries.map(({ usable, hazards }) => [usable, hazards]),
      [[false, ['separator']]],
    );
    assert.throws(() => joinRemote(folder, entries[0]?.name ?? ''));
  });

  test('takes no more entries than its limit', async () => {
    for (let index = 0; index < 120; index++) writeFileSync(at(String(index)), '');
    const { entries, truncated } = await listFolder(session, folder, { limit: 100 });
    assert.deepEqual([entries.length, truncated], [100, true]);
    const whole = await listFolder(session, folder, { limit: 120 });
    assert.deepEqual([whole.entries.length, whole.truncated], [120, false]);
  });

  test('says which of its own uploads never came back', async () => {
    writeFileSync(at('.leads.xlsx.0123456789ab.dialdesk-part'), '');
    writeFileSync(at('leads.xlsx'), '');
    const { entries } = await listFolder(session, folder);
    assert.deepEqual(
      entries.filter(({ leftover }) => leftover).map(({ shown }) => shown),
      ['.leads.xlsx.0123456789ab.dialdesk-part'],
    );
  });

  test('makes, renames and deletes, and says why not', async () => {
    await makeFolder(session, at('new'));
    await rejection(makeFolder(session, at('new')), 'file_exists');
    await rejection(makeFolder(session, at('no/new')), 'no_such_path');
    writeFileSync(at('a'), 'a');
    writeFileSync(at('b'), 'b');
    await rejection(renameRemote(session, at('a'), at('b')), 'file_exists');
    assert.equal(readFileSync(at('b'), 'utf8'), 'b');
    await renameRemote(session, at('a'), at('new/a'));
    const error = await rejection(removeFolder(session, at('new')), 'conflict');
    assert.equal(error.details?.['reason'], 'not_empty');
    await removeFile(session, at('new/a'));
    await removeFolder(session, at('new'));
    await rejection(removeFolder(session, at('new')), 'no_such_path');
    await rejection(listFolder(session, at('new')), 'no_such_path');
    assert.deepEqual(readdirSync(folder), ['b']);
  });

  test('tells free space, the real path and whether a folder can be written to', async () => {
    const space = await freeSpace(session, folder);
    assert.ok(space && space.available > 0 && space.total >= space.available);
    assert.equal(await realPath(session, `${folder}/.`), folder);
    assert.equal(await whyNotWritable(session, folder), null);
    assert.deepEqual(readdirSync(folder), []);
    assert.equal((await whyNotWritable(session, at('no')))?.code, 'no_such_path');
    server.script.request = ({ type }) =>
      type === Packet.open ? { status: Status.permissionDenied } : undefined;
    assert.equal((await whyNotWritable(session, folder))?.code, 'permission_denied');
  });
});

suite('fetching a file', () => {
  for (const told of [1, 700_000, 2_999_999]) {
    test(`takes all of a file of 3,000,000 bytes of which a server says that it has ${told}`, async (context) => {
      const server = await startScriptedServer({});
      context.after(() => server.close());
      const auth = { kind: 'password', password: 'right' } as const;
      const target = { host: '127.0.0.1', port: server.port, username: 'u', auth };
      const session = await trustingSession(target, [server.hostKey]);
      context.after(() => session.close());
      const [remotePath, local] = [path.join(tempFolder(context), 'f'), path.join(tempFolder(context), 'f')];
      const content = randomBytes(3_000_000);
      writeFileSync(remotePath, content);
      server.script.reply = (reply, { type }) => {
        if (type !== Packet.fstat) return undefined;
        const changed = Buffer.from(reply);
        changed.writeBigUInt64BE(BigInt(told), 9);
        return changed;
      };
      assert.equal((await download(session, { remotePath, local })).size, content.length);
      assert.ok(readFileSync(local).equals(content));
    });
  }

  test('delivers it whole or not at all', async (context) => {
    const server = await startScriptedServer({});
    context.after(() => server.close());
    const auth = { kind: 'password', password: 'right' } as const;
    const target = { host: '127.0.0.1', port: server.port, username: 'u', auth };
    const connect = () => trustingSession(target, [server.hostKey]);
    let session = await connect();
    context.after(() => session.close());
    const remote = tempFolder(context);
    const here = tempFolder(context);
    const content = randomBytes(3 * 1024 * 1024 + 5);
    const remotePath = path.join(remote, 'f');
    const local = path.join(here, 'f');
    writeFileSync(remotePath, content);

    // A server that sends less than it is asked for.
    server.script.reply = (reply, { type, nth }) => {
      if (type !== Packet.read || nth % 3 !== 0 || reply.length < 1009) return undefined;
      const shorter = Buffer.from(reply.subarray(0, 9 + 1000));
      shorter.writeUInt32BE(1000, 5);
      return shorter;
    };
    const bytes: number[] = [];
    const { size } = await download(session, {
      remotePath,
      local,
      onProgress: (now) => bytes.push(now.bytes),
    });
    assert.equal(size, content.length);
    assert.equal(bytes.at(-1), size);
    assert.ok(readFileSync(local).equals(content));
    delete server.script.reply;

    writeFileSync(local, 'old');
    const stop = new AbortController();
    const pace = {
      take: (): Promise<void> => {
        stop.abort();
        return Promise.resolve();
      },
    };
    await rejection(download(session, { remotePath, local, pace, signal: stop.signal }), 'cancelled');
    // also where the whole file has come before it is written
    const late = new AbortController();
    const onProgress = ({ bytes }: { bytes: number }): void => {
      if (bytes === content.length) late.abort();
    };
    await rejection(download(session, { remotePath, local, onProgress, signal: late.signal }), 'cancelled');
    await rejection(download(session, { remotePath: `${remotePath}x`, local }), 'no_such_path');
    server.script.request = ({ type }) => (type === Packet.read ? 'hang up' : undefined);
    await rejection(download(session, { remotePath, local }), 'connection_lost');
    assert.deepEqual(readdirSync(here), ['f']);
    assert.equal(readFileSync(local, 'utf8'), 'old');

    delete server.script.request;
    session = await connect();
    await download(session, { remotePath, local });
    assert.ok(readFileSync(local).equals(content));
    await rejection(download(session, { remotePath, local: path.join(here, 'no', 'f') }), 'local_disk');
  });

  test('shares a session with uploads', async (context) => {
    const server = await startScriptedServer({});
    context.after(() => server.close());
    const auth = { kind: 'password', password: 'right' } as const;
    const target = { host: '127.0.0.1', port: server.port, username: 'u', auth };
    const session = await trustingSession(target, [server.hostKey]);
    context.after(() => session.close());
    const [remote, here] = [tempFolder(context), tempFolder(context)];
    const contents = Array.from({ length: 6 }, () => randomBytes(700_000));
    for (const [index, content] of contents.entries()) writeFileSync(path.join(here, `${index}`), content);
    await Promise.all(
      contents.map(async (content, index) => {
        const remotePath = path.join(remote, `${index}`);
        await upload(session, { local: path.join(here, `${index}`), remotePath, replace: false });
        const local = path.join(here, `${index}.back`);
        await download(session, { remotePath, local });
        assert.ok(readFileSync(local).equals(content));
      }),
    );
    assert.deepEqual(readdirSync(remote).sort(), ['0', '1', '2', '3', '4', '5']);
  });
});
