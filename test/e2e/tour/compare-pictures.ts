import type { Picture } from './png.ts';

/** The side of a block, in pixels: what is kept of a picture is the mean colour of each. */
export const block = 8;
/** Colours of what is kept are multiples of this. */
const step = 8;
/** How far a block's colour may be off, of 255: one step is rounding, more is not. */
const tolerance = step;

/**
 * What is kept of a picture in the repository: one pixel for each block, in a few hundred colours at most. It is small
 * and does not depend on how the edge of a letter is drawn, and still differs where a word or a line has moved.
 */
export function reduced({ width, height, pixels }: Picture): Picture {
  const [columns, rows] = [Math.ceil(width / block), Math.ceil(height / block)];
  const kept = new Uint8Array(columns * rows * 4).fill(255);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const sums = [0, 0, 0];
      let count = 0;
      for (let y = row * block; y < Math.min(height, (row + 1) * block); y++) {
        for (let x = column * block; x < Math.min(width, (column + 1) * block); x++) {
          for (let channel = 0; channel < 3; channel++)
            sums[channel] = (sums[channel] ?? 0) + (pixels[(y * width + x) * 4 + channel] ?? 0);
          count++;
        }
      }
      for (const [channel, sum] of sums.entries()) {
        const mean = Math.round(sum / count / step) * step;
        kept[(row * columns + column) * 4 + channel] = Math.min(255, mean);
      }
    }
  }
  return { width: columns, height: rows, pixels: kept };
}

function differs(a: Picture, b: Picture, x: number, y: number): boolean {
  if (x >= a.width || y >= a.height || x >= b.width || y >= b.height) return true;
  for (let channel = 0; channel < 3; channel++) {
    const [one, other] = [a, b].map((of) => of.pixels[(y * of.width + x) * 4 + channel] ?? 0) as [
      number,
      number,
    ];
    if (Math.abs(one - other) > tolerance) return true;
  }
  return false;
}

/**
 * What has changed against what was kept: how many blocks, and a picture of it: the new one, faint, with those blocks as
 * they are and framed. Null where nothing has.
 */
export function changeOf(
  kept: Picture,
  now: Picture,
): { readonly count: number; readonly shown: Picture } | null {
  const small = reduced(now);
  const pixels = now.pixels.map((value, at) => (at % 4 === 3 ? 255 : 150 + Math.round(value * 0.3)));
  let count = 0;
  for (let y = 0; y < small.height; y++) {
    for (let x = 0; x < small.width; x++) {
      if (!differs(kept, small, x, y)) continue;
      count++;
      const isEdge = (dx: number, dy: number): boolean =>
        x + dx < 0 || y + dy < 0 || !differs(kept, small, x + dx, y + dy);
      draw(now, pixels, x, y, {
        left: isEdge(-1, 0),
        right: isEdge(1, 0),
        top: isEdge(0, -1),
        bottom: isEdge(0, 1),
      });
    }
  }
  if (count === 0 && kept.width === small.width && kept.height === small.height) return null;
  return { count, shown: { ...now, pixels } };
}

/** Puts a block of the new picture on the faint one, red where what changed ends. */
function draw(
  { width, height, pixels: from }: Picture,
  to: Uint8Array,
  column: number,
  row: number,
  frame: Readonly<Record<'left' | 'right' | 'top' | 'bottom', boolean>>,
): void {
  for (let j = 0; j < block && row * block + j < height; j++) {
    for (let i = 0; i < block && column * block + i < width; i++) {
      const at = ((row * block + j) * width + column * block + i) * 4;
      const red =
        (frame.left && i === 0) ||
        (frame.right && i === block - 1) ||
        (frame.top && j === 0) ||
        (frame.bottom && j === block - 1);
      to.set(red ? [220, 0, 0] : from.subarray(at, at + 3), at);
    }
  }
}
