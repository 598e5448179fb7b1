import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { callCauses } from '../../../src-main/contract/fail-codes.ts';
import { usualPlan } from '../../../src-main/contract/number-plan.ts';
import { openLog } from '../../../src-main/shell/log.ts';
import { placeWithDemo, readyServer } from '../../support/demo-import.ts';
import type { Dialdesk } from '../../support/dialdesk.ts';
import { filesWith } from '../../support/files-with.ts';
import { runningCampaign } from '../../support/imported-records.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { unzip } from '../../support/unzip.ts';

/** As they stand in the list, and as they are once they are mended. */
const numbers = {
  plain: '13911112001',
  mended: '139 1111 2002',
  mendedTo: '13911112002',
  withCode: '+8613911112003',
  withCodeTo: '13911112003',
  rejected: '13911112004x',
  repeated: '13911112005',
  caller: '075511112006',
  second: '075511112007',
  blocked: '13911112008',
  marked: '13911112009',
  inNote: '13911112010',
  short: '1391111298',
  replaced: '13911112012-',
} as const;
/** Typed in by hand: into a cell, and to be forgotten. */
const typed = '13911112013';
const sought = '13911112014';
const names = ['CanaryCustomerOuyang', 'CanaryCustomerSitu'];

const all = [...Object.values(numbers), typed, sought, ...names];

const header = ['手机', '电话', '主叫', '姓名', '备注', '免打扰'];
const row = (phone: string, { second = '', name = names[0], note = '', mark = '' } = {}): string[] => [
  ...[phone, second, numbers.caller, name ?? '', note, mark],
];
const rows = [
  header,
  row(numbers.plain, { second: numbers.second }),
  row(numbers.mended),
  row(numbers.withCode, { name: names[1] }),
  row(numbers.rejected),
  row(numbers.repeated),
  row(numbers.repeated),
  row(numbers.blocked),
  row(numbers.marked, { mark: '是' }),
  row('13911112099', { note: `ask for ${numbers.inNote}` }),
  row(numbers.short),
  row(numbers.replaced),
];
const mapping = {
  called: [{ column: '手机' }, { column: '电话' }],
  caller: { column: '主叫' },
  callData: {
    pack: [
      { name: 'name', column: '姓名' },
      { name: 'note', column: '备注' },
    ],
  },
};

/**
 * A list on its whole way: checked under a plan and against a do-not-call list, mended and edited, prepared, sent, compared
 * with what was sent, its results fetched and called again, with everything saved that can be. Its numbers are in the
 * outbox's workbooks, and what was typed into a cell in the row of its job and its manifest; nowhere else, and nowhere once
 * the job is gone.
 */
test('the numbers of a list are where they wait to be sent, and in no other file that Dialdesk keeps or gives away', async (context) => {
  const fileLog = (folder: string) => {
    const log = openLog(join(folder, 'logs'));
    return { record: (entry: object) => log.info('request', entry) };
  };
  const place = await placeWithDemo(context, {}, fileLog, tempFolder(context), {
    callsPerMinute: 100_000_000,
  });
  const { dialdesk, demo, folder, id: connectionId } = place;
  const { client, dialogs } = dialdesk;
  const { callLists, imports, callResults } = client;
  const elsewhere = tempFolder(context);
  const serverId = await readyServer(place);

  const blocked = join(elsewhere, 'blocked.csv');
  writeFileSync(blocked, `phone\r\n${numbers.blocked}\r\n`);
  await client.doNotCallLists.add({ token: await dialdesk.drop(blocked) });

  const source = join(elsewhere, 'list.csv');
  writeFileSync(source, rows.map((cells) => cells.join(',')).join('\r\n'));
  const options = {
    mapping,
    numberPlan: usualPlan('CN'),
    calledBefore: { connectionId, action: 'warn', days: 7 },
  } as const;
  const open = async (): Promise<string> => {
    const { list } = await callLists.open({ token: await dialdesk.drop(source) });
    await callLists.check({ list, options });
    return list;
  };
  const list = await open();
  await callLists.issues({ list, query: { offset: 0, limit: 100, search: numbers.short } });
  const mends = { chosen: { mends: ['number-plan', 'remove-separators'], options: {} }, scope: {} } as const;
  const chosen = { ...mends, chosen: { ...mends.chosen, mends: [...mends.chosen.mends] } };
  await callLists.previewMends({ list, mends: chosen });
  await callLists.mend({ list, mends: chosen });
  const value = `[{"calledNo":"${typed}"}]`;
  await callLists.edit({ list, edit: { row: 5, column: 'called', value } });
  for (const to of ['undo', 'redo'] as const) await callLists.step({ list, to });
  dialogs.save = join(elsewhere, 'problems.csv');
  await callLists.saveProblems({ list });
  dialogs.save = join(elsewhere, 'rejects.xlsx');
  await callLists.saveRejects({ list });

  const campaignId = runningCampaign(demo).id;
  const destination = { connectionId, serverId, folder: '', fileName: 'leads.xlsx' };
  const to = { connectionId, campaignId, replace: false, startsAt: null, split: false };
  const plan = { ...destination, campaignId, serverName: null, startsAt: null };
  const [kept] = await imports.prepare({ list, name: 'kept', plan });
  const [sent] = await imports.add({ list, name: 'leads', ...to, destination });
  assert.ok(kept && sent);
  await dialdesk.until(kept.id, 'prepared');
  await imports.duplicate({ id: kept.id, name: 'copy' });
  dialogs.save = join(elsewhere, 'kept.dialdesk');
  await imports.exportPrepared({ id: kept.id });
  await dialdesk.until(sent.id, 'done');
  await dialdesk.untilResult(sent.id, ({ following }) => following === 'ended');

  // the same customers again, and one of them to be forgotten
  const again = await open();
  const summary = await callLists.check({ list: again, options: { ...options, duplicates: 'none' } });
  assert.ok((summary.calledBefore?.rows ?? 0) > 0, 'what was sent is remembered');
  await client.memory.eraseNumber({ number: sought });
  await client.memory.eraseNumber({ number: numbers.plain });

  dialogs.save = join(elsewhere, 'results.xlsx');
  const results = await callResults.fetch({ job: sent.id, list: 'beside' });
  await dialdesk.until(results?.id ?? '', 'done');
  const offered = await callResults.of({ job: sent.id });
  assert.ok(offered);
  // It may be that nobody failed.
  await callResults
    .callAgain({ job: sent.id, causes: [...callCauses], name: 'again' })
    .catch(() => undefined);

  await exportAll(dialdesk, folder);
  const waiting = join(folder, 'outbox', kept.id, 'clean.xlsx');
  assert.ok((await filesOf(folder, numbers.plain)).includes(waiting), 'what is in workbooks is found');
  assert.ok((await filesOf(folder, typed)).some((path) => path.includes('dialdesk.db')));
  for (const text of all) {
    const found = (await filesOf(folder, text)).filter(
      (path) =>
        !/[\\/]outbox[\\/].*\.xlsx$/.test(path) &&
        !(text === typed && /(?:dialdesk\.db(?:-wal)?|[\\/]outbox[\\/].*manifest\.json)$/.test(path)),
    );
    assert.deepEqual(found, [], text);
  }

  const { jobs } = await client.outbox.list({ search: '', offset: 0, limit: 100 });
  assert.ok(jobs.length >= 4);
  for (const { id } of jobs) await client.outbox.remove({ id });
  for (const open of [list, again]) await callLists.close({ list: open });
  await dialdesk.close();
  for (const text of all) assert.deepEqual(await filesOf(folder, text), [], `${text} is left`);
});

/** Saves what leaves the app about itself, unpacked, into a folder beside its own files. */
async function exportAll({ client, dialogs }: Dialdesk, folder: string): Promise<void> {
  dialogs.save = join(folder, 'activity.csv');
  await client.activity.saveCsv({});
  dialogs.save = join(folder, 'settings.json');
  await client.backup.save({});
  dialogs.save = join(folder, 'diagnostics.zip');
  await client.diagnostics.save();
  for (const [name, content] of unzip(readFileSync(dialogs.save)))
    writeFileSync(join(folder, name.replace('/', '-')), content);
}

/** The files below a folder with a text in them, or in an archive that they are. */
async function filesOf(folder: string, text: string): Promise<string[]> {
  const found = await filesWith(folder, text);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !/\.(?:xlsx|zip|dialdesk)$/.test(entry.name)) continue;
    // in a workbook, texts are JSON in XML
    const parts = [...unzip(readFileSync(path)).values()];
    if (parts.some((part) => part.includes(text))) found.push(path);
  }
  return found;
}
