import assert from 'node:assert/strict';
import { suite, test, type TestContext } from 'node:test';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import type { DemoOptions } from '../../../src-main/demo/demo-options.ts';
import type { Reservation } from '../../../src-main/demo/records.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { connectionToDemo, openDialdesk } from '../../support/dialdesk.ts';
import { tempFolder } from '../../support/temp-folder.ts';

async function place(context: TestContext, options: Partial<DemoOptions> = {}) {
  const demo = await demoSystem(context, options);
  const folder = tempFolder(context);
  const dialdesk = await openDialdesk(context, folder);
  const { id: connectionId } = await dialdesk.client.connections.create({
    settings: { ...connectionToDemo(demo), mode: options.mode ?? 'saas' },
    secretKey: demo.secretKey,
  });
  const { reservations } = dialdesk.client;
  const ofType = (callType: '1' | '2'): Reservation => {
    const found = demo.state.reservations.values().find((one) => one.callType === callType);
    assert.ok(found);
    return found;
  };
  const book = async (search = '') => {
    const page = await reservations.book({ connectionId, search, offset: 0, limit: 10 });
    return page.entries.map(({ action, outcome, appointId }) => [action, outcome, appointId]);
  };
  const whole = { offset: 0, limit: 100 };
  return { demo, folder, dialdesk, connectionId, reservations, ofType, book, whole };
}

const full = (): never => {
  throw new DialdeskError('local_disk', 'full', { details: { cause: 'SQLITE_FULL' } });
};

const later = () => Date.now() + 3 * 86_400_000;

suite('reservations', () => {
  for (const mode of ['saas', 'op-integrated', 'op-independent'] as const) {
    test(`a change names the agent as ${mode} does, and sends what changes`, async (context) => {
      const { demo, connectionId, reservations, ofType, book } = await place(context, { mode });
      const { appointId, appointTime } = ofType('1');
      const agent = mode === 'op-independent' ? '102' : 'liwei';
      const done = await reservations.modify({ connectionId, change: { appointId, agent }, known: null });
      assert.deepEqual([done.action, done.outcome, done.agent], ['modified', 'done', agent]);
      const now = demo.state.reservations.get(appointId);
      assert.deepEqual([now?.userName, now?.appointTime], ['李伟', appointTime]);
      assert.deepEqual(await book(), [['modified', 'done', appointId]]);
    });
  }

  test('two changes of one reservation at once go one after the other, and the book says what came last', async (context) => {
    const { demo, connectionId, reservations, ofType, dialdesk } = await place(context);
    const { appointId } = ofType('1');
    const modify = (agent: string, remark: string) =>
      reservations.modify({ connectionId, change: { appointId, agent, remark }, known: null });
    // the second one's answer would overtake it
    demo.faults.add({ http: [{ on: 'appoint/update', fault: { kind: 'delay', ms: 500 } }] });
    const takeHttp = demo.faults.takeHttp.bind(demo.faults);
    const atOnce: number[] = [];
    let open = 0;
    demo.faults.takeHttp = (name) => {
      if (name === 'appoint/update') atOnce.push(open);
      return takeHttp(name);
    };
    const asked = [modify('wangfang', 'first'), modify('liwei', 'second')].map(async (one) => {
      open += 1;
      await one.catch(() => undefined);
      open -= 1;
    });
    await Promise.all(asked);
    assert.deepEqual(atOnce, [2, 1], 'the second goes once the first is answered');
    const booked = dialdesk.store.reservationBook.find(connectionId, appointId);
    assert.deepEqual([booked?.outcome, booked?.agent, booked?.remark], ['done', 'liwei', 'second']);
  });

  test('what was looked up is not written over what was asked for meanwhile, nor back into the book', async (context) => {
    const { demo, connectionId, reservations, ofType, dialdesk } = await place(context);
    const { appointId } = ofType('1');
    const modify = (remark: string) =>
      reservations.modify({ connectionId, change: { appointId, agent: 'liwei', remark }, known: null });
    const entry = () => dialdesk.store.reservationBook.find(connectionId, appointId);
    const takeHttp = demo.faults.takeHttp.bind(demo.faults);
    let meanwhile: (() => Promise<unknown>) | null = null;
    const done: Promise<unknown>[] = [];
    demo.faults.takeHttp = (name) => {
      if (name === 'appoint/list' && meanwhile !== null) {
        done.push(meanwhile());
        meanwhile = null;
        return { kind: 'delay', ms: 500 };
      }
      return takeHttp(name);
    };
    const lose = async (remark: string): Promise<string> => {
      demo.faults.add({ http: [{ on: 'appoint/update', fault: { kind: 'lost' } }] });
      await assert.rejects(modify(remark), dialdeskError('outcome_unknown'));
      return entry()?.id ?? assert.fail();
    };
    const first = await lose('first');
    meanwhile = () => modify('second');
    await reservations.lookUp({ id: first });
    await Promise.all(done);
    assert.deepEqual([entry()?.outcome, entry()?.remark], ['done', 'second']);

    const third = await lose('third');
    meanwhile = () => reservations.forget({ id: third });
    await reservations.lookUp({ id: third });
    await Promise.all(done);
    assert.equal(entry(), null);
  });

  test('a refusal leaves the book as it was, and the code comes with its interface', async (context) => {
    const { connectionId, reservations, ofType, book } = await place(context);
    const { appointId } = ofType('2');
    const refused = () =>
      reservations.modify({ connectionId, change: { appointId, agent: 'liwei' }, known: null });
    await assert.rejects(refused, dialdeskError('result_code', { resultCode: '0200001' }));
    assert.deepEqual(await book(), []);
    const manual = ofType('1').appointId;
    await reservations.modify({ connectionId, change: { appointId: manual, agent: 'liwei' }, known: null });
    const past = { appointId: manual, agent: 'wangfang', appointTime: 1_000 };
    await assert.rejects(
      reservations.modify({ connectionId, change: past, known: null }),
      dialdeskError('invalid_request'),
    );
    const { entries } = await reservations.book({ connectionId, search: 'liwei', offset: 0, limit: 10 });
    assert.equal(entries[0]?.outcome, 'done');
  });

  test('made, found by the number, and cancelled', async (context) => {
    const { demo, connectionId, reservations, book } = await place(context);
    const [campaign] = demo.state.campaigns.values();
    assert.ok(campaign);
    const reservation = {
      callType: 'manual',
      calledNo: '13800138000',
      taskId: campaign.id,
      appointTime: later(),
      agent: 'wangfang',
    } as const;
    const { appointId } = await reservations.create({ connectionId, reservation });
    assert.ok(appointId !== null);
    const query = { offset: 0, limit: 100, calledNo: '13800138000' };
    const page = await reservations.list({ connectionId, query });
    assert.deepEqual(
      page.reservations.map((one) => [one.appointId, one.agent, one.taskName]),
      [[appointId, 'wangfang', campaign.name]],
    );
    await reservations.cancel({ connectionId, appointId, known: page.reservations[0] ?? null });
    assert.equal(demo.state.reservations.has(appointId), false);
    assert.deepEqual(await book('13800138000'), [['cancelled', 'done', appointId]]);
  });

  for (const what of ['the disk takes nothing more', 'its connection is removed'] as const) {
    test(`one that was made while ${what} is not told as one that was not`, async (context) => {
      const { demo, dialdesk, connectionId, reservations } = await place(context);
      const [campaign] = demo.state.campaigns.values();
      const touched = demo.state.touched.add.bind(demo.state.touched);
      const removed: Promise<unknown>[] = [];
      demo.state.touched.add = (id) => {
        if (what === 'its connection is removed') {
          removed.push(dialdesk.client.connections.remove({ id: connectionId }));
        } else {
          for (const table of [dialdesk.store.recentCampaigns, dialdesk.store.reservationBook]) {
            Object.assign(table, { used: full, put: full });
          }
        }
        return touched(id);
      };
      const before = demo.state.reservations.size;
      const reservation = {
        callType: 'manual',
        calledNo: '13800138000',
        taskId: campaign?.id ?? '',
        appointTime: later(),
        agent: 'wangfang',
      } as const;
      const { outcome } = await reservations.create({ connectionId, reservation });
      await Promise.all(removed);
      assert.deepEqual([outcome, demo.state.reservations.size], ['done', before + 1]);
    });
  }

  test('a lost answer is unknown, and the list tells what became of it', async (context) => {
    const { demo, connectionId, reservations, ofType, book } = await place(context, {
      faults: {
        http: ['appoint/update', 'appoint/delete', 'appoint/create'].map((on) => ({
          on: on as 'appoint/update',
          fault: { kind: 'lost' },
        })),
      },
    });
    const { appointId, calledNo, taskId } = ofType('1');
    const known = (await reservations.list({ connectionId, query: { offset: 0, limit: 100, calledNo } }))
      .reservations[0];
    assert.ok(known);
    const appointTime = later();
    const entryOf = async (lost: Promise<unknown>): Promise<string> => {
      const error = await lost.then(
        () => null,
        (thrown: unknown) => thrown,
      );
      assert.ok(dialdeskError('outcome_unknown')(error));
      const { details } = error as { details: { entry: string } };
      return details.entry;
    };
    const change = { appointId, agent: 'liwei', appointTime };
    const modified = await entryOf(reservations.modify({ connectionId, change, known }));
    assert.deepEqual(await book(), [['modified', 'unknown', appointId]]);
    assert.equal((await reservations.lookUp({ id: modified })).verdict, 'done');
    assert.deepEqual(await book(), [['modified', 'done', appointId]]);

    // it did not take effect: somebody put it back
    const entry = (await reservations.book({ connectionId, search: '', offset: 0, limit: 1 })).entries[0];
    const there = demo.state.reservations.get(appointId);
    assert.ok(entry && there);
    assert.ok(known.appointTime);
    there.appointTime = known.appointTime;
    assert.equal((await reservations.lookUp({ id: modified })).verdict, 'not_done');

    const reservation = {
      callType: 'manual',
      calledNo: '13900139000',
      taskId,
      appointTime,
      agent: 'liwei',
    } as const;
    const created = await entryOf(reservations.create({ connectionId, reservation }));
    const found = await reservations.lookUp({ id: created });
    assert.equal(found.verdict, 'done');
    assert.ok(found.reservation?.appointId);

    const cancelled = await entryOf(reservations.cancel({ connectionId, appointId, known }));
    assert.equal((await reservations.lookUp({ id: cancelled })).verdict, 'done');
    assert.equal(demo.counters.requests['appoint/update'], 1);
    assert.equal(demo.counters.requests['appoint/create'], 1);
    assert.equal(demo.counters.requests['appoint/delete'], 1);
  });

  test('what the system lacks is noticed once, over restarts, until it is looked for again', async (context) => {
    const { folder, dialdesk, connectionId, reservations, whole } = await place(context, {
      // once only: had it been asked again, it would have answered
      faults: { http: [{ on: 'appoint/list', fault: { kind: 'status', status: 404 } }] },
    });
    const list = () => reservations.list({ connectionId, query: whole });
    await assert.rejects(list, dialdeskError('not_offered'));
    await assert.rejects(list, dialdeskError('not_offered'));
    assert.deepEqual(await reservations.offers({ connectionId }), {
      list: false,
      create: true,
      delete: true,
    });
    await dialdesk.close();
    const again = await openDialdesk(context, folder, { vault: dialdesk.vault });
    assert.equal((await again.client.reservations.offers({ connectionId })).list, false);
    await assert.rejects(
      again.client.reservations.list({ connectionId, query: whole }),
      dialdeskError('not_offered'),
    );
    assert.equal((await again.client.reservations.lookAgain({ connectionId })).list, true);
    assert.ok((await again.client.reservations.list({ connectionId, query: whole })).reservations.length > 0);
  });

  test('a list that only answers with errors can be done without, until it is looked for again', async (context) => {
    const { demo, connectionId, reservations, whole } = await place(context, {
      faults: { http: [{ on: 'appoint/list', fault: { kind: 'code', resultCode: '0299999' } }] },
    });
    const list = () => reservations.list({ connectionId, query: whole });
    await assert.rejects(list, dialdeskError('result_code'));
    assert.equal((await reservations.doWithoutList({ connectionId })).list, false);
    await assert.rejects(list, dialdeskError('not_offered'));
    assert.equal(demo.counters.requests['appoint/list'], 1);
    await reservations.lookAgain({ connectionId });
    assert.ok((await list()).reservations.length > 0);
  });

  test('the book goes with its connection', async (context) => {
    const { dialdesk, connectionId, reservations, ofType } = await place(context);
    const { appointId } = ofType('1');
    const { id } = await reservations.modify({
      connectionId,
      change: { appointId, agent: 'liwei' },
      known: null,
    });
    await dialdesk.client.connections.remove({ id: connectionId });
    assert.equal(dialdesk.store.reservationBook.get(id), null);
  });
});
