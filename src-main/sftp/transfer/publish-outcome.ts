import { isRefusal, lookFor, type Seen } from '../look.ts';
import type { SftpSession } from '../session.ts';
import { Open } from '../wire/codes.ts';
import { provenLength } from './compare.ts';
import type { LocalFile } from './local-file.ts';
import type { UploadState } from './upload-state.ts';

/**
 * Where an upload stands whose rename was sent and not answered: `done`, the file has its final name;
 * `unpublished`, the complete file waits under its temporary name; `gone`, neither is there; `unknown`, the
 * server lets nothing be seen and its answers fit both.
 */
export type Outcome = 'done' | 'unpublished' | 'gone' | 'unknown';

/** Whether the file under the final name is ours; undefined where it cannot be read. */
async function isOurs(
  session: SftpSession,
  state: UploadState,
  local: LocalFile,
  random: () => number,
): Promise<boolean | undefined> {
  let handle: Buffer | undefined;
  try {
    handle = await session.requests.open(state.remotePath, Open.read);
    const pair = { session, handle, readAt: local.readAt };
    return (await provenLength(pair, local.size, local.size, random)) === local.size;
  } catch (error) {
    if (!isRefusal(session, error)) throw error;
    return undefined;
  } finally {
    if (handle) await session.requests.close(handle).catch(() => undefined);
  }
}

/**
 * Whether a rename that the server refused was carried out all the same: the temporary name is seen to be gone, and the
 * file under the final one is ours, by its bytes; where they cannot be read, by its size.
 */
export async function arrivedAnyhow(
  session: SftpSession,
  state: UploadState,
  local: LocalFile,
  random: () => number,
): Promise<boolean> {
  if ((await lookFor(session, state.partPath)) !== null) return false;
  const final = await lookFor(session, state.remotePath);
  if (final === null || final === 'unseen' || (final.size ?? local.size) !== local.size) return false;
  return (await isOurs(session, state, local, random)) ?? final.size === local.size;
}

/**
 * Finds out, by looking, what became of a rename whose answer was lost, and tidies up what it left: both names
 * for one file (OpenSSH links, then unlinks), or a replaced file still aside. Where nothing can be seen, the
 * temporary name is renamed once more: a server that does not find it has carried the first one out.
 */
export async function publishOutcome(
  session: SftpSession,
  state: UploadState,
  local: LocalFile,
  random: () => number,
): Promise<Outcome> {
  const { requests } = session;
  const [part, final, aside] = await Promise.all([
    lookFor(session, state.partPath),
    lookFor(session, state.remotePath),
    lookFor(session, state.asidePath),
  ]);
  if (part === 'unseen' || final === 'unseen') return publishOutcomeUnseen(session, state, final);
  const whole = (size: number | null | undefined): boolean => size === local.size || size === null;
  const partIsWhole = part !== null && whole(part.size);
  if (final !== null && whole(final.size) && (!part || partIsWhole)) {
    const ours = await isOurs(session, state, local, random);
    // Not to be read: with the part gone, a file of this size under the name is what the rename made.
    if (ours ?? part === null) {
      // With the part still there this may also be a file of the same content that was there before. Then the
      // part's name is one too many all the same.
      if (part) await requests.remove(state.partPath).catch(ignoreRefusal(session));
      if (aside && aside !== 'unseen') await requests.remove(state.asidePath).catch(ignoreRefusal(session));
      return 'done';
    }
  }
  // A crash between the two steps: the old file comes back first, so that the name is not missing meanwhile.
  if (!final && (aside === 'unseen' ? state.aside : aside)) {
    await requests.rename(state.asidePath, state.remotePath).catch((error: unknown) => {
      if (aside !== 'unseen') throw error;
      ignoreRefusal(session)(error);
    });
  }
  return partIsWhole ? 'unpublished' : 'gone';
}

async function publishOutcomeUnseen(session: SftpSession, state: UploadState, final: Seen): Promise<Outcome> {
  try {
    await session.requests.rename(state.partPath, state.remotePath);
    return 'done';
  } catch (error) {
    if (!isRefusal(session, error)) throw error;
    if (error.code === 'no_such_path') return 'done';
    if (error.code !== 'file_exists' && (final === null || final === 'unseen')) return 'unknown';
    return 'unpublished';
  }
}

const ignoreRefusal =
  (session: SftpSession) =>
  (error: unknown): void => {
    if (!isRefusal(session, error)) throw error;
  };
