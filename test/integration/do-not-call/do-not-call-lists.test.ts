import assert from 'node:assert/strict';
import {
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import type { CheckSummary, IssueQuery } from '../../../src-main/contract/call-list.ts';
import type { ReadProgress } from '../../../src-main/contract/do-not-call-lists.ts';
import type { ImportPayload } from '../../../src-main/features/imports/job/import-payload.ts';
import { SourceWriter } from '../../../src-main/features/imports/job/source-writer.ts';
import { numbersKeyAccount } from '../../../src-main/secrets/vault.ts';
import { SessionVault } from '../../../src-main/secrets/session-vault.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { openDialdesk, type Dialdesk } from '../../support/dialdesk.ts';
import { addImport, placeWithDemo, readyServer } from '../../support/demo-import.ts';
import { MemoryVault } from '../../support/memory-vault.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const called = ['13900000001', '13900000002', '13900000003', '075588880004', '13900000005'];

function listOf(folder: string, numbers: readonly string[] = called): string {
  const path = join(folder, 'leads.csv');
  const rows = numbers.map((number) => `"[{""calledNo"":""${number}""}]"`);
  writeFileSync(path, ['called', ...rows, ''].join('\n'));
  return path;
}

function blocking(folder: string, name: string, numbers: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, ['phone', ...numbers, ''].join('\n'));
  return path;
}

/** Dialdesk over a folder of its own, and another one for what is dropped on it. */
async function place(context: TestContext) {
  const folder = tempFolder(context);
  const files = tempFolder(context);
  const vault = new MemoryVault();
  const dialdesk = await openDialdesk(context, folder, { vault });
  const add = async (name: string, numbers: readonly string[], as?: string) => {
    const token = await dialdesk.drop(blocking(files, name, numbers));
    return dialdesk.client.doNotCallLists.add({ token, ...(as !== undefined && { name: as }) });
  };
  const reopen = async (by = vault): Promise<Dialdesk> => {
    await dialdesk.close();
    return openDialdesk(context, folder, { vault: by });
  };
  return { ...dialdesk, dialdesk, folder, files, lists: join(folder, 'do-not-call'), add, reopen };
}

async function check({ client, drop }: Dialdesk, path: string, options: object = {}) {
  const { list } = await client.callLists.open({ token: await drop(path) });
  const summary = await client.callLists.check({ list, options });
  return { list, summary, rows: await blockedRows(client, list) };
}

async function blockedRows({ callLists }: Dialdesk['client'], list: string): Promise<number[]> {
  const query: IssueQuery = { offset: 0, limit: 100 };
  const { items } = await callLists.issues({ list, query });
  return items.filter(({ rule }) => rule.startsWith('do-not-call')).map(({ row }) => row);
}

const blockedBy = ({ doNotCallLists }: CheckSummary) =>
  doNotCallLists.map(({ name, fault, blockedRows: rows, likelyRows }) => [name, fault, rows, likelyRows]);

suite('do-not-call lists that are kept', () => {
  test('are read with their report, named after their file, and are there at the next start', async (context) => {
    const { files, client, drop, reopen, lists } = await place(context);
    const path = join(files, 'complaints.csv');
    writeFileSync(path, 'name,手机号\nann,13900000001\nben,+8613900000002\ncem,1234\n');
    utimesSync(path, 1_700_000_000, 1_700_000_000);
    const read = await client.doNotCallLists.add({ token: await drop(path) });
    const { facts, ...list } = read.list;
    assert.deepEqual(list, { id: list.id, name: 'complaints', applied: true, fault: null, old: true });
    assert.ok(facts);
    const { numbers, columns, sourceName, changedAt, notUnderstood } = facts;
    assert.deepEqual([numbers, sourceName, changedAt, notUnderstood], [2, 'complaints.csv', 1.7e12, 1]);
    assert.deepEqual(columns, [{ sheet: null, column: '手机号', numbers: 2 }]);
    assert.equal(read.firstNotUnderstood?.row, 4);
    assert.equal(read.before, null);

    await client.doNotCallLists.rename({ id: list.id, name: 'Complaints' });
    await client.doNotCallLists.apply({ id: list.id, applied: false });
    await client.doNotCallLists.oldAfter({ days: 0 });
    assert.deepEqual(readdirSync(lists), [`${list.id}.list`]);
    const again = await reopen();
    const state = await again.client.doNotCallLists.state();
    const kept = { ...list, name: 'Complaints', applied: false, old: false, facts };
    assert.deepEqual(state, { keychain: true, oldAfterDays: 0, lists: [kept] });
    await again.client.doNotCallLists.remove({ id: list.id });
    assert.deepEqual((await again.client.doNotCallLists.state()).lists, []);
    assert.deepEqual(readdirSync(lists), []);
  });

  test('a newer file takes the place of the one before, and one without numbers does not', async (context) => {
    const { files, client, drop, add } = await place(context);
    const { list } = await add('a.csv', ['13900000001', '13900000002']);
    const refresh = async (content: readonly string[]) => {
      const token = await drop(blocking(files, 'b.csv', content));
      return client.doNotCallLists.refresh({ id: list.id, token });
    };
    const facts = async () => (await client.doNotCallLists.state()).lists[0]?.facts;
    await assert.rejects(
      refresh(['no number']),
      dialdeskError('file_unreadable', { reason: 'no-numbers', file: 'do-not-call' }),
    );
    assert.deepEqual(await facts(), list.facts);
    const read = await refresh(['13900000003', '13900000004', '13900000005']);
    assert.equal(read.before?.numbers, 2);
    assert.deepEqual(
      [read.list.name, read.list.facts?.sourceName, read.list.facts?.numbers],
      ['a', 'b.csv', 3],
    );
    assert.deepEqual(await facts(), read.list.facts);
    const other = await add('a.csv', ['13900000001']);
    assert.equal(other.list.name, 'a (2)');
  });

  test('says how far it is while one is read, and is stopped with what was kept before as it was', async (context) => {
    const { dialdesk, files, client, drop, add, lists } = await place(context);
    const { list } = await add('a.csv', ['13900000001']);
    const many = Array.from({ length: 300_000 }, (_, i) => String(13_700_000_000 + i));
    const path = blocking(files, 'many.csv', many);
    const state = async () => (await client.doNotCallLists.state()).lists.map(({ facts }) => facts?.numbers);
    const fileNames = readdirSync(lists);

    const token = await drop(path);
    const waiting = await drop(blocking(files, 'b.csv', ['13900000002']));
    const told: { token: string; progress: ReadProgress }[] = [];
    const toldOnce = Promise.withResolvers<undefined>();
    dialdesk.listRead = (push) => {
      told.push(push);
      toldOnce.resolve(undefined);
    };
    const reading = client.doNotCallLists.refresh({ id: list.id, token });
    const behind = client.doNotCallLists.add({ token: waiting });
    const stopped = Promise.all([
      assert.rejects(reading, { code: 'cancelled' }),
      assert.rejects(behind, { code: 'cancelled' }),
    ]);
    await toldOnce.promise;
    assert.deepEqual(new Set(told.map((push) => push.token)), new Set([token]));
    // one that has not begun yet is stopped as well
    await client.doNotCallLists.cancel({ token: waiting });
    await client.doNotCallLists.cancel({ token });
    await stopped;
    assert.deepEqual([await state(), readdirSync(lists)], [[1], fileNames]);

    told.length = 0;
    const again = await client.doNotCallLists.refresh({ id: list.id, token });
    assert.equal(again.list.facts?.numbers, many.length);
    const fractions = told.map(({ progress }) => progress.fraction);
    assert.ok(fractions.length > 1);
    assert.deepEqual(
      fractions,
      fractions.toSorted((a, b) => a - b),
    );
    assert.ok(told.some(({ progress }) => progress.numbers > 0 && progress.numbers < many.length));
    // nothing is read any more: there is nothing to stop
    await client.doNotCallLists.cancel({ token });
    assert.deepEqual(await state(), [many.length]);
  });

  test('what a crash left of one that was never whole goes with the next that is read', async (context) => {
    const { add, lists } = await place(context);
    await add('first.csv', called.slice(0, 1));
    writeFileSync(join(lists, '.0123456789ab.part'), 'half of one');
    await add('second.csv', called.slice(1, 2));
    assert.deepEqual(
      readdirSync(lists).filter((name) => name.startsWith('.')),
      [],
    );
  });

  test('two never have one name, also when one is renamed while the other is read', async (context) => {
    const { add, client } = await place(context);
    const first = await add('first.csv', called.slice(0, 1), 'Spring');
    const adding = add('second.csv', called.slice(1, 2), 'Summer');
    await client.doNotCallLists.rename({ id: first.list.id, name: 'Summer' });
    await adding;
    const { lists } = await client.doNotCallLists.state();
    assert.deepEqual(lists.map(({ name }) => name).toSorted(), ['Summer', 'Summer (2)']);
  });

  test('block rows by default, say which of them how many, and not where they are not chosen', async (context) => {
    const { dialdesk, files, add, client, drop } = await place(context);
    await add('one.csv', ['13900000001', '+86 755 8888 0004'], 'One');
    const two = await add('two.csv', ['8613900000001', '13900000002'], 'Two');
    const off = await add('off.csv', ['13900000003'], 'Off');
    await client.doNotCallLists.apply({ id: off.list.id, applied: false });
    const leads = listOf(files);
    const both = await check(dialdesk, leads);
    assert.deepEqual(both.rows, [2, 3, 5]);
    assert.deepEqual([both.summary.ready, both.summary.rejected], [2, 3]);
    assert.deepEqual(blockedBy(both.summary), [
      ['One', null, 2, 0],
      ['Two', null, 2, 0],
    ]);
    const chosen = await check(dialdesk, leads, { doNotCallLists: [off.list.id] });
    assert.deepEqual([chosen.rows, blockedBy(chosen.summary)], [[4], [['Off', null, 1, 0]]]);
    const none = await check(dialdesk, leads, { doNotCallLists: [] });
    assert.deepEqual([none.rows, none.summary.doNotCallLists], [[], []]);

    // a file of the check's own beside them: each row is counted where it was blocked
    const own = await drop(blocking(files, 'own.csv', ['13900000001', '13900000005']));
    const beside = await check(dialdesk, leads, { doNotCall: own, doNotCallLists: [two.list.id] });
    assert.deepEqual(beside.rows, [2, 3, 6]);
    assert.equal(beside.summary.doNotCall?.blockedRows, 2);
    assert.deepEqual(blockedBy(beside.summary), [['Two', null, 1, 0]]);
  });

  test('hold after a cell is changed, taken back, and mended, and where only duplicates are decided anew', async (context) => {
    const { dialdesk, files, add, client } = await place(context);
    const { list: kept } = await add('one.csv', ['13900000001', '13900000002', '13700000009'], 'One');
    const path = listOf(files, [...called, called[4] ?? '', '139 0000 0002']);
    const { list, summary } = await check(dialdesk, path);
    assert.deepEqual([summary.ready, summary.duplicates, blockedBy(summary)], [3, 1, [['One', null, 2, 0]]]);
    const edit = (row: number, value: string) =>
      client.callLists.edit({ list, edit: { row, column: 'called', value: `[{"calledNo":"${value}"}]` } });
    const freed = await edit(2, '13700000008');
    assert.deepEqual([freed.summary.ready, blockedBy(freed.summary)], [4, [['One', null, 1, 0]]]);
    const caught = await edit(4, '13700000009');
    assert.deepEqual([caught.summary.ready, blockedBy(caught.summary)], [3, [['One', null, 2, 0]]]);
    const broken = await edit(4, 'x');
    assert.deepEqual(blockedBy(broken.summary), [['One', null, 1, 0]]);
    const undone = await client.callLists.step({ list, to: 'undo' });
    assert.deepEqual([undone.ready, blockedBy(undone)], [3, [['One', null, 2, 0]]]);
    const mended = await client.callLists.mend({
      list,
      mends: { chosen: { mends: ['remove-separators'] }, scope: {} },
    });
    assert.deepEqual(blockedBy(mended), [['One', null, 3, 0]]);

    // without edits, another policy for duplicates reads nothing again
    const other = await check(dialdesk, path);
    renameSync(path, `${path}.away`);
    const anew = await client.callLists.check({ list: other.list, options: { duplicates: 'keep-all' } });
    assert.deepEqual([anew.ready, anew.duplicates, blockedBy(anew)], [4, 0, [['One', null, 2, 0]]]);
    renameSync(`${path}.away`, path);
    // but a list that was refreshed is applied as it is now
    const token = await dialdesk.drop(blocking(files, 'new.csv', ['13900000003']));
    await client.doNotCallLists.refresh({ id: kept.id, token });
    const fresh = await client.callLists.check({ list: other.list, options: { duplicates: 'first' } });
    assert.deepEqual(await blockedRows(client, other.list), [4]);
    assert.deepEqual(blockedBy(fresh), [['One', null, 1, 0]]);
  });

  test('one that is damaged, or whose file or key is gone, is no empty one: nothing is sent by such a check', async (context) => {
    const demo = await placeWithDemo(context);
    const { dialdesk, folder } = demo;
    const files = tempFolder(context);
    const serverId = await readyServer(demo);
    const { client, drop } = dialdesk;
    const add = async (name: string) =>
      (await client.doNotCallLists.add({ token: await drop(blocking(files, name, ['13900000001'])) })).list
        .id;
    const ids = [await add('damaged.csv'), await add('gone.csv'), await add('whole.csv')] as const;
    const pathOf = (id: string) => join(folder, 'do-not-call', `${id}.list`);
    const bytes = readFileSync(pathOf(ids[0]));
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] as number) ^ 1;
    writeFileSync(pathOf(ids[0]), bytes);
    rmSync(pathOf(ids[1]));
    const faults = async () => (await client.doNotCallLists.state()).lists.map(({ fault }) => fault);
    assert.deepEqual(await faults(), ['damaged', 'gone', null]);
    const leads = listOf(files);
    const { list, summary } = await check(dialdesk, leads);
    assert.deepEqual(blockedBy(summary), [
      ['damaged', 'damaged', 1, 0],
      ['gone', 'gone', 0, 0],
      ['whole', null, 1, 0],
    ]);
    await assert.rejects(addImport(demo, serverId, list), { code: 'conflict' });
    // chosen without them, it can be sent
    const without = await check(dialdesk, leads, { doNotCallLists: [ids[2]] });
    const sent = await addImport(demo, serverId, without.list);
    await dialdesk.until(sent, 'done');

    // A list that is checked again before it is written, after a restart: what cannot be applied any more is no reason
    // to send what it might have blocked.
    const { size, mtimeMs } = statSync(leads);
    const lists = { oldAfterDays: 30 as const, lists: [{ id: ids[2], name: 'whole' }] };
    const options = { ivr: false, duplicates: 'first' as const, doNotCallLists: lists };
    const payload = {
      source: { name: 'leads.csv', path: leads, size, mtimeMs, sha256: null },
      check: { options, edits: [], at: Date.now(), part: null },
      rows: 4,
      mark: { mark: null, markOrigin: 'unknown' },
    } as unknown as ImportPayload;
    const key = Buffer.from((await dialdesk.vault.get(numbersKeyAccount)) ?? '', 'base64');
    const writer = new SourceWriter(undefined, {
      places: () => Promise.resolve({ key, lists: join(folder, 'do-not-call') }),
      keyToWrite: () => Promise.resolve(null),
      pathOf: () => join(files, 'numbers'),
      logError: (message) => assert.fail(message),
    });
    const watch = { signal: new AbortController().signal, onProgress: () => undefined };
    const write = () => writer.writeClean('job', payload, join(files, 'clean.xlsx'), watch);
    assert.equal((await write()).rows, 4);
    // read anew, it blocks another row: it is the list that changed, and not the file
    const newer = await drop(blocking(files, 'newer.csv', ['13900000001', '13900000002']));
    await client.doNotCallLists.refresh({ id: ids[2], token: newer });
    const named = { code: 'file_changed', details: { name: 'leads.csv', what: 'lists', lists: ['whole'] } };
    await assert.rejects(write(), named);
    // other rows are ready, and no list was read since
    Object.assign(payload.check ?? {}, { at: Date.now() + 60_000 });
    await assert.rejects(write(), {
      code: 'file_changed',
      details: { name: 'leads.csv', what: 'outcome' },
    });
    truncateSync(pathOf(ids[2]), 10);
    await assert.rejects(write(), named);
    // also where as many rows would be ready
    Object.assign(payload, { rows: 5 });
    await assert.rejects(write(), named);
  });

  test('one that could not be read for a while is looked at again', async (context) => {
    const { add, client, lists } = await place(context);
    const { list } = await add('one.csv', ['13900000001']);
    const path = join(lists, `${list.id}.list`);
    const whole = readFileSync(path);
    const put = async (bytes: Buffer) => {
      writeFileSync(path, bytes);
      utimesSync(path, 1_700_000_000, 1_700_000_000);
      return (await client.doNotCallLists.state()).lists.map(({ fault }) => fault);
    };
    assert.deepEqual(await put(Buffer.alloc(whole.length)), ['damaged']);
    assert.deepEqual(await put(whole), [null]);
  });

  test('without a keychain there is no library, and a list is not taken for none', async (context) => {
    const { folder, files, add, dialdesk } = await place(context);
    const { list } = await add('one.csv', ['13900000001'], 'One');
    await dialdesk.close();
    const without = await openDialdesk(context, folder, { vault: new SessionVault('keychain_unavailable') });
    const state = await without.client.doNotCallLists.state();
    assert.deepEqual([state.keychain, state.lists.map(({ fault }) => fault)], [false, ['no-key']]);
    const token = await without.drop(blocking(files, 'two.csv', ['13900000002']));
    await assert.rejects(without.client.doNotCallLists.add({ token }), { code: 'keychain_unavailable' });
    await assert.rejects(without.client.doNotCallLists.refresh({ id: list.id, token }), {
      code: 'keychain_unavailable',
    });
    const { summary } = await check(without, listOf(files));
    assert.deepEqual(blockedBy(summary), [['One', 'no-key', 0, 0]]);
    await without.close();

    // a keychain with another key: the file says nothing, and a newer file helps
    const replaced = await openDialdesk(context, folder, { vault: new MemoryVault() });
    const other = await check(replaced, listOf(files));
    assert.deepEqual(blockedBy(other.summary), [['One', 'other-key', 0, 0]]);
    await replaced.client.doNotCallLists.refresh({
      id: list.id,
      token: await replaced.drop(blocking(files, 'two.csv', ['13900000002'])),
    });
    const { rows, summary: fresh } = await check(replaced, listOf(files));
    assert.deepEqual([rows, blockedBy(fresh)], [[3], [['One', null, 1, 0]]]);
  });

  test('whose settings are lost are applied, under the name they were added with', async (context) => {
    const { folder, files, add, reopen, dialdesk } = await place(context);
    const { list } = await add('one.csv', ['13900000001'], 'One');
    await dialdesk.close();
    for (const name of readdirSync(folder)) if (name.startsWith('dialdesk.db')) rmSync(join(folder, name));
    const again = await reopen();
    const { summary } = await check(again, listOf(files));
    assert.deepEqual(blockedBy(summary), [['One', null, 1, 0]]);
    await again.client.doNotCallLists.rename({ id: list.id, name: 'Two' });
    assert.deepEqual(
      (await again.client.doNotCallLists.state()).lists.map(({ name }) => name),
      ['Two'],
    );
  });
});
