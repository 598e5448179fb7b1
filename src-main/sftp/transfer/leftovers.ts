import { DialdeskError } from '../../contract/errors.ts';
import { isRefusal, lookFor } from '../look.ts';
import type { SftpSession } from '../session.ts';
import { removeHalf, underName } from './direct.ts';
import type { UnderName } from './direct.ts';
import { isDirect } from './upload-state.ts';
import type { UploadState } from './upload-state.ts';

/**
 * Removes what an upload that is given up left on the server. A file it had moved aside is the one that was
 * there before: it is put back where nothing has taken its place. Rejects as the requests do.
 * @returns what it left under the final name, if it wrote straight to it
 */
export async function removeLeftovers(
  session: SftpSession,
  state: UploadState,
): Promise<UnderName | undefined> {
  if (isDirect(state)) return underName(state, await removeHalf(session, state, false));
  await session.requests.remove(state.partPath).catch((error: unknown) => {
    if (!(error instanceof DialdeskError) || error.code !== 'no_such_path') throw error;
  });
  const [aside, final] = [await lookFor(session, state.asidePath), await lookFor(session, state.remotePath)];
  // Where it cannot be seen, the record says whether there may be one; RENAME refuses a name that is taken.
  const mayBeAside = aside === 'unseen' ? state.aside === true : aside !== null;
  if (!mayBeAside || (final !== null && final !== 'unseen')) return undefined;
  await session.requests.rename(state.asidePath, state.remotePath).catch((error: unknown) => {
    if (aside !== 'unseen' || !isRefusal(session, error)) throw error;
  });
  return undefined;
}
