import { DialdeskError } from '../contract/errors.ts';
import type { SftpSession } from './session.ts';
import type { Attributes } from './wire/attributes.ts';
import { kindOf } from './wire/attributes.ts';
import type { FileSystemSpace, RawPath } from './wire/requests.ts';
import { isVague } from './wire/status-error.ts';

/** What is at a path. Times are ms since 1970; what the server does not tell is null. */
export interface RemoteStatus {
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly size: number | null;
  readonly modifiedMs: number | null;
  readonly mode: number | null;
}

/** A server's attributes in our units. */
export function remoteStatus(attributes: Attributes): RemoteStatus {
  return {
    kind: kindOf(attributes.mode),
    size: attributes.size ?? null,
    modifiedMs: attributes.modified === undefined ? null : attributes.modified * 1000,
    mode: attributes.mode ?? null,
  };
}

async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof DialdeskError && error.code === 'no_such_path') return null;
    throw error;
  }
}

/** What is at a path, links followed; null if nothing is. */
export async function statRemote(session: SftpSession, path: RawPath): Promise<RemoteStatus | null> {
  const attributes = await orNull(session.requests.stat(path));
  return attributes && remoteStatus(attributes);
}

/** The absolute form of a path; of '.', the folder the server starts in. */
export async function realPath(session: SftpSession, path: RawPath): Promise<string> {
  return (await session.requests.realpath(path)).toString('utf8');
}

/** Space where the path is, or null where the server cannot tell. */
export async function freeSpace(session: SftpSession, path: RawPath): Promise<FileSystemSpace | null> {
  if (!session.requests.offers('statvfs@openssh.com')) return null;
  try {
    const space = await session.requests.statvfs(path);
    // Gateways to object stores answer with zeros.
    return space.total === 0 ? null : space;
  } catch (error) {
    if (isVague(error)) return null;
    throw error;
  }
}
