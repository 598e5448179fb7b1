// The log of invocations (vendor's page 0803), and in what systems may differ.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DemoOptions, DemoSystem } from '../../../src-main/demo/demo-system.ts';
import { callDemo, isalesPath } from '../../support/demo-client.ts';
import { demoSystem } from '../../support/demo-system.ts';

const period = { beginTime: '2026-05-06 06:00:00', endTime: '2026-05-06 08:00:00' };
type Fields = Readonly<Record<string, unknown>>;

async function place(context: Parameters<typeof demoSystem>[0], options: Partial<DemoOptions> = {}) {
  let now = new Date('2026-05-06T07:00:00Z').getTime();
  const system = await demoSystem(context, { clock: () => new Date(now), ...options });
  const [campaign] = system.state.campaigns.keys();
  const [serverId] = system.state.servers.keys();
  assert.ok(campaign && serverId);
  const path = isalesPath(system, 'calldatafile', 'uploadFileServer', campaign);
  return {
    system,
    path,
    pass: (ms: number) => (now += ms),
    send: (fileName: string) => callDemo(system, { path, body: { serverId, fileName } }),
    logs: (fields: Fields = {}) => logs(system, { offset: 0, limit: 10, ...period, ...fields }),
  };
}

async function logs(system: DemoSystem, body: Fields) {
  const { status, json } = await callDemo(system, { path: isalesPath(system, 'calllogs'), body });
  return { status, json, rows: (json['result'] ?? []) as Fields[] };
}

test('each call is recorded as the document has it, also one that was refused', async (context) => {
  const { system, path, send, logs } = await place(context);
  await send('a.xlsx');
  await send('a.doc');
  const { json, rows } = await logs();
  assert.deepEqual(
    [json['resultCode'], json['count'], rows.map(({ resultCode }) => resultCode)],
    ['0200000', 2, ['0200000', '02000007']],
  );
  const [first] = rows;
  const [serverId] = system.state.servers.keys();
  assert.deepEqual(Object.keys(first ?? {}), [
    ...['id', 'operTime', 'url', 'request', 'resultCode', 'resultDesc', 'httpStatus', 'type'],
  ]);
  assert.deepEqual(
    [first?.['operTime'], first?.['url'], first?.['request'], first?.['httpStatus'], first?.['type']],
    ['2026-05-06T07:00:00.000+00:00', path, JSON.stringify({ serverId, fileName: 'a.xlsx' }), 200, 'POST'],
  );
});

test('what does not reach the system is not recorded, and what it answered is, also where that was lost', async (context) => {
  const { system, send, logs } = await place(context);
  system.faults.add({
    http: [
      { on: 'uploadFileServer', fault: { kind: 'reset' } },
      { on: 'uploadFileServer', fault: { kind: 'lost' } },
      { on: 'uploadFileServer', fault: { kind: 'lost', resultCode: '02000007' } },
    ],
  });
  for (const name of ['reset.xlsx', 'lost.xlsx', 'refused.xlsx']) await assert.rejects(send(name));
  const { rows } = await logs();
  assert.deepEqual(
    rows.map(({ request, resultCode }) => [(JSON.parse(String(request)) as Fields)['fileName'], resultCode]),
    [
      ['lost.xlsx', '0200000'],
      ['refused.xlsx', '02000007'],
    ],
  );
  assert.equal(system.state.imports.length, 1);
});

test('the page, the address and the period are as strict as the document', async (context) => {
  const { path, send, logs } = await place(context);
  for (const name of ['a.xlsx', 'b.xlsx', 'c.xlsx']) await send(name);
  const codes = async (fields: Fields) => (await logs(fields)).json['resultCode'];
  assert.deepEqual(await codes({ limit: 101 }), '02000007');
  assert.deepEqual(await codes({ limit: 0 }), '02000007');
  assert.deepEqual(await codes({ offset: undefined }), '02000001');
  assert.deepEqual(await codes({ offset: 1, limit: 2 }), '02000007');
  assert.deepEqual(await codes({ beginTime: undefined }), '02000001');
  assert.deepEqual(await codes({ beginTime: '2026-05-06' }), '02000007');
  assert.deepEqual(await codes({ beginTime: '2026-02-30 00:00:00' }), '02000007');
  assert.deepEqual(await codes({ endTime: '2026-05-13 06:00:01' }), '02000007');
  assert.deepEqual(await codes({ endTime: '2026-05-13 06:00:00' }), '0200000');
  assert.deepEqual(await codes({ endTime: '2026-05-06 05:00:00' }), '02000007');
  assert.equal((await logs({ offset: 2, limit: 2, url: path })).rows.length, 1);
  assert.equal((await logs({ url: path.slice(0, -1) })).rows.length, 0);
  assert.equal((await logs({ beginTime: '2026-05-06 07:00:01' })).rows.length, 0);
});

test('systems that differ', async (context) => {
  await context.test('lack it: the address is that of a campaign, and has no such method', async (inner) => {
    const { logs } = await place(inner, { lacks: ['calllogs'] });
    assert.equal((await logs()).status, 405);
    const older = await place(inner, { lacks: ['calllogs', 'campaign'] });
    assert.equal((await older.logs()).status, 404);
  });
  await context.test('match a part, give objects, leave things out, and are late', async (inner) => {
    const { path, send, logs, pass } = await place(inner, {
      logUrl: 'part',
      logRequest: 'object',
      omitLogFields: ['id'],
      omitLogCount: true,
      logDelayMs: 5_000,
    });
    await send('a.xlsx');
    assert.equal((await logs()).rows.length, 0);
    pass(5_000);
    const { json, rows } = await logs({ url: path.slice(20, 60) });
    assert.deepEqual([json['count'], rows[0]?.['id']], [undefined, undefined]);
    assert.equal((rows[0]?.['request'] as Fields | undefined)?.['fileName'], 'a.xlsx');
  });
  await context.test(
    'read the period in a zone of their own, and give a record from outside',
    async (inner) => {
      const { send, logs } = await place(inner, { logZoneMinutes: 480, logOutside: true });
      await send('a.xlsx');
      const local = { beginTime: '2026-05-06 14:00:00', endTime: '2026-05-06 16:00:00' };
      assert.equal((await logs(local)).rows.length, 1);
      const { json, rows } = await logs();
      assert.deepEqual([json['count'], rows.length], [0, 1]);
    },
  );
});
