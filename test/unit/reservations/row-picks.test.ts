import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { RowPicks } from '../../../src-renderer/reservations/row-picks.svelte.ts';

suite('ticked rows', () => {
  test('one by one, and from one to another as they are listed', async () => {
    // sorted or narrowed down, the list need not be in the order of the sheet
    const picks = new RowPicks(() => Promise.resolve([9, 4, 7, 2]));
    picks.toggle(4);
    await picks.stretchTo(2);
    assert.deepEqual(picks.indexes, [2, 4, 7]);
    picks.toggle(4);
    picks.toggle(4);
    await picks.stretchTo(9);
    assert.deepEqual(picks.indexes, [2, 4, 7, 9], 'to the other side as well');
    picks.toggle(4);
    assert.deepEqual([picks.has(4), picks.count], [false, 3]);
  });

  test('what is no longer listed stays ticked; all adds to it', async () => {
    let listed = [0, 1, 2];
    const picks = new RowPicks(() => Promise.resolve(listed));
    picks.toggle(1);
    listed = [5, 6];
    await picks.stretchTo(6);
    assert.deepEqual(picks.indexes, [1, 6], 'its beginning is not listed: the row alone');
    await picks.stretchTo(6);
    assert.deepEqual(picks.indexes, [1, 6], 'and a row that is ticked stays so');
    await picks.all();
    assert.deepEqual(picks.indexes, [1, 5, 6]);
    picks.none();
    assert.equal(picks.count, 0);
    await picks.stretchTo(5);
    assert.deepEqual(picks.indexes, [5], 'without a beginning, the row alone');
  });
});
