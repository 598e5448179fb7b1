import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeOnScreen, type Bounds } from '../../../src-main/shell/window-place.ts';

const main: Bounds = { x: 0, y: 24, width: 1920, height: 1056 };
const right: Bounds = { x: 1920, y: 0, width: 2560, height: 1440 };
const at = (x: number, y: number, width = 1280, height = 800) => ({
  bounds: { x, y, width, height },
  maximized: false,
});

const cases: readonly [string, ReturnType<typeof at> | null, readonly Bounds[], object][] = [
  [
    'nothing remembered: the preferred size, placed by the system',
    null,
    [main],
    { width: 1280, height: 800 },
  ],
  ['where it was', at(100, 100), [main], at(100, 100).bounds],
  ['on the second screen', at(2000, 50), [main, right], at(2000, 50).bounds],
  ['the second screen is gone', at(2000, 50), [main], { width: 1280, height: 800 }],
  ['half over the edge: moved in', at(1500, 900), [main], at(640, 280).bounds],
  ['above the work area: below the bar', at(10, 0), [main], at(10, 24).bounds],
  ['on two screens: the one it is on more', at(1800, 100), [main, right], at(1920, 100).bounds],
  ['larger than the screen: shrunk', at(0, 24, 4000, 3000), [main], main],
  [
    'a screen smaller than the least size: the least size at its corner',
    at(5, 5),
    [{ x: 0, y: 0, width: 800, height: 600 }],
    { x: 0, y: 0, width: 1024, height: 640 },
  ],
];

for (const [name, remembered, areas, bounds] of cases) {
  test(name, () => {
    assert.deepEqual(placeOnScreen(remembered, areas), { bounds, maximized: false });
  });
}

test('maximized stays maximized, also when its screen is gone', () => {
  assert.equal(placeOnScreen({ ...at(0, 24), maximized: true }, [main]).maximized, true);
  assert.equal(placeOnScreen({ ...at(9000, 0), maximized: true }, [main]).maximized, true);
});
