import type { Clock } from '../../platform/clock.ts';
import type { Pace } from './bandwidth.ts';
import type { TransferProgress } from './progress.ts';
import type { Replaced } from './publish.ts';
import type { UploadState } from './upload-state.ts';

/** One file to be put on a server. */
export interface UploadJob {
  /** Path of the local file. */
  readonly local: string;
  /** Path of the file on the server; its folder must exist. */
  readonly remotePath: string;
  /** Whether a file of that name may be replaced. */
  readonly replace: boolean;
  /** `size`, or `sha256`: the whole file is read back before it gets its name. */
  readonly verify?: 'size' | 'sha256';
  /** What the local file should be, in hex: it is refused, unpublished, if it is not. */
  readonly expectedSha256?: string | undefined;
  /** What an earlier attempt last gave to `onState`; it goes on under the name it began with. */
  readonly resume?: UploadState | undefined;
  /** Usually a `BandwidthLimit`. */
  readonly pace?: Pace | undefined;
  /** Cancels and removes what was sent; with `uploadPaused` as reason, what was sent stays. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: TransferProgress) => void;
  /**
   * To be stored before it returns: what the next attempt needs, at least once a second, and null once nothing
   * is left on the server to go on with.
   */
  readonly onState?: (state: UploadState | null) => void;
  readonly clock?: Clock;
  /** Numbers from 0 up to 1, for the choice of samples. */
  readonly random?: () => number;
}

/** How an upload came out. */
export interface UploadResult {
  readonly path: string;
  readonly size: number;
  /** Of the local file, in hex, if it was asked for in any way. */
  readonly sha256: string | null;
  /** Bytes of the file sent by this attempt, and where it began. */
  readonly sentBytes: number;
  readonly resumedFrom: number;
  readonly replaced: Replaced;
  /** Whether the server confirmed that the file is on its disk. */
  readonly flushed: boolean;
}
