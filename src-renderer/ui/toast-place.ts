/** Edges in pixels of the window. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface ToastPlace {
  readonly side: 'left' | 'right';
  /** How far above the lower edge of the window, in pixels. */
  readonly bottom: number;
}

/** How near toasts come to the edge of the window and to what they must not cover, in pixels. */
const gap = 12;

/**
 * Where toasts cover none of the buttons that somebody may be about to press: as low as there is room, at the left,
 * since what is done with a row stands at its right end; at the right where there is none at the left.
 * @param window its size, in pixels
 * @param size of all toasts together
 * @param left where the left column begins
 * @param taken what must not be covered
 */
export function placeToasts(
  window: { readonly width: number; readonly height: number },
  size: { readonly width: number; readonly height: number },
  left: number,
  taken: readonly Box[],
): ToastPlace {
  const sides = [
    { side: 'left', from: left },
    { side: 'right', from: window.width - gap - size.width },
  ] as const;
  for (const { side, from } of sides) {
    const lower = lowestFree(window.height, size, from, taken);
    if (lower !== null) return { side, bottom: window.height - lower };
  }
  return { side: 'left', bottom: gap };
}

/** The lower edge of the lowest free place of a column, in pixels; null where there is none. */
function lowestFree(
  height: number,
  size: { readonly width: number; readonly height: number },
  from: number,
  taken: readonly Box[],
): number | null {
  const inColumn = taken
    .filter((box) => box.left < from + size.width + gap && box.right > from - gap)
    .sort((one, other) => other.bottom - one.bottom);
  let lower = height - gap;
  for (const box of inColumn) {
    if (box.top < lower + gap && box.bottom > lower - size.height - gap) lower = box.top - gap;
  }
  return lower - size.height < gap ? null : lower;
}
