import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { openDialdesk, type Dialdesk } from '../../support/dialdesk.ts';
import { readRows } from '../../support/read-rows.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const csv = '手机号码,城市,禁呼\n13800138000,深圳,\n13900139000,广州,是\n';

/** An import of a mapped list, by a do-not-call list, that is kept and was not sent yet. */
async function made(dialdesk: Dialdesk, folder: string, name: string) {
  const source = join(folder, 'crm.csv');
  const blocked = join(folder, 'blocked.txt');
  writeFileSync(source, csv);
  writeFileSync(blocked, '13700137000\n');
  const { list } = await dialdesk.client.callLists.open({ token: await dialdesk.drop(source) });
  const proposal = await dialdesk.client.callLists.propose({ list, findHeader: true });
  await dialdesk.client.callLists.check({
    list,
    options: {
      ...(proposal.proposal.mapping && { mapping: proposal.proposal.mapping }),
      duplicates: 'keep-all',
      callMarked: true,
      doNotCall: await dialdesk.drop(blocked),
    },
  });
  const plan = {
    ...{ connectionId: null, campaignId: 'C-77', serverId: '42', serverName: '192.0.2.1' },
    ...{ folder: 'isales', fileName: 'spring.xlsx', startsAt: null },
  };
  const [job] = await dialdesk.client.imports.prepare({ list, name, plan });
  const id = job?.id ?? '';
  await dialdesk.until(id, 'prepared');
  await dialdesk.client.callLists.close({ list });
  return { id, source, blocked, plan, mapping: proposal.proposal.mapping };
}

suite('the workbooks of imports', () => {
  test('an import is repeated with its file, its mapping, its choices and its destination', async (context) => {
    const folder = tempFolder(context);
    const dialdesk = await openDialdesk(context, folder);
    const { id, blocked, source, plan, mapping: used } = await made(dialdesk, folder, 'Spring');
    const like = await dialdesk.client.imports.repeat({ id });
    assert.equal(like.file.name, 'crm.csv');
    assert.equal(like.options.duplicates, 'keep-all');
    // whom to call although they are marked is decided anew: the file may mark others by now
    assert.equal('callMarked' in like.options, false);
    assert.deepEqual(like.options.mapping, used);
    assert.deepEqual(like.plan, plan);
    assert.equal(like.doNotCall?.name, 'blocked.txt');
    assert.ok(!JSON.stringify(like).includes(folder), 'no path leaves main');
    const { source: opened } = await dialdesk.client.callLists.open({ token: like.file.token });
    assert.equal(opened.name, 'crm.csv');

    // without its do-not-call list it is said which one is missing
    rmSync(blocked);
    const without = await dialdesk.client.imports.repeat({ id });
    assert.deepEqual([without.doNotCall, without.lost], [null, 'blocked.txt']);
    rmSync(source);
    await assert.rejects(dialdesk.client.imports.repeat({ id }), dialdeskError('file_unreadable'));
  });

  test('are saved as they were sent, and written anew once they are no longer kept', async (context) => {
    const folder = tempFolder(context);
    const dialdesk = await openDialdesk(context, folder);
    const { id } = await made(dialdesk, folder, 'Spring');
    const kept = join(folder, 'outbox', id, 'clean.xlsx');
    const before = readFileSync(kept);
    dialdesk.dialogs.save = join(folder, 'saved.xlsx');
    assert.deepEqual((await dialdesk.client.imports.saveWorkbooks({ ids: [id] }))?.saved, ['saved.xlsx']);
    assert.ok(readFileSync(join(folder, 'saved.xlsx')).equals(before));
    rmSync(kept);
    dialdesk.dialogs.save = join(folder, 'anew.xlsx');
    await dialdesk.client.imports.saveWorkbooks({ ids: [id] });
    assert.ok(readFileSync(join(folder, 'anew.xlsx')).equals(before));
    // with the customer who is called although the list marks them
    assert.deepEqual(Object.keys(await readRows(join(folder, 'anew.xlsx'))), ['1', '2', '3']);
    dialdesk.dialogs.save = null;
    assert.equal(await dialdesk.client.imports.saveWorkbooks({ ids: [id] }), null);
  });

  test('of several go into one folder, none over another, and those that cannot be written are named', async (context) => {
    const folder = tempFolder(context);
    const dialdesk = await openDialdesk(context, folder);
    const first = await made(dialdesk, folder, 'Spring');
    const second = await made(dialdesk, folder, 'Spring');
    const third = await made(dialdesk, folder, 'Autumn');
    rmSync(join(folder, 'outbox', third.id, 'clean.xlsx'));
    rmSync(third.source);
    const into = tempFolder(context);
    dialdesk.dialogs.open = [into];
    const ids = [first.id, second.id, third.id];
    const outcome = await dialdesk.client.imports.saveWorkbooks({ ids });
    assert.deepEqual(readdirSync(into).sort(), ['Spring-2.xlsx', 'Spring.xlsx']);
    assert.deepEqual(
      outcome?.refused.map(({ name, error }) => [name, error.code]),
      [['Autumn', 'file_unreadable']],
    );
  });
});
