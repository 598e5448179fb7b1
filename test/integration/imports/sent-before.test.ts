import assert from 'node:assert/strict';
import { appendFileSync, copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { callCentreOf } from '../../../src-main/contract/connections.ts';
import { detailsOf } from '../../../src-main/contract/error-details.ts';
import type { ErrorShape } from '../../../src-main/contract/errors.ts';
import type { SentBefore } from '../../../src-main/contract/sent-before.ts';
import { connectionToDemo } from '../../support/dialdesk.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { checkedList, placeWithDemo, readyServer, type DemoPlace } from '../../support/demo-import.ts';
import { provesNothing } from '../../support/demo-system.ts';

const sample = join(import.meta.dirname, '../../../assets/sample-call-list.xlsx');

/** A place whose server is ready, and what is sent there: under a new name each time, of the same content. */
async function ready(context: TestContext, faults = {}, options = {}) {
  const place = await placeWithDemo(context, faults, undefined, undefined, options);
  const serverId = await readyServer(place);
  const [campaignId = '', otherCampaign = ''] = place.demo.state.campaigns.keys();
  let count = 0;
  const copy = (): string => {
    const path = join(place.folder, `list ${++count}.xlsx`);
    copyFileSync(sample, path);
    return path;
  };
  const asked = (more: object = {}) => ({
    name: `import ${count}`,
    connectionId: place.id,
    campaignId,
    destination: { connectionId: place.id, serverId, folder: '', fileName: `list-${count}.xlsx` },
    replace: false,
    startsAt: null,
    ...more,
  });
  /** Checks a copy and asks for it to be sent; the job's ID. */
  const send = async (more: object = {}, path = copy()): Promise<string> => {
    const list = await checkedList(place, path);
    const [job] = await place.dialdesk.client.imports.add({ list, ...asked(more) });
    return job?.id ?? '';
  };
  const prepare = async (more: object = {}): Promise<string> => {
    const list = await checkedList(place, copy());
    const { connectionId, destination } = asked();
    const plan = { ...destination, connectionId, campaignId, serverName: null, startsAt: null, ...more };
    const [job] = await place.dialdesk.client.imports.prepare({ list, name: `prepared ${count}`, plan });
    await place.dialdesk.until(job?.id ?? '', 'prepared');
    return job?.id ?? '';
  };
  return { ...place, serverId, campaignId, otherCampaign, asked, send, prepare, copy };
}

/** The sendings that an error names. */
async function askedAbout(work: Promise<unknown>): Promise<SentBefore[]> {
  const error = await work.then(
    () => assert.fail('nobody asked'),
    (thrown: unknown) => thrown,
  );
  assert.ok(dialdeskError('sent_before')(error));
  return detailsOf(error as ErrorShape, 'sent_before').sent ?? [];
}

const started = ({ demo }: Pick<DemoPlace, 'demo'>): number => demo.state.imports.length;

suite('what was sent before', () => {
  test('the same file under another name is asked about, and sent once somebody has seen it', async (context) => {
    const place = await ready(context);
    const { client, until } = place.dialdesk;
    const first = await place.send();
    await until(first, 'done');

    const list = await checkedList(place, place.copy());
    const { connectionId, campaignId } = place.asked();
    const look = await client.imports.sentBefore({ kind: 'list', list, connectionId, campaignId });
    assert.equal(look.comparable, true);
    const [found, ...others] = look.sent;
    assert.deepEqual(others, []);
    assert.deepEqual(
      [found?.jobId, found?.name, found?.sourceName, found?.campaignId, found?.outcome, found?.same],
      [first, 'import 1', 'list 1.xlsx', campaignId, 'accepted', 'source'],
    );

    const refused = await askedAbout(client.imports.add({ list, ...place.asked() }));
    assert.deepEqual(refused, look.sent);
    await askedAbout(client.imports.add({ list, ...place.asked({ again: [crypto.randomUUID()] }) }));
    assert.equal((await client.outbox.list({})).total, 1, 'what was refused is not in the outbox');

    const [again] = await client.imports.add({ list, ...place.asked({ again: [first] }) });
    await until(again?.id ?? '', 'done');
    assert.equal(started(place), 2);
  });

  test('another campaign and another content are something else', async (context) => {
    const place = await ready(context);
    await place.dialdesk.until(await place.send(), 'done');
    await place.dialdesk.until(await place.send({ campaignId: place.otherCampaign }), 'done');
    const csv = join(place.folder, 'other.csv');
    appendFileSync(csv, 'called\n"[{""calledNo"":""13900000001""}]"\n');
    const destination = { ...place.asked().destination, fileName: 'other.xlsx' };
    await place.dialdesk.until(await place.send({ destination }, csv), 'done');
    assert.equal(started(place), 3);
  });

  test('the same file is found by its content, whatever its name and wherever it went', async (context) => {
    const place = await ready(context);
    const { client, until } = place.dialdesk;
    const look = async (path: string) => {
      const { list } = await client.callLists.open({ token: await place.dialdesk.drop(path) });
      return client.imports.sentBefore({ kind: 'source', list });
    };
    assert.deepEqual(await look(place.copy()), { sent: [], comparable: true });
    const first = await place.send();
    await until(first, 'done');
    const second = await place.send({ campaignId: place.otherCampaign });
    await until(second, 'done');
    const { sent } = await look(place.copy());
    assert.deepEqual(
      sent.map(({ jobId, campaignId, outcome }) => [jobId, campaignId, outcome]),
      [
        [second, place.otherCampaign, 'accepted'],
        [first, place.campaignId, 'accepted'],
      ],
    );
    const other = join(place.folder, 'other.csv');
    appendFileSync(other, 'called\n"[{""calledNo"":""13900000001""}]"\n');
    assert.deepEqual((await look(other)).sent, []);
  });

  test('a second connection to the same call centre is the same', async (context) => {
    const place = await ready(context);
    const { client, until } = place.dialdesk;
    await until(await place.send(), 'done');
    const copy = await client.connections.duplicate({ id: place.id, name: 'The same again' });
    const list = await checkedList(place, place.copy());
    const { campaignId } = place;
    const query = { kind: 'list', list, connectionId: copy.id, campaignId } as const;
    assert.equal((await client.imports.sentBefore(query)).sent.length, 1);
  });

  test('one on its way counts; one that was given up or refused does not', async (context) => {
    const place = await ready(context);
    const { client, until } = place.dialdesk;
    // Its server cannot be reached as long as its password is wrong.
    await client.servers.savePassword({ connectionId: place.id, serverId: place.serverId, password: 'no' });
    const first = await place.send();
    await until(first, 'waiting');
    const [found] = await askedAbout(place.send());
    assert.deepEqual([found?.jobId, found?.outcome], [first, 'under_way']);
    await client.outbox.cancel({ id: first });
    const { password } = place.demo.sftp;
    await client.servers.savePassword({ connectionId: place.id, serverId: place.serverId, password });
    place.demo.faults.add({
      http: [{ on: 'uploadFileServer', fault: { kind: 'code', resultCode: '0200001' } }],
    });
    const refused = await place.send();
    await until(refused, 'failed');
    await until(await place.send(), 'done');
    assert.equal(started(place), 1);
  });

  test('an answer that was lost may have been sent, until somebody says what became of it', async (context) => {
    const lost = { http: [{ on: 'uploadFileServer', fault: { kind: 'lost' } }] };
    const place = await ready(context, lost, provesNothing);
    const { client, until } = place.dialdesk;
    const first = await place.send();
    await until(first, 'unknown');
    const [maybe] = await askedAbout(place.send());
    assert.deepEqual([maybe?.jobId, maybe?.outcome], [first, 'unknown']);
    await client.outbox.decide({ id: first, decision: { kind: 'arrived' } });
    await until(first, 'done');
    const [surely] = await askedAbout(place.send());
    assert.equal(surely?.outcome, 'accepted');
  });

  test('an import tried again after another was sent asks before it goes; its own attempts do not count', async (context) => {
    const place = await ready(context);
    const { client, until } = place.dialdesk;
    const fault = { kind: 'code', resultCode: '0200001' } as const;
    place.demo.faults.add({ http: [{ on: 'uploadFileServer', fault, times: 2 }] });
    const first = await place.send();
    await until(first, 'failed');
    await client.outbox.retry({ id: first });
    await until(first, 'running');
    await until(first, 'failed');

    const second = await place.send();
    await until(second, 'done');
    await client.outbox.retry({ id: first });
    const waiting = await until(first, 'waiting');
    assert.deepEqual([waiting.waitingFor?.kind, waiting.waitingFor?.code], ['decision', 'sent_before']);
    const { sent = [] } = detailsOf(waiting.waitingFor, 'sent_before');
    assert.deepEqual(
      sent.map(({ jobId, outcome, same }) => [jobId, outcome, same]),
      [[second, 'accepted', 'workbook']],
    );
    // Trying again is no answer.
    await client.outbox.retry({ id: first });
    await until(first, 'running');
    await until(first, 'waiting');
    assert.equal(started(place), 1);
    await client.outbox.decide({ id: first, decision: { kind: 'send-anyway', again: [second] } });
    await until(first, 'done');
    assert.equal(started(place), 2);
  });

  test('an import taken off the list is still known', async (context) => {
    const place = await ready(context);
    const { client, until } = place.dialdesk;
    const first = await place.send();
    await until(first, 'done');
    await client.outbox.remove({ id: first });
    const [found] = await askedAbout(place.send());
    assert.deepEqual([found?.jobId, found?.outcome], [first, 'accepted']);
  });

  test('it is known after a restart', async (context) => {
    const place = await ready(context);
    await place.dialdesk.until(await place.send(), 'done');
    const again = await place.reopen();
    const { list } = await again.client.callLists.open({ token: await again.drop(place.copy()) });
    await again.client.callLists.check({ list, options: {} });
    await askedAbout(again.client.imports.add({ list, ...place.asked() }));
  });

  test('imports of an earlier version are known by their workbooks', async (context) => {
    const place = await ready(context);
    const first = await place.send();
    await place.dialdesk.until(first, 'done');
    place.dialdesk.store.sentImports.remove(first, place.campaignId);
    const again = await place.reopen();
    const [known] = again.store.sentImports.like(
      { sourceSha256: null, part: null, cleanSha256: cleanOf(again, first), rowsSha256: null },
      { centre: callCentreOf(connectionToDemo(place.demo)), campaignId: place.campaignId },
      { but: '', asked: true, most: 5 },
    );
    assert.deepEqual([known?.jobId, known?.state], [first, 'accepted']);
  });

  test('prepared imports: each is asked about by itself, and a copy after its original', async (context) => {
    const place = await ready(context);
    const { client, until } = place.dialdesk;
    const original = await place.prepare();
    const copy = (await client.imports.duplicate({ id: original, name: 'A copy' })).id;
    await client.imports.editPlan({
      id: copy,
      name: 'A copy',
      plan: { ...(await client.imports.plan({ id: copy })), fileName: 'copy.xlsx' },
    });
    assert.deepEqual((await client.imports.sentBefore({ kind: 'job', id: copy })).sent, []);
    const both = await client.imports.send({ ids: [original, copy] });
    assert.equal(both.sent, 1);
    const [refused] = both.refused;
    assert.deepEqual([refused?.id, refused?.error.code], [copy, 'sent_before']);
    const { sent = [] } = detailsOf(refused?.error, 'sent_before');
    assert.deepEqual(
      sent.map(({ jobId, same }) => [jobId, same]),
      [[original, 'workbook']],
    );
    await until(original, 'done');
    assert.equal((await client.outbox.get({ id: copy })).state, 'prepared');
    assert.equal((await client.imports.send({ ids: [copy] })).sent, 0);
    assert.equal((await client.imports.send({ ids: [copy], again: [original] })).sent, 1);
    await until(copy, 'done');
    assert.equal(started(place), 2);
  });

  test('a prepared file that comes back is recognised', async (context) => {
    const place = await ready(context);
    const { client, until } = place.dialdesk;
    const id = await place.prepare();
    place.dialdesk.dialogs.save = join(place.folder, 'taken along.dialdesk');
    await client.imports.exportPrepared({ id });
    await client.imports.send({ ids: [id] });
    await until(id, 'done');
    const { job } = await client.imports.openPrepared({
      token: await place.dialdesk.drop(place.dialdesk.dialogs.save),
    });
    const { refused } = await client.imports.send({ ids: [job.id] });
    assert.deepEqual(
      refused.map(({ error }) => error.code),
      ['sent_before'],
    );
    // And so is its source, where a prepared file was sent on its own.
    const list = await checkedList(place, place.copy());
    const { campaignId } = place;
    const query = { kind: 'list', list, connectionId: place.id, campaignId } as const;
    assert.equal((await client.imports.sentBefore(query)).sent.length, 1);
  });

  test('a file that is gone cannot be compared, and that is said', async (context) => {
    const place = await ready(context);
    await place.dialdesk.until(await place.send(), 'done');
    const path = place.copy();
    const { list } = await place.dialdesk.client.callLists.open({ token: await place.dialdesk.drop(path) });
    rmSync(path);
    const { campaignId } = place;
    const query = { kind: 'list', list, connectionId: place.id, campaignId } as const;
    const look = await place.dialdesk.client.imports.sentBefore(query);
    assert.deepEqual(look, { sent: [], comparable: false });
  });
});

/** SHA-256 of a job's workbook, as it remembers it. */
function cleanOf({ store }: DemoPlace['dialdesk'], id: string): string | null {
  const { value } = JSON.parse(store.jobs.cargo(id)?.memory ?? '{}') as {
    value: { clean: { sha256: string } };
  };
  return value.clean.sha256;
}
