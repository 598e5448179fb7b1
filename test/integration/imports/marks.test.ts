import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import type { CarriedFields } from '../../../src-main/contract/list-mark.ts';
import { madeMark } from '../../../src-main/contract/list-mark.ts';
import type { ImportPlan } from '../../../src-main/contract/imports.ts';
import type { Job } from '../../../src-main/contract/jobs.ts';
import { readRows } from '../../support/read-rows.ts';
import { checkedList, placeWithDemo, readyServer, type DemoPlace } from '../../support/demo-import.ts';
import { callDemo } from '../../support/demo-client.ts';

const called = (number: number | string): string => `"[{""calledNo"":""${number}""}]"`;

/** A list whose rows carry these in customField. */
function listWith(place: DemoPlace, fields: readonly string[], name = 'list.csv'): string {
  const path = join(place.folder, name);
  const rows = fields.map((field, index) => `${called(13_800_138_000 + index)},${field}`);
  writeFileSync(path, ['called,customField', ...rows].join('\n'));
  return path;
}

async function ready(context: TestContext) {
  const place = await placeWithDemo(context);
  const serverId = await readyServer(place);
  const [campaignId = ''] = place.demo.state.campaigns.keys();
  let count = 0;
  const asked = () => ({
    name: `import ${++count}`,
    connectionId: place.id,
    campaignId,
    destination: { connectionId: place.id, serverId, folder: '', fileName: `list-${count}.xlsx` },
    replace: false,
    startsAt: null,
  });
  const add = async (path: string, more: object = {}): Promise<Job> => {
    const list = await checkedList(place, path);
    const [job] = await place.dialdesk.client.imports.add({ list, ...asked(), ...more });
    return job ?? assert.fail('no job');
  };
  /** What the numbers in the campaign carry, once the import has been carried out. */
  const carried = async (job: Job): Promise<string[]> => {
    await place.dialdesk.until(job.id, 'done');
    for (;;) {
      const task = place.demo.state.imports.at(-1);
      if (task?.status === '2') break;
      assert.notEqual(task?.status, '3', task?.errMsg);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const records = place.demo.state.imported.get(campaignId);
    return Array.from({ length: records?.size ?? 0 }, (_, at) => records?.at(at).customField ?? '');
  };
  return { ...place, serverId, campaignId, asked, add, carried };
}

const markOf = ({ summary }: Job) =>
  summary.kind === 'import' ? { mark: summary.mark, markOrigin: summary.markOrigin } : null;

suite('the mark of a list', () => {
  test('is written into every row where the rows carry nothing, another one each time', async (context) => {
    const place = await ready(context);
    const path = listWith(place, ['', '  ', '']);
    const list = await checkedList(place, path);
    const [job] = await place.dialdesk.client.imports.add({ list, ...place.asked() });
    assert.ok(job);
    const mark = madeMark(list);
    assert.match(mark, /^dd-[0-9a-f]{12}$/);
    assert.deepEqual(markOf(job), { mark, markOrigin: 'dialdesk' });
    assert.deepEqual(await place.carried(job), [mark, mark, mark]);
    const [again] = await place.dialdesk.client.imports.add({ list, ...place.asked(), again: [job.id] });
    assert.notEqual(markOf(again ?? job)?.mark, mark);
    assert.match(markOf(again ?? job)?.mark ?? '', /^dd-[0-9a-f]{12}$/);
  });

  const cases: [string, string[], object, CarriedFields, object][] = [
    ['switched off', ['', ''], { mark: false }, { kind: 'none' }, { mark: null, markOrigin: 'off' }],
    [
      'one value',
      ['A 1', 'A 1'],
      {},
      { kind: 'one', value: 'A 1', rows: 2 },
      { mark: 'A 1', markOrigin: 'list' },
    ],
    ['a single row', ['A'], {}, { kind: 'one', value: 'A', rows: 1 }, { mark: null, markOrigin: 'rows' }],
    ['own values', ['A', 'B'], {}, { kind: 'own' }, { mark: null, markOrigin: 'rows' }],
    ['a value in some rows', ['A', ''], {}, { kind: 'own' }, { mark: null, markOrigin: 'rows' }],
  ];
  for (const [name, fields, more, found, mark] of cases) {
    test(`rows are sent as they are: ${name}`, async (context) => {
      const place = await ready(context);
      const { list } = await place.dialdesk.client.callLists.open({
        token: await place.dialdesk.drop(listWith(place, fields)),
      });
      const summary = await place.dialdesk.client.callLists.check({ list, options: {} });
      assert.deepEqual(summary.customField, found);
      const [job] = await place.dialdesk.client.imports.add({ list, ...place.asked(), ...more });
      assert.ok(job);
      assert.deepEqual(markOf(job), mark);
      assert.deepEqual(await place.carried(job), fields);
    });
  }

  test('only rows that are sent count, and what was edited in them', async (context) => {
    const place = await ready(context);
    const path = join(place.folder, 'list.csv');
    const rows: [string, string][] = [
      ['1', 'A'],
      ['1', 'B'],
      ['x', 'C'],
      ['2', 'A'],
    ];
    const lines = rows.map(([number, field]) => `${called(number)},${field}`);
    writeFileSync(path, ['called,customField', ...lines].join('\n'));
    const { list } = await place.dialdesk.client.callLists.open({ token: await place.dialdesk.drop(path) });
    const { customField } = await place.dialdesk.client.callLists.check({ list, options: {} });
    assert.deepEqual(customField, { kind: 'one', value: 'A', rows: 2 });
    const edit = { row: 5, column: 'customField' as const, value: 'D' };
    const { summary } = await place.dialdesk.client.callLists.edit({ list, edit });
    assert.deepEqual(summary.customField, { kind: 'own' });
  });

  test('a list of many values of its own is still told from one with a single one', async (context) => {
    const place = await ready(context);
    const fields = Array.from({ length: 300 }, (_, index) => `v${index}`);
    const list = await checkedList(place, listWith(place, fields));
    const [job] = await place.dialdesk.client.imports.add({ list, ...place.asked() });
    assert.equal(markOf(job ?? assert.fail())?.markOrigin, 'rows');
  });

  test('the same rows are known again, although their mark is another', async (context) => {
    const place = await ready(context);
    const first = await place.add(listWith(place, ['', '']));
    await place.dialdesk.until(first.id, 'done');
    const list = await checkedList(place, listWith(place, ['', ' '], 'exported again.csv'));
    const [second] = await place.dialdesk.client.imports.add({ list, ...place.asked() });
    const waiting = await place.dialdesk.until(second?.id ?? '', 'waiting');
    assert.equal(waiting.waitingFor?.code, 'sent_before');
    const { sent } = await place.dialdesk.client.imports.sentBefore({ kind: 'job', id: second?.id ?? '' });
    assert.deepEqual(
      sent.map(({ jobId, same }) => [jobId, same]),
      [[first.id, 'workbook']],
    );
  });

  test('goes along in a prepared file, and the rows of the file are believed', async (context) => {
    const place = await ready(context);
    const { client, dialogs, until, drop } = place.dialdesk;
    const list = await checkedList(place, listWith(place, ['', '']));
    const plan: ImportPlan = {
      ...{ connectionId: null, campaignId: null, serverId: null, serverName: null },
      ...{ folder: '', fileName: 'a.xlsx', startsAt: null },
    };
    const [job] = await client.imports.prepare({ list, name: 'kept', plan });
    assert.ok(job);
    await until(job.id, 'prepared');
    dialogs.save = join(place.folder, 'kept.dialdesk');
    await client.imports.exportPrepared({ id: job.id });
    const opened = await client.imports.openPrepared({ token: await drop(dialogs.save) });
    assert.deepEqual(markOf(opened.job), markOf(job));
    const clean = join(place.folder, 'outbox', opened.job.id, 'clean.xlsx');
    const rows = await readRows(clean);
    assert.deepEqual([rows[2]?.[4], rows[3]?.[4]], [markOf(job)?.mark, markOf(job)?.mark]);
    const reopened = await place.reopen();
    const found = await reopened.client.outbox.get({ id: job.id });
    assert.deepEqual(markOf(found), markOf(job));
  });

  test('the demo system counts the numbers of each mark', async (context) => {
    const place = await ready(context);
    const job = await place.add(listWith(place, ['', '', '']));
    await place.carried(job);
    const { json } = await callDemo(place.demo, {
      method: 'GET',
      path: `/rest/isales/v2/openapi/campaigns/${place.demo.vdnId}/statistics`,
      query: { campaignId: place.campaignId, batchId: markOf(job)?.mark ?? '' },
    });
    const [counted] = json['countDetail'] as { batchDetail: { batchId: string; totalCount: number }[] }[];
    assert.deepEqual(
      counted?.batchDetail.map(({ batchId, totalCount }) => [batchId, totalCount]),
      [[markOf(job)?.mark, 3]],
    );
  });
});
