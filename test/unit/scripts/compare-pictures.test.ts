import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { block, changeOf, reduced } from '../../e2e/tour/compare-pictures.ts';
import { readPng, writePng, type Picture } from '../../e2e/tour/png.ts';

const plain = (width: number, height: number, shade = 240): Picture => ({
  width,
  height,
  pixels: new Uint8Array(width * height * 4).map((_, at) => (at % 4 === 3 ? 255 : shade)),
});

/** The same with one dark pixel. */
function withDot(picture: Picture, x: number, y: number): Picture {
  const pixels = Uint8Array.from(picture.pixels);
  pixels.fill(0, (y * picture.width + x) * 4, (y * picture.width + x) * 4 + 3);
  return { ...picture, pixels };
}

test('a picture comes back as it was written', () => {
  const picture = withDot(plain(5, 3), 2, 1);
  assert.deepEqual(readPng(writePng(picture)), picture);
});

test('a screenshot is read, whatever its rows are predicted from', () => {
  const picture = readPng(
    readFileSync(new URL('../../../assets/pictures/en-light-check.png', import.meta.url)),
  );
  assert.ok(picture.width >= 1000 && picture.height >= 600);
  // a wrong prediction runs through all that follows: read again from other rows, it must be the same
  assert.deepEqual(readPng(writePng(picture)).pixels, picture.pixels);
  const shades = new Set<number>();
  for (let at = 0; at < picture.pixels.length; at += 4) shades.add(picture.pixels[at] ?? 0);
  assert.ok(shades.has(255), 'white is white');
});

test('what is no picture of ours is refused', () => {
  assert.throws(() => readPng(Buffer.from('GIF89a, and more')), /no PNG/);
});

test('a picture of few colours has a palette and comes back as it was; one of many has none', () => {
  const many = plain(40, 40);
  for (let at = 0; at < many.pixels.length; at += 4) many.pixels.set([at & 255, at >> 5, 7], at);
  const few = withDot(plain(40, 40), 3, 3);
  assert.deepEqual(readPng(writePng(many)), many);
  assert.deepEqual(readPng(writePng(few)), few);
  assert.ok(writePng(few).includes('PLTE') && !writePng(many).includes('PLTE'));
});

/** The same with a dark square. */
function withSquare(picture: Picture, left: number, top: number, side: number): Picture {
  let changed = picture;
  for (let y = top; y < top + side; y++)
    for (let x = left; x < left + side; x++) changed = withDot(changed, x, y);
  return changed;
}

test('what is kept has a pixel for each block, also for what is left at the edges', () => {
  const { width, height, pixels } = reduced(withSquare(plain(20, 17), 8, 0, block));
  assert.deepEqual([width, height], [3, 3]);
  assert.deepEqual([...pixels.subarray(0, 8)], [240, 240, 240, 255, 0, 0, 0, 255]);
  assert.equal(pixels[(2 * 3 + 2) * 4], 240, 'the mean of what is there');
});

test('what changed is counted by blocks and framed; the same picture has no change', () => {
  const before = plain(96, 48);
  const kept = reduced(before);
  assert.equal(changeOf(kept, before), null);
  const change = changeOf(kept, withSquare(before, 88, 40, 6));
  assert.ok(change);
  assert.equal(change.count, 1);
  const colour = (x: number, y: number) => [
    ...change.shown.pixels.subarray((y * 96 + x) * 4, (y * 96 + x) * 4 + 3),
  ];
  assert.deepEqual(colour(88, 40), [220, 0, 0], 'its frame');
  assert.deepEqual(colour(90, 42), [0, 0, 0], 'what changed is as it is');
  assert.deepEqual(colour(10, 10), [222, 222, 222], 'the others are faint');
});

test('a shade more or less is no change', () => {
  assert.equal(changeOf(reduced(plain(16, 16, 240)), plain(16, 16, 235)), null);
  assert.equal(changeOf(reduced(plain(16, 16, 240)), plain(16, 16, 220))?.count, 4);
});

test('what moves by one pixel over the edge of a block is a change', () => {
  const bar = (top: number) => withSquare(plain(32, 32), 8, top, 6);
  assert.ok(changeOf(reduced(bar(10)), bar(11)));
});

test('another size is a change', () => {
  assert.ok(changeOf(reduced(plain(16, 16)), plain(16, 32)));
  assert.ok(changeOf(reduced(plain(16, 16)), plain(16, 8)));
});
