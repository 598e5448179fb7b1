import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import type { DemoOptions } from '../../../src-main/demo/demo-options.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { connectionToDemo, openDialdesk } from '../../support/dialdesk.ts';
import { tempFolder } from '../../support/temp-folder.ts';

async function place(context: TestContext, options: Partial<DemoOptions> = {}) {
  const demo = await demoSystem(context, options);
  const folder = tempFolder(context);
  const dialdesk = await openDialdesk(context, folder);
  const { id: connectionId } = await dialdesk.client.connections.create({
    settings: connectionToDemo(demo),
    secretKey: demo.secretKey,
  });
  const { reservationChanges: changes } = dialdesk.client;
  const reservations = [...demo.state.reservations.values()];
  const manual = reservations.filter(({ callType }) => callType === '1').slice(0, 3);
  const automatic = reservations.find(({ callType }) => callType === '2');
  const every = (sheet: string) => changes.indexes({ sheet, show: 'all' });
  const paste = (text: string) =>
    changes.open({ connectionId, source: { kind: 'text', text }, zone: 'Asia/Shanghai' });
  const send = (sheet: string) => changes.send({ sheet, name: 'many', perMinute: 1200 });
  return { demo, folder, dialdesk, connectionId, changes, manual, automatic, paste, send, every };
}

suite('many reservations at once', () => {
  test('from pasted cells to a result for each row; the failed ones are saved and can be taken in again', async (context) => {
    const { changes, demo, folder, manual, dialdesk, paste, send } = await place(context);
    const [first, second] = manual;
    assert.ok(first && second);
    const lines = [
      'Appointment ID\tNew time\tAgent\tRemark',
      `${first.appointId}\t2099-05-06 10:30\t${first.userAccount}\tmoved`,
      `no-such-reservation\t2099-05-06 10:30\t${first.userAccount}\t=1+1`,
      `${second.appointId}\t2099-05-06 11:30\t${second.userAccount}\t`,
      `${second.appointId}\t2001-05-06 11:30\t${second.userAccount}\t`,
    ];
    const view = await paste(lines.join('\r\n'));
    assert.deepEqual([view.rows, view.ready, view.problems], [4, 3, 1]);
    const job = await send(view.id);
    const done = await dialdesk.until(job.id, 'done');
    assert.deepEqual(done.result, { sent: 2, failed: 1, unknown: 0 });
    const changed = demo.state.reservations.get(first.appointId);
    assert.deepEqual(
      [changed?.appointTime, changed?.remark],
      [Date.parse('2099-05-06T10:30:00+08:00'), 'moved'],
    );
    assert.equal(demo.counters.requests['appoint/update'], 3);
    const { rows, counts } = await changes.results({ job: job.id, states: [], offset: 0, limit: 10 });
    assert.deepEqual(
      rows.map(({ sheetRow, state }) => [sheetRow, state]),
      [
        [2, 'sent'],
        [3, 'failed'],
        [4, 'sent'],
      ],
    );
    assert.deepEqual(counts, { waiting: 0, sending: 0, sent: 2, failed: 1, unknown: 0 });

    dialdesk.dialogs.save = join(folder, 'failed.csv');
    const saved = await changes.save({ job: job.id, states: ['failed'] });
    assert.deepEqual([saved?.name, saved?.rows], ['failed.csv', 1]);
    const text = readFileSync(dialdesk.dialogs.save, 'utf8');
    assert.match(text, /no-such-reservation,2099-05-06T02:30:00Z,\S+,'=1\+1,3,Failed,04000004 · /);
    const again = await changes.open({
      connectionId: job.connectionId ?? '',
      source: { kind: 'file', token: await dialdesk.drop(dialdesk.dialogs.save) },
      zone: 'UTC',
    });
    const page = await changes.rows({ sheet: again.id, show: 'all', offset: 0, limit: 10 });
    assert.deepEqual(page.rows[0]?.change, rows[1]?.change);
  });

  test('what the reservations are now is looked up, and nothing is sent for what cannot be modified', async (context) => {
    const { automatic, changes, manual, paste, send } = await place(context);
    const [first] = manual;
    assert.ok(first && automatic);
    const { id: sheet } = await paste(
      `${first.appointId}\t2099-05-06 10:30\n${automatic.appointId}\t2099-05-06 10:30\n`,
    );
    const view = await changes.lookUp({ sheet });
    assert.deepEqual([view.known, view.ready], [2, 1]);
    const { rows } = await changes.rows({ sheet, show: 'all', offset: 0, limit: 10 });
    assert.equal(rows[0]?.known?.appointTime, first.appointTime);
    assert.equal(rows[0].change?.agent, first.userAccount);
    assert.deepEqual(rows[1]?.issues, ['automatic']);
    await send(sheet);
    await assert.rejects(
      changes.rows({ sheet, show: 'all', offset: 0, limit: 1 }),
      dialdeskError('not_found'),
    );
  });

  test('where the system lists nothing, changes are sent all the same', async (context) => {
    const { changes, manual, dialdesk, paste, send } = await place(context, { lacks: ['appoint/list'] });
    const { id: sheet } = await paste(
      `${manual[0]?.appointId}\t2099-05-06 10:30\t${manual[0]?.userAccount}\n`,
    );
    await assert.rejects(changes.lookUp({ sheet }), dialdeskError('not_offered'));
    const job = await send(sheet);
    assert.equal((await dialdesk.until(job.id, 'done')).result?.['sent'], 1);
  });

  test('a lost answer leaves its row unknown, and the others go on', async (context) => {
    const { demo, manual, dialdesk, paste, send } = await place(context, {
      faults: { http: [{ on: 'appoint/update', fault: { kind: 'lost' } }] },
    });
    const view = await paste(
      manual.map(({ appointId, userAccount }) => `${appointId}\t2099-05-06 10:30\t${userAccount}`).join('\n'),
    );
    const job = await send(view.id);
    const done = await dialdesk.until(job.id, 'done');
    assert.deepEqual(done.result, { sent: 2, failed: 0, unknown: 1 });
    assert.equal(demo.counters.requests['appoint/update'], 3);
  });

  test('the book has what was sent, and is put back where it was refused', async (context) => {
    const { connectionId, manual, dialdesk, paste, send } = await place(context);
    const [first] = manual;
    assert.ok(first);
    const view = await paste(
      `${first.appointId}\t2099-05-06 10:30\tliwei\tmoved\nno-such-one\t2099-05-06 10:30\tliwei\n`,
    );
    await dialdesk.until((await send(view.id)).id, 'done');
    const { entries } = await dialdesk.client.reservations.book({
      connectionId,
      search: '',
      offset: 0,
      limit: 10,
    });
    assert.deepEqual(
      entries.map(({ appointId, action, outcome, agent, remark }) => [
        appointId,
        action,
        outcome,
        agent,
        remark,
      ]),
      [[first.appointId, 'modified', 'done', 'liwei', 'moved']],
    );
  });

  test('rows whose answer was lost are looked up: sent, or not carried out', async (context) => {
    const { changes, connectionId, demo, dialdesk, send, every } = await place(context, {
      faults: { http: [1, 2, 3].map(() => ({ on: 'appoint/update', fault: { kind: 'lost' } })) },
    });
    const { reservations } = await dialdesk.client.reservations.list({
      connectionId,
      query: { offset: 0, limit: 100 },
    });
    const listed = reservations.filter(({ callType }) => callType === 'manual').slice(0, 3);
    const source = { kind: 'list' as const, reservations: listed };
    const { id: sheet } = await changes.open({ connectionId, source, zone: 'UTC' });
    await changes.apply({ sheet, tool: { kind: 'shift', minutes: 60 }, rows: await every(sheet) });
    const job = await send(sheet);
    assert.deepEqual((await dialdesk.until(job.id, 'done')).result, { sent: 0, failed: 0, unknown: 3 });
    // one of them was not carried out, and one is gone meanwhile
    const [, second, third] = listed.map(({ appointId }) => demo.state.reservations.get(appointId ?? ''));
    assert.ok(second && third);
    second.appointTime -= 3_600_000;
    demo.state.reservations.delete(third.appointId);
    const counts = await changes.lookUpUnknown({ job: job.id });
    assert.deepEqual([counts.sent, counts.failed, counts.unknown], [1, 1, 1]);
    const page = await changes.results({ job: job.id, states: ['failed'], offset: 0, limit: 10 });
    assert.equal(page.rows[0]?.error?.details?.['reason'], 'not_done');
    const book = await dialdesk.client.reservations.book({ connectionId, search: '', offset: 0, limit: 10 });
    assert.deepEqual(book.entries.map(({ outcome }) => outcome).sort(), ['done', 'not_done', 'unknown']);
    assert.equal(demo.counters.requests['appoint/update'], 3, 'none was sent again');
  });

  test('that a row was carried out says nothing of what was asked for that reservation since', async (context) => {
    const { changes, connectionId, demo, dialdesk, manual, paste, send } = await place(context);
    const { appointId } = manual[0] ?? assert.fail();
    const lost = { kind: 'lost' } as const;
    // the second one was refused, and that answer was lost
    const refused = { ...lost, resultCode: '0200001' };
    demo.faults.add({ http: [lost, refused].map((fault) => ({ on: 'appoint/update', fault })) });
    const job = await send((await paste(`${appointId}\t2099-05-06 10:30\tliwei\n`)).id);
    await dialdesk.until(job.id, 'done');
    const change = { appointId, agent: 'wangfang' };
    await assert.rejects(
      dialdesk.client.reservations.modify({ connectionId, change, known: null }),
      dialdeskError('outcome_unknown'),
    );
    assert.equal((await changes.lookUpUnknown({ job: job.id })).sent, 1);
    const entry = dialdesk.store.reservationBook.find(connectionId, appointId);
    assert.deepEqual([entry?.outcome, entry?.agent], ['unknown', 'wangfang']);
  });

  test('a server that fails in the middle leaves the row unknown as well', async (context) => {
    const { manual, dialdesk, paste, send } = await place(context, {
      faults: { http: [{ on: 'appoint/update', fault: { kind: 'status', status: 500 } }] },
    });
    const view = await paste(`${manual[0]?.appointId}\t2099-05-06 10:30\tliwei\n`);
    const done = await dialdesk.until((await send(view.id)).id, 'done');
    assert.deepEqual(done.result, { sent: 0, failed: 0, unknown: 1 });
  });

  test('without a list, the book knows what went through here: its times can be shifted', async (context) => {
    const { changes, connectionId, manual, dialdesk, paste, every } = await place(context, {
      lacks: ['appoint/list'],
    });
    const [first, second] = manual;
    assert.ok(first && second);
    const appointTime = Date.parse('2099-05-06T02:30:00Z');
    const change = { appointId: first.appointId, agent: 'liwei', appointTime };
    await dialdesk.client.reservations.modify({ connectionId, change, known: null });
    const { id: sheet } = await paste(`${first.appointId}\n${second.appointId}\n`);
    assert.equal((await changes.lookUp({ sheet })).known, 1);
    const { taken, view } = await changes.apply({
      sheet,
      tool: { kind: 'shift', minutes: 30 },
      rows: await every(sheet),
    });
    assert.deepEqual([taken, view.ready], [1, 1]);
    const { rows } = await changes.rows({ sheet, show: 'ready', offset: 0, limit: 10 });
    assert.deepEqual(rows[0]?.change, {
      appointId: first.appointId,
      agent: 'liwei',
      appointTime: appointTime + 30 * 60_000,
    });
  });

  test('a list that was selected is shifted and handed over; one change goes the same way', async (context) => {
    const { changes, connectionId, demo, manual, dialdesk, send, every } = await place(context);
    const listed = manual.map(({ appointId, appointTime, userAccount, remark }) => ({
      appointId,
      callType: 'manual' as const,
      appointTime,
      calledNo: null,
      taskId: null,
      taskName: null,
      taskStatus: null,
      timeout: null,
      agent: userAccount,
      agentName: null,
      remark,
    }));
    const source = { kind: 'list' as const, reservations: listed };
    const before = manual.map(({ appointTime }) => appointTime);
    const { id: sheet } = await changes.open({ connectionId, source, zone: 'UTC' });
    assert.equal(
      (await changes.apply({ sheet, tool: { kind: 'shift', minutes: 30 }, rows: await every(sheet) })).taken,
      3,
    );
    const other = demo.state.reservations
      .values()
      .find(({ userAccount }) => userAccount !== null)?.userAccount;
    const tool = { kind: 'hand-over' as const, from: null, to: other ?? '' };
    assert.equal((await changes.apply({ sheet, tool, rows: await every(sheet) })).view.ready, 3);
    await dialdesk.until((await send(sheet)).id, 'done');
    for (const [index, { appointId }] of manual.entries()) {
      const now = demo.state.reservations.get(appointId);
      assert.deepEqual([now?.appointTime, now?.userAccount], [(before[index] ?? 0) + 30 * 60_000, other]);
    }
    const [one] = manual;
    const change = { appointId: one?.appointId ?? '', agent: other ?? '', remark: 'single' };
    const rows = [{ sheetRow: null, change, known: null }];
    const job = await changes.add({ connectionId, name: 'one', perMinute: 300, rows });
    await dialdesk.until(job.id, 'done');
    assert.equal(demo.state.reservations.get(change.appointId)?.remark, 'single');
  });

  test('too many rows, and files that are none, are refused', async (context) => {
    const { changes, connectionId, folder, dialdesk, paste } = await place(context);
    const line = '7\t2099-05-06 10:30\tanna\n';
    await assert.rejects(paste(line.repeat(20_002)), dialdeskError('too_many_rows'));
    const path = join(folder, 'broken.xlsx');
    writeFileSync(path, Buffer.from('504b0304ffff', 'hex'));
    const source = { kind: 'file' as const, token: await dialdesk.drop(path) };
    await assert.rejects(
      changes.open({ connectionId, source, zone: 'UTC' }),
      dialdeskError('file_unreadable'),
    );
  });
});

suite('many reservations, and a connection that is led to another call centre', () => {
  /** A sheet that is ready, and its connection led away from where its reservations are. */
  async function ledAway(context: TestContext, options: Partial<DemoOptions> = {}) {
    const parts = await place(context, options);
    const { dialdesk, connectionId, demo, manual } = parts;
    const line = `${manual[0]?.appointId}\t2099-05-06 10:30\t${manual[0]?.userAccount}\n`;
    const home = connectionToDemo(demo);
    const lead = (vdnId: number) =>
      dialdesk.client.connections.update({ id: connectionId, settings: { ...home, vdnId } });
    return { ...parts, line, away: () => lead(home.vdnId + 1), back: () => lead(home.vdnId) };
  }
  const elsewhere = dialdeskError('call_centre_changed');

  test('a sheet is neither looked up nor sent there, and is sent once it leads back', async (context) => {
    const { changes, demo, dialdesk, paste, send, line, away, back } = await ledAway(context);
    const { id: sheet } = await paste(line);
    await away();
    await assert.rejects(send(sheet), elsewhere);
    await assert.rejects(changes.lookUp({ sheet }), elsewhere);
    assert.equal(demo.counters.requests['appoint/update'], 0);
    await back();
    await dialdesk.until((await send(sheet)).id, 'done');
    assert.equal(demo.counters.requests['appoint/update'], 1);
  });

  test('what was sent is not undone there, and lost answers are not looked up there', async (context) => {
    const { changes, connectionId, dialdesk, paste, send, line, away, back } = await ledAway(context, {
      faults: { http: [{ on: 'appoint/update', fault: { kind: 'lost' } }] },
    });
    const job = await send((await paste(line)).id);
    await dialdesk.until(job.id, 'done');
    const counts = async () =>
      (await changes.results({ job: job.id, states: [], offset: 0, limit: 1 })).counts;
    await away();
    await assert.rejects(changes.lookUpUnknown({ job: job.id }), elsewhere);
    const source = { kind: 'job' as const, job: job.id, rows: 'rest' as const };
    await assert.rejects(changes.open({ connectionId, source, zone: 'UTC' }), elsewhere);
    assert.equal((await counts()).unknown, 1, 'nothing was learnt of it');
    await back();
    assert.equal((await changes.lookUpUnknown({ job: job.id })).unknown, 0);
  });
});
