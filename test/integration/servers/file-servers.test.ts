import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import * as v from 'valibot';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { HostKeyInfo } from '../../../src-main/contract/host-keys.ts';
import type { ServerReach } from '../../../src-main/contract/server-reach.ts';
import type { FileServer } from '../../../src-main/contract/servers.ts';
import type { FaultScript } from '../../../src-main/demo/faults.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { eventually } from '../../support/eventually.ts';
import { connectionToDemo, openDialdesk } from '../../support/dialdesk.ts';
import { startScriptedServer } from '../../support/scripted-sftp.ts';
import { freePort, startSshd } from '../../support/sshd.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** Dialdesk with a connection to a demo system of the test's own. */
async function withDemo(context: TestContext, faults: FaultScript = {}, options: { agent?: string } = {}) {
  const demo = await demoSystem(context, { faults });
  const folder = tempFolder(context);
  const vault = new MemoryVault();
  const dialdesk = await openDialdesk(context, folder, { vault, ...options });
  const { id } = await dialdesk.client.connections.create({
    settings: connectionToDemo(demo),
    secretKey: demo.secretKey,
  });
  const { servers } = await dialdesk.client.servers.list(page(id));
  const first = servers.find(({ port }) => port === String(demo.sftp.port)) as FileServer;
  return { demo, folder, vault, dialdesk, connectionId: id, serverId: first.serverId, first, servers };
}
type Place = Awaited<ReturnType<typeof withDemo>>;

const page = (connectionId: string, more: object = {}) => ({
  connectionId,
  search: '',
  offset: 0,
  limit: 100,
  refresh: false,
  ...more,
});

const at = ({ connectionId, serverId }: Place) => ({ connectionId, serverId });
const now = (place: Place) => place.dialdesk.client.servers.get(at(place));
const check = async (place: Place) => {
  await place.dialdesk.client.servers.check({
    connectionId: place.connectionId,
    which: { kind: 'one', serverId: place.serverId },
  });
  return (await now(place)).state;
};

/** Trusts the key that the last trial was shown. */
async function trustShown(place: Place): Promise<void> {
  const { state } = await now(place);
  await place.dialdesk.client.hostKeys.trust(v.parse(HostKeyInfo, state?.error?.details));
}

const asCentre: ServerReach = {
  host: null,
  port: null,
  userName: null,
  login: 'password',
  names: 'hidden',
};
const change = ({ connectionId, serverId, first }: Place, more: object = {}) => ({
  connectionId,
  serverId,
  serverInfo: { ip: first.ip ?? '', port: first.port ?? '', filePath: '/data/outbound' },
  userName: first.userName ?? '',
  ...more,
});

suite('the state of file servers', () => {
  test('is found step by step, and is there after a restart', async (context) => {
    const place = await withDemo(context);
    assert.equal(place.first.state, null);

    const unknown = await check(place);
    assert.deepEqual(
      [unknown?.reachable, unknown?.login, unknown?.error?.code],
      [true, null, 'host_key_unknown'],
    );
    await trustShown(place);
    assert.equal((await check(place))?.error?.details?.['what'], 'password');

    const { client } = place.dialdesk;
    await client.servers.savePassword({ ...at(place), password: 'wrong-password' });
    const refused = await check(place);
    assert.deepEqual([refused?.login, refused?.error?.code], [false, 'login_refused']);

    await client.servers.savePassword({ ...at(place), password: place.demo.sftp.password });
    const ready = await check(place);
    assert.deepEqual(
      [ready?.reachable, ready?.login, ready?.writable, ready?.error],
      [true, true, true, null],
    );
    assert.ok((ready?.free ?? 0) > 0);

    await place.dialdesk.close();
    const later = await openDialdesk(context, place.folder, { vault: place.vault });
    assert.deepEqual((await later.client.servers.get(at(place))).state, ready);
  });

  test('is no longer that a check could not log in, once something else has', async (context) => {
    const place = await withDemo(context);
    await check(place);
    await trustShown(place);
    const { client } = place.dialdesk;
    await client.servers.savePassword({ ...at(place), password: place.demo.sftp.password });
    assert.equal((await now(place)).state?.error?.code, 'host_key_unknown');
    await client.servers.lookAt({ ...at(place), folder: '', fileName: 'a.xlsx' });
    assert.equal((await now(place)).state, null);
    // one that could is kept
    await check(place);
    await client.servers.lookAt({ ...at(place), folder: '', fileName: 'a.xlsx' });
    assert.equal((await now(place)).state?.login, true);
  });

  test('of an address that is another now says nothing', async (context) => {
    const place = await withDemo(context);
    await check(place);
    assert.notEqual((await now(place)).state, null);
    await place.dialdesk.client.servers.setReach({
      ...at(place),
      reach: { ...asCentre, host: '127.0.0.1', port: await freePort() },
    });
    assert.equal((await now(place)).state, null);
    const state = await check(place);
    assert.deepEqual([state?.reachable, state?.error?.code], [false, 'connection_refused']);
  });

  test('all are tried, four at a time, until that is stopped', async (context) => {
    const place = await withDemo(context);
    // nobody answers at the branches' addresses: here all of them are refused at once
    for (const server of place.demo.state.servers.values()) {
      if (server.ip !== null) Object.assign(server, { ip: '127.0.0.1' });
    }
    const { client, checked } = place.dialdesk;
    await client.servers.list(page(place.connectionId, { refresh: true }));
    await client.servers.check({ connectionId: place.connectionId, which: { kind: 'all', search: '' } });
    const { servers, total } = await client.servers.list(page(place.connectionId));
    assert.ok(servers.every(({ state }) => state !== null));
    assert.equal(Math.max(...checked.map(({ running }) => running.length)), 4);
    assert.deepEqual([checked.at(-1)?.done, checked.at(-1)?.total], [total, total]);
    const incomplete = servers.find(({ ip }) => ip === null);
    assert.equal(incomplete?.state?.error?.code, 'incomplete_server');

    const again = client.servers.check({
      connectionId: place.connectionId,
      which: { kind: 'all', search: '' },
    });
    await eventually(() => checked.at(-1)?.running.length === 4 || undefined);
    await client.servers.stopCheck({ connectionId: place.connectionId });
    await again;
    assert.equal(checked.at(-1)?.total, 0);
  });
});

suite('modifying a file server', () => {
  test('changes it in the call centre, and the saved password follows', async (context) => {
    const place = await withDemo(context);
    const { servers } = place.dialdesk.client;
    await servers.modify(change(place, { serverPwd: 'another-password' }));
    const record = place.demo.state.servers.get(place.serverId);
    assert.deepEqual([record?.filePath, record?.password], ['/data/outbound', 'another-password']);
    assert.equal((await now(place)).filePath, '/data/outbound');
    assert.equal((await now(place)).passwordSaved, true);
    assert.equal(
      await place.vault.get(`server:${place.connectionId}:${place.serverId}:password`),
      'another-password',
    );
  });

  test('leaves alone the password of a workstation that logs in as somebody else', async (context) => {
    const place = await withDemo(context);
    const { servers } = place.dialdesk.client;
    await servers.savePassword({ ...at(place), password: 'of my own' });
    await servers.setReach({ ...at(place), reach: { ...asCentre, userName: 'me' } });
    await servers.modify(change(place, { serverPwd: 'another-password' }));
    assert.equal(
      await place.vault.get(`server:${place.connectionId}:${place.serverId}:password`),
      'of my own',
    );
  });

  test('wants the password for another address, whatever the window believes', async (context) => {
    const place = await withDemo(context);
    const moved = change(place, { serverInfo: { ip: '10.1.1.1', port: '22', filePath: '/home' } });
    await assert.rejects(place.dialdesk.client.servers.modify(moved), (error) => {
      assert.ok(error instanceof DialdeskError);
      assert.deepEqual(error.fields, [{ path: 'serverPwd', rule: 'required_when_ip_changes' }]);
      return true;
    });
    await place.dialdesk.client.servers.modify({ ...moved, serverPwd: '12345678' });
    assert.equal(place.demo.state.servers.get(place.serverId)?.ip, '10.1.1.1');
  });

  test('whose answer is lost is unknown, and changes nothing here', async (context) => {
    const place = await withDemo(context, { http: [{ on: 'updateServer', fault: { kind: 'lost' } }] });
    const { servers } = place.dialdesk.client;
    await servers.savePassword({ ...at(place), password: 'old-password' });
    await assert.rejects(
      servers.modify(change(place, { serverPwd: 'new-password' })),
      dialdeskError('outcome_unknown'),
    );
    assert.equal(
      await place.vault.get(`server:${place.connectionId}:${place.serverId}:password`),
      'old-password',
    );
    // the list is read anew, so that it tells
    assert.equal((await now(place)).filePath, '/data/outbound');
  });

  test('is tried from here without keeping anything', async (context) => {
    const place = await withDemo(context);
    const { servers, hostKeys } = place.dialdesk.client;
    const trial = { ...change(place), serverPwd: place.demo.sftp.password };
    const unknown = await servers.tryOut(trial);
    assert.equal(unknown.error?.code, 'host_key_unknown');
    await hostKeys.trust(v.parse(HostKeyInfo, unknown.error.details));
    const state = await servers.tryOut(trial);
    assert.deepEqual([state.error, state.writable, state.tried?.path], [null, true, '/data/outbound']);
    assert.equal((await servers.tryOut({ ...trial, serverPwd: 'wrong-one' })).error?.code, 'login_refused');
    const added = await servers.tryOut({ ...trial, serverId: null });
    assert.equal(added.error, null);
    assert.equal((await now(place)).state, null);
    assert.equal((await now(place)).passwordSaved, false);
  });
});

suite('adding and deleting file servers', () => {
  const serverInfo = { ip: '10.9.8.7', port: '2222', filePath: '/in' };

  test('adds one, with its password, and deletes it with all that is kept about it', async (context) => {
    const place = await withDemo(context);
    const { connectionId } = place;
    const { servers } = place.dialdesk.client;
    const { serverId } = await servers.add({
      connectionId,
      serverInfo,
      userName: 'new',
      serverPwd: '12345678',
    });
    assert.ok(serverId !== null);
    assert.equal((await servers.get({ connectionId, serverId })).passwordSaved, true);

    await servers.setReach({ connectionId, serverId, reach: { ...asCentre, host: 'other.example' } });
    await servers.remove({ connectionId, serverId });
    assert.equal(place.demo.state.servers.has(serverId), false);
    assert.equal(await place.vault.get(`server:${connectionId}:${serverId}:password`), null);
    assert.deepEqual(place.dialdesk.store.serverSettings.known(connectionId), []);
    await assert.rejects(servers.get({ connectionId, serverId }), dialdeskError('not_found'));
  });

  test('a system that lacks an interface is asked once, until somebody asks again', async (context) => {
    const lacks = { kind: 'status', status: 404 } as const;
    const place = await withDemo(context, { http: [{ on: 'addServer', fault: lacks, times: 1 }] });
    const { connectionId } = place;
    const { servers } = place.dialdesk.client;
    const add = () => servers.add({ connectionId, serverInfo, userName: 'new', serverPwd: '12345678' });
    await assert.rejects(add(), dialdeskError('not_offered'));
    assert.deepEqual((await servers.list(page(connectionId))).lacks, ['addServer']);
    // the demo system would take it now: it is not asked
    await assert.rejects(add(), dialdeskError('not_offered'));
    await servers.forgetLacking({ connectionId });
    assert.deepEqual((await servers.list(page(connectionId))).lacks, []);
    assert.notEqual((await add()).serverId, null);
  });

  test('a deleted connection takes the secrets of its servers with it', async (context) => {
    const place = await withDemo(context);
    const { servers, connections } = place.dialdesk.client;
    const sshd = await startSshd();
    context.after(() => sshd.stop());
    await servers.savePassword({ ...at(place), password: 'secret' });
    await servers.saveKey({ ...at(place), token: await place.dialdesk.drop(sshd.identityFile) });
    assert.ok(place.vault.entries().length > 2);
    await connections.remove({ id: place.connectionId });
    assert.deepEqual(place.vault.entries(), []);
  });
});

suite('reaching a file server another way', () => {
  /** A server that the call centre names at an address nobody answers at, and a real sshd beside it. */
  async function elsewhere(context: TestContext, options: { agent?: string; subsystem?: string } = {}) {
    const { subsystem } = options;
    const sshd = await startSshd({ ...(subsystem !== undefined && { subsystem }) });
    context.after(() => sshd.stop());
    const place = await withDemo(context, {}, options);
    const record = place.demo.state.servers.get(place.serverId);
    assert.ok(record);
    Object.assign(record, { ip: '192.0.2.7', port: '22', filePath: sshd.files, userName: 'centre' });
    await place.dialdesk.client.servers.list(page(place.connectionId, { refresh: true }));
    const reach = (login: ServerReach['login']): ServerReach => ({
      host: '127.0.0.1',
      port: sshd.port,
      userName: sshd.username,
      login,
      names: 'hidden',
    });
    return { sshd, place, reach, servers: place.dialdesk.client.servers };
  }

  test('by a private key with a passphrase: an import goes there', async (context) => {
    const { sshd, place, reach, servers } = await elsewhere(context);
    execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'open sesame', '-f', sshd.identityFile]);
    const token = await place.dialdesk.drop(sshd.identityFile);
    const why = async (work: Promise<unknown>): Promise<unknown> =>
      work.then(
        () => null,
        (error: unknown) => error instanceof DialdeskError && error.details?.['reason'],
      );
    assert.equal(await why(servers.saveKey({ ...at(place), token })), 'passphrase_needed');
    assert.equal(await why(servers.saveKey({ ...at(place), token, passphrase: 'no' })), 'wrong_passphrase');
    const publicToken = await place.dialdesk.drop(`${sshd.identityFile}.pub`);
    assert.equal(await why(servers.saveKey({ ...at(place), token: publicToken })), 'public_key');

    const info = await servers.saveKey({ ...at(place), token, passphrase: 'open sesame' });
    assert.equal(info.type, 'ssh-ed25519');
    await servers.setReach({ ...at(place), reach: reach('key') });
    await check(place);
    await trustShown(place);
    assert.equal((await check(place))?.error, null);
    assert.deepEqual((await now(place)).reach, { ...reach('key'), key: info, keySaved: true });

    const { client } = place.dialdesk;
    const { list } = await client.callLists.open({ token: await place.dialdesk.drop() });
    await client.callLists.check({ list, options: {} });
    const [job] = await client.imports.add({
      list,
      name: 'by key',
      connectionId: place.connectionId,
      campaignId: [...place.demo.state.campaigns.keys()][0] ?? '',
      destination: { ...at(place), folder: '', fileName: 'by-key.xlsx' },
      replace: false,
      startsAt: null,
      split: false,
    });
    assert.ok(job);
    assert.deepEqual(
      (await servers.usedBy(at(place))).map(({ name }) => name),
      ['by key'],
    );
    await place.dialdesk.until(job.id, 'done');
    assert.ok(readdirSync(sshd.files).includes('by-key.xlsx'));

    // nothing of the key lies in the user's folder
    const [, secret = ''] = readFileSync(sshd.identityFile, 'utf8').split('\n');
    for (const file of readdirSync(place.folder)) {
      if (!file.startsWith('dialdesk.db')) continue;
      assert.ok(!readFileSync(join(place.folder, file), 'latin1').includes(secret), file);
    }
    await servers.forgetKey(at(place));
    assert.equal((await check(place))?.error?.details?.['what'], 'key');
  });

  test('straight to the final name: an import goes to a server that allows no other', async (context) => {
    const { sshd, place, reach, servers } = await elsewhere(context, {
      subsystem: '/usr/lib/openssh/sftp-server -P rename,posix-rename,remove',
    });
    const token = await place.dialdesk.drop(sshd.identityFile);
    await servers.saveKey({ ...at(place), token });
    await servers.setReach({ ...at(place), reach: reach('key') });
    await check(place);
    await trustShown(place);
    const { client } = place.dialdesk;
    const { list } = await client.callLists.open({ token: await place.dialdesk.drop() });
    await client.callLists.check({ list, options: {} });
    const [job] = await client.imports.add({
      list,
      name: 'straight',
      connectionId: place.connectionId,
      campaignId: [...place.demo.state.campaigns.keys()][0] ?? '',
      destination: { ...at(place), folder: '', fileName: 'straight.xlsx' },
      replace: false,
      startsAt: null,
      split: false,
    });
    assert.ok(job);
    const failed = await place.dialdesk.until(job.id, 'failed');
    assert.equal(failed.error?.details?.['request'], 'rename');
    assert.ok(!readdirSync(sshd.files).includes('straight.xlsx'));

    await servers.setReach({ ...at(place), reach: { ...reach('key'), names: 'direct' } });
    assert.equal((await now(place)).reach.names, 'direct');
    await client.outbox.retry({ id: job.id });
    await place.dialdesk.until(job.id, 'done');
    assert.ok(readdirSync(sshd.files).includes('straight.xlsx'));
  });

  test('by the keys of an agent', async (context) => {
    const socket = join(tempFolder(context), 'agent');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] });
    context.after(() => void agent.kill());
    await once(agent.stdout, 'data');
    const { sshd, place, reach, servers } = await elsewhere(context, { agent: socket });
    execFileSync('ssh-add', ['-q', sshd.identityFile], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
    const { available, keys } = await servers.agent();
    assert.equal(available, true);
    assert.deepEqual(
      keys.map(({ type }) => type),
      ['ssh-ed25519'],
    );
    await servers.setReach({ ...at(place), reach: reach('agent') });
    await check(place);
    await trustShown(place);
    assert.equal((await check(place))?.error, null);
  });

  test('by answers: a check that nobody attends says so, one that is attended asks', async (context) => {
    const server = await startScriptedServer({ methods: ['keyboard-interactive'], code: '123456' });
    context.after(() => server.close());
    const { place, servers } = await elsewhere(context);
    const reach = { host: '127.0.0.1', port: server.port, userName: 'me', login: 'questions' } as const;
    await servers.setReach({ ...at(place), reach });
    const all = { connectionId: place.connectionId, which: { kind: 'all', search: place.serverId } } as const;
    await servers.check(all);
    await trustShown(place);
    await servers.check(all);
    assert.equal((await now(place)).state?.error?.details?.['what'], 'answer');
    assert.deepEqual(server.credentials, []);

    const answers = ['right', '123456'];
    place.dialdesk.answerLogin = ({ prompts, userName }) => {
      assert.deepEqual([prompts.length, prompts[0]?.secret, userName], [1, true, 'me']);
      return [answers.shift() ?? ''];
    };
    const state = await check(place);
    assert.equal(state?.login, true);
    assert.deepEqual(server.credentials, ['right', '123456']);
    assert.deepEqual(
      place.dialdesk.loginQuestions.map(({ prompts }) => prompts[0]?.text),
      ['Password: ', 'Code: '],
    );
  });
});
