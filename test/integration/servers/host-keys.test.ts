import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import ssh2 from 'ssh2';
import type { HostKeyInfo } from '../../../src-main/contract/host-keys.ts';
import { makeHostKey } from '../../../src-main/demo/sftp-server.ts';
import { hostKeyInfo } from '../../../src-main/sftp/host-key.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { fileServerPlace } from '../../support/file-server-place.ts';
import { openDialdesk } from '../../support/dialdesk.ts';
import { tempFolder } from '../../support/temp-folder.ts';

function newKey(host: string, port = 22): HostKeyInfo {
  const parsed = ssh2.utils.parseKey(makeHostKey());
  if (parsed instanceof Error) throw parsed;
  return hostKeyInfo(host, port, parsed.getPublicSSH());
}
const line = ({ type, keyBase64 }: HostKeyInfo): string => `${type} ${keyBase64}`;

suite('the host keys on record', () => {
  test('are listed with their date, and forgotten one by one', async (context) => {
    const { hostKeys } = (await openDialdesk(context, tempFolder(context))).client;
    const [one, other] = [newKey('a.example'), newKey('b.example', 2222)];
    await hostKeys.trust(one);
    await hostKeys.trust(other);
    const listed = await hostKeys.list();
    assert.deepEqual(
      listed.map(({ host, port, fingerprint, revoked }) => [host, port, fingerprint, revoked]),
      [one, other].map(({ host, port, fingerprint }) => [host, port, fingerprint, false]),
    );
    assert.ok(listed.every(({ since }) => Math.abs(since - Date.now()) < 600_000));
    await hostKeys.forget(one);
    assert.deepEqual(
      (await hostKeys.list()).map(({ host }) => host),
      ['b.example'],
    );
    await assert.rejects(
      async () => hostKeys.trust(newKey('b.example', 2222)),
      dialdeskError('conflict'),
      'a change is not a first use',
    );
  });

  test('come from known_hosts: what was taken and what not is told', async (context) => {
    const { dialdesk, server, connectionId, place, here } = await fileServerPlace(context, {
      trusted: false,
    });
    const { client, dialogs } = dialdesk;
    const file = join(here, 'hashed');
    const { host, port } = server().hostKey;
    writeFileSync(file, `[${host}]:${port} ${line(server().hostKey)}\n`);
    execFileSync('ssh-keygen', ['-H', '-f', file], { stdio: 'ignore' });
    const hashed = readFileSync(file, 'utf8').trim();
    const [trusted, changed, revoked, fresh] = [
      newKey('known.example'),
      newKey('known.example'),
      newKey('bad.example'),
      newKey('fresh.example'),
    ];
    await client.hostKeys.trust(trusted);
    const text = [
      hashed,
      '|1|AAAAAAAAAAAAAAAAAAAAAAAAAAA=|AAAAAAAAAAAAAAAAAAAAAAAAAAA= ' + line(fresh),
      `fresh.example ${line(fresh)}`,
      `known.example ${line(trusted)}`,
      `known.example ${line(changed)}`,
      `@revoked bad.example ${line(revoked)}`,
      `bad.example ${line(revoked)}`,
      `@cert-authority *.example ${line(fresh)}`,
      'half a line',
    ].join('\n');
    const known = join(here, 'known_hosts');
    writeFileSync(known, text);
    dialogs.open = [known];
    assert.deepEqual(await client.hostKeys.importKnownHosts(), {
      fileName: 'known_hosts',
      added: 2,
      known: 1,
      revoked: 1,
      skipped: [
        { reason: 'malformed', lines: [9] },
        { reason: 'cert_authority', lines: [8] },
        { reason: 'no_match', lines: [2] },
        { reason: 'conflict', lines: [5, 7] },
      ],
    });
    const listed = await client.hostKeys.list();
    assert.deepEqual(
      listed.map((key) => `${key.host} ${key.fingerprint} ${key.revoked}`).sort(),
      [
        `${host} ${server().hostKey.fingerprint} false`,
        `bad.example ${revoked.fingerprint} true`,
        `fresh.example ${fresh.fingerprint} false`,
        `known.example ${trusted.fingerprint} false`,
      ].sort(),
    );
    // The hashed name was that of a server the call centre lists: nothing is asked about it any more.
    await client.servers.savePassword({
      connectionId,
      serverId: place().serverId,
      password: 'right',
    });
    assert.deepEqual((await client.remoteFiles.list(place())).entries, []);

    dialogs.open = [];
    assert.equal(await client.hostKeys.importKnownHosts(), null);
    dialogs.open = [join(import.meta.dirname, '../../../assets/sample-call-list.xlsx')];
    await assert.rejects(client.hostKeys.importKnownHosts(), dialdeskError('file_unreadable'));
  });

  test('go to a known_hosts file that OpenSSH reads', async (context) => {
    const folder = tempFolder(context);
    const { client, dialogs } = await openDialdesk(context, folder);
    const [plain, other] = [newKey('a.example'), newKey('b.example', 2222)];
    await client.hostKeys.trust(plain);
    await client.hostKeys.trust(other);
    assert.equal(await client.hostKeys.exportKnownHosts(), null, 'the dialog was cancelled');
    dialogs.save = join(folder, 'exported');
    assert.deepEqual(await client.hostKeys.exportKnownHosts(), { name: 'exported', keys: 2 });
    const found = execFileSync('ssh-keygen', ['-l', '-F', '[b.example]:2222', '-f', dialogs.save]).toString();
    assert.ok(found.includes(other.fingerprint), found);
    dialogs.save = join(folder, 'no', 'exported');
    await assert.rejects(client.hostKeys.exportKnownHosts(), dialdeskError('local_disk'));
  });
});

suite('a revoked host key', () => {
  for (const before of ['unknown', 'trusted', 'another trusted'] as const) {
    test(`that comes by known_hosts is never trusted again, and no password is sent (${before} before)`, async (context) => {
      const place = await fileServerPlace(context, { trusted: false });
      const { dialdesk, server, connectionId, serverId, here } = place;
      const { client, dialogs } = dialdesk;
      const { hostKey } = server();
      const another = newKey(hostKey.host, hostKey.port);
      if (before === 'trusted') await client.hostKeys.trust(hostKey);
      if (before === 'another trusted') await client.hostKeys.trust(another);
      await client.servers.savePassword({ connectionId, serverId, password: 'right' });

      const known = join(here, 'known_hosts');
      writeFileSync(known, `@revoked [${hostKey.host}]:${hostKey.port} ${line(hostKey)}\n`);
      dialogs.open = [known];
      assert.equal((await client.hostKeys.importKnownHosts())?.revoked, 1);

      const refused = async (work: Promise<unknown>): Promise<void> => {
        await assert.rejects(work, dialdeskError('host_key_changed', { revoked: true }));
      };
      await refused(client.remoteFiles.list(place.place()));
      // What "trust this key" and "replace the key" send, also from a dialog that was open already.
      await refused((async () => client.hostKeys.trust(hostKey))());
      for (const last of [another, hostKey]) {
        await refused((async () => client.hostKeys.replace({ known: last, offered: hostKey }))());
      }
      await refused(client.remoteFiles.list(place.place()));
      await client.servers.check({ connectionId, which: { kind: 'one', serverId } });
      const { state } = await client.servers.get({ connectionId, serverId });
      assert.deepEqual([state?.error?.code, state?.error?.details?.['revoked']], ['host_key_changed', true]);
      assert.deepEqual(server().credentials, []);

      // A line that trusts it does not take the mark off either.
      writeFileSync(known, `[${hostKey.host}]:${hostKey.port} ${line(hostKey)}\n`);
      await client.hostKeys.importKnownHosts();
      await refused(client.remoteFiles.list(place.place()));
      assert.deepEqual(server().credentials, []);

      // Only taking it off the record, on purpose, ends that; the key is then as unknown as at first.
      await client.hostKeys.forget(hostKey);
      await assert.rejects(
        client.remoteFiles.list(place.place()),
        dialdeskError(before === 'another trusted' ? 'host_key_changed' : 'host_key_unknown'),
      );
      assert.deepEqual(server().credentials, []);
    });
  }

  for (const names of ['*', '*,!files.example', '[127.0.0.*]:*', 'hashed'] as const) {
    test(`that comes under "${names}" is refused by servers that are met later`, async (context) => {
      const place = await fileServerPlace(context, { trusted: false });
      const { dialdesk, server, connectionId, serverId, here } = place;
      const { client, dialogs } = dialdesk;
      const { hostKey } = server();
      const known = join(here, 'known_hosts');
      const written = names === 'hashed' ? `[127.0.0.1]:${hostKey.port}` : names;
      writeFileSync(known, `${written} ${line(hostKey)}\n`);
      if (names === 'hashed') execFileSync('ssh-keygen', ['-H', '-f', known], { stdio: 'ignore' });
      writeFileSync(known, `@revoked ${readFileSync(known, 'utf8')}`);
      dialogs.open = [known];
      const outcome = await client.hostKeys.importKnownHosts();
      assert.ok((outcome?.revoked ?? 0) > 0);
      assert.deepEqual(outcome?.skipped, []);
      await client.servers.savePassword({ connectionId, serverId, password: 'right' });
      const refused = dialdeskError('host_key_changed', { revoked: true });
      await assert.rejects(client.remoteFiles.list(place.place()), refused);
      await assert.rejects(async () => client.hostKeys.trust(hostKey), refused);
      assert.deepEqual(server().credentials, []);
      // It is listed, written to a file as it came, and taken off on purpose.
      const listed = await client.hostKeys.list();
      assert.ok(listed.length > 0 && listed.every(({ revoked }) => revoked));
      dialogs.save = join(here, 'exported');
      await client.hostKeys.exportKnownHosts();
      for (const { host } of listed)
        assert.ok(readFileSync(dialogs.save, 'utf8').includes(`@revoked ${host} `));
      for (const key of listed) await client.hostKeys.forget(key);
      await assert.rejects(client.remoteFiles.list(place.place()), dialdeskError('host_key_unknown'));
    });
  }

  test('does not keep the one that comes in its place from being trusted', async (context) => {
    const place = await fileServerPlace(context, { trusted: false });
    const { dialdesk, server, connectionId, serverId, here } = place;
    const { client, dialogs } = dialdesk;
    const { hostKey } = server();
    const stolen = newKey(hostKey.host, hostKey.port);
    const known = join(here, 'known_hosts');
    writeFileSync(known, `@revoked [${hostKey.host}]:${hostKey.port} ${line(stolen)}\n`);
    dialogs.open = [known];
    await client.hostKeys.importKnownHosts();
    await client.servers.savePassword({ connectionId, serverId, password: 'right' });
    await assert.rejects(client.remoteFiles.list(place.place()), dialdeskError('host_key_unknown'));
    await client.hostKeys.trust(hostKey);
    assert.deepEqual((await client.remoteFiles.list(place.place())).entries, []);
  });
});

for (const [name, mark, swapped] of [
  ['as PowerShell writes it', '\uFEFF', false],
  ['in UTF-16, the other byte first', '\uFEFF', true],
] as const) {
  test(`a known_hosts file ${name} is read`, async (context) => {
    const folder = tempFolder(context);
    const { client, dialogs } = await openDialdesk(context, folder);
    const key = newKey('files.example');
    const bytes = Buffer.from(`${mark}# files.example:22\r\nfiles.example ${line(key)}\r\n`, 'utf16le');
    const known = join(folder, 'known_hosts');
    writeFileSync(known, swapped ? bytes.swap16() : bytes);
    dialogs.open = [known];
    const outcome = await client.hostKeys.importKnownHosts();
    assert.deepEqual([outcome?.added, outcome?.skipped], [1, []]);
  });
}
