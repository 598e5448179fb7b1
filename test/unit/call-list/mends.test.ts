import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { templateColumns, type TemplateColumn } from '../../../src-main/contract/call-data-template.ts';
import { mendIds, type MendId, type MendOptions } from '../../../src-main/contract/mends.ts';
import { mends, mendWith, previewMends } from '../../../src-main/call-list/mends/mends.ts';

type Example = readonly [
  column: TemplateColumn,
  before: string,
  after: string,
  options?: Partial<MendOptions>,
];

/** What each mend changes, and what it leaves alone: where both are the same. */
const examples: Readonly<Record<MendId, readonly Example[]>> = {
  'remove-apostrophe': [
    ['called', "'13800138000", '13800138000'],
    ['called', `[{"calledNo":"'+8613800138000"}]`, '[{"calledNo":"+8613800138000"}]'],
    ['customField', "'=1+1", '=1+1'],
    ['customField', "'-5", '-5'],
    ['customField', "'tis the season", "'tis the season"],
    ['customField', "it's 5", "it's 5"],
  ],
  // Only under a plan; see number-plan-mends.test.ts.
  'number-plan': [['called', '+8613800138000', '+8613800138000']],
  trim: [
    ['sessionId', ' S1\t', 'S1'],
    ['called', '\u3000138\u00a0', '138'],
    ['called', '\u202d+86 138\u202c', '+86 138'],
    ['called', '[{"calledNo":" 138 ","type":" 1"}]', '[{"calledNo":"138","type":" 1"}]'],
    ['callData', ' {"a": " b "} ', '{"a": " b "}'],
    ['customField', 'a  b', 'a  b'],
  ],
  'empty-missing': [
    ['sessionId', 'NULL', ''],
    ['customField', ' n/a ', ''],
    ['customField', 'Na', 'Na'],
    ['customField', 'NULL and void', 'NULL and void'],
    [
      'callData',
      '{"a": "NULL", "b":{"c":"\\\\N"},"NULL":"x", "d":12345678901234567890}',
      '{"a": "", "b":{"c":""},"NULL":"x", "d":12345678901234567890}',
    ],
    ['called', 'null', ''],
    ['called', '[{"calledNo":"138"},{"calledNo":"NULL","type":"1"}]', '[{"calledNo":"138"}]'],
    ['called', '[{"calledNo":"138","delayTime":"NULL","type":"n/a"}]', '[{"calledNo":"138"}]'],
    ['called', '[{"calledNo":"(null)"}]', ''],
    ['called', '[{"calledNo": "138"}]', '[{"calledNo": "138"}]'],
  ],
  'full-width': [
    ['called', '１３８００１３８０００', '13800138000'],
    ['called', '＋８６（０７５５）８８８８－６６６６', '+86(0755)8888-6666'],
    ['called', '[{"calledNo":"１３８","note":"１"}]', '[{"calledNo":"138","note":"１"}]'],
    ['caller', '＊１２＃', '*12#'],
    ['recycleTime', '２０２６－０１－０５　１８：００：００', '2026-01-05 18:00:00'],
    ['callData', '{"a":"１"}', '{"a":"１"}'],
    ['customField', '５号', '５号'],
  ],
  'unescape-json': [
    ['callData', '{\\"a\\":\\"b\\"}', '{"a":"b"}'],
    [
      'callData',
      '{\\\\\\"iSales\\\\\\":{\\\\\\"fullName\\\\\\":\\\\\\"Lin\\\\\\"}}',
      '{"iSales":{"fullName":"Lin"}}',
    ],
    ['callData', '{"a":"say \\"hi\\""}', '{"a":"say \\"hi\\""}'],
    ['callData', 'say \\"hi\\"', 'say \\"hi\\"'],
  ],
  'repair-json': [
    ['called', "[{'calledNo':1234566}]", '[{"calledNo":"1234566"}]'],
    ['called', "[{'calledNo':12345678901234567890123}]", '[{"calledNo":"12345678901234567890123"}]'],
    ['called', '[{calledNo:0755, delayTime:60},]', '[{"calledNo":"0755","delayTime":"60"}]'],
    ['called', '[｛“calledNo”：“138”｝]', '[｛“calledNo”：“138”｝]'],
    ['called', '[{“calledNo”：“138”，“type”：“1”}]', '[{"calledNo":"138","type":"1"}]'],
    ['called', '[{"calledNo": 138}]', '[{"calledNo": 138}]'],
    ['called', '13800138000', '13800138000'],
    ['callData', "{'name': '王芳', 'vip': True, 'n': None}", '{"name":"王芳","vip":true,"n":null}'],
    ['callData', "{'n': 12345678901234567890, 'm': 1.50}", '{"n":12345678901234567890,"m":1.50}'],
    ['callData', `{'a': 'say "hi"', 'b': 'it\\'s'}`, '{"a":"say \\"hi\\"","b":"it\'s"}'],
    ['callData', "{'a': {'b': [1, 'x',], 'c': {}}}", '{"a":{"b":[1,"x"],"c":{}}}'],
    ['callData', "{'name': 'O'Brien'}", "{'name': 'O'Brien'}"],
    ['callData', "{'a': 'b'", "{'a': 'b'"],
    ['callData', "{'a': 'b'} and more", "{'a': 'b'} and more"],
    ['callData', "{'a' 'b'}", "{'a' 'b'}"],
    ['callData', '{a: plain words}', '{a: plain words}'],
    ['callData', "'just text'", "'just text'"],
    ['callData', '{"a": 1, "a": 2}', '{"a": 1, "a": 2}'],
  ],
  'remove-separators': [
    ['called', '138-0013-8000', '13800138000'],
    ['called', '(0755) 8888 6666', '075588886666'],
    ['called', '（010）8888–6666', '01088886666'],
    ['called', '138.0013.8000', '13800138000'],
    ['called', '138-0013-8000; 139 0013 9000', '13800138000;13900139000'],
    [
      'called',
      '[{"calledNo":"138 0013 8000","delayTime":"6 0"}]',
      '[{"calledNo":"13800138000","delayTime":"6 0"}]',
    ],
    ['called', "[{'calledNo':'138-0013'}]", "[{'calledNo':'1380013'}]"],
    ['called', '1.38E+10', '1.38E+10'],
    ['called', '13800138000.5', '13800138000.5'],
    ['caller', '+86 755-8888', '+867558888'],
    ['recycleTime', '2026-01-05 18:00:00', '2026-01-05 18:00:00'],
  ],
  'remove-plus': [
    ['called', '+8613800138000', '8613800138000'],
    ['called', '[{"calledNo":"+86138"},{"calledNo":"139"}]', '[{"calledNo":"86138"},{"calledNo":"139"}]'],
    ['caller', '＋86755', '86755'],
    ['called', '+', '+'],
    ['called', '1+1', '1+1'],
  ],
  'remove-country-code': [
    ['called', '+8613800138000', '13800138000'],
    ['called', '008613800138000', '13800138000'],
    ['called', '8613800138000', '13800138000'],
    ['called', '+86+8613800138000', '+86+8613800138000'],
    ['called', '86008613800138000', '13800138000'],
    ['called', '86123456', '86123456'],
    ['called', '+4915112345678', '+4915112345678'],
    ['called', '+4915112345678', '15112345678', { countryCode: '49' }],
    ['called', '+86', '+86'],
    ['called', '[{"calledNo":"8675588886666"}]', '[{"calledNo":"75588886666"}]'],
  ],
  'restore-leading-zero': [
    ['called', '75588886666', '075588886666'],
    ['called', '1088886666', '01088886666'],
    ['called', '2088886666', '02088886666'],
    ['called', '3128886666', '03128886666'],
    ['called', '13800138000', '13800138000'],
    ['called', '4008886666', '4008886666'],
    ['called', '8008886666', '8008886666'],
    ['called', '88886666', '88886666'],
    ['called', '95588', '95588'],
    ['called', '075588886666', '075588886666'],
    ['called', '88886666', '088886666', { lengthsWithoutZero: [8] }],
    ['called', '75588886666', '75588886666', { lengthsWithoutZero: [8] }],
    ['caller', '75588886666', '075588886666'],
    ['called', '[{"calledNo":75588886666}]', '[{"calledNo":"075588886666"}]'],
  ],
  'wrap-numbers': [
    ['called', '13800138000', '[{"calledNo":"13800138000"}]'],
    [
      'called',
      '138001;139001、137001',
      '[{"calledNo":"138001"},{"calledNo":"139001"},{"calledNo":"137001"}]',
    ],
    ['called', ' 13800138000 ', '[{"calledNo":"13800138000"}]'],
    ['called', '138-0013', '138-0013'],
    ['called', 'call me', 'call me'],
    ['called', '', ''],
    ['called', '[{"calledNo":"1"}]', '[{"calledNo":"1"}]'],
    ['caller', '13800138000', '13800138000'],
  ],
  'recycle-time-form': [
    ['recycleTime', '2026/1/5 8:30', '2026-01-05 08:30:00'],
    ['recycleTime', '2026年1月5日 18时30分', '2026-01-05 18:30:00'],
    ['recycleTime', '2026.01.05T18:30:15', '2026-01-05 18:30:15'],
    ['recycleTime', '2026-01-05', '2026-01-05'],
    ['recycleTime', '2026-01-05', '2026-01-05 23:59:59', { timeOfDay: '23:59:59' }],
    ['recycleTime', '05/06/2026 18:30', '05/06/2026 18:30'],
    ['recycleTime', 'soon', 'soon'],
    ['customField', '2026/1/5 8:30', '2026/1/5 8:30'],
  ],
};

for (const id of mendIds) {
  for (const [column, before, after, options = {}] of examples[id]) {
    const told = Object.keys(options).length > 0 ? ` with ${JSON.stringify(options)}` : '';
    test(`${id}${told}: ${column} ${before} ${before === after ? 'stays' : `becomes ${after}`}`, () => {
      const mend = mendWith({ mends: [id], options: { countryCode: '86', ...options } });
      assert.equal(mend(column, before), after);
    });
  }
}

const chosen = (ids: readonly MendId[], options: Partial<MendOptions> = {}) =>
  mendWith({ mends: [...ids], options: { countryCode: '86', timeOfDay: '18:00:00', ...options } });

/** Cells as they come from people and from other programs. */
const messy = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('0', '1', '8', '6', '+', '-', ' ', '(', ')', '.', ';', "'", '１', '　', '/'),
  }),
  fc.string({ unit: fc.constantFrom('{', '}', '[', ']', ':', ',', '"', "'", '\\', 'a', '1', ' ', '“', '”') }),
  fc.json(),
  fc.json().map((json) => json.replaceAll('"', "'")),
  fc.json().map((json) => json.replaceAll('"', '\\"')),
  fc
    .array(fc.string({ unit: fc.constantFrom('0', '8', '6', '1', '+', '-', ' ', '７', "'", '\\', '"') }))
    .map((numbers) => JSON.stringify(numbers.map((calledNo) => ({ calledNo })))),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString().replace('-', '/')),
);
const anyColumn = fc.constantFrom(...templateColumns);

for (const id of mendIds) {
  test(`${id}: a second time changes nothing`, () => {
    const mend = chosen([id]);
    fc.assert(
      fc.property(anyColumn, messy, (column, value) => {
        const once = mend(column, value);
        assert.equal(mend(column, once), once);
      }),
      { numRuns: 1000 },
    );
  });
}

const dialable = fc.oneof(
  fc.stringMatching(/^1[3-9][0-9]{9}$/),
  fc.stringMatching(/^0[0-9]{9,11}$/).filter((number) => !number.startsWith('00')),
  fc.stringMatching(/^(400|800)[0-9]{7}$/),
  fc.stringMatching(/^[*#][0-9*#]{2,23}$/),
);
const goodCells = fc.oneof(
  fc
    .array(
      fc.record({ calledNo: dialable, delayTime: fc.nat(7200).map(String) }, { requiredKeys: ['calledNo'] }),
      {
        minLength: 1,
      },
    )
    .map((numbers) => ['called', JSON.stringify(numbers)] as const),
  dialable.map((caller) => ['caller', caller] as const),
  fc.json().map((callData) => ['callData', callData] as const),
  fc.stringMatching(/^[A-Za-z0-9_-]{1,32}$/).map((id) => ['sessionId', id] as const),
  fc
    .date({ noInvalidDate: true, min: new Date('2020-01-01'), max: new Date('2099-12-31') })
    .map((date) => ['recycleTime', date.toISOString().slice(0, 19).replace('T', ' ')] as const),
  fc.string({ unit: 'grapheme' }).map((text) => ['customField', `好${text}好`] as const),
);

test('all mends together leave a good cell exactly as it is', () => {
  // null is JSON, and what that one is for.
  const mend = chosen(mendIds.filter((id) => id !== 'empty-missing'));
  fc.assert(
    fc.property(goodCells, ([column, value]) => {
      assert.equal(mend(column, value), value);
    }),
    { numRuns: 2000 },
  );
});

test('what a mend makes of an array is still an array with the same other keys', () => {
  const mend = chosen(mendIds.filter((id) => id !== 'empty-missing'));
  const numbers = fc.array(fc.record({ calledNo: fc.string(), delayTime: fc.string(), type: fc.string() }));
  fc.assert(
    fc.property(numbers, (before) => {
      const after = JSON.parse(mend('called', JSON.stringify(before))) as typeof before;
      const others = (list: typeof before) => list.map(({ delayTime, type }) => ({ delayTime, type }));
      assert.deepEqual(others(after), others(before));
    }),
  );
});

test('together they bring a badly written number home, whatever order they were chosen in', () => {
  const mend = chosen([...mendIds].reverse());
  assert.equal(mend('called', " '＋８６ (138) 0013-8000 "), '[{"calledNo":"13800138000"}]');
  assert.equal(mend('called', "[{'calledNo':'+86 755 8888-6666'}]"), '[{"calledNo":"075588886666"}]');
  assert.equal(mend('caller', '+86 (755) 8888 6666'), '075588886666');
});

test('a mend that was not chosen does nothing', () => {
  assert.equal(chosen(['trim'])('called', ' 138-0013 '), '138-0013');
  assert.equal(chosen([])('called', ' 138 '), ' 138 ');
});

test('every column that a mend names is one it can change', () => {
  for (const id of mendIds) {
    const columns = new Set(examples[id].filter(([, a, b]) => a !== b).map(([column]) => column));
    for (const column of columns) assert.ok(mends[id].columns.includes(column), `${id} ${column}`);
  }
});

test('the preview counts what would change and shows the first of it', () => {
  const cells = ['138', '139-0', ' 137', '1 3 6', '135'].map((value, i) => ({
    row: i + 2,
    column: 'called' as const,
    value,
  }));
  assert.deepEqual(previewMends(cells, chosen(['trim', 'remove-separators']), 2), {
    changed: 3,
    examples: [
      { row: 3, column: 'called', before: '139-0', after: '1390' },
      { row: 4, column: 'called', before: ' 137', after: '137' },
    ],
  });
});
