import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { changeOf, restless } from '../../e2e/tour/compare-pictures.ts';
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

test('a changed pixel is counted and shown in red; the same picture has no change', () => {
  const before = plain(100, 50);
  assert.equal(changeOf(before, before, null), null);
  const change = changeOf(before, withDot(before, 90, 40), null);
  assert.ok(change);
  assert.equal(change.count, 1);
  assert.deepEqual(
    [...change.shown.pixels.subarray((40 * 100 + 90) * 4, (40 * 100 + 90) * 4 + 4)],
    [220, 0, 0, 255],
  );
});

test('a shade more or less is no change', () => {
  assert.equal(changeOf(plain(10, 10, 240), plain(10, 10, 230), null), null);
  assert.equal(changeOf(plain(10, 10, 240), plain(10, 10, 200), null)?.count, 100);
});

test('what differs between two runs of one build is not compared, nor is what is near it', () => {
  const first = plain(100, 50);
  const mask = restless(first, withDot(first, 10, 10));
  assert.equal(changeOf(first, withDot(first, 30, 12), mask), null);
  assert.equal(changeOf(first, withDot(first, 80, 12), mask)?.count, 1);
  assert.equal(changeOf(first, withDot(first, 10, 40), mask)?.count, 1);
});

test('another size is a change', () => {
  assert.ok(changeOf(plain(10, 10), plain(10, 12), null));
  assert.ok(changeOf(plain(10, 10), plain(10, 8), null));
});
