import type { UsualRows } from './usual-rows/usual-rows.ts';

export type { Watch } from '../platform/worker-protocol.ts';

/** How far a writing is, 0 to 1. */
export interface WriteProgress {
  readonly fraction: number;
}

/** What goes on beside the reading of rows. */
export interface ReadProgress {
  readonly signal?: AbortSignal | undefined;
  /** Called now and then with the part of the source that has been read, 0 to 1. */
  readonly onFraction?: ((fraction: number) => void) | undefined;
  /** Called between chunks; a promise holds the reading back until it is resolved. */
  readonly between?: (() => Promise<void> | undefined) | undefined;
  /** Takes the rows with nothing to report; these are not visited. */
  readonly usualRows?: UsualRows | undefined;
  /**
   * Visits also the rows of a workbook whose number has been passed (see `Row.isLate`). Without it they refuse the sheet,
   * as whoever reads by number alone cannot have them.
   */
  readonly takesLateRows?: boolean;
}
