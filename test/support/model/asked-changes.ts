/** A change of a reservation that the user asked for: each of another reservation, with a remark of its own. */
export interface AskedChange {
  /** By what its arrival is recognised: its remark, or that the reservation is gone. */
  readonly name: string;
  readonly connectionId: string;
  /** What the user was told; `open` if the app crashed before. In a sheet, each row says what became of it. */
  answer: 'open' | 'done' | 'refused' | 'unknown' | 'in a sheet';
  /** The sheet's name, where it was sent in one. */
  readonly sheet: string | null;
}
