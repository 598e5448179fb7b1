// The whole wire against a system that was written from the documents alone: it checks each signature with
// code of its own and every field against the tables.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { importCallData, queryImportTasks } from '../../../src-main/aicc/call-data-import.ts';
import { listCampaigns } from '../../../src-main/aicc/campaigns.ts';
import { AiccClient } from '../../../src-main/aicc/client.ts';
import { addServer, deleteServer, queryServers, updateServer } from '../../../src-main/aicc/file-servers.ts';
import { noLog } from '../../../src-main/aicc/request-log.ts';
import {
  createReservation,
  deleteReservation,
  listReservations,
  updateReservation,
} from '../../../src-main/aicc/reservations.ts';
import { testConnection } from '../../../src-main/aicc/test-connection.ts';
import { uploadVoiceFile } from '../../../src-main/aicc/voice-files.ts';
import { defaultSigning, type SigningOptions } from '../../../src-main/contract/connections.ts';
import { startDemoSystem, type DemoOptions, type DemoSystem } from '../../../src-main/demo/demo-system.ts';
import { smallSeed } from '../../../src-main/demo/seed.ts';
import { allServers } from '../../support/all-servers.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';

const mode = 'saas';
const soon = () => Date.now() + 3_600_000;

function clientOf(
  demo: DemoSystem,
  signing: Partial<SigningOptions> = {},
  secretKey = demo.secretKey,
): AiccClient {
  const { isales, ccfs, vdnId, accessKey, fingerprint256 } = demo;
  const settings = {
    isales,
    ccfs,
    vdnId,
    accessKey,
    mode: 'saas' as const,
    trust: { kind: 'pinned', isales: fingerprint256, ccfs: fingerprint256 } as const,
    signing: { ...defaultSigning, ...signing },
  };
  return new AiccClient(settings, secretKey, {
    log: noLog,
    proxyFor: () => Promise.resolve(null),
    locale: 'en_US',
  });
}

const serverInfo = { ip: '192.0.2.7', port: '22', filePath: '/home/sftp' };

/** A demo system of its own, with a client of it. */
async function demoSystem(options: Partial<DemoOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'dialdesk-test-'));
  const demo = await startDemoSystem({ folder, mode, sizes: smallSeed, ...options });
  const client = clientOf(demo);
  return {
    demo,
    client,
    [Symbol.asyncDispose]: async () => {
      client.close();
      await demo.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

test('every interface, in the order a supervisor would use them', async () => {
  await using own = await demoSystem();
  const { demo, client } = own;

  const tested = await testConnection(client);
  assert.deepEqual(
    tested.services.map(({ ok }) => ok),
    [true, true],
  );

  const before = await allServers(client);
  const account = { serverInfo, userName: 'isales', serverPwd: 'password' };
  const { serverId } = await addServer(client, account);
  assert.ok(serverId !== null);
  const moved = { ...serverInfo, ip: '192.0.2.8' };
  await updateServer(client, { ...account, serverInfo: moved, serverId, previousIp: serverInfo.ip });
  const { servers } = await queryServers(client, { offset: 0, limit: 1, serverIds: [serverId] });
  assert.deepEqual(servers, [{ serverId, ...moved, userName: 'isales' }]);
  await deleteServer(client, serverId);
  await assert.rejects(
    deleteServer(client, serverId),
    dialdeskError('result_code', { interface: 'deleteServer', resultCode: '0200006' }),
  );
  assert.deepEqual(await allServers(client), before);

  const { campaigns, total } = await listCampaigns(client, { page: 1, rows: 100 });
  assert.deepEqual([campaigns.length, total], [100, smallSeed.campaigns]);
  const campaign = campaigns[0];
  assert.ok(campaign !== undefined && campaign.name !== null && campaign.id !== null);
  const found = await listCampaigns(client, { name: campaign.name.slice(0, 30), page: 1, rows: 10 });
  assert.ok(found.campaigns.some(({ id }) => id === campaign.id));

  const campaignId = campaign.id;
  const order = { campaignId, serverId: before[0]?.serverId ?? '', fileName: 'none.xlsx' };
  const { importTaskId } = await importCallData(client, { ...order, hour: 3, minute: 5 });
  assert.ok(importTaskId !== null);
  const query = { campaignId, offset: 0, limit: 10, importTaskIds: [importTaskId] };
  const { tasks } = await queryImportTasks(client, query);
  assert.deepEqual(
    tasks.map(({ id, status }) => [id, status]),
    [[importTaskId, 'preparing']],
  );
  assert.equal(demo.counters.imports[campaignId], 1);

  const calledNo = '13800001111';
  const reserved = {
    callType: 'manual',
    calledNo,
    taskId: campaignId,
    appointTime: soon(),
    agent: 'ann',
  } as const;
  const { appointId } = await createReservation(client, mode, reserved);
  assert.ok(appointId !== null);
  const appointTime = soon() + 60_000;
  await updateReservation(client, mode, { appointId, agent: 'bob', appointTime, remark: '备注' });
  const { reservations } = await listReservations(client, { offset: 0, limit: 100, calledNo });
  assert.deepEqual(
    reservations.map((one) => [one.appointId, one.agent, one.appointTime, one.remark, one.callType]),
    [[appointId, 'bob', appointTime, '备注', 'manual']],
  );
  await deleteReservation(client, appointId);
  await assert.rejects(
    updateReservation(client, mode, { appointId, agent: 'bob' }),
    dialdeskError('result_code', { interface: 'appoint/update', resultCode: '04000004' }),
  );

  await assert.rejects(
    uploadVoiceFile(client, Buffer.from('no sound at all'), 1000),
    dialdeskError('result_code', { interface: 'ivr/uploadFile' }),
  );
  assert.deepEqual(demo.counters.refused, {}, 'every signature held');
});

suite('signatures', () => {
  const variants: Partial<SigningOptions>[] = [
    { signedHeaders: 'host' },
    { milliseconds: false },
    { contentType: 'application/json; charset=UTF-8' },
    { emptyQueryLine: true },
  ];
  for (const variant of variants) {
    test(`hold with ${JSON.stringify(variant)}`, async () => {
      await using own = await demoSystem({ emptyQueryLine: variant.emptyQueryLine ?? false });
      const client = clientOf(own.demo, variant);
      const { services } = await testConnection(client);
      // A request without a query and without a body, and a GET with a query.
      await assert.rejects(deleteServer(client, '1'), dialdeskError('result_code'));
      await listCampaigns(client, { name: 'é+&', page: 1, rows: 1 });
      client.close();
      assert.deepEqual(
        services.map(({ ok }) => ok),
        [true, true],
      );
    });
  }

  test('of another key are refused, and both clocks are told', async () => {
    await using own = await demoSystem();
    const client = clientOf(own.demo, {}, 'another key');
    const { services } = await testConnection(client);
    client.close();
    for (const { error } of services) {
      assert.equal(error?.code, 'unauthorized');
      const { ourTime, serverTime } = error.details as { ourTime: string; serverTime: string };
      assert.ok(Math.abs(Date.parse(ourTime) - Date.parse(serverTime)) < 60_000);
    }
  });
});

suite('the import is called once', () => {
  for (const kind of ['lost', 'garbage'] as const) {
    test(`when its answer is ${kind}`, async () => {
      await using own = await demoSystem();
      const { demo, client } = own;
      const campaignId = demo.state.campaigns.keys().next().value ?? '';
      const [server] = await allServers(client);
      demo.faults.add({ http: [{ on: 'uploadFileServer', fault: { kind } }] });
      const order = {
        campaignId,
        serverId: server?.serverId ?? '',
        fileName: 'none.xlsx',
        hour: 3,
        minute: 5,
      };
      await assert.rejects(
        importCallData(client, order),
        dialdeskError('outcome_unknown', { interface: 'uploadFileServer' }),
      );
      assert.equal(demo.counters.requests.uploadFileServer, 1);
      // Only the lost one took effect; from here the two cannot be told apart, which is why both are unknown.
      assert.equal(demo.counters.imports[campaignId] ?? 0, kind === 'lost' ? 1 : 0);
    });
  }
});

test('a system without the newer interfaces says so for each', async () => {
  const lacks = [
    'addServer',
    'deleteServer',
    'queryDataImportTask',
    'campaigns',
    'appoint/list',
    'appoint/create',
    'appoint/delete',
  ] as const;
  await using own = await demoSystem({ lacks });
  const { client } = own;
  const reservation = {
    callType: 'automatic',
    calledNo: '1',
    taskId: '1',
    appointTime: soon(),
    agent: null,
  } as const;
  const attempts = [
    () => addServer(client, { serverInfo, userName: 'isales', serverPwd: 'password' }),
    () => deleteServer(client, '1'),
    () => queryImportTasks(client, { campaignId: '1', offset: 0, limit: 1 }),
    () => listCampaigns(client, { page: 1, rows: 1 }),
    () => listReservations(client, { offset: 0, limit: 1 }),
    () => createReservation(client, mode, reservation),
    () => deleteReservation(client, '1'),
  ];
  for (const attempt of attempts) await assert.rejects(attempt(), dialdeskError('not_offered'));
});
