import * as v from 'valibot';
import { TemporaryNames } from '../../contract/server-reach.ts';
import { joinRemote, splitRemote } from '../remote-path.ts';
import type { LocalFile } from './local-file.ts';
import { asideName, newToken, partName } from './part-name.ts';

/**
 * What has to be kept of an upload, by whoever wants to go on with it after a cut or a crash. Plain data,
 * made for a database's JSON column.
 */
export interface UploadState {
  readonly version: 1;
  /** The file's final path on the server. */
  readonly remotePath: string;
  /**
   * Paths, in the same folder, of the incomplete file and of a file being replaced. Straight to the name, the first is
   * the final path, and there is no second.
   */
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
  /** How the incomplete file is named: it keeps that until it is complete. Records of earlier versions lack it: hidden. */
  readonly names?: TemporaryNames;
  /** Straight to the name: the server has opened the file for us, so what lies there is ours and may be half. */
  readonly begun?: boolean;
  /** Straight to the name: there was, or may have been, another file of that name, which is lost. */
  readonly overwrites?: boolean;
}

/** Whether an upload writes straight to the final name. */
export function isDirect({ names }: Pick<UploadState, 'names'>): boolean {
  return names === 'direct';
}

/** The state of an upload that has not begun, with names that nothing has yet. */
export function newState(
  remotePath: string,
  local: Pick<LocalFile, 'size' | 'modifiedMs'>,
  names: TemporaryNames,
): UploadState {
  const { folder, name } = splitRemote(remotePath);
  const token = newToken();
  const paths =
    names === 'direct'
      ? { partPath: remotePath, asidePath: remotePath }
      : {
          partPath: joinRemote(folder, partName(name, token, names)),
          asidePath: joinRemote(folder, asideName(name, token, names)),
        };
  return {
    version: 1,
    remotePath,
    ...paths,
    localSize: local.size,
    localModifiedMs: local.modifiedMs,
    phase: 'sending',
    acknowledgedBytes: 0,
    names,
  };
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
    (state['phase'] === 'sending' || state['phase'] === 'publishing') &&
    (state['names'] === undefined || v.is(TemporaryNames, state['names'])) &&
    // What is removed as an incomplete file must not be somebody's finished one by mistake.
    (state['partPath'] === state['remotePath']) === (state['names'] === 'direct');
  return fits ? (value as UploadState) : undefined;
}
