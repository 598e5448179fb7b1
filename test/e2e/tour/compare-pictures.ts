import type { Picture } from './png.ts';

/** How far a colour may be off, of 255, before a pixel counts: edges of letters are not drawn the same each time. */
const tolerance = 24;
/** How far around a pixel that is never the same, in pixels, nothing is compared: the next time is longer or shorter. */
const around = { x: 24, y: 4 };

/** Pixels by their number; those that are set are meant. */
export type Mask = Uint8Array;

function differs(a: Uint8Array, b: Uint8Array, at: number): boolean {
  for (let channel = 0; channel < 3; channel++) {
    if (Math.abs((a[at + channel] ?? 0) - (b[at + channel] ?? 0)) > tolerance) return true;
  }
  return false;
}

const sameSize = (a: Picture, b: Picture): boolean => a.width === b.width && a.height === b.height;

/**
 * What differs between two pictures of the same build, and a little around it: clocks, keys, sizes of free disk. Two
 * pictures of other sizes have nothing that could be compared.
 */
export function restless(first: Picture, second: Picture): Mask {
  const { width, height } = first;
  const mask = new Uint8Array(width * height);
  if (!sameSize(first, second)) return mask.fill(1);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!differs(first.pixels, second.pixels, (y * width + x) * 4)) continue;
      const [left, right] = [Math.max(0, x - around.x), Math.min(width, x + around.x + 1)];
      for (let row = Math.max(0, y - around.y); row < Math.min(height, y + around.y + 1); row++) {
        mask.fill(1, row * width + left, row * width + right);
      }
    }
  }
  return mask;
}

/** What has changed: how many pixels, and the new picture, faint, with those in red; null where nothing has. */
export function changeOf(
  before: Picture,
  after: Picture,
  ignored: Mask | null,
): { readonly count: number; readonly shown: Picture } | null {
  const { width, height } = after;
  const pixels = new Uint8Array(width * height * 4);
  let count = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      const there = x < before.width && y < before.height;
      const old = (y * before.width + x) * 4;
      const changed =
        !there ||
        (ignored?.[y * before.width + x] !== 1 &&
          differs(before.pixels.subarray(old, old + 3), after.pixels.subarray(at, at + 3), 0));
      if (changed) count++;
      for (let channel = 0; channel < 3; channel++) {
        const faint = 190 + ((after.pixels[at + channel] ?? 0) >> 2);
        pixels[at + channel] = changed ? (channel === 0 ? 220 : 0) : faint;
      }
      pixels[at + 3] = 255;
    }
  }
  if (count === 0 && sameSize(before, after)) return null;
  return { count, shown: { width, height, pixels } };
}
