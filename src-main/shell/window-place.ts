/** A rectangle on the desktop, in density-independent pixels. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowPlace {
  readonly bounds: Bounds;
  readonly maximized: boolean;
}

const preferred = { width: 1280, height: 800 };
const least = { width: 1024, height: 640 };

const overlap = (a: Bounds, b: Bounds): number =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));

/**
 * Where to open the window: where it was, moved and shrunk so that it is wholly on the screen it overlaps most.
 * A screen that is gone, or nothing remembered, gives the preferred size in the middle of the first screen.
 * @param areas the work areas of the screens, the main one first
 */
export function placeOnScreen(
  remembered: WindowPlace | null,
  areas: readonly Bounds[],
): { bounds: Partial<Bounds> & { width: number; height: number }; maximized: boolean } {
  const bounds = remembered?.bounds;
  const area =
    bounds &&
    areas
      .filter((candidate) => overlap(bounds, candidate) > 0)
      .sort((a, b) => overlap(bounds, b) - overlap(bounds, a))[0];
  if (!bounds || !area) return { bounds: { ...preferred }, maximized: remembered?.maximized ?? false };

  const width = Math.max(least.width, Math.min(bounds.width, area.width));
  const height = Math.max(least.height, Math.min(bounds.height, area.height));
  const inside = (at: number, size: number, start: number, room: number): number =>
    Math.max(start, Math.min(at, start + room - size));
  return {
    bounds: {
      x: inside(bounds.x, width, area.x, area.width),
      y: inside(bounds.y, height, area.y, area.height),
      width,
      height,
    },
    maximized: remembered.maximized,
  };
}
