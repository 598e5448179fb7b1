import assert from 'node:assert/strict';
import test from 'node:test';
import { chooseSheet, type Beginning } from '../../../src-main/call-list/choose-sheet.ts';
import { unreadable } from '../../../src-main/call-list/unreadable.ts';

const beginning = (headers: string[], ...sample: string[][]): Beginning => ({
  headerRow: 1,
  headers,
  sample,
});
const template = ['sessionId', 'called', 'caller', 'callData', 'customField', 'recycleTime'];
const list = beginning(template, ['1', '[{"calledNo":"13900770001"}]', '', '', '', '']);
const explained = beginning(
  ['called', '是', '被叫号码'],
  ['caller', '否', '主叫'],
  ['callData', '否', '随路数据'],
);
const notes = beginning(['说明'], ['请填写名单'], ['谢谢']);
const foreign = beginning(['手机号', '姓名'], ['13900770001', '李娜'], ['13900770002', '王芳']);
const empty = beginning(template);
const broken = 'broken';

type Sheets = Readonly<Record<string, Beginning | undefined | 'broken'>>;

const cases: readonly (readonly [
  what: string,
  sheets: Sheets,
  chosen: string,
  others: string[],
  broken?: string[],
])[] = [
  ['one sheet', { A: list }, 'A', []],
  ['a sheet that explains the fields', { A: explained, B: list }, 'B', []],
  ['a sheet that explains them, and a list of any form', { A: explained, B: foreign }, 'B', []],
  [
    'a list behind many sheets',
    { ...Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`S${i}`, notes])), Z: foreign },
    'Z',
    [],
  ],
  ['two lists', { A: list, B: list }, 'A', ['B']],
  ['two lists of another form', { A: notes, B: foreign, C: foreign }, 'B', ['C']],
  ['an empty template beside a list', { A: empty, B: foreign }, 'B', []],
  ['an empty template', { A: notes, B: empty }, 'B', []],
  ['nothing like a list', { A: notes, B: notes }, 'A', []],
  ['an empty first sheet', { A: undefined, B: notes }, 'B', []],
  ['a hidden list beside another sheet', { A: notes, hidden: list }, 'A', ['hidden']],
  ['a hidden list beside a list', { A: list, hidden: foreign }, 'A', ['hidden']],
  ['a hidden sheet of choices', { A: list, hidden: notes }, 'A', []],
  ['a hidden sheet that cannot be read', { A: list, hidden: 'broken' }, 'A', []],
  ['a hidden list alone', { A: undefined, hidden: list }, 'hidden', []],
  ['a sheet that cannot be read', { A: broken, B: list }, 'B', [], ['A']],
];

const describe = (sheets: Sheets) =>
  chooseSheet(
    Object.keys(sheets).map((name) => ({ name, hidden: name === 'hidden' })),
    (name) => {
      const sheet = sheets[name];
      return sheet === 'broken' ? Promise.reject(unreadable('bad-xml', 'no')) : Promise.resolve(sheet);
    },
  );

for (const [what, sheets, sheet, otherLists, unreadableSheets = []] of cases) {
  test(`the sheet that is read: ${what}`, async () => {
    const found = await describe(sheets);
    assert.equal(found.sheet, sheet);
    assert.deepEqual(found.otherLists, otherLists);
    assert.deepEqual(found.unreadableSheets, unreadableSheets);
  });
}

test('where no sheet can be read, it is said why', async () => {
  await assert.rejects(describe({ A: 'broken', B: 'broken' }), { details: { reason: 'bad-xml' } });
});
