/** One column of a DataTable or a VirtualTable. */
export interface Column {
  readonly id: string;
  readonly label: string;
  /** Numbers stand at the end. */
  readonly align?: 'start' | 'end' | undefined;
  /** A CSS grid track (VirtualTable) or width (DataTable): "96px", "20%", "minmax(120px, 1fr)". */
  readonly width?: string | undefined;
  /** The label is only read aloud: for columns of buttons. */
  readonly silent?: boolean | undefined;
}
