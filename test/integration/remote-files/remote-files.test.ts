import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type ssh2 from 'ssh2';
import type { RemoteEntry } from '../../../src-main/contract/remote-files.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { fileServerPlace } from '../../support/file-server-place.ts';
import { Packet, Status } from '../../../src-main/sftp/wire/codes.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** "call list" in GBK: no UTF-8. */
const gbk = Buffer.from([0xb5, 0xbc, 0xba, 0xf4, 0xc3, 0xfb, 0xb5, 0xa5]);
const raw = (folder: string, name: Buffer): Buffer => Buffer.concat([Buffer.from(`${folder}/`), name]);

suite('the folders of a file server', () => {
  test('are listed below the default path, with what protects the way there', async (context) => {
    const { dialdesk, files, place, server } = await fileServerPlace(context);
    mkdirSync(join(files, 'isales', 'october'), { recursive: true });
    writeFileSync(join(files, 'leads.xlsx'), 'abc');
    const top = await dialdesk.client.remoteFiles.list(place());
    assert.equal(top.base, files);
    assert.deepEqual(
      top.entries.map(({ shown, kind, size }) => [shown, kind, kind === 'file' ? size : null]).sort(),
      [
        ['isales', 'folder', null],
        ['leads.xlsx', 'file', 3],
      ],
    );
    const { modified } = top.entries.find(({ shown }) => shown === 'leads.xlsx') ?? {};
    assert.ok(Math.abs((modified ?? 0) - Date.now()) < 600_000, 'in ms');
    assert.deepEqual(top.session.weak, []);
    assert.equal(top.session.fingerprint, server().hostKey.fingerprint);
    assert.equal(top.outside, null);
    assert.ok((top.free ?? 0) > 0);
    const below = await dialdesk.client.remoteFiles.list(place('isales', 'october'));
    assert.deepEqual([below.steps, below.entries], [['isales', 'october'], []]);
    await assert.rejects(dialdesk.client.remoteFiles.list(place('no')), dialdeskError('no_such_path'));
  });

  test('cannot be left upwards, and a link that leads out is told', async (context) => {
    const { dialdesk, files, place } = await fileServerPlace(context);
    const elsewhere = tempFolder(context);
    symlinkSync(elsewhere, join(files, 'out'));
    for (const path of [['..'], ['a/..'], ['a', '..', '..'], ['/etc'], ['a\0b'], ['']]) {
      await assert.rejects(dialdesk.client.remoteFiles.list({ ...place(), path }), /dots|separator|empty/);
    }
    const { outside, entries } = await dialdesk.client.remoteFiles.list(place('out'));
    assert.deepEqual([outside, entries], [elsewhere, []]);
    const top = await dialdesk.client.remoteFiles.list(place());
    assert.deepEqual(
      top.entries.map(({ shown, kind, leadsTo }) => [shown, kind, leadsTo]),
      [['out', 'link', 'folder']],
    );
    await dialdesk.client.remoteFiles.delete({ place: place(), items: [{ name: 'out', kind: 'link' }] });
    assert.ok(existsSync(elsewhere), 'the link went, not what it leads to');
    assert.deepEqual(readdirSync(files), []);
  });

  test('with hostile names are shown without deceit and worked on by their bytes', async (context) => {
    const { dialdesk, files, place } = await fileServerPlace(context);
    const names = ['line\nbreak', 'gpj.\u202Eexe.xlsx', ' edge ', 'a\\b', 'x'.repeat(255), 'zero\u200Bwidth'];
    for (const name of names) writeFileSync(join(files, name), name);
    mkdirSync(raw(files, gbk));
    const { client } = dialdesk;
    const list = async (...path: string[]): Promise<readonly RemoteEntry[]> =>
      (await client.remoteFiles.list(place(...path))).entries;
    const shown = (await list()).map((entry) => entry.shown);
    assert.ok(shown.includes('line⟨U+000A⟩break'));
    assert.ok(shown.includes('gpj.⟨U+202E⟩exe.xlsx'));
    assert.ok(shown.includes('⟨B5⟩⟨BC⟩⟨BA⟩⟨F4⟩⟨C3⟩⟨FB⟩⟨B5⟩⟨A5⟩'));
    for (const text of shown) assert.doesNotMatch(text, /[\p{Cc}\u202E\u200B]/u);

    const folder = (await list()).find(({ kind }) => kind === 'folder');
    assert.ok(folder);
    assert.deepEqual(folder.hazards, ['not_utf8']);
    const inside = folder.name;
    await client.remoteFiles.makeFolder({ place: place(inside), name: '十月' });
    assert.deepEqual(readdirSync(raw(files, gbk)), ['十月']);
    assert.deepEqual(
      (await list(inside)).map((entry) => entry.shown),
      ['十月'],
    );
    await client.remoteFiles.rename({ place: place(), name: inside, to: 'list' });
    assert.deepEqual(readdirSync(join(files, 'list')), ['十月']);
    const items = names.map((name) => ({ name, kind: 'file' as const }));
    assert.deepEqual(await client.remoteFiles.delete({ place: place(), items }), {
      deleted: names.length,
      failed: [],
    });
    assert.deepEqual(readdirSync(files), ['list']);
  });

  test('take new names only if they cannot deceive, and never over another', async (context) => {
    const { dialdesk, files, place } = await fileServerPlace(context);
    const { remoteFiles } = dialdesk.client;
    writeFileSync(join(files, 'a'), 'a');
    writeFileSync(join(files, 'b'), 'b');
    for (const to of ['..', 'x/y', 'x\ny', 'gpj.\u202Eexe', 'é'.repeat(128)]) {
      await assert.rejects(
        async () => remoteFiles.rename({ place: place(), name: 'a', to }),
        dialdeskError('invalid_request'),
      );
      await assert.rejects(
        async () => remoteFiles.makeFolder({ place: place(), name: to }),
        dialdeskError('invalid_request'),
      );
    }
    await assert.rejects(
      remoteFiles.rename({ place: place(), name: 'a', to: 'b' }),
      dialdeskError('file_exists'),
    );
    await assert.rejects(remoteFiles.makeFolder({ place: place(), name: 'b' }), dialdeskError('file_exists'));
    assert.deepEqual(readdirSync(files), ['a', 'b']);
  });

  test('lose what can be deleted, and say what could not', async (context) => {
    const { dialdesk, files, place } = await fileServerPlace(context);
    mkdirSync(join(files, 'full', 'er'), { recursive: true });
    mkdirSync(join(files, 'empty'));
    writeFileSync(join(files, 'a'), '');
    const { deleted, failed } = await dialdesk.client.remoteFiles.delete({
      place: place(),
      items: [
        { name: 'full', kind: 'folder' },
        { name: 'empty', kind: 'folder' },
        { name: 'a', kind: 'file' },
        { name: 'gone already', kind: 'file' },
      ],
    });
    assert.equal(deleted, 3);
    assert.deepEqual(
      failed.map(({ shown, error }) => [shown, error.code, error.details?.['reason']]),
      [['full', 'conflict', 'not_empty']],
    );
    assert.deepEqual(readdirSync(files), ['full']);
  });

  test('come again after a kept session has died', async (context) => {
    const { dialdesk, files, place, down, up, server, script } = await fileServerPlace(context);
    await dialdesk.client.remoteFiles.list(place());
    await dialdesk.client.remoteFiles.list(place());
    assert.equal(server().credentials.length, 1, 'the session is kept from one folder to the next');
    await down();
    await up();
    writeFileSync(join(files, 'new'), '');
    assert.equal((await dialdesk.client.remoteFiles.list(place())).entries.length, 1);

    // A link that dies without a word is noticed at the next request.
    let hungUp = 0;
    script.request = ({ type }) => (type === Packet.opendir && hungUp++ === 0 ? 'hang up' : undefined);
    assert.equal((await dialdesk.client.remoteFiles.list(place())).entries.length, 1);
    assert.equal(hungUp, 2);
    // What changes something is not done twice.
    let made = 0;
    script.request = ({ type }) => (type === Packet.mkdir && made++ >= 0 ? 'hang up' : undefined);
    await assert.rejects(
      dialdesk.client.remoteFiles.makeFolder({ place: place(), name: 'x' }),
      dialdeskError('connection_lost'),
    );
    assert.equal(made, 1);
  });

  test('say what a server forces below today’s standard', async (context) => {
    const algorithms = { kex: ['diffie-hellman-group14-sha1'], cipher: ['aes128-cbc'] } as ssh2.Algorithms;
    const { dialdesk, place } = await fileServerPlace(context, { algorithms });
    const { session } = await dialdesk.client.remoteFiles.list(place());
    assert.deepEqual(session.weak, ['diffie-hellman-group14-sha1', 'aes128-cbc']);
  });

  test('ask for what is missing before anything else happens', async (context) => {
    const { dialdesk, place, connectionId, serverId, server } = await fileServerPlace(context, {
      trusted: false,
    });
    const { client } = dialdesk;
    await assert.rejects(client.remoteFiles.list(place()), dialdeskError('host_key_unknown'));
    await client.hostKeys.trust(server().hostKey);
    await assert.rejects(client.remoteFiles.list(place()), dialdeskError('password_needed'));
    await client.servers.savePassword({ connectionId, serverId, password: 'wrong' });
    await assert.rejects(client.remoteFiles.list(place()), dialdeskError('login_refused'));
    await client.servers.savePassword({ connectionId, serverId, password: 'right' });
    assert.deepEqual((await client.remoteFiles.list(place())).entries, []);
    // Forgotten, the server is a stranger again.
    await client.hostKeys.forget(server().hostKey);
    await assert.rejects(client.remoteFiles.list(place()), dialdeskError('host_key_unknown'));
  });

  test('refused by the server are told as refused', async (context) => {
    const { dialdesk, place, script } = await fileServerPlace(context);
    script.request = ({ type }) =>
      type === Packet.opendir ? { status: Status.permissionDenied, text: 'Permission denied' } : undefined;
    await assert.rejects(dialdesk.client.remoteFiles.list(place()), dialdeskError('permission_denied'));
  });
});
