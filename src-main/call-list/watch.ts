export type { Watch } from '../platform/worker-protocol.ts';

/** How far a writing is, 0 to 1. */
export interface WriteProgress {
  readonly fraction: number;
}
