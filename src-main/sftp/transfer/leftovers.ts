import { DialdeskError } from '../../contract/errors.ts';
import { lstatRemote } from '../files.ts';
import type { SftpSession } from '../session.ts';
import type { UploadState } from './upload-state.ts';

/**
 * Removes what an upload that is given up left on the server. A file it had moved aside is the one that was
 * there before: it is put back where nothing has taken its place. Rejects as the requests do.
 */
export async function removeLeftovers(session: SftpSession, state: UploadState): Promise<void> {
  await session.requests.remove(state.partPath).catch((error: unknown) => {
    if (!(error instanceof DialdeskError) || error.code !== 'no_such_path') throw error;
  });
  const [aside, final] = [
    await lstatRemote(session, state.asidePath),
    await lstatRemote(session, state.remotePath),
  ];
  if (aside && !final) await session.requests.rename(state.asidePath, state.remotePath);
}
