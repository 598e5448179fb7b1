import type { Column, ColumnWidths } from './column.ts';

/** Narrower, nothing can be read. Pixels. */
const least = 56;

/** Columns of ticks and buttons keep their own width. */
const resizable = (columns: readonly Column[]): readonly Column[] => columns.filter(({ silent }) => !silent);

/**
 * What the widths are once a column was made wider. The others give the room: those after it first, then those before
 * it, the nearest first, and none below what can be read. The table is as wide as before.
 * @param before pixels, of every column that can be resized
 * @param by pixels; negative makes it narrower, and its neighbour takes what it gives
 */
export function widened(
  columns: readonly Column[],
  before: ColumnWidths,
  id: string,
  by: number,
): ColumnWidths {
  const ids = resizable(columns).map((column) => column.id);
  const at = ids.indexOf(id);
  const neighbours = [...ids.slice(at + 1), ...ids.slice(0, Math.max(0, at)).toReversed()];
  const [nearest] = neighbours;
  if (at < 0 || nearest === undefined) return before;
  const after: Record<string, number> = { ...before };
  const width = (of: string): number => after[of] ?? least;
  if (by < 0) {
    const given = Math.min(-by, Math.max(0, width(id) - least));
    after[nearest] = width(nearest) + given;
    after[id] = width(id) - given;
    return after;
  }
  let wanted = by;
  for (const neighbour of neighbours) {
    const given = Math.min(wanted, Math.max(0, width(neighbour) - least));
    after[neighbour] = width(neighbour) - given;
    wanted -= given;
  }
  after[id] = width(id) + by - wanted;
  return after;
}

/**
 * The grid's tracks. Widths that somebody gave are shares of the room there is: in another window the columns are wider
 * or narrower together, and none has to be scrolled to.
 * @param widths of every column that can be resized; where one is missing, the table is laid out as it comes
 */
export function columnTracks(columns: readonly Column[], widths: ColumnWidths = {}): string {
  const given = resizable(columns).every(({ id }) => widths[id] !== undefined);
  return columns
    .map(({ id, width, silent }) =>
      given && !silent ? `minmax(0, ${widths[id]}fr)` : (width ?? 'minmax(0, 1fr)'),
    )
    .join(' ');
}
