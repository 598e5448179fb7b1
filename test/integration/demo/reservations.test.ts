import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DemoSystem } from '../../../src-main/demo/demo-system.ts';
import type { Reservation } from '../../../src-main/demo/records.ts';
import { callDemo, isalesPath } from '../../support/demo-client.ts';
import { demoSystem } from '../../support/demo-system.ts';

const now = new Date('2026-05-06T07:00:00Z');
const later = now.getTime() + 3_600_000;
const clock = () => now;

async function appoint(system: DemoSystem, what: string, body: unknown) {
  return (await callDemo(system, { path: isalesPath(system, 'appoint', what), body })).json;
}

const ofType = (system: DemoSystem, callType: '1' | '2') =>
  system.state.reservations.values().find((found) => found.callType === callType) as Reservation;

test('a manual reservation is modified: only what is sent changes', async (context) => {
  const system = await demoSystem(context, { clock });
  const found = ofType(system, '1');
  const { appointId, appointTime } = found;
  const first = await appoint(system, 'update', { appointId, userAccount: 'liwei', remark: '备注 a~b' });
  assert.deepEqual(first, {
    returnCode: '0200000',
    resultCode: '0200000',
    resultDesc: 'update success',
    returnDesc: 'update success',
  });
  assert.deepEqual(
    [found.userAccount, found.userName, found.remark, found.appointTime],
    ['liwei', '李伟', '备注 a~b', appointTime],
  );
  await appoint(system, 'update', { appointId, userAccount: 'somebody.else', appointTime: later });
  assert.deepEqual(
    [found.userAccount, found.remark, found.appointTime],
    ['somebody.else', '备注 a~b', later],
  );
  await appoint(system, 'update', { appointId, userAccount: 'liwei', remark: '' });
  assert.equal(found.remark, '');
});

test('in OP independent the agent is named by workNo', async (context) => {
  const system = await demoSystem(context, { clock, mode: 'op-independent' });
  const found = ofType(system, '1');
  const { appointId } = found;
  assert.equal(
    (await appoint(system, 'update', { appointId, userAccount: 'liwei' }))['resultCode'],
    '02000001',
  );
  assert.equal((await appoint(system, 'update', { appointId, workNo: '103' }))['resultCode'], '0200000');
  assert.equal(found.userName, '张敏');
  const { data } = (await appoint(system, 'list', { offset: 0, limit: 1 })) as { data: object[] };
  assert.ok(data[0] && 'workNo' in data[0] && !('userAccount' in data[0]));
});

test('what cannot be modified is refused with the documented codes', async (context) => {
  const system = await demoSystem(context, { clock });
  const before = structuredClone([...system.state.reservations.values()]);
  const { appointId } = ofType(system, '1');
  const good = { appointId, userAccount: 'liwei', appointTime: later };
  for (const [body, code] of [
    [{ ...good, appointId: undefined }, '02000001'],
    [{ ...good, appointId: '1' }, '04000004'],
    [{ ...good, appointId: ofType(system, '2').appointId }, '0200001'],
    [{ appointId }, '02000001'],
    [{ ...good, userAccount: '' }, '02000001'],
    [{ appointId, workNo: '101' }, '02000001'],
    [{ ...good, userAccount: 'a b' }, '02000002'],
    [{ ...good, userAccount: 'a'.repeat(65) }, '02000003'],
    [{ ...good, appointTime: now.getTime() }, '0200001'],
    [{ ...good, appointTime: 'soon' }, '0200001'],
    [{ ...good, appointTime: 1.5 }, '0200001'],
    [{ ...good, remark: 5 }, '0200001'],
    [{ ...good, remark: '<b>' }, '02000002'],
    [{ ...good, remark: 'r'.repeat(513) }, '02000003'],
  ] as const) {
    const answer = await appoint(system, 'update', body);
    assert.equal(answer['resultCode'], code, JSON.stringify(body));
    assert.ok(typeof (answer['resultDesc'] ?? answer['description']) === 'string');
  }
  assert.deepEqual([...system.state.reservations.values()], before);
});

test('parameter errors carry description alone; others the whole answer', async (context) => {
  const system = await demoSystem(context, { clock });
  const empty = await appoint(system, 'update', {});
  assert.deepEqual(empty, { resultCode: '02000001', description: 'Empty parameter: appointId' });
  const unknown = await appoint(system, 'update', { appointId: '1' });
  assert.deepEqual(Object.keys(unknown).sort(), ['resultCode', 'resultDesc', 'returnCode', 'returnDesc']);
});

test('20,000 reservations are listed by time, page by page, each once', async (context) => {
  const system = await demoSystem(context, { clock, sizes: { reservations: 20_000, campaigns: 50 } });
  const seen = new Set<string>();
  let last = 0;
  for (let offset = 0; offset < 20_000; offset += 100) {
    // Every tenth page will do, and the last.
    if (offset % 1000 !== 0 && offset !== 19_900) continue;
    const { totalCount, data } = (await appoint(system, 'list', { offset, limit: 100 })) as {
      totalCount: number;
      data: Reservation[];
    };
    assert.equal(totalCount, 20_000);
    assert.equal(data.length, 100);
    for (const { appointId, appointTime } of data) {
      assert.ok(appointTime >= last && appointTime > now.getTime());
      last = appointTime;
      seen.add(appointId);
    }
  }
  assert.equal(seen.size, 2100);
});

test('reservations are found by number, agent, campaign and time', async (context) => {
  const system = await demoSystem(context, { clock });
  const all = [...system.state.reservations.values()];
  const one = ofType(system, '1');
  const count = async (filter: object) =>
    (await appoint(system, 'list', { offset: 0, limit: 10, ...filter }))['totalCount'];
  assert.equal(await count({ calledNo: one.calledNo }), 1);
  assert.equal(
    await count({ userAccountList: ['liwei', 'wangfang'] }),
    all.filter(({ userAccount }) => userAccount === 'liwei' || userAccount === 'wangfang').length,
  );
  assert.equal(await count({ taskId: one.taskId }), all.filter(({ taskId }) => taskId === one.taskId).length);
  const [beginTime, endTime] = [now.getTime() + 86_400_000 * 7, now.getTime() + 86_400_000 * 14];
  const week = all.filter((entry) => entry.appointTime >= beginTime && entry.appointTime <= endTime);
  assert.ok(week.length > 0);
  assert.equal(await count({ beginTime, endTime }), week.length);
  assert.equal(await count({ calledNo: '0' }), 0);
  assert.equal((await appoint(system, 'list', { offset: 0, limit: 101 }))['resultCode'], '0200001');
  assert.equal((await appoint(system, 'list', { limit: 10 }))['resultCode'], '02000001');
});

test('a reservation is created, listed, modified and cancelled', async (context) => {
  const system = await demoSystem(context, { clock });
  const [taskId] = system.state.campaigns.keys();
  const body = { callType: '1', calledNo: '13900139000', taskId, appointTime: later, userAccount: 'liwei' };
  const created = await appoint(system, 'create', { ...body, callData: '{"a":1}', remark: 'r' });
  assert.equal(created['resultCode'], '0200000');
  const { appointId } = created['returnObject'] as { appointId: string };
  const listed = await appoint(system, 'list', { offset: 0, limit: 10, calledNo: '13900139000' });
  const [shown] = listed['data'] as Record<string, unknown>[];
  assert.deepEqual(
    [
      shown?.['appointId'],
      shown?.['appointTime'],
      shown?.['userName'],
      shown?.['remark'],
      shown?.['timeout'],
    ],
    [appointId, later, '李伟', 'r', '0'],
  );
  assert.equal(shown?.['taskName'], system.state.campaigns.get(taskId ?? '')?.name);
  assert.equal((await appoint(system, 'delete', { appointId }))['resultCode'], '0200000');
  assert.equal((await appoint(system, 'delete', { appointId }))['resultCode'], '04000004');
  assert.equal((await appoint(system, 'update', { appointId }))['resultCode'], '04000004');
});

test('creating checks every field; an automatic call needs no agent', async (context) => {
  const system = await demoSystem(context, { clock });
  const [taskId] = system.state.campaigns.keys();
  const good = { callType: '1', calledNo: '139*#', taskId, appointTime: later, userAccount: 'liwei' };
  for (const [change, code] of [
    [{ callType: undefined }, '02000001'],
    [{ callType: '3' }, '0200001'],
    [{ calledNo: undefined }, '02000001'],
    [{ calledNo: '+86139' }, '02000002'],
    [{ calledNo: '1'.repeat(25) }, '02000003'],
    [{ taskId: undefined }, '02000001'],
    [{ taskId: 'unknown' }, '0200001'],
    [{ appointTime: undefined }, '02000001'],
    [{ appointTime: now.getTime() - 1 }, '0200001'],
    [{ userAccount: undefined }, '02000001'],
    [{ callData: 'd'.repeat(1025) }, '02000003'],
    [{ callType: 2, userAccount: undefined }, '0200000'],
  ] as const) {
    const answer = await appoint(system, 'create', { ...good, ...change });
    assert.equal(answer['resultCode'], code, JSON.stringify(change));
  }
});
