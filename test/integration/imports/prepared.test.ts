import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import ExcelJS from 'exceljs';
import type { DialdeskError } from '../../../src-main/contract/errors.ts';
import { callCentreOf } from '../../../src-main/contract/connections.ts';
import type { ImportPlan } from '../../../src-main/contract/imports.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { connectionToDemo, openDemoServer, openDialdesk, type Dialdesk } from '../../support/dialdesk.ts';
import { sampleConnection } from '../../support/sample-connection.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { zipArchive } from '../../support/zip-archive.ts';
import { localContent } from '../../support/local-entries.ts';

const nothingKnown: ImportPlan = {
  connectionId: null,
  campaignId: null,
  serverId: null,
  serverName: null,
  folder: '',
  fileName: 'leads.xlsx',
  startsAt: null,
};

/** A list that was checked offline and kept as prepared. */
async function prepared(
  dialdesk: Dialdesk,
  plan: ImportPlan = nothingKnown,
  name = 'Spring',
): Promise<string> {
  const { list } = await dialdesk.client.callLists.open({ token: await dialdesk.drop() });
  await dialdesk.client.callLists.check({ list, options: {} });
  const [job, ...others] = await dialdesk.client.imports.prepare({ list, name, plan });
  assert.deepEqual(others, []);
  const id = job?.id ?? '';
  await dialdesk.until(id, 'prepared');
  await dialdesk.client.callLists.close({ list });
  return id;
}

/** A demo system, a connection to it, and a file server whose key is trusted and whose password is kept. */
async function reachable(context: TestContext, dialdesk: Dialdesk) {
  const demo = await demoSystem(context);
  const { id: connectionId } = await dialdesk.client.connections.create({
    settings: connectionToDemo(demo),
    secretKey: demo.secretKey,
  });
  const serverId = await openDemoServer(dialdesk, demo, connectionId);
  const [campaignId = ''] = demo.state.campaigns.keys();
  return { demo, connectionId, serverId, campaignId };
}

suite('prepared imports', () => {
  test('are kept without any connection, and say what they lack', async (context) => {
    const folder = tempFolder(context);
    const dialdesk = await openDialdesk(context, folder);
    const { imports, outbox } = dialdesk.client;
    const id = await prepared(dialdesk);
    assert.ok(existsSync(join(folder, 'outbox', id, 'clean.xlsx')));
    assert.deepEqual(await imports.plan({ id }), nothingKnown);

    const { sent, refused } = await imports.send({ ids: [id] });
    assert.equal(sent, 0);
    assert.deepEqual(
      refused[0]?.error.fields?.map(({ path }) => path),
      ['campaignId', 'serverId'],
    );
    assert.equal((await outbox.get({ id })).state, 'prepared');
  });

  test('are filled in bit by bit, survive a restart, and are sent', async (context) => {
    const folder = tempFolder(context);
    const first = await openDialdesk(context, folder);
    const id = await prepared(first);
    await first.client.imports.editPlan({
      id,
      name: 'Spring leads',
      plan: { ...nothingKnown, campaignId: '12345', startsAt: { hour: 18, minute: 30 } },
    });
    await first.close();

    const dialdesk = await openDialdesk(context, folder);
    const { imports, outbox } = dialdesk.client;
    const { connectionId, serverId, campaignId, demo } = await reachable(context, dialdesk);
    const kept = await imports.plan({ id });
    assert.deepEqual(kept.startsAt, { hour: 18, minute: 30 });
    assert.equal((await outbox.get({ id })).name, 'Spring leads');

    const plan = { ...kept, connectionId, serverId, campaignId, startsAt: null };
    await imports.editPlan({ id, name: 'Spring leads', plan });
    assert.deepEqual(await imports.send({ ids: [id] }), { sent: 1, refused: [] });
    const done = await dialdesk.until(id, 'done');
    assert.match(String(done.result?.['importTaskId']), /^\d+$/);
    assert.equal(demo.state.imports.length, 1);
  });

  test('a file server that could not be asked for is asked for when sending', async (context) => {
    const dialdesk = await openDialdesk(context, tempFolder(context));
    const { imports } = dialdesk.client;
    const { connectionId, serverId, campaignId } = await reachable(context, dialdesk);
    const away = await dialdesk.client.connections.create({ settings: sampleConnection(), secretKey: 'SK' });
    // Offline: the connection leads nowhere, so the server stays an ID.
    const plan = { ...nothingKnown, connectionId: away.id, campaignId, serverId };
    const id = await prepared(dialdesk, plan);
    const { refused } = await imports.send({ ids: [id] });
    assert.ok(refused[0], 'sent without knowing where');
    await imports.editPlan({ id, name: 'Spring', plan: { ...plan, connectionId } });
    assert.equal((await imports.send({ ids: [id] })).sent, 1);
    await dialdesk.until(id, 'done');
  });

  test('are renamed, duplicated and deleted, each with a workbook of its own', async (context) => {
    const folder = tempFolder(context);
    const dialdesk = await openDialdesk(context, folder);
    const { imports, outbox } = dialdesk.client;
    const id = await prepared(dialdesk);
    assert.equal((await imports.rename({ id, name: 'Autumn' })).name, 'Autumn');
    const copy = await imports.duplicate({ id, name: 'Winter' });
    assert.equal(copy.state, 'prepared');
    const clean = (job: string) => readFileSync(join(folder, 'outbox', job, 'clean.xlsx'));
    assert.deepEqual(clean(copy.id), clean(id));
    await outbox.remove({ id });
    assert.deepEqual(readdirSync(join(folder, 'outbox')), [copy.id]);
  });

  test('what was changed is found again when the database is lost', async (context) => {
    const folder = tempFolder(context);
    const first = await openDialdesk(context, folder);
    const id = await prepared(first);
    const plan = { ...nothingKnown, campaignId: '777', folder: 'a/b' };
    await first.client.imports.editPlan({ id, name: 'After the edit', plan });
    await first.close();
    rmSync(join(folder, 'dialdesk.db'));
    const second = await openDialdesk(context, folder);
    const found = await second.client.outbox.get({ id });
    assert.deepEqual([found.name, found.state], ['After the edit', 'prepared']);
    assert.deepEqual(await second.client.imports.plan({ id }), plan);
  });

  test('only what is prepared is changed as such', async (context) => {
    const dialdesk = await openDialdesk(context, tempFolder(context));
    const { imports, outbox } = dialdesk.client;
    const id = await prepared(dialdesk);
    await outbox.cancel({ id });
    await assert.rejects(imports.plan({ id }), dialdeskError('conflict'));
    await assert.rejects(imports.duplicate({ id, name: 'x' }), dialdeskError('conflict'));
    await assert.rejects(imports.exportPrepared({ id }), dialdeskError('conflict'));
    await assert.rejects(imports.plan({ id: nowhere }), dialdeskError('not_found'));
  });
});

const nowhere = '3f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2f';

/** An import that was exported here, and what is in its file. */
async function exported(context: TestContext, more: Partial<ImportPlan> = {}) {
  const folder = tempFolder(context);
  const dialdesk = await openDialdesk(context, folder);
  const settings = sampleConnection({ name: 'Shenzhen' });
  const { id: connectionId } = await dialdesk.client.connections.create({ settings, secretKey: 'SK-secret' });
  const id = await prepared(dialdesk, { ...nothingKnown, connectionId, ...more });
  const path = join(folder, 'spring.dialdesk');
  dialdesk.dialogs.save = path;
  const saved = await dialdesk.client.imports.exportPrepared({ id });
  assert.equal(saved?.name, 'spring.dialdesk');
  return { dialdesk, folder, path, id, settings };
}

suite('a prepared import as one file', () => {
  test('is opened on another workstation, with its connection found by name', async (context) => {
    const startsAt = { hour: 18, minute: 30 };
    const { path, settings } = await exported(context, { campaignId: '12345', serverId: '42', startsAt });
    const there = tempFolder(context);
    const dialdesk = await openDialdesk(context, there);
    const { id: connectionId } = await dialdesk.client.connections.create({ settings, secretKey: 'another' });
    const opened = await dialdesk.client.imports.openPrepared({ token: await dialdesk.drop(path) });
    assert.equal(opened.matched, 'name');
    assert.deepEqual([opened.job.state, opened.job.name], ['prepared', 'Spring']);
    const plan = await dialdesk.client.imports.plan({ id: opened.job.id });
    assert.deepEqual(plan, { ...nothingKnown, connectionId, campaignId: '12345', serverId: '42', startsAt });
    assert.ok(existsSync(join(there, 'outbox', opened.job.id, 'clean.xlsx')));
  });

  test('a connection of that name which leads elsewhere is no reason to use the IDs there', async (context) => {
    const { path, settings, dialdesk: here, id } = await exported(context, { campaignId: '12345' });
    const elsewhere = { ...settings, vdnId: settings.vdnId + 1 };
    const dialdesk = await openDialdesk(context, tempFolder(context));
    await dialdesk.client.connections.create({ settings: elsewhere, secretKey: 'x' });
    const { matched, job } = await dialdesk.client.imports.openPrepared({ token: await dialdesk.drop(path) });
    assert.deepEqual([matched, job.centre], ['name', callCentreOf(settings)]);
    const [connection] = await here.client.connections.list();
    await here.client.connections.update({ id: connection?.id ?? '', settings: elsewhere });
    await assert.rejects(here.client.imports.exportPrepared({ id }), dialdeskError('call_centre_changed'));
  });

  test('or by its host and call centre, or is left to be chosen', async (context) => {
    const { path, settings } = await exported(context);
    const dialdesk = await openDialdesk(context, tempFolder(context));
    const open = async () => dialdesk.client.imports.openPrepared({ token: await dialdesk.drop(path) });
    const alone = await open();
    assert.deepEqual([alone.matched, alone.job.connectionId], [null, null]);
    assert.equal(alone.connectionName, 'Shenzhen');
    const renamed = { ...settings, name: 'Shenzhen 2' };
    const { id } = await dialdesk.client.connections.create({ settings: renamed, secretKey: 'x' });
    const byHost = await open();
    assert.deepEqual([byHost.matched, byHost.job.connectionId], ['host', id]);
    await dialdesk.client.connections.create({ settings: { ...settings, name: 'Third' }, secretKey: 'x' });
    assert.equal((await open()).matched, null, 'of two, a person chooses');
  });

  test('has no secret, no path of this computer and no address to send passwords to', async (context) => {
    const { path, folder } = await exported(context, { serverId: '42' });
    const file = readFileSync(path);
    const text = localContent(file, 'manifest.json').toString();
    assert.doesNotMatch(text, /SK-secret|accessKey|filePath|userName/);
    assert.equal(text.includes(folder), false);
    assert.equal(text.includes('sample-call-list.xlsx'), true);
    assert.equal(text.includes(join(import.meta.dirname, '../../../assets')), false);
  });

  test('that was tampered with, cut short or made by others is refused, and nothing is kept', async (context) => {
    const { path } = await exported(context);
    const file = readFileSync(path);
    const list = localContent(file, 'list.xlsx');
    const facts = JSON.parse(localContent(file, 'manifest.json').toString()) as {
      list: Record<string, unknown>;
    };
    const made = (change: object, workbook: Buffer = list, more: readonly string[] = []) =>
      zipArchive([
        { name: 'manifest.json', data: JSON.stringify({ ...facts, ...change }) },
        { name: 'list.xlsx', data: workbook },
        ...more.map((name) => ({ name, data: 'x' })),
      ]);
    const hashOf = (data: Buffer) => createHash('sha256').update(data).digest('hex');
    const listed = (workbook: Buffer, change: object = {}) =>
      made(
        { list: { ...facts.list, bytes: workbook.length, sha256: hashOf(workbook), ...change } },
        workbook,
      );
    const other = Buffer.from(list);
    other[other.length - 30] = (other[other.length - 30] ?? 0) ^ 0xff;
    const hostile: readonly (readonly [string, Buffer, string])[] = [
      ['cut short', file.subarray(0, file.length - 100), 'truncated'],
      ['no archive', Buffer.from('hello, this is no archive at all'), 'truncated'],
      ['another workbook', made({}, other), 'prepared-damaged'],
      ['a later version', made({ version: 2 }), 'prepared-newer'],
      ['another format', made({ format: 'zip' }), 'prepared-damaged'],
      ['a folder that leads out', made({ plan: { ...nothingKnown, folder: '../..' } }), 'prepared-damaged'],
      ['more files', made({}, list, ['evil.sh']), 'prepared-damaged'],
      ['a name that leads out', made({}, list, ['../../evil']), 'unsafe-path'],
      ['another count of rows', listed(list, { rows: 1_000 }), 'prepared-damaged'],
      ['no workbook in it', listed(Buffer.from('text')), 'text-named-xlsx'],
      [
        'a bomb',
        zipArchive([
          { name: 'manifest.json', data: JSON.stringify({ ...facts, pad: ' '.repeat(1 << 20) }) },
          { name: 'list.xlsx', data: list },
        ]),
        'bomb too-large',
      ],
    ];
    const folder = tempFolder(context);
    const dialdesk = await openDialdesk(context, folder);
    for (const [what, content, reason] of hostile) {
      const bad = join(folder, 'bad.dialdesk');
      writeFileSync(bad, content);
      await assert.rejects(
        dialdesk.client.imports.openPrepared({ token: await dialdesk.drop(bad) }),
        (error: unknown) => {
          assert.ok(dialdeskError('file_unreadable')(error), what);
          const { reason: told, found } = (error as DialdeskError).details ?? {};
          assert.equal(told, reason === 'prepared-newer' ? reason : 'prepared-damaged', what);
          assert.ok(
            reason.split(' ').some((each) => each === (found ?? told)),
            `${what}: ${JSON.stringify(found)}`,
          );
          return true;
        },
      );
      assert.deepEqual(readdirSync(join(folder, 'outbox')), [], what);
    }
    assert.equal((await dialdesk.client.outbox.list({})).total, 0);
  });

  test('sends the rows that were checked, and nothing of a hidden sheet in front of them', async (context) => {
    const { path } = await exported(context);
    const facts = JSON.parse(localContent(readFileSync(path), 'manifest.json').toString()) as {
      list: Record<string, unknown>;
    };
    const called = (numbers: readonly string[]): string[] => [
      'called',
      ...numbers.map((number) => JSON.stringify([{ calledNo: number }])),
    ];
    const seen = ['13800138000', '13900770001'];
    for (const state of ['hidden', 'veryHidden', 'visible'] as const) {
      const workbook = new ExcelJS.Workbook();
      workbook.addWorksheet('First', { state }).addRow(['x']);
      const first = workbook.worksheets[0];
      // Of two sheets that can be seen, the one that is more like a list is checked: here the first is none.
      const hidden = state === 'visible' ? ['a', 'b'] : ['15912345678', '15912345679', '15912345670'];
      for (const [row, text] of (state === 'visible' ? hidden : called(hidden)).entries()) {
        if (first) first.getCell(row + 1, 1).value = text;
      }
      const sheet = workbook.addWorksheet('List');
      for (const text of called(seen)) sheet.addRow([text]);
      const list = Buffer.from(await workbook.xlsx.writeBuffer());
      const sha256 = createHash('sha256').update(list).digest('hex');
      const of = { ...facts.list, bytes: list.length, sha256, rows: seen.length };
      const folder = tempFolder(context);
      const received = join(folder, 'elsewhere.dialdesk');
      writeFileSync(
        received,
        zipArchive([
          { name: 'manifest.json', data: JSON.stringify({ ...facts, list: of }) },
          { name: 'list.xlsx', data: list },
        ]),
      );
      const dialdesk = await openDialdesk(context, folder);
      const { job } = await dialdesk.client.imports.openPrepared({ token: await dialdesk.drop(received) });
      const sent = new ExcelJS.Workbook();
      await sent.xlsx.readFile(join(folder, 'outbox', job.id, 'clean.xlsx'));
      assert.equal(sent.worksheets.length, 1, state);
      const texts: string[] = [];
      sent.eachSheet((each) => each.eachRow((row) => texts.push(row.getCell(2).text)));
      assert.deepEqual(texts, called(seen), state);
      assert.deepEqual(readdirSync(join(folder, 'outbox', job.id)).sort(), ['clean.xlsx', 'manifest.json']);
      await dialdesk.close();
    }
  });

  test('a workbook that changed in the outbox is not exported', async (context) => {
    const { dialdesk, folder, id } = await exported(context);
    writeFileSync(join(folder, 'outbox', id, 'clean.xlsx'), 'something else');
    dialdesk.dialogs.save = join(folder, 'again.dialdesk');
    await assert.rejects(dialdesk.client.imports.exportPrepared({ id }), dialdeskError('file_changed'));
    assert.equal(existsSync(join(folder, 'again.dialdesk')), false);
  });

  test('holds an import as it is once the file was chosen, not as it was when that began', async (context) => {
    const { dialdesk, path, id } = await exported(context);
    Object.defineProperty(dialdesk.dialogs, 'save', {
      get: () => dialdesk.client.imports.rename({ id, name: 'autumn' }).then(() => path),
    });
    await dialdesk.client.imports.exportPrepared({ id });
    const { job } = await dialdesk.client.imports.openPrepared({ token: await dialdesk.drop(path) });
    assert.equal(job.name, 'autumn');
  });
});
