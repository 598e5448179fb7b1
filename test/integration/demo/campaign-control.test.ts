import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DemoSystem } from '../../../src-main/demo/demo-system.ts';
import { callDemo, isalesPath } from '../../support/demo-client.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const put = (system: DemoSystem, id: string, action: string, method = 'PUT') =>
  callDemo(system, { method, path: isalesPath(system, id, action), headers: { locale: 'en_US' } });
const get = async (system: DemoSystem, ...path: string[]) =>
  (await callDemo(system, { method: 'GET', path: isalesPath(system, ...path) })).json;
const inState = (system: DemoSystem, status: string): string =>
  system.state.campaigns.values().find((campaign) => campaign.status === status)?.id ?? '';

test('a campaign is paused where it runs and resumed where it is suspended, and from no other state', async (context) => {
  const system = await demoSystem(context);
  const id = inState(system, '2');
  const paused = await put(system, id, 'pause');
  assert.deepEqual(paused.json, {
    returnCode: '0200000',
    resultCode: '0200000',
    resultDesc: '',
    returnDesc: '',
  });
  for (const [action, status, code] of [
    ['pause', '1', '0200011'],
    ['pause', '3', '0200011'],
    ['pause', '4', '0200011'],
    ['resume', '1', '0200011'],
    ['resume', '2', '0200011'],
    ['resume', '4', '0200011'],
    ['resume', '3', '0200000'],
  ] as const) {
    const { json } = await put(system, inState(system, status), action);
    assert.equal(json['resultCode'], code, `${action} in state ${status}`);
  }
});

test('unknown campaigns, words for numbers and other methods are refused', async (context) => {
  const system = await demoSystem(context);
  assert.equal((await put(system, '99', 'pause')).json['resultCode'], '0200007');
  assert.equal((await put(system, 'spring', 'pause')).json['resultCode'], '02000006');
  assert.equal((await put(system, inState(system, '2'), 'pause', 'POST')).status, 405);
  assert.equal((await get(system, '99'))['resultCode'], '0200007');
  assert.equal((await get(system, 'holiday', '99'))['resultCode'], '0200007');
  const without = await demoSystem(context, { lacks: ['campaign/pause'] });
  assert.equal((await put(without, inState(without, '2'), 'pause')).status, 404);
});

test('list and details have numbers where the documents have them', async (context) => {
  const system = await demoSystem(context);
  const id = inState(system, '2');
  const { returnObject } = (await get(system, id)) as { returnObject: Record<string, unknown> };
  assert.equal(returnObject['id'], id);
  assert.deepEqual([returnObject['status'], typeof returnObject['deviceType']], [2, 'number']);
  assert.match(String(returnObject['strBeginTime']), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  const { data } = (await get(system, 'holiday', id)) as { data: { type: number }[] };
  assert.deepEqual(
    data.map(({ type }) => type),
    [1, 2, 3],
  );
});

test('a paused campaign is paused after a restart', async (context) => {
  const folder = tempFolder(context);
  const first = await demoSystem(context, { folder });
  const id = inState(first, '2');
  await put(first, id, 'pause');
  await first.stop();
  const second = await demoSystem(context, { folder });
  assert.equal(second.state.campaigns.get(id)?.status, '3');
  await second.stop();
});

test('a system may take no notice of importTaskIds, and may not count its import results', async (context) => {
  const system = await demoSystem(context, { ignoreTaskIds: true, omitImportCount: true });
  const [campaign = ''] = system.state.campaigns.keys();
  const [serverId] = system.state.servers.keys();
  for (const fileName of ['a.xlsx', 'b.xlsx']) {
    const path = isalesPath(system, 'calldatafile', 'uploadFileServer', campaign);
    await callDemo(system, { path, body: { serverId, fileName } });
  }
  const path = isalesPath(system, 'calldatafile', 'queryDataImportTask', campaign);
  const { json } = await callDemo(system, { path, body: { offset: 0, limit: 10, importTaskIds: ['1'] } });
  assert.deepEqual([(json['result'] as unknown[]).length, json['count']], [2, undefined]);
});
