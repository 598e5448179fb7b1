import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packNumber } from '../../../src-main/call-list/check/packed-number.ts';
import { IssueStore } from '../../../src-main/call-list/check/issue-store.ts';

/** A cell whose text lies in the middle of a longer buffer, as those of a sheet do. */
function cell(text: string): { bytes: Buffer; start: number; end: number } {
  const bytes = Buffer.from(`<v>${text}</v>`);
  return { bytes, start: 3, end: bytes.length - 4 };
}

test('each issue gives its own value, whatever came before it in its column', () => {
  const store = new IssueStore();
  const long = 'S'.repeat(40);
  const other = `${'S'.repeat(39)}T`;
  const longer = `${long}S`;
  const texts = [
    long,
    long,
    other,
    long,
    longer,
    '备注'.repeat(600),
    '备注'.repeat(600),
    'short',
    'short',
    '',
    long,
  ];
  texts.forEach((text, row) => store.add(row + 1, row % 2, 0, true, cell(text), ''));
  texts.forEach((text, row) => store.add(row + 100, 3, 0, true, cell(text), ''));
  const { items } = store.page({ offset: 0, limit: 100 });
  assert.deepEqual(
    items.map(({ value }) => value),
    [...texts, ...texts],
  );
});

test('many equal long values take the room of one', () => {
  const store = new IssueStore();
  const text = 'x'.repeat(4_000);
  // made before: what the test itself takes must not count
  const value = cell(text);
  const before = process.memoryUsage().arrayBuffers;
  for (let row = 1; row <= 10_000; row++) store.add(row, 3, 0, true, value, '');
  assert.ok(process.memoryUsage().arrayBuffers - before < 8_000_000);
  assert.equal(store.ofRow(9_999)[0]?.value, text);
});

test('two issues of a cell show what each is about', () => {
  const store = new IssueStore();
  const whole = cell('13900770000 13900770001');
  for (const value of [cell('13900770000'), cell('13900770001'), whole, whole])
    store.add(2, 1, 0, true, value, '');
  assert.deepEqual(
    store.ofRow(2).map(({ value }) => value),
    ['13900770000', '13900770001', '13900770000 13900770001', '13900770000 13900770001'],
  );
});

test('an issue about a number shows it, and it or something else as its detail', () => {
  const store = new IssueStore();
  const numbers = ['13900770000', '*12#', '1'.repeat(24), '8'.repeat(8), '9'.repeat(16)];
  const keys = new Uint32Array(6);
  for (const [i, number] of numbers.entries()) {
    packNumber(number, keys, 3);
    store.add(i, 1, 0, false, cell(number), 'cell');
    store.addNumber(i, 1, 0, true, keys, 3);
    store.addNumber(i, 1, 1, false, keys, 3, `${i}: other`);
    store.add(i, 1, 0, false, cell(number), '');
  }
  assert.deepEqual(
    [...store.all()].map(({ value, detail }) => [value, detail]),
    numbers.flatMap((number, i) => ['cell', number, `${i}: other`, ''].map((detail) => [number, detail])),
  );
});

test('what was added since the issues were kept is forgotten, and rows come in order whoever added them', () => {
  const store = new IssueStore();
  const value = cell('S'.repeat(40));
  for (const row of [2, 5, 9]) store.add(row, 1, 0, true, value, 'before');
  store.keep();
  const kept = [...store.all()];
  for (const again of [1, 2]) {
    for (let row = 20_000; row > 1; row -= 1)
      store.add(row, 1, 1, false, cell(`${again} ${row} ${'x'.repeat(40)}`), '');
    const { items, total } = store.page({ offset: 0, limit: 4 });
    assert.equal(total, 20_002);
    assert.deepEqual(
      items.map(({ row, detail }) => [row, detail]),
      [
        [2, 'before'],
        [2, ''],
        [3, ''],
        [4, ''],
      ],
    );
    assert.equal(items[3]?.value, `${again} 4 ${'x'.repeat(40)}`);
    store.takeBack();
    assert.deepEqual([...store.all()], kept);
  }
});
