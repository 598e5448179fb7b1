import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { CallListEngine } from '../../../src-main/call-list/engine.ts';
import { faults, foreignPhones } from '../../support/list-faults.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const folder = `${faults}foreign/`;

test('the phone of a foreign list is proposed, and never another’s number', async () => {
  for (const [file, columns] of Object.entries(foreignPhones)) {
    const engine = await CallListEngine.open(folder + file);
    const { mapping } = await engine.propose();
    await engine.close();
    assert.deepEqual(
      mapping?.called.map(({ column }) => column),
      columns,
      file,
    );
  }
});

test('customers whom a list marks as not to be called are left out, with any mapping, and stay so', async () => {
  const engine = await CallListEngine.open(`${folder}salesforce.csv`);
  try {
    const mapping = { called: [{ column: 'MobilePhone' }] };
    const summary = await engine.check({ ivr: false, duplicates: 'first', mapping });
    assert.deepEqual([summary.ready, summary.rejected], [1, 1]);
    assert.deepEqual(
      [...engine.checked.allIssues()].map(({ row, rule }) => [row, rule]),
      [[3, 'marked-do-not-call']],
    );
    const edited = await engine.checked.edit([
      { row: 3, column: 'called', value: '[{"calledNo":"13900770009"}]' },
    ]);
    assert.equal(edited.ready, 1);
  } finally {
    await engine.close();
  }
});

test('numbers of the people around a customer are not proposed', async (context) => {
  const path = join(tempFolder(context), 'list.csv');
  for (const header of [
    '客服电话',
    '供应商电话',
    'Supplier telephone',
    'Referrer phone',
    'Account manager mobile',
    'Wife phone',
    '寄件人电话',
    '门店电话',
    'Телефон помощника',
    'Telefon Sekretariat',
  ]) {
    writeFileSync(path, `Name,${header},Phone\nLi,02083630001,13900770001\nWang,02083630002,13900770002\n`);
    const engine = await CallListEngine.open(path);
    const { mapping } = await engine.propose();
    await engine.close();
    assert.deepEqual(mapping?.called, [{ column: 'Phone' }], header);
  }
});
