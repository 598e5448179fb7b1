import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import type { CalledBeforeChoice } from '../../../src-main/contract/called-before.ts';
import type { Client } from '../../../src-main/contract/derive.ts';
import { packNumber } from '../../../src-main/call-list/check/packed-number.ts';
import { SessionVault } from '../../../src-main/secrets/session-vault.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { connectionToDemo, openDialdesk } from '../../support/dialdesk.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { placeWithDemo, readyServer, type DemoPlace } from '../../support/demo-import.ts';
import { provesNothing } from '../../support/demo-system.ts';
import { eventually } from '../../support/eventually.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const monday = ['13900000001', '13900000002', '13900000003', '075588880004'];
/** Two of Monday's customers, one of them written with the country's code, and two new ones. */
const tuesday = ['8613900000001', '075588880004', '13700000008', '13700000009'];

function listOf(folder: string, name: string, numbers: readonly string[]): string {
  const path = join(folder, name);
  const rows = numbers.map((number) => `"[{""calledNo"":""${number}""}]"`);
  writeFileSync(path, ['called', ...rows, ''].join('\n'));
  return path;
}

/** A place that can send lists of numbers to the first two campaigns of the demo system. */
async function ready(context: TestContext, faults = {}, options = {}) {
  const place = await placeWithDemo(context, faults, undefined, undefined, options);
  return { ...place, ...(await sender(place)) };
}

async function sender(place: DemoPlace) {
  const { id: connectionId, demo, folder } = place;
  const { client, until } = place.dialdesk;
  const serverId = await readyServer(place);
  const [campaignId = '', otherCampaign = ''] = demo.state.campaigns.keys();
  let count = 0;
  const open = async (numbers: readonly string[]): Promise<string> => {
    const path = listOf(folder, `list ${++count}.csv`, numbers);
    return (await client.callLists.open({ token: await place.dialdesk.drop(path) })).list;
  };
  const check = async (
    numbers: readonly string[],
    choice: Partial<CalledBeforeChoice> = {},
    by: Pick<Client, 'callLists'> = client,
  ) => {
    const list = await open(numbers);
    const calledBefore = { connectionId, ...choice };
    return { list, summary: await by.callLists.check({ list, options: { calledBefore } }) };
  };
  const send = async (
    numbers: readonly string[],
    to = campaignId,
    state: 'done' | 'unknown' | 'failed' = 'done',
  ) => {
    const { list } = await check(numbers, { action: 'ignore', days: 7 });
    const [job] = await client.imports.add({
      list,
      name: `import ${count}`,
      connectionId,
      campaignId: to,
      destination: { connectionId, serverId, folder: '', fileName: `list-${count}.xlsx` },
      replace: false,
      startsAt: null,
    });
    await until(job?.id ?? '', state);
    return job?.id ?? '';
  };
  return { campaignId, otherCampaign, check, send };
}

const filesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

suite('who was called', () => {
  test('numbers of an import that was sent are found, however they are written', async (context) => {
    const place = await ready(context);
    const { client } = place.dialdesk;
    const before = await place.check(tuesday);
    assert.deepEqual([before.summary.calledBefore?.numbers, before.summary.ready], [0, 4]);
    const jobId = await place.send(monday);
    assert.deepEqual([(await client.memory.state()).imports, (await client.memory.state()).numbers], [1, 4]);

    const left = await place.check(tuesday, { action: 'leave-out', days: 7 });
    const { calledBefore } = left.summary;
    assert.deepEqual([left.summary.ready, left.summary.rejected, calledBefore?.rows], [2, 2, 2]);
    assert.deepEqual([calledBefore?.of, calledBefore?.numbers, calledBefore?.unsure], [4, 2, 0]);
    assert.deepEqual(
      calledBefore?.campaigns.map(({ campaignId, numbers }) => [campaignId, numbers]),
      [[place.campaignId, 2]],
    );
    assert.deepEqual(
      calledBefore.imports.map((one) => [one.jobId, one.shared, one.numbers, one.sourceName]),
      [[jobId, 2, 4, 'list 2.csv']],
    );
    const page = await client.callLists.issues({
      list: left.list,
      query: { rule: 'called-before', offset: 0, limit: 10 },
    });
    assert.deepEqual(
      page.items.map(({ row, severity, value }) => [row, severity, value]),
      [
        [2, 'error', '8613900000001'],
        [3, 'error', '075588880004'],
      ],
    );
    assert.match(page.items[0]?.detail ?? '', /^\d{4}-\d\d-\d\d$/);

    const warned = await place.check(tuesday, { action: 'warn' });
    assert.deepEqual([warned.summary.ready, warned.summary.warned, warned.summary.rejected], [4, 2, 0]);
    const ignored = await place.check(tuesday, { action: 'ignore' });
    assert.deepEqual([ignored.summary.warned, ignored.summary.calledBefore?.numbers], [0, 2]);
    const habit = (await place.check(tuesday)).summary.calledBefore;
    assert.deepEqual([habit?.action, habit?.days], ['ignore', 7], 'what was chosen last is the habit');
  });

  test('only what was sent to the chosen campaign counts, and others are named', async (context) => {
    const place = await ready(context);
    await place.send(monday);
    await place.send([...monday.slice(0, 1), '13700000009'], place.otherCampaign);
    const { summary } = await place.check(tuesday, { action: 'leave-out', campaignId: place.otherCampaign });
    assert.deepEqual([summary.ready, summary.calledBefore?.numbers], [2, 2]);
    assert.deepEqual(
      new Map(summary.calledBefore?.campaigns.map(({ campaignId, numbers }) => [campaignId, numbers])),
      new Map([
        [place.campaignId, 2],
        [place.otherCampaign, 2],
      ]),
    );
    // a customer who is in two imports to one campaign is one
    await place.send(monday.slice(0, 2).concat('13700000001'));
    const again = await place.check(tuesday, { action: 'warn' });
    const counted = again.summary.calledBefore?.campaigns.find((one) => one.campaignId === place.campaignId);
    assert.equal(counted?.numbers, 2);
  });

  test('a row that is left out takes no other one with it, and an edit is looked up', async (context) => {
    const place = await ready(context);
    const { client } = place.dialdesk;
    await place.send(monday);
    const listed = ['13900000001', '13700000001', '13700000002'];
    const { list, summary } = await place.check(listed, { action: 'leave-out' });
    assert.deepEqual([summary.ready, summary.rejected], [2, 1]);
    const called = (number: string) => `[{"calledNo":"${number}"}]`;
    const edit = (row: number, number: string) =>
      client.callLists.edit({ list, edit: { row, column: 'called', value: called(number) } });
    const bad = await edit(3, '13900000002');
    assert.deepEqual([bad.row.status, bad.summary.ready, bad.summary.calledBefore?.rows], ['rejected', 1, 2]);
    const good = await edit(2, '13700000002');
    // the number that row 2 had before blocks nothing now; with row 4 it is a duplicate
    assert.deepEqual([good.row.status, good.summary.ready, good.summary.duplicates], ['ready', 1, 1]);
  });

  test('an answer that was lost may have been sent, until somebody says so', async (context) => {
    const lost = { http: [{ on: 'uploadFileServer', fault: { kind: 'lost' } }] };
    const place = await ready(context, lost, provesNothing);
    const { client } = place.dialdesk;
    const id = await place.send(monday, place.campaignId, 'unknown');
    const { calledBefore } = (await place.check(tuesday)).summary;
    assert.deepEqual([calledBefore?.numbers, calledBefore?.unsure], [2, 2]);
    assert.deepEqual(
      calledBefore?.imports.map(({ unsure }) => unsure),
      [true],
    );
    await client.outbox.decide({ id, decision: { kind: 'arrived' } });
    await place.dialdesk.until(id, 'done');
    const settled = await eventually(async () => {
      const { summary } = await place.check(tuesday);
      return summary.calledBefore?.unsure === 0 ? summary.calledBefore : undefined;
    });
    assert.equal(settled.numbers, 2);
  });

  test('what was refused is not remembered', async (context) => {
    const refused = { kind: 'code', resultCode: '0200001' } as const;
    const place = await ready(context, { http: [{ on: 'uploadFileServer', fault: refused }] });
    await place.send(monday, place.campaignId, 'failed');
    const state = await place.dialdesk.client.memory.state();
    assert.deepEqual([state.imports, state.notRemembered], [0, []]);
  });

  test('it is there after a restart, and a damaged file costs one import and is said', async (context) => {
    const place = await ready(context);
    await place.send(monday);
    await place.send(['13700000008', '13600000001']);
    const folder = join(place.folder, 'memory');
    const [first = ''] = filesIn(folder);
    truncateSync(join(folder, first), 100);
    writeFileSync(join(folder, '.abcdef012345.part'), 'half');
    const again = await place.reopen();
    const list = await again.client.callLists.open({
      token: await again.drop(listOf(place.folder, 'again.csv', tuesday)),
    });
    const { calledBefore } = await again.client.callLists.check({
      list: list.list,
      options: { calledBefore: { connectionId: place.id } },
    });
    assert.equal(calledBefore?.notCompared, 1);
    assert.equal(calledBefore.imports.length, 1);
    const state = await again.client.memory.state();
    assert.deepEqual([state.imports, state.unreadable], [1, 1]);
    assert.equal((await again.client.memory.erase()).forgotten, 2);
    assert.deepEqual(filesIn(folder), []);
  });

  test('one number is forgotten on request, however it is written; all others stay', async (context) => {
    const place = await ready(context);
    const { client } = place.dialdesk;
    await place.send(monday);
    assert.deepEqual(await client.memory.eraseNumber({ number: '+86 139-0000-0001' }), {
      imports: 1,
      unreadable: 0,
    });
    assert.deepEqual(await client.memory.eraseNumber({ number: '13900000001' }), {
      imports: 0,
      unreadable: 0,
    });
    assert.deepEqual(await client.memory.eraseNumber({ number: '0755 8888 0004' }), {
      imports: 1,
      unreadable: 0,
    });
    assert.equal((await client.memory.state()).numbers, 2);
    assert.equal((await place.check(monday)).summary.calledBefore?.numbers, 2);
  });

  test('a number of another country is forgotten whatever stands before its code, there and here', async (context) => {
    const place = await ready(context);
    const { client } = place.dialdesk;
    const pairs = [
      ['85291234501', '+852 9123 4501'],
      ['85291234502', '0085291234502'],
      ['0085291234503', '85291234503'],
      ['0085291234504', '+852-91234504'],
    ] as const;
    await place.send([...monday, ...pairs.map(([sent]) => sent)]);
    for (const [, number] of pairs)
      assert.deepEqual(await client.memory.eraseNumber({ number }), { imports: 1, unreadable: 0 }, number);
    assert.equal((await client.memory.state()).numbers, monday.length);
  });

  test('nothing is remembered or compared where that is switched off', async (context) => {
    const place = await ready(context);
    const { client } = place.dialdesk;
    await place.send(monday);
    assert.deepEqual(await client.memory.keepFor({ days: 0 }), { forgotten: 1 });
    await place.send(tuesday);
    assert.deepEqual(filesIn(join(place.folder, 'memory')), []);
    assert.equal((await place.check(monday)).summary.calledBefore, null);
  });

  test('another call centre is another one', async (context) => {
    const place = await ready(context);
    const { client } = place.dialdesk;
    await place.send(monday);
    const other = await demoSystem(context);
    const settings = { ...connectionToDemo(other), vdnId: place.demo.vdnId + 1 };
    const { id } = await client.connections.create({ settings, secretKey: other.secretKey });
    assert.equal(
      (await place.check(monday, { connectionId: id } as object)).summary.calledBefore?.numbers,
      0,
    );
    const copy = await client.connections.duplicate({ id: place.id, name: 'The same again' });
    assert.equal(
      (await place.check(monday, { connectionId: copy.id } as object)).summary.calledBefore?.numbers,
      4,
    );
  });

  test('without a keychain there is no memory, and the import that is not remembered is named', async (context) => {
    const folder = tempFolder(context);
    const demo = await demoSystem(context);
    const dialdesk = await openDialdesk(context, folder, { vault: new SessionVault('keychain_locked') });
    const { id } = await dialdesk.client.connections.create({
      settings: connectionToDemo(demo),
      secretKey: demo.secretKey,
    });
    const place = { demo, folder, dialdesk, id, reopen: () => Promise.resolve(dialdesk) };
    const { send, check } = await sender(place);
    await send(monday);
    assert.equal((await check(monday)).summary.calledBefore, null);
    const state = await dialdesk.client.memory.state();
    assert.deepEqual([state.keychain, state.imports], [false, 0]);
    assert.deepEqual(
      state.notRemembered.map(({ name, why }) => [name, why]),
      [['import 1', 'no_keychain']],
    );
    assert.deepEqual(filesIn(join(folder, 'memory')), []);
    await assert.rejects(
      dialdesk.client.memory.eraseNumber({ number: '13900000001' }),
      dialdeskError('keychain_unavailable'),
    );
    await dialdesk.client.memory.seen();
    assert.deepEqual((await dialdesk.client.memory.state()).notRemembered, []);
  });

  test('no file that Dialdesk keeps has a number in it', async (context) => {
    const place = await ready(context);
    const { client } = place.dialdesk;
    const canaries = ['13912345678', '18698765432', '075586421357'];
    await place.send(canaries);
    await place.check(canaries, { action: 'leave-out' });
    await client.memory.eraseNumber({ number: canaries[0] ?? '' });
    await place.dialdesk.close();
    const lists = new Set(readdirSync(place.folder).filter((name) => name.endsWith('.csv')));
    const files = readdirSync(place.folder, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && !lists.has(file.name))
      .map((file) => join(file.parentPath, file.name));
    assert.ok(files.some((file) => file.endsWith('.sent')));
    for (const file of files) {
      const content = readFileSync(file);
      for (const needle of canaries.flatMap(formsOf)) {
        assert.ok(!content.includes(needle), `${file} has ${needle.toString('latin1')}`);
      }
    }
  });
});

/** A number as it might stand in a file: as text in two encodings, without its first digits, packed, and as a number. */
function formsOf(number: string): Buffer[] {
  const packed = new Uint32Array(3);
  packNumber(number, packed, 0);
  const integer = Buffer.alloc(8);
  integer.writeBigUInt64LE(BigInt(number));
  return [
    Buffer.from(number),
    Buffer.from(number.slice(-8)),
    Buffer.from(number, 'utf16le'),
    Buffer.from(packed.buffer, 0, 6),
    integer.subarray(0, 6),
  ];
}
