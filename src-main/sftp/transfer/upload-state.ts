/**
 * What has to be kept of an upload, by whoever wants to go on with it after a cut or a crash. Plain data,
 * made for a database's JSON column.
 */
export interface UploadState {
  readonly version: 1;
  /** The file's final path on the server. */
  readonly remotePath: string;
  /** Paths, in the same folder, of the incomplete file and of a file being replaced. */
  readonly partPath: string;
  readonly asidePath: string;
  /** The local file as it was when the upload began; another size or time means it is another file. */
  readonly localSize: number;
  readonly localModifiedMs: number;
  /**
   * `sending` until all bytes are on the server and verified; `publishing` from before the rename is sent
   * until its outcome is known.
   */
  readonly phase: 'sending' | 'publishing';
  /** Everything before this was acknowledged by the server. */
  readonly acknowledgedBytes: number;
  /** Whether the file that had the name may lie under `asidePath`; until that is over, this record is kept. */
  readonly aside?: boolean;
}

/** Reads a state back from where it was kept. Undefined for what is not one, which starts an upload anew. */
export function readUploadState(value: unknown): UploadState | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const state = value as Record<string, unknown>;
  const isText = (key: string): boolean => typeof state[key] === 'string';
  const isNumber = (key: string): boolean => Number.isFinite(state[key]);
  const fits =
    state['version'] === 1 &&
    ['remotePath', 'partPath', 'asidePath'].every(isText) &&
    ['localSize', 'localModifiedMs', 'acknowledgedBytes'].every(isNumber) &&
    (state['phase'] === 'sending' || state['phase'] === 'publishing');
  return fits ? (value as UploadState) : undefined;
}
