import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { OpenCallLists } from '../../../src-main/features/imports/open-call-lists.ts';
import { keptChanges } from '../../../src-main/features/imports/kept-changes.ts';
import type { Mapping } from '../../../src-main/contract/mapping.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const quiet = (): void => undefined;
const byMobile: Mapping = { called: [{ column: 'mobile' }], customField: { column: 'note' } };
const withCaller: Mapping = { ...byMobile, caller: { column: 'from' } };
const byHome: Mapping = { ...byMobile, called: [{ column: 'home' }] };

async function listOf(context: TestContext) {
  const path = join(tempFolder(context), 'list.csv');
  writeFileSync(
    path,
    'mobile,home,note,from\n138 0013 8000,075583630000,a,100\nnone,075583630001,b,100\n13900139000,075583630002,c,100\n',
  );
  const lists = new OpenCallLists();
  context.after(() => lists.closeAll());
  const { list } = await lists.open(path);
  const check = (mapping: Mapping) => lists.check(list, { duplicates: 'first', ivr: false, mapping }, quiet);
  const value = '[{"calledNo":"13700137000"}]';
  const mend = () =>
    lists.mend(list, { chosen: { mends: ['remove-separators'], options: { countryCode: '86' } }, scope: {} });
  const edit = () => lists.edit(list, { row: 3, column: 'called', value });
  const calledIn = async (row: number): Promise<string | undefined> =>
    (await lists.session(list).rowAt(row)).values.find(({ column }) => column === 'called')?.value;
  return { lists, list, check, mend, edit, calledIn, value };
}

suite('changes of a list', () => {
  test('are made again after another column is mapped, as far as theirs are filled as before', async (context) => {
    const { lists, list, check, edit, calledIn, value } = await listOf(context);
    await check(byMobile);
    await edit();
    assert.equal((await check(withCaller)).ready, 3 - 1);
    assert.equal(await calledIn(3), value);
    assert.deepEqual(lists.changes(list), { made: 1, undone: 0, lost: 0 });
  });

  test('that would be lost are counted before, and gone after', async (context) => {
    const { lists, list, check, edit, calledIn } = await listOf(context);
    await check(byMobile);
    await edit();
    const options = { duplicates: 'first', ivr: false, mapping: byHome } as const;
    assert.equal(lists.changes(list, options).lost, 1);
    await check(byHome);
    assert.match((await calledIn(3)) ?? '', /075583630001/);
    assert.equal(lists.changes(list).made, 0);
  });

  test('are taken back one by one, and made again', async (context) => {
    const { lists, list, check, mend, edit } = await listOf(context);
    const ready = [(await check(byMobile)).ready];
    ready.push((await mend()).ready, (await edit()).summary.ready);
    assert.deepEqual(ready, [1, 2, 3]);
    assert.equal((await lists.step(list, 'undo', quiet)).ready, 2);
    assert.equal((await lists.step(list, 'undo', quiet)).ready, 1);
    assert.deepEqual(lists.changes(list), { made: 0, undone: 2, lost: 0 });
    await assert.rejects(lists.step(list, 'undo', quiet), { code: 'conflict' });
    assert.equal((await lists.step(list, 'redo', quiet)).ready, 2);
    // another change, and what was taken back is gone
    await edit();
    assert.deepEqual(lists.changes(list), { made: 2, undone: 0, lost: 0 });
  });
});

test('of other rows nothing is kept, and a mend of all columns stands on all of them', () => {
  const change = { row: 2, column: 'called', value: 'x' } as const;
  const mend = { chosen: { mends: ['trim' as const], options: { countryCode: '86' } }, scope: {} };
  const before = { mapping: byMobile, headerRow: 1 };
  assert.deepEqual(keptChanges([change, mend], before, { ...before, headerRow: 2 }), { kept: [], lost: 2 });
  assert.deepEqual(keptChanges([change, mend], before, { ...before, mapping: withCaller }), {
    kept: [change],
    lost: 1,
  });
  assert.deepEqual(keptChanges([change, mend], before, { ...before }), { kept: [change, mend], lost: 0 });
});
