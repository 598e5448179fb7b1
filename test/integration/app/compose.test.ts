import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import type { NewImport } from '../../../src-main/contract/imports.ts';
import type { DemoOptions } from '../../../src-main/demo/demo-options.ts';
import type { FaultScript } from '../../../src-main/demo/faults.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { demoSystem, provesNothing } from '../../support/demo-system.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import type { ErrorCode } from '../../../src-main/contract/errors.ts';
import { connectionToDemo, openDemoServer, openDialdesk, type Dialdesk } from '../../support/dialdesk.ts';
import { sampleConnection } from '../../support/sample-connection.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** Dialdesk with a connection to a demo system of the test's own. */
async function withDemo(context: TestContext, faults: FaultScript = {}, options: Partial<DemoOptions> = {}) {
  const demo = await demoSystem(context, { faults, ...options });
  const folder = tempFolder(context);
  const vault = new MemoryVault();
  const dialdesk = await openDialdesk(context, folder, { vault });
  const { id } = await dialdesk.client.connections.create({
    settings: connectionToDemo(demo),
    secretKey: demo.secretKey,
  });
  return { demo, folder, vault, dialdesk, id };
}
const rejectsWith = (work: Promise<unknown>, code: ErrorCode): Promise<void> =>
  assert.rejects(work, dialdeskError(code));

type Place = Awaited<ReturnType<typeof withDemo>>;

/** The first file server, with its key trusted and its password kept. */
const readyServer = ({ dialdesk, demo, id }: Place): Promise<string> => openDemoServer(dialdesk, demo, id);

const page = (connectionId: string, more: object = {}) => ({
  connectionId,
  search: '',
  offset: 0,
  limit: 10,
  refresh: false,
  ...more,
});

async function checkedSample(dialdesk: Dialdesk): Promise<string> {
  const { list } = await dialdesk.client.callLists.open({ token: await dialdesk.drop() });
  await dialdesk.client.callLists.check({ list, options: {} });
  return list;
}

async function newImport(place: Place, more: Partial<NewImport> = {}): Promise<NewImport> {
  const [campaign] = place.demo.state.campaigns.keys();
  return {
    list: await checkedSample(place.dialdesk),
    name: 'leads',
    connectionId: place.id,
    campaignId: campaign ?? '',
    destination: {
      connectionId: place.id,
      serverId: await readyServer(place),
      folder: '',
      fileName: 'leads.xlsx',
    },
    replace: false,
    startsAt: null,
    mark: true,
    split: false,
    again: [],
    ...more,
  };
}

/** Puts a list in the outbox that one import takes. */
async function addOne(dialdesk: Dialdesk, asked: NewImport): Promise<string> {
  const [job, ...others] = await dialdesk.client.imports.add(asked);
  assert.deepEqual(others, []);
  return job?.id ?? '';
}

suite('connections', () => {
  test('come and go with their secret keys, which are told to nobody', async (context) => {
    const folder = tempFolder(context);
    const dialdesk = await openDialdesk(context, folder);
    const { connections } = dialdesk.client;
    const made = await connections.create({ settings: sampleConnection(), secretKey: 'SK-one' });
    assert.equal(made.secretSaved, true);
    const account = `connection:${made.id}:sk`;
    assert.equal(await dialdesk.vault.get(account), 'SK-one');

    await connections.update({ id: made.id, settings: sampleConnection({ vdnId: 18 }) });
    assert.equal(await dialdesk.vault.get(account), 'SK-one');
    await connections.update({ id: made.id, settings: sampleConnection(), secretKey: 'SK-two' });
    assert.equal(await dialdesk.vault.get(account), 'SK-two');

    const copy = await connections.duplicate({ id: made.id, name: 'Copy' });
    assert.equal(await dialdesk.vault.get(`connection:${copy.id}:sk`), 'SK-two');
    await connections.remove({ id: made.id });
    assert.equal(await dialdesk.vault.get(account), null);
    assert.deepEqual(
      (await connections.list()).map(({ name }) => name),
      ['Copy'],
    );
    await rejectsWith(connections.update({ id: made.id, settings: sampleConnection() }), 'not_found');

    assert.doesNotMatch(JSON.stringify([made, copy, dialdesk.heard]), /SK-/);
    await dialdesk.close();
    for (const name of readdirSync(folder)) {
      assert.equal(readFileSync(join(folder, name)).includes('SK-two'), false, name);
    }
  });

  test('are tested with the saved key when none is given', async (context) => {
    const { dialdesk, demo, id } = await withDemo(context);
    const settings = connectionToDemo(demo);
    const saved = await dialdesk.client.connections.test({ id, settings });
    assert.deepEqual(
      saved.services.map(({ ok }) => ok),
      [true, true],
    );
    const wrong = await dialdesk.client.connections.test({ id, settings, secretKey: 'wrong' });
    assert.deepEqual(
      wrong.services.map(({ error }) => error?.code),
      ['unauthorized', 'unauthorized'],
    );
    await rejectsWith(dialdesk.client.connections.test({ settings }), 'invalid_request');
  });

  test('that imports still need cannot be removed', async (context) => {
    const lost = { http: [{ on: 'uploadFileServer', fault: { kind: 'lost' } }] } as const;
    const place = await withDemo(context, lost, provesNothing);
    const id = await addOne(place.dialdesk, await newImport(place));
    await place.dialdesk.until(id, 'unknown');
    await rejectsWith(place.dialdesk.client.connections.remove({ id: place.id }), 'conflict');
  });
});

suite('file servers', () => {
  test('are paged and searched in one answer of the service, and asked for anew on demand', async (context) => {
    const { dialdesk, demo, id } = await withDemo(context);
    const { servers } = dialdesk.client;
    const all = await servers.list(page(id, { limit: 100 }));
    assert.equal(all.total, demo.state.servers.size);
    const second = await servers.list(page(id, { offset: 10 }));
    assert.deepEqual(second.servers, all.servers.slice(10, 20));
    const found = await servers.list(page(id, { search: 'BRANCH-0' }));
    assert.ok(found.total > 0 && found.total < all.total);
    for (const server of found.servers) assert.match(JSON.stringify(server), /branch-0/);
    const asked = demo.counters.requests.queryServer;

    const [first] = demo.state.servers.values();
    assert.ok(first);
    first.filePath = '/moved';
    const stale = await servers.list(page(id, { search: '/moved' }));
    assert.equal(stale.total, 0);
    assert.equal(demo.counters.requests.queryServer, asked);
    const fresh = await servers.list(page(id, { search: '/moved', refresh: true }));
    assert.equal(fresh.total, 1);
  });

  test('that the call centre does not describe cannot be looked at', async (context) => {
    const { dialdesk, demo, id } = await withDemo(context);
    const bare = [...demo.state.servers.values()].find(({ ip }) => ip === null)?.serverId ?? '';
    const look = { connectionId: id, serverId: bare, folder: '', fileName: 'a.xlsx' };
    await rejectsWith(dialdesk.client.servers.lookAt(look), 'incomplete_server');
    await rejectsWith(dialdesk.client.servers.lookAt({ ...look, serverId: 'none' }), 'not_found');
  });

  test('a host key is trusted only with its own fingerprint, and replaced only on purpose', async (context) => {
    const place = await withDemo(context);
    const { dialdesk, demo } = place;
    await readyServer(place);
    const [known] = dialdesk.store.hostKeys.find('127.0.0.1', demo.sftp.port);
    assert.ok(known);
    assert.equal(known.fingerprint, demo.sftp.hostKeyFingerprint);

    const other = await withDemo(context);
    await readyServer(other);
    const [foreign] = other.dialdesk.store.hostKeys.find('127.0.0.1', other.demo.sftp.port);
    assert.ok(foreign);
    const { hostKeys } = dialdesk.client;
    const another = { ...foreign, host: known.host, port: known.port };
    await rejectsWith(hostKeys.trust({ ...another, fingerprint: known.fingerprint }), 'invalid_request');
    await rejectsWith(hostKeys.trust(another), 'conflict');
    await rejectsWith(hostKeys.replace({ known: another, offered: another }), 'conflict');
    assert.deepEqual(dialdesk.store.hostKeys.find(known.host, known.port), [known]);
    await hostKeys.replace({ known, offered: another });
    assert.equal(dialdesk.store.hostKeys.find(known.host, known.port)[0]?.fingerprint, another.fingerprint);
  });
});

suite('call lists', () => {
  test('are opened, checked, looked through and saved', async (context) => {
    const folder = tempFolder(context);
    const dialdesk = await openDialdesk(context, folder);
    const { callLists } = dialdesk.client;
    const { list, source } = await callLists.open({ token: await dialdesk.drop() });
    assert.equal(source.template, true);
    const summary = await callLists.check({ list, options: {} });
    const { rows, ready, rejected, duplicates, blank } = summary;
    assert.equal(rows, ready + rejected + duplicates + blank);
    assert.ok(ready > 0 && rejected > 0);
    const issues = await callLists.issues({ list, query: { offset: 0, limit: 2 } });
    assert.equal(issues.items.length, 2);
    assert.equal(issues.total, summary.issues);

    assert.equal(await callLists.saveRejects({ list }), null);
    dialdesk.dialogs.save = join(folder, 'rejects.xlsx');
    const saved = await callLists.saveRejects({ list });
    assert.deepEqual([saved?.name, saved?.rows], ['rejects.xlsx', rejected + duplicates]);
    assert.ok(existsSync(dialdesk.dialogs.save));
    dialdesk.dialogs.save = join(folder, 'template.xlsx');
    assert.equal((await callLists.saveTemplate({ examples: true }))?.name, 'template.xlsx');
    const template = await callLists.open({ token: await dialdesk.drop(dialdesk.dialogs.save) });
    assert.equal(template.source.template, true);

    await callLists.close({ list });
    await rejectsWith(callLists.issues({ list, query: { offset: 0, limit: 2 } }), 'not_found');
    await rejectsWith(callLists.open({ token: '00000000-0000-4000-8000-000000000000' }), 'not_found');
  });

  test('a check that is stopped fails as cancelled, and can be made again', async (context) => {
    const dialdesk = await openDialdesk(context, tempFolder(context));
    const { list } = await dialdesk.client.callLists.open({ token: await dialdesk.drop() });
    const checking = dialdesk.client.callLists.check({ list, options: {} });
    await dialdesk.client.callLists.cancel({ list });
    await rejectsWith(checking, 'cancelled');
    assert.ok((await dialdesk.client.callLists.check({ list, options: {} })).ready > 0);
  });
});

suite('imports', () => {
  test('from a checked list to a task ID; the list may be closed meanwhile', async (context) => {
    const place = await withDemo(context);
    const asked = await newImport(place);
    const id = await addOne(place.dialdesk, asked);
    await place.dialdesk.client.callLists.close({ list: asked.list });
    const done = await place.dialdesk.until(id, 'done');
    assert.match(String(done.result?.['importTaskId']), /^\d{18,}$/);
    assert.deepEqual(place.demo.counters.imports, { [asked.campaignId]: 1 });
    const there = join(place.demo.sftp.rootPath, place.demo.sftp.defaultPath, 'leads.xlsx');
    assert.ok(existsSync(there));
    assert.equal((await place.dialdesk.client.outbox.list({})).counts.done, 1);
  });

  test('a list that was not checked is not taken', async (context) => {
    const place = await withDemo(context);
    const asked = await newImport(place);
    const { list } = await place.dialdesk.client.callLists.open({ token: await place.dialdesk.drop() });
    await rejectsWith(place.dialdesk.client.imports.add({ ...asked, list }), 'conflict');
  });

  test('a lost answer leaves it unknown, over a restart too, until somebody decides', async (context) => {
    const lost = { http: [{ on: 'uploadFileServer', fault: { kind: 'lost' } }] } as const;
    const place = await withDemo(context, lost, provesNothing);
    const { demo, folder, vault } = place;
    const asked = await newImport(place);
    const id = await addOne(place.dialdesk, asked);
    await place.dialdesk.until(id, 'unknown');
    assert.deepEqual(demo.counters.imports, { [asked.campaignId]: 1 });
    await place.dialdesk.close();

    const again = await openDialdesk(context, folder, { vault });
    assert.equal((await again.client.outbox.get({ id })).state, 'unknown');
    assert.deepEqual(demo.counters.imports, { [asked.campaignId]: 1 });
    await again.client.outbox.decide({ id, decision: { kind: 'arrived' } });
    await again.until(id, 'done');
    assert.deepEqual(demo.counters.imports, { [asked.campaignId]: 1 });
  });

  test('without its secret key after a restart it waits, and goes on once the key is given', async (context) => {
    const place = await withDemo(context, {
      http: [{ on: 'uploadFileServer', fault: { kind: 'code', resultCode: '0300006' } }],
    });
    const asked = await newImport(place);
    const id = await addOne(place.dialdesk, asked);
    await place.dialdesk.until(id, 'failed');
    await place.dialdesk.close();

    // a new session without a keychain: every secret is gone
    const again = await openDialdesk(context, place.folder);
    const [connection] = await again.client.connections.list();
    assert.equal(connection?.secretSaved, false);
    await rejectsWith(again.client.servers.list(page(place.id)), 'secret_key_needed');
    await again.client.outbox.retry({ id });
    assert.equal((await again.until(id, 'waiting')).waitingFor?.kind, 'password');
    const { serverId } = asked.destination;
    const { password } = place.demo.sftp;
    await again.client.servers.savePassword({ connectionId: place.id, serverId, password });
    const settings = connectionToDemo(place.demo);
    await again.client.connections.update({ id: place.id, settings, secretKey: place.demo.secretKey });
    await again.until(id, 'done');
    assert.deepEqual(place.demo.counters.imports, { [asked.campaignId]: 1 });
  });
});
