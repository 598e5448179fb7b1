import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import type { ListMark } from '../../../src-main/contract/list-mark.ts';
import { connectionToDemo } from '../../support/dialdesk.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { checkedList, placeWithDemo, readyServer } from '../../support/demo-import.ts';

/** A demo system that is known by two names, which stand for two call centres with the same IDs. */
async function ready(context: TestContext, faults = {}) {
  const place = await placeWithDemo(context, faults);
  const { client } = place.dialdesk;
  const serverId = await readyServer(place);
  const [campaignId = ''] = place.demo.state.campaigns.keys();
  const home = connectionToDemo(place.demo);
  const lead = (host: string, id = place.id) =>
    client.connections.update({
      id,
      settings: { ...home, isales: { ...home.isales, host }, ccfs: { ...home.ccfs, host } },
    });
  /** To the other call centre, whose file servers have passwords of their own. */
  const leadElsewhere = async () => {
    await lead(elsewhere);
    await client.servers.savePassword({
      connectionId: place.id,
      serverId,
      password: place.demo.sftp.password,
    });
  };
  let count = 0;
  const add = async (connectionId = place.id) => {
    const fileName = `list-${++count}.xlsx`;
    const path = listIn(place.folder, count);
    const [job] = await client.imports.add({
      ...{ list: await checkedList(place, path), name: `import ${count}`, connectionId, campaignId },
      destination: { connectionId, serverId, folder: '', fileName },
      ...{ replace: false, startsAt: null },
    });
    return job ?? assert.fail();
  };
  const sent = async (): Promise<string> => (await place.dialdesk.until((await add()).id, 'done')).id;
  const before = async (connectionId = place.id): Promise<readonly string[]> => {
    const list = await checkedList(place, listIn(place.folder, 0));
    const look = await client.imports.sentBefore({ kind: 'list', list, connectionId, campaignId });
    return look.sent.map(({ jobId }) => jobId);
  };
  return { ...place, serverId, campaignId, home, lead, leadElsewhere, add, sent, before };
}

const elsewhere = 'localhost';

/** The same two rows, under another name each time. */
function listIn(folder: string, name: number): string {
  const path = join(folder, `list ${name}.csv`);
  writeFileSync(path, 'called\n"[{""calledNo"":""13800000001""}]"\n"[{""calledNo"":""13800000002""}]"\n');
  return path;
}

suite('what was sent is known by the call centre it was sent to', () => {
  test('a connection that was led to another one asks about nothing, and again once it leads back', async (context) => {
    const place = await ready(context);
    const first = await place.sent();
    await place.leadElsewhere();
    assert.deepEqual(await place.before(), []);
    // the other call centre has never had these rows
    const second = await place.sent();
    assert.deepEqual(await place.before(), [second]);
    await place.lead(place.home.isales.host);
    assert.deepEqual(await place.before(), [first]);
    await assert.rejects(place.add(), dialdeskError('sent_before'));
  });

  test('a connection made anew knows what one that was removed has sent', async (context) => {
    const place = await ready(context);
    const first = await place.sent();
    const { client } = place.dialdesk;
    await client.connections.remove({ id: place.id });
    const anew = await client.connections.create({ settings: place.home, secretKey: place.demo.secretKey });
    assert.deepEqual(await place.before(anew.id), [first]);
  });

  test('an outcome that is decided later counts where it was sent', async (context) => {
    const place = await ready(context, { http: [{ on: 'uploadFileServer', fault: { kind: 'lost' } }] });
    const { client, until } = place.dialdesk;
    const { id } = await place.add();
    await until(id, 'unknown');
    // as a database of before, which had no row of it
    place.dialdesk.store.sentImports.remove(id, place.campaignId);
    await place.lead(elsewhere);
    await client.outbox.decide({ id, decision: { kind: 'arrived' } });
    await until(id, 'done');
    assert.deepEqual(await place.before(), []);
    await place.lead(place.home.isales.host);
    assert.deepEqual(await place.before(), [id]);
  });

  test('an import led anew asks neither about the old place nor where it was chosen for', async (context) => {
    const refusal = { kind: 'code', resultCode: '0200001' } as const;
    const place = await ready(context, { http: [{ on: 'uploadFileServer', fault: refusal }] });
    const { client, until } = place.dialdesk;
    const { id } = await place.add();
    await until(id, 'failed');
    const first = await place.sent();
    await place.leadElsewhere();
    const destination = {
      connectionId: place.id,
      serverId: place.serverId,
      folder: '',
      fileName: 'anew.xlsx',
    };
    await client.imports.redirect({
      ...{ id, name: 'anew', campaignId: place.campaignId, destination, replace: false, startsAt: null },
    });
    await until(id, 'done');
    assert.deepEqual(await place.before(), [id]);
    await place.lead(place.home.isales.host);
    assert.deepEqual(await place.before(), [first]);
  });

  for (const how of ['sent', 'prepared'] as const) {
    test(`a connection led elsewhere while an import is put together to be ${how} mixes nothing of both`, async (context) => {
      const place = await ready(context);
      const { client } = place.dialdesk;
      const takeHttp = place.demo.faults.takeHttp.bind(place.demo.faults);
      const led: Promise<unknown>[] = [];
      place.demo.faults.takeHttp = (name) => {
        if (name === 'queryServer' && led.length === 0) led.push(place.lead(elsewhere));
        return takeHttp(name);
      };
      // the servers are asked for anew, as long after the last look
      await place.lead(place.home.isales.host);
      const prepare = async () => {
        const { id: connectionId, serverId, campaignId } = place;
        const where = {
          connectionId,
          serverId,
          serverName: null,
          campaignId,
          folder: '',
          fileName: 'a.xlsx',
        };
        const list = await checkedList(place, listIn(place.folder, 0));
        return client.imports.prepare({ list, name: 'a', plan: { ...where, startsAt: null } });
      };
      await assert.rejects(
        how === 'sent' ? place.add() : prepare(),
        dialdeskError('call_centre_changed', { after: `${elsewhere}, VDN ${place.home.vdnId}` }),
      );
      await Promise.all(led);
      assert.equal((await client.outbox.list({})).total, 0);
      assert.equal(place.demo.state.imports.length, 0);
    });
  }

  for (const [meanwhile, code] of [
    ['its connection is led elsewhere', 'call_centre_changed'],
    ['it is edited', 'conflict'],
    ['it is renamed', 'conflict'],
    ['it is cancelled', 'conflict'],
  ] as const) {
    for (const how of ['edited', 'sent'] as const) {
      test(`a prepared import that is being ${how} while ${meanwhile} mixes nothing of both`, async (context) => {
        const place = await ready(context);
        const { client } = place.dialdesk;
        const { id: connectionId, serverId, campaignId } = place;
        const bare = { connectionId, campaignId, serverName: null, folder: '', startsAt: null };
        const whole = { ...bare, serverId, fileName: 'whole.xlsx' };
        const prepared = async (plan: typeof whole): Promise<string> => {
          const list = await checkedList(place, listIn(place.folder, 0));
          const [job] = await client.imports.prepare({ list, name: 'a', plan });
          return (await place.dialdesk.until(job?.id ?? '', 'prepared')).id;
        };
        // sending asks for a server only where preparing could not: the call centre was away
        const takeHttp = place.demo.faults.takeHttp.bind(place.demo.faults);
        place.demo.faults.takeHttp = () => ({ kind: 'status', status: 503 });
        await place.lead(place.home.isales.host);
        const id = await prepared(whole);
        const others: Promise<unknown>[] = [];
        const plan = { ...bare, serverId: null, fileName: 'other.xlsx' };
        place.demo.faults.takeHttp = (name) => {
          if (name !== 'queryServer' || others.length > 0) return takeHttp(name);
          if (code === 'call_centre_changed') others.push(place.lead(elsewhere));
          else if (meanwhile === 'it is cancelled') others.push(client.outbox.remove({ id }));
          else if (meanwhile === 'it is renamed') others.push(client.imports.rename({ id, name: 'b' }));
          else others.push(client.imports.editPlan({ id, name: 'b', plan }));
          return takeHttp(name);
        };
        await place.lead(place.home.isales.host);
        if (how === 'edited') {
          await assert.rejects(client.imports.editPlan({ id, name: 'c', plan: whole }), dialdeskError(code));
        } else {
          const { sent, refused } = await client.imports.send({ ids: [id] });
          assert.deepEqual([sent, refused.map(({ error }) => error.code)], [0, [code]]);
        }
        await Promise.all(others);
        assert.equal(place.demo.state.imports.length, 0);
        if (meanwhile === 'it is cancelled') return;
        const kept = await client.outbox.get({ id });
        assert.equal(kept.state, 'prepared');
        assert.equal(kept.name, code === 'conflict' ? 'b' : 'a');
        assert.deepEqual(await client.imports.plan({ id }), meanwhile === 'it is edited' ? plan : whole);
      });
    }
  }

  test('an import that is in the outbox is not told as a full disk, where only the server last used could not be kept', async (context) => {
    const place = await ready(context);
    place.dialdesk.store.serverSettings.set = () => {
      throw new DialdeskError('local_disk', 'full', { details: { cause: 'SQLITE_FULL' } });
    };
    await place.sent();
    assert.equal(place.demo.state.imports.length, 1);
  });

  test('an import that the disk did not take at Review was never sent: it is sent once there is room, without a question', async (context) => {
    const place = await ready(context);
    const { jobs } = place.dialdesk.store;
    const insert = jobs.insert.bind(jobs);
    jobs.insert = () => {
      throw new DialdeskError('local_disk', 'full', { details: { cause: 'SQLITE_FULL' } });
    };
    await assert.rejects(place.add(), dialdeskError('local_disk'));
    assert.deepEqual(await place.before(), []);
    jobs.insert = insert;
    await place.sent();
    assert.equal(place.demo.state.imports.length, 1);
  });

  test('what carries the same mark elsewhere is not shared, and nothing is taken back there', async (context) => {
    const place = await ready(context);
    const { client } = place.dialdesk;
    const first = await place.sent();
    await place.leadElsewhere();
    const second = await place.sent();
    const { sentImports } = place.dialdesk.store;
    const [one, other] = [first, second].map((id) => sentImports.get(id, place.campaignId));
    assert.ok(one && other);
    sentImports.save({ ...other, mark: one.mark satisfies ListMark['mark'] });
    assert.deepEqual((await client.takeBacks.look({ importId: first })).obstacle, 'elsewhere');
    await assert.rejects(client.takeBacks.begin({ importId: first, shared: [] }), dialdeskError('conflict'));
    await place.lead(place.home.isales.host);
    const { obstacle, shares } = await client.takeBacks.look({ importId: first });
    assert.notEqual(obstacle, 'elsewhere');
    assert.deepEqual(shares, []);
  });

  test('the marks that statistics count by are those of the call centre', async (context) => {
    const place = await ready(context);
    const { sentImports } = place.dialdesk.store;
    await place.sent();
    const marks = (host: string) => sentImports.marks(`${host}, VDN ${place.home.vdnId}`).length;
    assert.deepEqual([marks(place.home.isales.host), marks(elsewhere)], [1, 0]);
  });

  test('is known of all imports into a campaign, however many there are', async (context) => {
    const place = await ready(context);
    const { sentImports } = place.dialdesk.store;
    const first = await place.sent();
    const one = sentImports.get(first, place.campaignId) ?? assert.fail();
    const mark = 'everybody';
    for (let index = 0; index < 150; index++) {
      sentImports.save({ ...one, jobId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`, mark });
    }
    const { centre, campaignId } = one;
    assert.equal(sentImports.withMark(mark, { centre, campaignId }, first).length, 150);
    assert.equal(sentImports.into({ centre, campaignId }, first, one.at).length, 150);
    assert.equal(sentImports.into({ centre, campaignId }, first, one.at + 1).length, 0);
    assert.equal(sentImports.sharesMark(mark, { centre, campaignId }, first), true);
    assert.equal(sentImports.sharesMark(mark, { centre, campaignId: 'other' }, first), false);
  });
});
