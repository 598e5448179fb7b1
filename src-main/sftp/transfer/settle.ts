import { lstatRemote } from '../files.ts';
import type { SftpSession } from '../session.ts';
import { Open } from '../wire/codes.ts';
import { provenLength } from './compare.ts';
import type { LocalFile } from './local-file.ts';
import type { UploadState } from './upload-state.ts';

/**
 * Where an upload stands whose rename was sent and not answered: `done`, the file has its final name;
 * `unpublished`, the complete file waits under its temporary name; `gone`, neither is there.
 */
export type Outcome = 'done' | 'unpublished' | 'gone';

async function isOurs(
  session: SftpSession,
  state: UploadState,
  local: LocalFile,
  random: () => number,
): Promise<boolean> {
  const handle = await session.requests.open(state.remotePath, Open.read);
  try {
    const pair = { session, handle, readAt: local.readAt };
    return (await provenLength(pair, local.size, local.size, random)) === local.size;
  } finally {
    await session.requests.close(handle).catch(() => undefined);
  }
}

/**
 * Finds out, by looking, what became of a rename whose answer was lost, and tidies up what it left: both names
 * for one file (OpenSSH links, then unlinks), or a replaced file still aside. Never renames the upload itself.
 */
export async function settle(
  session: SftpSession,
  state: UploadState,
  local: LocalFile,
  random: () => number,
): Promise<Outcome> {
  const { requests } = session;
  const [part, final, aside] = await Promise.all([
    lstatRemote(session, state.partPath),
    lstatRemote(session, state.remotePath),
    lstatRemote(session, state.asidePath),
  ]);
  const partIsWhole = part?.size === local.size;
  if (final?.size === local.size && (!part || partIsWhole) && (await isOurs(session, state, local, random))) {
    // With the part still there this may also be a file of the same content that was there before. Then the
    // part's name is one too many all the same.
    if (part) await requests.remove(state.partPath);
    if (aside) await requests.remove(state.asidePath);
    return 'done';
  }
  // A crash between the two steps: the old file comes back first, so that the name is not missing meanwhile.
  if (aside && !final) await requests.rename(state.asidePath, state.remotePath);
  return partIsWhole ? 'unpublished' : 'gone';
}
