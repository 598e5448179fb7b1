import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { Keychain } from '../../../src-main/secrets/keychain.ts';
import { AppVault } from '../../../src-main/secrets/open-vault.ts';
import { addImport, checkedList, readyServer } from '../../support/demo-import.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { connectionToDemo, openDialdesk } from '../../support/dialdesk.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { MemoryKeytar } from '../../support/memory-keytar.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** A Dialdesk with work to do, and a keyring that is locked while it does it. */
async function atWork(context: TestContext) {
  const demo = await demoSystem(context);
  const keytar = new MemoryKeytar();
  const vault = new AppVault(() => Promise.resolve(new Keychain(keytar, 1000, 'linux')));
  await vault.retry();
  const folder = tempFolder(context);
  const dialdesk = await openDialdesk(context, folder, { vault });
  const settings = connectionToDemo(demo);
  const { id } = await dialdesk.client.connections.create({ settings, secretKey: demo.secretKey });
  const place = { demo, folder, dialdesk, id, reopen: () => Promise.reject(new Error('it stays open')) };
  const serverId = await readyServer(place);
  let prompts = 0;
  return {
    ...place,
    /** Locks it, and makes sure that the next request needs a secret of it. */
    lock: async (): Promise<void> => {
      keytar.lock(() => prompts++);
      await dialdesk.client.connections.update({ id, settings });
    },
    /** Its owner unlocks it, and presses the button that looks for it. */
    unlock: async (): Promise<void> => {
      keytar.unlock();
      await vault.retry();
      await dialdesk.forgetSecrets();
      dialdesk.resumeWaitingFor('password');
    },
    list: await checkedList(place),
    add: async (list: string) => addImport(place, serverId, list),
    prompts: () => prompts,
    held: () => [...keytar.entries.keys()].filter((name) => name.includes(id)),
  };
}

suite('a keyring that is locked while Dialdesk works', () => {
  test('an import on its way waits for it by that name, asks it little, and goes once', async (context) => {
    const { demo, dialdesk, lock, unlock, add, list, prompts } = await atWork(context);
    const takeSftpCut = demo.faults.takeSftpCut.bind(demo.faults);
    const locking: Promise<void>[] = [];
    // once its file is on its way: what comes next is the one request that must not be repeated
    demo.faults.takeSftpCut = () => {
      if (locking.length === 0) locking.push(lock());
      return takeSftpCut();
    };
    const id = await add(list);
    const { waitingFor, steps } = await dialdesk.until(id, 'waiting');
    await Promise.all(locking);
    assert.deepEqual([waitingFor?.kind, waitingFor?.code], ['password', 'keychain_locked']);
    assert.ok(steps.every(({ state }) => state !== 'unknown' && state !== 'sending'));
    const asked = prompts();
    for (let press = 0; press < 20; press++) {
      await dialdesk.client.outbox.retry({ id });
      await dialdesk.untilAtRest();
    }
    assert.ok(prompts() - asked <= 1, `it was asked to open ${prompts() - asked} times more`);
    assert.equal(demo.state.imports.length, 0);
    await unlock();
    await dialdesk.until(id, 'done');
    assert.equal(demo.state.imports.length, 1);
  });

  test('an import that is given up while it waits for it says what stays on the server, or leaves nothing there', async (context) => {
    const { demo, dialdesk, lock, add, list } = await atWork(context);
    const takeSftpCut = demo.faults.takeSftpCut.bind(demo.faults);
    const locking: Promise<void>[] = [];
    demo.faults.takeSftpCut = () => {
      if (locking.length === 0) locking.push(lock());
      return takeSftpCut();
    };
    const id = await add(list);
    await dialdesk.until(id, 'waiting');
    await Promise.all(locking);
    await dialdesk.client.outbox.cancel({ id });
    const { state, error } = await dialdesk.client.outbox.get({ id });
    const there = existsSync(join(demo.sftp.rootPath, demo.sftp.defaultPath, 'leads.xlsx'));
    assert.equal(state, 'cancelled');
    assert.equal(error?.details?.['left'] !== undefined, there, JSON.stringify({ error, there }));
    assert.equal(demo.state.imports.length, 0);
  });

  test('nobody is told that a key is missing that is only locked away', async (context) => {
    const { dialdesk, id, lock } = await atWork(context);
    await lock();
    const { connections, servers } = dialdesk.client;
    const page = { connectionId: id, search: '', offset: 0, limit: 10, refresh: true };
    await assert.rejects(servers.list(page), dialdeskError('keychain_locked'));
    const [{ settings } = assert.fail()] = dialdesk.store.connections.list();
    await assert.rejects(connections.test({ id, settings }), dialdeskError('keychain_locked'));
  });

  test('forms of one reservation that are sent meanwhile: nothing goes or is booked, and each goes once', async (context) => {
    const { demo, dialdesk, id: connectionId, lock, unlock } = await atWork(context);
    const { reservations } = dialdesk.client;
    const [one, other] = [...demo.state.reservations.values()].filter(({ callType }) => callType === '1');
    const [first, second] = [one?.appointId ?? assert.fail(), other?.appointId ?? assert.fail()];
    const [taskId = ''] = demo.state.campaigns.keys();
    const appointTime = Date.now() + 3 * 86_400_000;
    const reservation = {
      callType: 'manual',
      calledNo: '13800000001',
      taskId,
      agent: 'liwei',
      appointTime,
    } as const;
    const forms = {
      'appoint/update': () =>
        reservations.modify({ connectionId, change: { appointId: first, agent: 'liwei' }, known: null }),
      'appoint/create': () => reservations.create({ connectionId, reservation }),
      'appoint/delete': () => reservations.cancel({ connectionId, appointId: second, known: null }),
    } as const;
    const booked = async () =>
      (await reservations.book({ connectionId, search: '', offset: 0, limit: 9 })).total;
    await lock();
    for (const [on, send] of Object.entries(forms)) {
      await assert.rejects(send(), dialdeskError('keychain_locked'), on);
    }
    assert.equal(await booked(), 0);
    await unlock();
    for (const send of Object.values(forms)) assert.equal((await send()).outcome, 'done');
    const { requests } = demo.counters;
    assert.deepEqual(
      [requests['appoint/update'], requests['appoint/create'], requests['appoint/delete'], await booked()],
      [1, 1, 1, 3],
    );
  });

  test('a lost answer about a reservation stays unknown while nobody can look, and is settled afterwards', async (context) => {
    const { demo, dialdesk, id: connectionId, lock, unlock } = await atWork(context);
    const { reservations } = dialdesk.client;
    const [one] = demo.state.reservations.values().filter(({ callType }) => callType === '1');
    const { appointId } = one ?? assert.fail();
    demo.faults.add({ http: [{ on: 'appoint/update', fault: { kind: 'lost' } }] });
    const change = { appointId, agent: 'liwei' };
    const sent = reservations.modify({ connectionId, change, known: null });
    await assert.rejects(sent, dialdeskError('outcome_unknown'));
    const entry = () => dialdesk.store.reservationBook.find(connectionId, appointId) ?? assert.fail();
    await lock();
    await assert.rejects(reservations.lookUp({ id: entry().id }), dialdeskError('keychain_locked'));
    assert.equal(entry().outcome, 'unknown');
    await unlock();
    assert.equal((await reservations.lookUp({ id: entry().id })).verdict, 'done');
    assert.equal(demo.counters.requests['appoint/update'], 1);
  });

  test('a connection that is removed meanwhile, with a server that has a password, leaves neither', async (context) => {
    const { dialdesk, id, lock, unlock, held } = await atWork(context);
    await lock();
    assert.equal(held().length, 2);
    assert.deepEqual(await dialdesk.client.connections.remove({ id }), { secretsGone: false });
    assert.equal(held().length, 2);
    await unlock();
    assert.deepEqual(held(), []);
  });

  test('a keyring that was locked from the start is named as well', async (context) => {
    const keytar = new MemoryKeytar();
    keytar.lock();
    const vault = new AppVault(() => Promise.resolve(new Keychain(keytar, 1000, 'linux')));
    await vault.retry();
    const { client, clientOf, store } = await openDialdesk(context, tempFolder(context), { vault });
    const demo = await demoSystem(context);
    const { id } = await client.connections.create({ settings: connectionToDemo(demo), secretKey: 'typed' });
    // as after the next start: what was typed is forgotten
    await vault.delete(`connection:${id}:sk`).catch(() => undefined);
    assert.ok(store.connections.get(id));
    await assert.rejects(clientOf(id), dialdeskError('keychain_locked'));
  });
});
