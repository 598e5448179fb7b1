import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dealRows } from '../../../src-renderer/ui/row-slots.ts';

const slots = (...of: Parameters<typeof dealRows>) => dealRows(...of).map(({ slot }) => slot);
const indexes = (...of: Parameters<typeof dealRows>) => dealRows(...of).map(({ index }) => index);

describe('the elements of a long list', () => {
  test('stay where they are while it is scrolled, near or far, and only their rows change', () => {
    const before = slots([100, 110], 10, 100);
    for (const first of [101, 107, 110, 4321, 0])
      assert.deepEqual(slots([first, first + 10], 10, 100), before);
    assert.deepEqual(indexes([103, 113], 10, 100), [110, 111, 112, 103, 104, 105, 106, 107, 108, 109]);
  });

  test('each row keeps its element for as long as it is drawn', () => {
    const elementOf = new Map(dealRows([100, 110], 10, 100).map(({ slot, index }) => [index, slot]));
    for (const { slot, index } of dealRows([104, 114], 10, 100)) {
      if (index < 110) assert.equal(slot, elementOf.get(index));
    }
  });

  test('come in the order of the rows once it rests', () => {
    assert.deepEqual(indexes([103, 113], 10, 103), [103, 104, 105, 106, 107, 108, 109, 110, 111, 112]);
  });

  test('are as many as there are rows where those are few', () => {
    assert.deepEqual(dealRows([0, 3], 10, 0), [
      { slot: 0, index: 0 },
      { slot: 1, index: 1 },
      { slot: 2, index: 2 },
    ]);
    assert.deepEqual(dealRows([0, 0], 10, 7), []);
  });
});
