import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import ExcelJS from 'exceljs';
import { runCheck } from '../../../src-main/call-list/check-command.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const template = ['sessionId', 'called', 'caller', 'callData', 'customField', 'recycleTime'];
const customer = ['K1', '[{"calledNo":"13900770001"}]', '', '', '', ''];

type Sheets = Readonly<Record<string, readonly (readonly string[])[]>>;

/** Checks a workbook of which the sheets named hidden… are that. */
async function checked(folder: string, sheets: Sheets, ...args: string[]) {
  const workbook = new ExcelJS.Workbook();
  for (const [name, rows] of Object.entries(sheets)) {
    const sheet = workbook.addWorksheet(name, {
      state: name.startsWith('hidden') ? 'veryHidden' : 'visible',
    });
    for (const row of rows) sheet.addRow([...row]);
  }
  const path = join(folder, 'list.xlsx');
  await workbook.xlsx.writeFile(path);
  let out = '';
  let err = '';
  const output = { out: (text: string) => (out += text), err: (text: string) => (err += text) };
  const status = await runCheck([path, ...args], output);
  return { status, out, err };
}

const lists: Sheets = {
  'in template form': [template, customer],
  'of another form': [
    ['姓名', '手机号'],
    ['李娜', '13900770001'],
    ['王芳', '13900770002'],
  ],
};

for (const [form, list] of Object.entries(lists)) {
  test(`the sheet of a hidden list ${form} is named where the others are none`, async (context) => {
    const sheets = { Notes: [['Please fill in the list'], ['Thank you']], 'hidden one': list };
    const { status, err } = await checked(tempFolder(context), sheets);
    assert.equal(status, 2);
    assert.match(err, /not read: hidden one \(hidden\)/);
  });

  test(`a hidden list ${form} beside empty sheets is read, and said to be hidden`, async (context) => {
    const folder = tempFolder(context);
    const sheets = { Empty: [], 'hidden one': list };
    const { out, err } = await checked(folder, sheets);
    assert.match(out + err, /is hidden in the workbook: hidden one/);
    if (form !== 'in template form') return;
    const { notes } = JSON.parse((await checked(folder, sheets, '--json')).out) as { notes: unknown };
    assert.deepEqual(notes, [{ kind: 'hidden-sheet', sheets: ['hidden one'] }]);
  });
}

test('of a list that cannot be checked it is said how its text was read', async (context) => {
  const garbled = new TextDecoder('windows-1252').decode(Buffer.from('李娜'));
  const { status, err } = await checked(tempFolder(context), {
    List: [
      ['a', 'b'],
      [garbled, 'x'],
    ],
  });
  assert.equal(status, 2);
  assert.match(err, /garbled text: .* was probably 李娜/);
});
