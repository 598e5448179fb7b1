/** One column of a DataTable or a VirtualTable. */
export interface Column {
  readonly id: string;
  readonly label: string;
  /** Numbers stand at the end. */
  readonly align?: 'start' | 'end' | undefined;
  /** A CSS grid track (VirtualTable) or width (DataTable): "96px", "20%", "minmax(120px, 1fr)". */
  readonly width?: string | undefined;
  /** Pressing its head sorts by it, where the table can be sorted. */
  readonly sortable?: boolean | undefined;
  /** The label is only read aloud: for columns of buttons. */
  readonly silent?: boolean | undefined;
}

/** How a table is sorted; null in an order of its own. */
export interface Sorting {
  readonly by: string;
  readonly descending: boolean;
}

/** Widths that somebody gave to columns, by their IDs: pixels when they were given, shares of the room from then on. */
export type ColumnWidths = Readonly<Record<string, number>>;
