import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IssueStore } from '../../../src-main/call-list/check/issue-store.ts';

/** Adds an issue of a cell whose text lies in the middle of a longer buffer, as those of a sheet do. */
function add(store: IssueStore, row: number, column: number, text: string): void {
  const bytes = Buffer.from(`<v>${text}</v>`);
  store.add(row, column, 0, true, { bytes, start: 3, end: bytes.length - 4 }, '');
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
  texts.forEach((text, row) => add(store, row + 1, row % 2, text));
  texts.forEach((text, row) => add(store, row + 100, 3, text));
  const { items } = store.page({ offset: 0, limit: 100 });
  assert.deepEqual(
    items.map(({ value }) => value),
    [...texts, ...texts],
  );
});

test('many equal long values take the room of one', () => {
  const store = new IssueStore();
  const text = 'x'.repeat(4_000);
  const before = process.memoryUsage().arrayBuffers;
  for (let row = 1; row <= 10_000; row++) add(store, row, 3, text);
  assert.ok(process.memoryUsage().arrayBuffers - before < 8_000_000);
  assert.equal(store.ofRow(9_999)[0]?.value, text);
});
