import { DialdeskError } from '../../contract/errors.ts';
import { isRefusal, lookFor } from '../look.ts';
import type { SftpSession } from '../session.ts';
import { Open } from '../wire/codes.ts';
import { isVague } from '../wire/status-error.ts';
import type { LocalFile } from './local-file.ts';
import { openBehind, readLeft } from './part-file.ts';
import type { Going, PartFile } from './part-file.ts';
import { fileExists } from './publish.ts';
import type { UploadState } from './upload-state.ts';

// Uploads straight to the final name, for servers that allow no temporary one. What lies there is ours, half or whole,
// from the moment the server has opened it for us; before that, and where an earlier attempt's record does not fit what
// is there, it is somebody else's.

/** How a file comes by its final name. */
interface Opening extends Going {
  readonly resume: boolean;
  readonly replace: boolean;
  /** What is there is not what the record says: it is somebody else's. */
  readonly onTheirs: () => void;
  /** Called before a file that is there, or that may be, is emptied. */
  readonly onOverwrite: () => void;
}

/**
 * Opens the file of an upload under its final name: what an earlier attempt left there, as far as it is proved, or a
 * new one. Rejects with `file_exists` where something has the name that is not ours and may not be replaced.
 */
export async function openDirect(
  session: SftpSession,
  state: UploadState,
  local: LocalFile,
  options: Opening,
): Promise<PartFile> {
  const path = state.remotePath;
  const empty = async (): Promise<PartFile> => ({
    handle: await session.requests.open(path, Open.write | Open.create | Open.truncate),
    proven: 0,
  });
  if (options.resume) {
    const proven = await provenOurs(session, state, local, options);
    if (proven !== undefined) {
      const behind = proven > 0 ? await openBehind(session, path, proven) : undefined;
      return behind ?? (await empty().catch((error: unknown) => madeAnew(session, path, error)));
    }
    options.onTheirs();
  }
  if (!options.replace) return { handle: await createNew(session, path), proven: 0 };
  if ((await lookFor(session, path)) !== null) options.onOverwrite();
  return empty();
}

/** Our own file in place of the one that the server lets nobody open again: some forbid to write to what is there. */
async function madeAnew(session: SftpSession, path: string, error: unknown): Promise<PartFile> {
  if (!isRefusal(session, error)) throw error;
  await session.requests.remove(path).catch(() => {
    throw error;
  });
  return { handle: await createNew(session, path), proven: 0 };
}

/** How much of our own file is there; undefined where nothing is, or it is somebody else's. */
async function provenOurs(
  session: SftpSession,
  state: UploadState,
  local: LocalFile,
  going: Going,
): Promise<number | undefined> {
  const left = await readLeft(session, state, local, going);
  const { acknowledgedBytes, begun = false } = state;
  if (left && left.size !== null) {
    // Nothing was written before the server had opened it: without its answer, ours can only be empty.
    if (!begun) return left.size === 0 ? 0 : undefined;
    const ours = acknowledgedBytes > 0 ? left.proven >= acknowledgedBytes : left.fits;
    return ours ? left.proven : undefined;
  }
  if (!begun) return undefined;
  // Not to be read. The server made it for us; that it has a length it could have is all that can be seen.
  const seen = await lookFor(session, state.remotePath);
  const size = seen === null || seen === 'unseen' ? null : seen.size;
  return size !== null && couldBeOurs(state, size) ? 0 : undefined;
}

const couldBeOurs = ({ acknowledgedBytes, localSize }: UploadState, size: number): boolean =>
  size >= acknowledgedBytes && size <= localSize;

/** Makes a file that must not be there yet. */
async function createNew(session: SftpSession, path: string): Promise<Buffer> {
  const { requests } = session;
  try {
    return await requests.open(path, Open.write | Open.create | Open.exclusive);
  } catch (error) {
    if (!isRefusal(session, error)) throw error;
    if (!isVague(error) && error.code !== 'file_exists') throw error;
    const there = await lookFor(session, path);
    if (there !== null && there !== 'unseen') throw fileExists(path, there.size, there.modifiedMs);
    if (error.code === 'file_exists') throw fileExists(path, null, null);
    // The server may not know this way of opening. Without it, only a name that is seen to be free is taken.
    if (there === 'unseen') throw error;
    return requests.open(path, Open.write | Open.create | Open.truncate).catch(() => {
      throw error;
    });
  }
}

/**
 * Removes the half file that an upload left under its final name. Says whether none of ours is left there; one that
 * does not look as ours would is left alone.
 * @param opened whether it was opened by this very attempt, so that it is ours for certain
 */
export async function removeHalf(
  session: SftpSession,
  state: UploadState,
  opened: boolean,
): Promise<boolean> {
  const seen = await lookFor(session, state.remotePath);
  if (seen === null) return true;
  const size = seen === 'unseen' ? null : seen.size;
  // Made, perhaps, by a request whose answer was lost; then it is empty.
  if (!state.begun) return size !== null && size > 0;
  if (size !== null && !couldBeOurs(state, size)) return true;
  if (size === null && !opened) return false;
  try {
    await session.requests.remove(state.remotePath);
    return true;
  } catch (error) {
    if (!isRefusal(session, error)) throw error;
    return error.code === 'no_such_path';
  }
}

/** What an upload straight to the name left on the server, as an error's details. */
export interface UnderName {
  /** `half`: it may be incomplete; `removed`: it was, and is gone. */
  readonly underName: 'half' | 'removed';
  /** Any file that had the name before is lost, or may be. */
  readonly oldLost: boolean;
}

/** What is under the name after a failure; undefined where the upload changed nothing there. */
export function underName(state: UploadState, removed: boolean): UnderName | undefined {
  const oldLost = state.overwrites === true;
  if (removed) return oldLost ? { underName: 'removed', oldLost } : undefined;
  return { underName: 'half', oldLost };
}

/** An error with what it left under the final name. */
export function withUnderName(error: unknown, left: UnderName | undefined): unknown {
  if (!left || !(error instanceof DialdeskError)) return error;
  return error.withDetails(left);
}
