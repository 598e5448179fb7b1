import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import exceljs from 'exceljs';
import type { DemoSystem } from '../../../src-main/demo/demo-system.ts';
import type { ImportTask } from '../../../src-main/demo/records.ts';
import { callDemo, isalesPath } from '../../support/demo-client.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { eventually } from '../../support/eventually.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** Puts a workbook on the file server, at a path as SFTP users see it. */
async function put(system: DemoSystem, path: string, rows: readonly (readonly string[])[]): Promise<void> {
  const workbook = new exceljs.Workbook();
  const sheet = workbook.addWorksheet('data');
  for (const row of rows) sheet.addRow(row);
  const target = join(system.sftp.rootPath, path);
  await mkdir(dirname(target), { recursive: true });
  await workbook.xlsx.writeFile(target);
}

const number = (calledNo: string) => `[{"calledNo":"${calledNo}"}]`;
const header = ['sessionId', 'called', 'caller'];
const campaignOf = (system: DemoSystem, index = 0) => [...system.state.campaigns.keys()][index] as string;
const serverOf = (system: DemoSystem, index = 0) => [...system.state.servers.keys()][index] as string;

async function start(system: DemoSystem, body: object, campaign = campaignOf(system)) {
  const path = isalesPath(system, 'calldatafile', 'uploadFileServer', campaign);
  const request = { serverId: serverOf(system), fileName: 'list.xlsx', ...body };
  return (await callDemo(system, { path, body: request, headers: { locale: 'en_US' } })).json;
}

async function query(system: DemoSystem, body: object, campaign = campaignOf(system)) {
  const path = isalesPath(system, 'calldatafile', 'queryDataImportTask', campaign);
  const { json } = await callDemo(system, { path, body });
  return { code: json['resultCode'], count: json['count'], result: json['result'] as Task[] };
}

interface Task {
  id: string;
  beginTime: string | null;
  endTime: string | null;
  status: string;
  succNum: number;
  repeatNum: number;
  failNum: number;
  blackNum: number;
  errMsg: string;
}

/** Starts an import and waits for its end. */
async function imported(system: DemoSystem, body: object, campaign = campaignOf(system)): Promise<Task> {
  const started = await start(system, body, campaign);
  assert.equal(started['resultCode'], '0200000', JSON.stringify(started));
  const id = started['importTaskId'] as string;
  return eventually(async () => {
    const { result } = await query(system, { offset: 0, limit: 1, importTaskIds: [id] }, campaign);
    return result.find(({ status }) => status === '2' || status === '3');
  });
}

const counts = ({ succNum, repeatNum, failNum, blackNum }: Task) => [succNum, repeatNum, failNum, blackNum];

test('every record is imported, repeated, failed or blocked', async (context) => {
  const system = await demoSystem(context, { blockedNumbers: ['10086'] });
  await put(system, '/home/isales/list.xlsx', [
    header,
    ['a', number('13800000001'), ''],
    ['b', number('13800000002'), '95588'],
    ['c', "[{'calledNo':13800000003}]", ''],
    ['d', number('13800000001'), ''],
    ['e', number('10086'), ''],
    ['f', '13800000004', ''],
    ['', '', ''],
    ['g', number('13800000005'), '1'.repeat(25)],
  ]);
  const task = await imported(system, {});
  assert.deepEqual([task.status, task.errMsg], ['2', '']);
  assert.deepEqual(counts(task), [3, 1, 2, 1]);
  // as in the vendor's example
  for (const time of [task.beginTime, task.endTime]) {
    assert.match(time ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/);
  }
  assert.ok(Date.parse(task.endTime ?? '') >= Date.parse(task.beginTime ?? ''));
});

test('numbers of earlier imports are repeats in the same campaign only', async (context) => {
  const system = await demoSystem(context);
  const rows = [header, ['a', number('1001'), ''], ['b', number('1002'), '']];
  await put(system, '/home/isales/list.xlsx', rows);
  assert.deepEqual(counts(await imported(system, {})), [2, 0, 0, 0]);
  assert.deepEqual(counts(await imported(system, {})), [0, 2, 0, 0]);
  assert.deepEqual(counts(await imported(system, {}, campaignOf(system, 1))), [2, 0, 0, 0]);
  assert.deepEqual(system.counters.imports, { [campaignOf(system)]: 2, [campaignOf(system, 1)]: 1 });
});

test('two imports of a campaign at once count each number once', async (context) => {
  const system = await demoSystem(context);
  const rows = Array.from({ length: 500 }, (_, index) => ['', number(String(1000 + index)), '']);
  await put(system, '/home/isales/list.xlsx', [header, ...rows]);
  const tasks = await Promise.all([imported(system, {}), imported(system, {})]);
  assert.equal(tasks[0].succNum + tasks[1].succNum, 500);
  assert.equal(tasks[0].repeatNum + tasks[1].repeatNum, 500);
});

test('the path is below the default path of the server', async (context) => {
  const system = await demoSystem(context);
  await put(system, '/data/outbound/2026/01/new list 名单.xlsx', [header, ['', number('1'), '']]);
  const body = { serverId: serverOf(system, 2), fileName: 'new list 名单.xlsx' };
  for (const filePath of ['/2026/01', '2026/01', '2026/01/']) {
    assert.equal((await imported(system, { ...body, filePath })).status, '2', filePath);
  }
  assert.equal((await imported(system, { ...body, filePath: '/2026' })).status, '3');
});

test('what cannot be read makes a task that failed, with its reason', async (context) => {
  const system = await demoSystem(context);
  const root = join(system.sftp.rootPath, 'home/isales');
  await writeFile(join(root, 'text.xlsx'), 'sessionId,called\n');
  await mkdir(join(root, 'folder.xlsx'));
  await put(system, '/home/isales/other.xlsx', [
    ['name', 'phone'],
    ['a', '1'],
  ]);
  await put(system, '/home/isales/header.xlsx', [header]);
  await put(system, '/home/isales/list.xlsx', [header, ['', number('1'), '']]);
  const [first] = system.state.servers.values();
  for (const [body, reason] of [
    [{ fileName: 'missing.xlsx' }, /\/home\/isales\/missing.xlsx does not exist/],
    [{ fileName: 'folder.xlsx' }, /does not exist/],
    [{ fileName: 'text.xlsx' }, /./],
    [{ fileName: 'other.xlsx' }, /no column "called"/],
    [{ fileName: 'header.xlsx' }, /no records/],
    [{ serverId: serverOf(system, 4) }, /no address/],
    [{ serverId: serverOf(system, 5) }, /connect to the file server 192\.0\.2\.1:22/],
  ] as const) {
    const task = await imported(system, body);
    assert.equal(task.status, '3', JSON.stringify(body));
    assert.match(task.errMsg, reason);
  }
  // A server whose registration is changed is used as it is now registered.
  Object.assign(first ?? {}, { password: 'another-one' });
  assert.match((await imported(system, {})).errMsg, /user name or password/);
});

test('parameters are checked before a task is made', async (context) => {
  const system = await demoSystem(context);
  for (const [body, code] of [
    [{ serverId: undefined }, '02000001'],
    [{ serverId: '' }, '02000001'],
    [{ serverId: 5 }, '02000006'],
    [{ serverId: 'unknown' }, '0200001'],
    [{ fileName: undefined }, '02000001'],
    [{ fileName: 'list.csv' }, '02000007'],
    [{ fileName: 'a/list.xlsx' }, '02000002'],
    [{ fileName: `${'a'.repeat(252)}.xlsx` }, '02000003'],
    [{ filePath: 7 }, '02000006'],
    [{ filePath: '/../other' }, '02000002'],
    [{ filePath: `/${'a'.repeat(256)}` }, '02000003'],
    [{ hour: '18' }, '02000010'],
    [{ minute: '30' }, '02000010'],
    [{ hour: '18', minute: '' }, '02000010'],
    [{ hour: '24', minute: '00' }, '02000007'],
    [{ hour: '18', minute: '60' }, '02000007'],
    [{ hour: 18, minute: 30 }, '02000006'],
  ] as const) {
    assert.equal((await start(system, body))['resultCode'], code, JSON.stringify(body));
  }
  assert.equal((await start(system, {}, 'unknown'))['resultCode'], '0200001');
  assert.equal(system.state.imports.length, 0);
  assert.deepEqual(system.counters.imports, {});
});

test('a scheduled import waits for the hour of the call centre’s clock', async (context) => {
  let now = new Date(2026, 4, 6, 17, 59, 0);
  const system = await demoSystem(context, { clock: () => now });
  await put(system, '/home/isales/list.xlsx', [header, ['', number('1'), '']]);
  const today = await start(system, { hour: '18', minute: '05' });
  const tomorrow = await start(system, { hour: '9', minute: '0' });
  assert.equal(today['resultDesc'], 'Exporting data... View details in Import Result.');
  const [first, second] = system.state.imports as [ImportTask, ImportTask];
  assert.equal(first.dueTime, new Date(2026, 4, 6, 18, 5).getTime());
  assert.equal(second.dueTime, new Date(2026, 4, 7, 9, 0).getTime());
  const waiting = await query(system, { offset: 0, limit: 10 });
  assert.deepEqual(
    waiting.result.map(({ id, status, beginTime }) => [id, status, beginTime]),
    [
      [tomorrow['importTaskId'], '0', null],
      [today['importTaskId'], '0', null],
    ],
  );
  now = new Date(2026, 4, 6, 18, 5, 0);
  await eventually(() => (first.status === '2' ? true : undefined));
  assert.equal(first.succNum, 1);
  assert.equal(second.status, '0');
});

test('results are listed newest first, by page and by ID', async (context) => {
  const system = await demoSystem(context);
  const ids: unknown[] = [];
  for (let round = 0; round < 3; round += 1) {
    ids.unshift((await start(system, { fileName: `${round}.xlsx` }))['importTaskId']);
  }
  const all = await query(system, { offset: 0, limit: 10 });
  assert.deepEqual([all.count, all.result.map(({ id }) => id)], [3, ids]);
  const second = await query(system, { offset: 1, limit: 1 });
  assert.deepEqual([second.count, second.result.map(({ id }) => id)], [3, [ids[1]]]);
  const one = await query(system, { offset: 0, limit: 10, importTaskIds: [ids[2]] });
  assert.deepEqual([one.count, one.result.map(({ id }) => id)], [1, [ids[2]]]);
  assert.equal((await query(system, { offset: 0, limit: 10 }, campaignOf(system, 1))).count, 0);
  assert.equal((await query(system, { offset: 0, limit: 10 }, 'unknown')).code, '0200001');
  assert.equal((await query(system, { offset: 0 })).code, '02000001');
});

test('stopping ends imports that run or wait', async (context) => {
  const system = await demoSystem(context, { preparingMs: 60_000 });
  await start(system, {});
  await start(system, { hour: '3', minute: '3' });
  await system.stop();
  assert.deepEqual(
    system.state.imports.map(({ status }) => status),
    ['0', '0'],
  );
});

test('an import that fails leaves nothing behind', async (context) => {
  const system = await demoSystem(context, {
    readWorkbook: (path, visit) => {
      for (const calledNo of ['1001', '1002']) visit({ called: number(calledNo) });
      return path.endsWith('broken.xlsx') ? Promise.reject(new Error('damaged')) : Promise.resolve();
    },
  });
  for (const name of ['broken.xlsx', 'list.xlsx']) await put(system, `/home/isales/${name}`, [header]);
  const broken = await imported(system, { fileName: 'broken.xlsx' });
  assert.deepEqual([broken.status, broken.errMsg, ...counts(broken)], ['3', 'damaged', 0, 0, 0, 0]);
  assert.deepEqual(counts(await imported(system, {})), [2, 0, 0, 0]);
});

test('more than 500,000 records fail', async (context) => {
  const system = await demoSystem(context, {
    readWorkbook: (path, visit) => {
      const records = path.endsWith('most.xlsx') ? 500_000 : 500_001;
      for (let record = 0; record < records; record += 1) visit({ called: '[]' });
      return Promise.resolve();
    },
  });
  for (const name of ['most.xlsx', 'more.xlsx']) await put(system, `/home/isales/${name}`, [header]);
  assert.deepEqual(counts(await imported(system, { fileName: 'most.xlsx' })), [0, 0, 500_000, 0]);
  assert.match((await imported(system, { fileName: 'more.xlsx' })).errMsg, /more than 500000 records/);
});

test('after a restart imports are known, and those that were interrupted are taken up again', async (context) => {
  const folder = tempFolder(context);
  const first = await demoSystem(context, { folder });
  await put(first, '/home/isales/list.xlsx', [header, ['', number('1001'), '']]);
  const done = await imported(first, {});
  await first.stop();
  const slow = await demoSystem(context, { folder, preparingMs: 60_000 });
  const waiting = (await start(slow, {}))['importTaskId'];
  await slow.stop();

  const last = await demoSystem(context, { folder });
  const result = await eventually(async () => {
    const page = await query(last, { offset: 0, limit: 10 });
    return page.result.every(({ status }) => status === '2') ? page.result : undefined;
  });
  assert.deepEqual(
    result.map(({ id }) => id),
    [waiting, done.id],
  );
  assert.deepEqual(result[1], done);
  assert.deepEqual(last.counters.imports, {}, 'taking up is not another import');
  await last.stop();
});
