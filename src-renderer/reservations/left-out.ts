/** What a list showed and a sheet does not have. */
export interface LeftOut {
  /** Reservations that cannot be modified. */
  readonly fixed: number;
  /** The list was longer than a sheet can be. */
  readonly beyond: boolean;
}

export const nothingLeft: LeftOut = { fixed: 0, beyond: false };
