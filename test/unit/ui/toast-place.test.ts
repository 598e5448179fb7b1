import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { placeToasts, type Box } from '../../../src-renderer/ui/toast-place.ts';

const window = { width: 1024, height: 640 };
const toast = { width: 360, height: 60 };
const box = (left: number, top: number, width: number, height: number): Box => ({
  ...{ left, top },
  right: left + width,
  bottom: top + height,
});
const place = (taken: readonly Box[], size = toast) => placeToasts(window, size, 248, taken);

suite('where toasts stand', () => {
  test('at the lower edge, where nothing is', () => {
    assert.deepEqual(place([]), { side: 'left', bottom: 12 });
    assert.deepEqual(place([box(800, 560, 200, 60)]), { side: 'left', bottom: 12 }, 'beside a button');
  });

  test('above an action bar, however many lines it has, and above what stands right above it', () => {
    assert.deepEqual(place([box(228, 584, 796, 56)]), { side: 'left', bottom: 68 });
    assert.deepEqual(place([box(228, 540, 796, 100)]), { side: 'left', bottom: 112 });
    const bars = [box(300, 500, 120, 32), box(228, 584, 796, 56)];
    assert.deepEqual(place(bars), { side: 'left', bottom: 152 });
    assert.deepEqual(place(bars.toReversed()), { side: 'left', bottom: 152 }, 'in whatever order');
  });

  test('between two, where there is room', () => {
    assert.deepEqual(place([box(300, 300, 120, 32), box(228, 584, 796, 56)]), { side: 'left', bottom: 68 });
  });

  test('at the right, where the left is full', () => {
    const column = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((nth) => box(260, nth * 64, 200, 60));
    assert.deepEqual(place(column), { side: 'right', bottom: 12 });
  });

  test('at the lower edge, where nowhere is room', () => {
    assert.deepEqual(place([box(0, 0, 1024, 640)]), { side: 'left', bottom: 12 });
  });

  test('none of what it must not cover is covered', () => {
    for (let nth = 0; nth < 200; nth++) {
      const taken = [1, 2, 3].map((each) =>
        box(228 + ((nth * 37 * each) % 500), (nth * 53 * each) % 600, 160, 36),
      );
      const { side, bottom } = place(taken);
      const left = side === 'left' ? 248 : 1024 - 12 - 360;
      const own = box(left, 640 - bottom - 60, 360, 60);
      for (const other of taken) {
        const apart =
          own.right <= other.left ||
          own.left >= other.right ||
          own.bottom <= other.top ||
          own.top >= other.bottom;
        assert.ok(apart, JSON.stringify({ own, other }));
      }
    }
  });
});
