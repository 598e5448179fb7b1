import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { VirtualScroll, tallestCanvas } from '../../../src-renderer/ui/virtual-scroll.svelte.ts';

function scroll(rows: number, viewport = 340) {
  const made = new VirtualScroll(34);
  made.rows = rows;
  made.viewport = viewport;
  return made;
}

describe('a list the browser can hold', () => {
  test('scrolls as the element does', () => {
    const list = scroll(1000);
    list.scrolled(3400);
    assert.deepEqual([list.scaled, list.offset, list.scrollTop, list.topOf(100)], [false, 3400, 3400, 3400]);
    assert.deepEqual(list.range(0), [100, 110]);
    assert.deepEqual(list.range(8), [92, 118]);
  });

  test('draws no rows that do not exist', () => {
    assert.deepEqual(scroll(3).range(8), [0, 3]);
    assert.deepEqual(scroll(0).range(8), [0, 0]);
  });

  test('can draw as many rows wherever it stands, and all that are in sight', () => {
    const list = scroll(1000);
    for (const offset of [0, 1, 33, 34, 5000, 33_650, 33_660]) {
      list.scrolled(offset);
      const [first, last] = list.window(8);
      assert.equal(last - first, list.capacity(8));
      const [seenFirst, seenLast] = list.range(0);
      assert.ok(first <= seenFirst && last >= seenLast && first >= 0 && last <= 1000);
    }
    assert.deepEqual(scroll(3).window(8), [0, 3]);
    assert.deepEqual(scroll(0).window(8), [0, 0]);
  });

  test('follows when rows go away under it', () => {
    const list = scroll(1000);
    list.scrolled(20_000);
    list.rows = 20;
    assert.equal(list.offset, 20 * 34 - 340);
  });
});

describe('a list taller than an element may be', () => {
  const rows = 5_000_000;

  test('reaches both ends by the scroll bar', () => {
    const list = scroll(rows);
    assert.equal(list.canvas, tallestCanvas);
    list.scrolled(tallestCanvas - 340);
    assert.deepEqual(list.range(0), [rows - 10, rows]);
    assert.ok(Math.abs(list.topOf(rows - 1) - (tallestCanvas - 34)) < 0.01);
    list.scrolled(0);
    assert.deepEqual(list.range(0), [0, 10]);
  });

  test('moves by true pixels for the wheel, and takes no notice of its own echo', () => {
    const list = scroll(rows);
    list.scrollBy(102);
    assert.equal(list.offset, 102);
    list.scrolled(Math.round(list.scrollTop)); // browsers may round what they are given
    assert.equal(list.offset, 102);
    list.scrollBy(-1000);
    assert.equal(list.offset, 0);
  });

  test('brings any row wholly into sight, by as little as needed', () => {
    const list = scroll(rows);
    for (const index of [0, 9, 10, 2_500_000, rows - 1, 4_999_980]) {
      list.reveal(index);
      const top = list.topOf(index) - list.scrollTop;
      assert.ok(top >= -0.01 && top + 34 <= 340.01, `row ${index} at ${top}`);
    }
    list.reveal(100);
    list.reveal(101);
    assert.equal(list.offset, 100 * 34, 'already in sight: nothing moves');
  });
});
