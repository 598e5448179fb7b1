import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { CallListEngine } from '../../../src-main/call-list/engine.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const folder = new URL('../../fixtures/call-list/faults/foreign/', import.meta.url).pathname;

/** For each list, the columns that are proposed as phones. */
const phones: Readonly<Record<string, readonly (string | number)[]>> = {
  'arabic.csv': ['رقم الهاتف'],
  'chinese-many.csv': ['手机号码', '单位电话'],
  'french.csv': ['Téléphone portable'],
  'german.csv': ['Telefonnummer', 'Handy'],
  'google.csv': ['Phone 1 - Value', 'Phone 2 - Value'],
  'hubspot.csv': ['Phone Number'],
  'ictdialer.csv': [1],
  'indonesian.csv': ['No. HP'],
  'japanese.csv': ['電話番号', '携帯電話'],
  'korean.csv': ['전화번호', '휴대폰'],
  'navaismo.csv': ['Number'],
  'orders.csv': ['Phone'],
  'portuguese.csv': ['Telefone', 'Celular'],
  'russian.csv': ['Номер телефона'],
  'salesforce.csv': ['Phone', 'MobilePhone', 'HomePhone', 'OtherPhone'],
  'spanish.csv': ['Teléfono', 'Móvil'],
  'thai.csv': ['เบอร์โทรศัพท์'],
  'turkish.csv': ['Cep Telefonu'],
  'vicidial.csv': ['phone_number', 'alt_phone'],
  'vietnamese.csv': ['Số điện thoại'],
  'title-row.xlsx': ['手机号'],
  'title-row-40.xlsx': ['手机号'],
  'title-row-merged.xlsx': ['Phone'],
  'title-row-us.xlsx': ['Phone'],
};

test('the phone of a foreign list is proposed, and never another’s number', async () => {
  for (const [file, columns] of Object.entries(phones)) {
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
