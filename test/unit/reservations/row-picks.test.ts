import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { RowPicks, type ListedRows } from '../../../src-renderer/reservations/row-picks.svelte.ts';

/** Picks of a table that lists these, and how many rows it was asked for. */
function table(listed: readonly number[]) {
  const state = { listed, asked: 0 };
  const rows: ListedRows<number> = (from, to) => {
    const found = state.listed.slice(from, to);
    state.asked += found.length;
    return Promise.resolve(found);
  };
  return { state, picks: new RowPicks<number, number>(rows, (row) => (row < 0 ? null : row)) };
}

suite('ticked rows', () => {
  test('one by one, and from one to another as they are listed', async () => {
    // sorted or narrowed down, the list need not be in the order of the sheet
    const { picks } = table([9, 4, 7, 2]);
    picks.toggle(4, 1);
    await picks.stretchTo(2, 3);
    assert.deepEqual(picks.rows, [4, 7, 2]);
    picks.toggle(4, 1);
    picks.toggle(4, 1);
    await picks.stretchTo(9, 0);
    assert.deepEqual(picks.rows, [7, 2, 4, 9], 'to the other side as well');
    picks.toggle(4, 1);
    assert.deepEqual([picks.has(4), picks.count], [false, 3]);
  });

  test('a stretch asks for its own rows, however long the list is', async () => {
    const { picks, state } = table(Array.from({ length: 20_000 }, (_, at) => at));
    picks.toggle(10_000, 10_000);
    await picks.stretchTo(10_004, 10_004);
    assert.deepEqual([picks.count, state.asked], [5, 5]);
  });

  test('what is no longer listed stays ticked; all adds to it', async () => {
    const { picks, state } = table([0, 1, 2]);
    picks.toggle(1, 1);
    state.listed = [5, 6];
    await picks.stretchTo(6, 1);
    assert.deepEqual(picks.rows, [1, 6], 'its beginning is not listed: the row alone');
    await picks.stretchTo(6, 1);
    assert.deepEqual(picks.rows, [1, 6], 'and a row that is ticked stays so');
    await picks.all();
    assert.deepEqual(picks.rows, [1, 6, 5]);
    picks.none();
    assert.equal(picks.count, 0);
    await picks.stretchTo(5, 0);
    assert.deepEqual(picks.rows, [5], 'without a beginning, the row alone');
  });

  test('a stretch does not begin in a list that is another by now', async () => {
    const { picks, state } = table([1, 2, 3]);
    picks.toggle(1, 0);
    state.listed = [5, 6, 7];
    await picks.stretchTo(7, 2);
    assert.deepEqual(picks.rows, [1, 7]);
  });

  test('rows that come after all ticks were taken away are not ticked', async () => {
    const { picks } = table([1, 2, 3]);
    picks.toggle(1, 0);
    const stretch = picks.stretchTo(3, 2);
    const all = picks.all();
    picks.none();
    await Promise.all([stretch, all]);
    assert.deepEqual(picks.rows, []);
  });

  test('a row that is known by nothing cannot be ticked', async () => {
    const { picks } = table([1, -1, 3]);
    picks.toggle(-1, 1);
    assert.equal(picks.count, 0);
    picks.toggle(1, 0);
    await picks.stretchTo(3, 2);
    assert.deepEqual(picks.rows, [1, 3]);
  });

  test('a row that comes in anew is kept as it is now; one that is dropped is gone', () => {
    const picks = new RowPicks<{ id: string; at: number }, string>(
      () => Promise.resolve([]),
      ({ id }) => id,
    );
    picks.toggle({ id: 'a', at: 1 }, 0);
    picks.renew([
      { id: 'a', at: 2 },
      { id: 'b', at: 3 },
    ]);
    assert.deepEqual(picks.rows, [{ id: 'a', at: 2 }]);
    picks.drop('a');
    assert.equal(picks.count, 0);
  });
});
