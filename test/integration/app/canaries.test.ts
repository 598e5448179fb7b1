import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import {
  createReservation,
  listReservations,
  updateReservation,
} from '../../../src-main/aicc/reservations.ts';
import { uploadVoiceFile } from '../../../src-main/aicc/voice-files.ts';
import type { FaultScript } from '../../../src-main/demo/faults.ts';
import { openLog } from '../../../src-main/shell/log.ts';
import { companyTrust } from '../../support/aicc-client.ts';
import { issuedByCa } from '../../support/certificates.ts';
import { filesWith } from '../../support/files-with.ts';
import { answering, startHttpsServer } from '../../support/https-server.ts';
import { connectionToDemo, type Dialdesk } from '../../support/dialdesk.ts';
import { placeWithDemo, readyServer, sendSample } from '../../support/demo-import.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { unzip } from '../../support/unzip.ts';
import { silence, wav } from '../../support/wav-builder.ts';

/** What must be found nowhere. Numbers are in the forms people and systems write them in. */
const canaries = {
  secretKey: 'CanarySecretKeyThatSignsNothing',
  password: 'CanaryPassword-of-sftp',
  listed: '13911110001',
  rejected: '13911110002-9',
  reserved: '13911110003',
  searched: '13911110004',
  noted: '13911110005',
  notedInGroups: '139 1111 0006',
  remark: 'CanaryRemarkOfTheSupervisor',
  told: '13911110007',
  toldInGroups: '+86 139-1111-0008',
  callData: 'CanaryCustomerLinZihang',
  customField: 'CanaryCustomField',
  mustNot: '13911110010',
  mustNotInGroups: '+86 139 1111 0011',
  mustNotByName: '13911110012',
  mustNotByHeader: '13911110013',
  mustNotBySheet: '4008110014',
  mustNotByLine: '13911110015 13911110016 or',
  mustNotByNewName: '13911110017',
  voice: 'CanaryVoiceOfThePrompt',
};

/**
 * Real flows against the demo system, each with something that must not be written down. The one exception are
 * workbooks in the outbox: what is to be imported has to be in them.
 */
test('no secret and no customer is in the database, the log, the exports or the diagnostics', async (context) => {
  const place = await placeWithDemo(context, {}, (folder) => {
    const log = openLog(join(folder, 'logs'));
    return { record: (entry) => log.info('request', entry) };
  });
  const { dialdesk, demo, folder, id } = place;
  const { client } = dialdesk;

  // a key that is refused, in a connection of its own: each request carries an Authorization
  const refused = await client.connections.create({
    settings: { ...connectionToDemo(demo), name: 'Refused' },
    secretKey: canaries.secretKey,
  });
  const servers = { connectionId: refused.id, search: '', offset: 0, limit: 10, refresh: true };
  await assert.rejects(client.servers.list(servers), { code: 'unauthorized' });

  // a password that is refused
  const serverId = await readyServer(place);
  await client.servers.savePassword({ connectionId: id, serverId, password: canaries.password });
  const look = { connectionId: id, serverId, folder: '', fileName: 'a.xlsx' };
  await assert.rejects(client.servers.lookAt(look), { code: 'login_refused' });

  // a call list with good rows and bad ones
  const lists = join(folder, '..', `lists-${Date.now()}`);
  await mkdir(lists);
  const list = join(lists, 'leads.csv');
  await writeFile(list, callList());
  await client.servers.savePassword({ connectionId: id, serverId, password: demo.sftp.password });
  await sendSample(place, list, serverId);

  // lists of numbers that must not be called: kept, refreshed, applied to a list that has them, and one that is damaged
  const { mustNot, mustNotInGroups, mustNotByName, mustNotByHeader, mustNotBySheet, mustNotByLine } =
    canaries;
  const { doNotCallLists: library } = client;
  const blocked = join(lists, `blocked ${mustNotByName}.csv`);
  await writeFile(blocked, `phone\r\n${mustNot}\r\n${mustNotInGroups}\r\n${mustNotByLine} 123\r\n`);
  const { list: kept } = await library.add({ token: await dialdesk.drop(blocked) });
  assert.deepEqual(kept.name, 'blocked •••');
  await library.refresh({ id: kept.id, token: await dialdesk.drop(blocked) });
  await library.rename({ id: kept.id, name: `not ${canaries.mustNotByNewName}` });
  const sheet = join(lists, 'blocked.csv');
  await writeFile(sheet, `who,phones of ${mustNotBySheet} (not ${mustNotByHeader})\r\nann,${mustNot}\r\n`);
  await library.add({ token: await dialdesk.drop(sheet) });
  const nothing = join(lists, `${mustNotByName}.csv`);
  await writeFile(nothing, `${mustNotByName}x\r\n`);
  const withNothing = { token: await dialdesk.drop(nothing), name: mustNotByName };
  await library.add(withNothing).catch(() => undefined);
  const toBlock = join(lists, 'to-block.csv');
  await writeFile(toBlock, callList([mustNot, mustNotInGroups.replace(/\D/g, ''), '13700000001']));
  const { list: open } = await client.callLists.open({ token: await dialdesk.drop(toBlock) });
  const { doNotCallLists: found } = await client.callLists.check({ list: open, options: {} });
  assert.deepEqual(found[0]?.blockedRows, 2);
  const damaged = join(folder, 'do-not-call', `${kept.id}.list`);
  writeFileSync(damaged, readFileSync(damaged).subarray(0, -1));
  await client.callLists.check({ list: open, options: {} });
  await client.callLists.close({ list: open });

  // reservations, and what the system says about them
  const aicc = await dialdesk.clientOf(id);
  const [taskId = ''] = demo.state.campaigns.keys();
  const inAnHour = Date.now() + 3_600_000;
  const { appointId } = await createReservation(aicc, 'saas', {
    callType: 'manual',
    calledNo: canaries.reserved,
    taskId,
    appointTime: inAnHour,
    agent: 'ann',
    callData: canaries.callData,
    remark: `${canaries.remark}: call ${canaries.noted} or ${canaries.notedInGroups}`,
  });
  assert.ok(appointId);
  await updateReservation(aicc, 'saas', { appointId, agent: 'ann', remark: `call ${canaries.noted}` });
  await listReservations(aicc, { offset: 0, limit: 100, calledNo: canaries.searched });
  await listReservations(aicc, { offset: 0, limit: 100, calledNo: canaries.reserved });

  // a system that tells numbers where nobody expects them
  await using talkative = await startHttpsServer(
    issuedByCa,
    answering({
      resultCode: '0200001',
      resultDesc: `not for ${canaries.told}, nor ${canaries.toldInGroups}`,
      hints: [{ note: canaries.told }],
    }),
  );
  const address = { host: '127.0.0.1', port: talkative.port };
  const chatty = await client.connections.create({
    settings: { ...connectionToDemo(demo), name: 'Talkative', isales: address, trust: companyTrust },
    secretKey: canaries.secretKey,
  });
  await assert.rejects(client.servers.list({ ...servers, connectionId: chatty.id }), { code: 'result_code' });

  // a voice file
  const sound = wav(Buffer.concat([Buffer.from(canaries.voice), silence(8_000)]));
  await uploadVoiceFile(aicc, sound, 5 * 1024 * 1024);

  // what leaves the app
  await exportAll(dialdesk, folder);
  const exports = join(folder, 'exports');
  const csv = readFileSync(join(exports, 'activity.csv'), 'utf8');
  assert.ok(csv.trim().split('\r\n').length > 9, 'every flow is recorded');
  assert.ok(existsSync(join(exports, 'logs-dialdesk.log')));

  assert.ok(existsSync(join(folder, 'dialdesk.db-wal')), 'the journal is there to be searched');
  await nothingIn(folder);
  await dialdesk.close();
  await nothingIn(folder);

  // what was masked is there all the same, recognised by its fields
  const log = readFileSync(join(folder, 'logs', 'dialdesk.log'), 'utf8');
  assert.match(log, /appoint\/create/);
  assert.match(csv, /calledNo: •••/);

  async function nothingIn(where: string): Promise<void> {
    const secrets = {
      ...canaries,
      signature: 'auth-v2/',
      ownKey: demo.secretKey,
      ownPassword: demo.sftp.password,
    };
    for (const [name, secret] of Object.entries(secrets)) {
      const found = (await filesWith(where, secret)).filter(
        (path) => !/[\\/]outbox[\\/].*\.xlsx$/.test(path),
      );
      assert.deepEqual(found, [], `${name} (${secret})`);
    }
  }
});

/**
 * What waits to be sent has to be kept somewhere: each kind of job in one place, nowhere else, and gone with its job.
 */
test('voice files and reservation changes that wait are in their one place only, and nowhere once they are over', async (context) => {
  const place = await placeWithDemo(context, refusedFor(100), (folder) => {
    const log = openLog(join(folder, 'logs'));
    return { record: (entry) => log.info('request', entry) };
  });
  const { dialdesk, demo, folder, id: connectionId } = place;
  const { client } = dialdesk;
  const { remark, noted, reserved, voice } = canaries;

  const studio = tempFolder(context);
  writeFileSync(join(studio, 'prompt.wav'), wav(Buffer.concat([Buffer.from(voice), silence(8_000)])));
  const tokens = [await dialdesk.drop(join(studio, 'prompt.wav'))];
  const { files } = await client.voice.open({ tokens, connectionId });
  const upload = { file: files[0]?.id ?? '', version: 'original', connectionId } as const;
  const { job: prompt } = await client.voice.upload(upload);

  const appointed = [...demo.state.reservations.values()].find(({ callType }) => callType === '1');
  assert.ok(appointed);
  const { appointId } = appointed;
  const { id: change } = await client.reservationChanges.add({
    connectionId,
    name: 'One customer',
    perMinute: 1200,
    rows: [
      {
        sheetRow: null,
        change: { appointId, agent: 'ann', remark: `${remark}: call ${noted}` },
        known: {
          agent: 'ann',
          agentName: null,
          appointTime: null,
          remark,
          calledNo: reserved,
          taskId: null,
          taskName: null,
        },
      },
    ],
  });
  for (const id of [prompt, change])
    assert.equal((await dialdesk.until(id, 'waiting')).waitingFor?.kind, 'network');

  await exportAll(dialdesk, folder);
  assert.deepEqual(await filesWith(folder, voice), [join(folder, 'outbox', prompt, 'voice.wav')]);
  for (const text of [remark, noted, reserved]) {
    for (const path of await filesWith(folder, text)) assert.match(path, /dialdesk\.db(-wal)?$/, text);
  }
  await dialdesk.close();
  for (const [table, text] of tables(folder)) {
    if (table === 'reservation_changes') continue;
    for (const secret of [remark, noted, reserved, voice])
      assert.ok(!text.includes(secret), `${table}: ${secret}`);
  }

  demo.faults.clear();
  const again = await place.reopen();
  for (const id of [prompt, change]) await again.until(id, 'done');
  assert.equal(demo.state.voiceFiles.length, 1);
  assert.equal(demo.state.reservations.get(appointId)?.remark, `${remark}: call ${noted}`);
  await exportAll(again, folder);
  for (const text of [remark, noted, reserved]) {
    for (const path of await filesWith(folder, text)) assert.match(path, /dialdesk\.db(-wal)?$/, text);
  }
  assert.deepEqual(await filesWith(folder, voice), []);

  for (const id of [prompt, change]) await again.client.outbox.remove({ id });
  const page = { connectionId, search: '', offset: 0, limit: 100 };
  for (const { id } of (await again.client.reservations.book(page)).entries) {
    await again.client.reservations.forget({ id });
  }
  await again.close();
  for (const text of [remark, noted, reserved, voice])
    assert.deepEqual(await filesWith(folder, text), [], text);
});

/** A call centre that has no time for an upload or a change so many times. */
function refusedFor(times: number): FaultScript {
  const fault = { kind: 'status', status: 429 } as const;
  return {
    http: [
      { on: 'ivr/uploadFile', fault, times },
      { on: 'appoint/update', fault, times },
    ],
  };
}

/** Saves all that leaves the app, unpacked, into a folder beside its own files. */
async function exportAll({ client, dialogs }: Dialdesk, folder: string): Promise<void> {
  const exports = join(folder, 'exports');
  await mkdir(exports, { recursive: true });
  dialogs.save = join(exports, 'activity.csv');
  await client.activity.saveCsv({});
  dialogs.save = join(exports, 'diagnostics.zip');
  await client.diagnostics.save();
  for (const [name, content] of unzip(readFileSync(dialogs.save))) {
    writeFileSync(join(exports, name.replace('/', '-')), content);
  }
}

/** Each table of a closed database, with all that is in it as one text. */
function tables(folder: string): [string, string][] {
  const database = new DatabaseSync(join(folder, 'dialdesk.db'), { readOnly: true });
  try {
    const names = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all();
    return names.map(({ name }) => [
      String(name),
      JSON.stringify(database.prepare(`SELECT * FROM "${String(name)}"`).all()),
    ]);
  } finally {
    database.close();
  }
}

/** In the form of the template, so that it needs no mapping. */
function callList(numbers = [canaries.listed, canaries.rejected]): string {
  const { callData, customField } = canaries;
  const called = (number: string) => `"[{""calledNo"":""${number}""}]"`;
  const row = (number: string) => [
    `s${number}`,
    called(number),
    '',
    `"{""name"":""${callData}""}"`,
    customField,
    '',
  ];
  const header = ['sessionId', 'called', 'caller', 'callData', 'customField', 'recycleTime'];
  return [header, ...numbers.map(row)].map((cells) => cells.join(',')).join('\r\n');
}
