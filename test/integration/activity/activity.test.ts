import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { placeWithDemo, sendSample } from '../../support/demo-import.ts';

suite('the activity of a real import', () => {
  test('has every request, the transfer and the job, and finds them', async (context) => {
    const place = await placeWithDemo(context);
    const { dialdesk, id } = place;
    const jobId = await sendSample(place);
    const all = await dialdesk.client.activity.list({ offset: 0, limit: 1000 });
    const told = all.entries.map(({ kind, interface: name, outcome }) => `${kind} ${name} ${outcome}`);
    for (const line of [
      'request queryServer ok',
      'request uploadFileServer ok',
      'transfer upload ok',
      'transfer verify ok',
      'job import ok',
    ]) {
      assert.ok(told.includes(line), `${line} in ${told.join(', ')}`);
    }
    assert.equal(dialdesk.logged.length, told.filter((line) => line.startsWith('request')).length);
    assert.ok(
      all.entries.every(({ connectionId, connectionName }) => connectionId === id && connectionName !== ''),
    );
    assert.deepEqual(await dialdesk.client.activity.connections(), [
      { id, name: all.entries[0]?.connectionName },
    ]);

    // what the job asked is the job's, however deep down it asked
    const ofJob = await dialdesk.client.activity.list({ jobId, offset: 0, limit: 10 });
    const names = ofJob.entries.map((each) => each.interface);
    for (const name of ['uploadFileServer', 'upload', 'verify', 'import'])
      assert.ok(names.includes(name), name);
    const { lines, total } = await dialdesk.client.activity.tasks({ offset: 0, limit: 100 });
    assert.equal(lines.length, total);
    assert.equal(lines[0]?.kind, 'day');
    const tasks = lines.flatMap((line) => (line.kind === 'task' && line.entry.jobId === jobId ? [line] : []));
    assert.equal(tasks.length, 1);
    assert.equal(tasks[0]?.entry.kind, 'job');
    assert.equal(tasks[0].job?.state, 'done');
    assert.ok(tasks[0].entries >= 4);
    const [end] = (await dialdesk.client.activity.list({ kind: 'job', offset: 0, limit: 10 })).entries;
    assert.match(end?.asked ?? '', /sourceName: sample-call-list.xlsx\nrows: \d+/);
    assert.match(end?.answered ?? '', /importTaskId: \S+/);
    const task = /importTaskId: (\S+)/.exec(end?.answered ?? '')?.[1] ?? 'none';
    const found = await dialdesk.client.activity.list({ search: task, offset: 0, limit: 10 });
    assert.ok(found.total >= 2, 'the request and the job name the import task');
  });

  test('is saved as CSV where the user says, and not at all when the dialog is cancelled', async (context) => {
    const place = await placeWithDemo(context);
    const { dialdesk, folder } = place;
    await sendSample(place);
    assert.equal(await dialdesk.client.activity.saveCsv({}), null);
    dialdesk.dialogs.save = join(folder, 'activity.csv');
    const saved = await dialdesk.client.activity.saveCsv({ kind: 'request' });
    assert.equal(saved?.name, 'activity.csv');
    // an import is looked after in the call centre even now, so that further requests may follow
    assert.ok(saved.rows >= 2 && saved.rows <= dialdesk.logged.length);
    assert.match(
      readFileSync(dialdesk.dialogs.save, 'utf8'),
      /Look up file servers,queryServer,Done,0200000,Success/,
    );
  });

  test('survives a restart without telling anything twice', async (context) => {
    const place = await placeWithDemo(context);
    await sendSample(place);
    const before = await place.dialdesk.client.activity.list({ kind: 'job', offset: 0, limit: 10 });
    const again = await place.reopen();
    const after = await again.client.activity.list({ kind: 'job', offset: 0, limit: 10 });
    assert.deepEqual(after, before);
  });

  test('a database that cannot be written holds up no request', async (context) => {
    const place = await placeWithDemo(context);
    const { dialdesk, id } = place;
    dialdesk.store.activity.addAll = () => {
      throw new Error('the disk is full');
    };
    const page = { connectionId: id, search: '', offset: 0, limit: 10, refresh: true };
    // the own log would throw, if the refusal reached whoever asked
    const { servers } = await dialdesk.client.servers.list(page);
    assert.ok(servers.length > 0);
    Reflect.deleteProperty(dialdesk.store.activity, 'addAll');
  });
});
