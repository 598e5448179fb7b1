import type { AddedDetails } from '../../../contract/error-details.ts';
import { DialdeskError } from '../../../contract/errors.ts';
import { isDirect, readUploadState } from '../../../sftp/transfer/upload-state.ts';
import type { FileServerSession } from './collaborators.ts';
import type { ImportMemory } from './import-payload.ts';

/** What of an import that is given up may be on the file server. */
export interface OnServer {
  /** Of an upload that is not through. */
  readonly upload: ImportMemory['upload'];
  /** A complete file that the call centre was never asked to import: nobody will, and it has customers' numbers. */
  readonly unasked: ImportMemory['uploaded'];
}

/**
 * Removes it, as far as the server lets us.
 * @returns `cancelled` with what stays: half a file under its name, or a file that was there before and is lost
 */
export async function clearServer(
  session: FileServerSession,
  { upload, unasked }: OnServer,
): Promise<DialdeskError | null> {
  const found = upload === null ? undefined : await session.removeLeftovers(upload);
  if (unasked) await removeIfOurs(session, unasked);
  if (found === undefined) return null;
  const { underName, oldLost } = found;
  const left = underName === 'half' ? readUploadState(upload)?.remotePath : undefined;
  return stays({ underName, oldLost, ...(left !== undefined && { left }) });
}

/** What is known of it when the server could not be asked: it may all be there still. */
export function mayBeThere({ upload, unasked }: OnServer): DialdeskError | null {
  const state = readUploadState(upload);
  if (state === undefined) return unasked === null ? null : stays({ left: unasked.path });
  // straight to its name, nothing is there before the server has opened it
  if (isDirect(state) && state.begun !== true && state.phase === 'sending') return null;
  const half = isDirect(state) && ({ underName: 'half', oldLost: state.overwrites === true } as const);
  return stays({ left: state.partPath, ...half });
}

function stays(details: AddedDetails): DialdeskError {
  const why = 'The import was cancelled; something of it stays on the file server';
  return new DialdeskError('cancelled', why).withDetails(details);
}

/** A file of another size or time under that name is somebody else's by now, and stays. */
async function removeIfOurs(
  session: FileServerSession,
  { path, bytes, modifiedMs }: NonNullable<ImportMemory['uploaded']>,
): Promise<void> {
  const there = await session.fileAt(path);
  const ours = there?.bytes === bytes && modifiedMs !== null && there.modifiedMs === modifiedMs;
  if (ours) await session.remove(path);
}
