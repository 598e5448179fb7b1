import * as v from 'valibot';

/** Tables whose columns somebody can make wider or narrower. */
export const WideTable = v.picklist(['imports', 'outbox', 'reservations']);
export type WideTable = v.InferOutput<typeof WideTable>;

/** By the IDs of columns: pixels, read as shares of the room. None where a table is laid out as it comes. */
export const ColumnWidths = v.pipe(
  v.record(
    v.pipe(v.string(), v.maxLength(40)),
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)),
  ),
  v.maxEntries(40),
);
export type ColumnWidths = v.InferOutput<typeof ColumnWidths>;

/**
 * A table in one of its two layouts: a wide window has room for more columns, and what was dragged there means nothing
 * for a narrow one.
 */
export const TableLayout = v.object({ table: WideTable, wide: v.boolean() });
export type TableLayout = v.InferOutput<typeof TableLayout>;

export const TableWidths = v.object({ ...TableLayout.entries, widths: ColumnWidths });
export type TableWidths = v.InferOutput<typeof TableWidths>;
