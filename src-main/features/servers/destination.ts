import { DialdeskError } from '../../contract/errors.ts';
import type { DestinationState } from '../../contract/servers.ts';
import { freeSpace } from '../../sftp/files.ts';
import { isRefusal, lookFor } from '../../sftp/look.ts';
import type { SftpSession } from '../../sftp/session.ts';

/** `/home/sftp` and `isales/2026` and `demo.xlsx` as one path, with single slashes. */
export function remotePath(...parts: readonly string[]): string {
  return parts
    .join('/')
    .replace(/\/{2,}/g, '/')
    .replace(/(?<=.)\/$/, '');
}

/**
 * Looks at where a workbook is to be put: is the folder there, is a file of that name, how much room is left. What the
 * server does not tell stays open; the upload finds out.
 * @param defaultPath the file server's default path, as the call centre lists it
 * @throws DialdeskError `no_such_path` when the default path itself is not there, and when the connection is gone
 */
export async function lookAtDestination(
  session: SftpSession,
  defaultPath: string,
  folder: string,
  fileName: string,
): Promise<Omit<DestinationState, 'direct'>> {
  if ((await lookFor(session, defaultPath)) === null) {
    throw new DialdeskError('no_such_path', `${defaultPath} is not there`, {
      details: { path: defaultPath },
    });
  }
  const path = remotePath(defaultPath, folder, fileName);
  const folderSeen = await lookFor(session, remotePath(defaultPath, folder));
  const seen = folderSeen === null ? null : await lookFor(session, path);
  const space = await freeSpace(session, defaultPath).catch((error: unknown) => {
    if (isRefusal(session, error)) return null;
    throw error;
  });
  return {
    path,
    folderExists: folderSeen === 'unseen' ? null : folderSeen !== null,
    existing:
      seen === null || seen === 'unseen'
        ? seen
        : {
            size: seen.size,
            modified: seen.modifiedMs === null ? null : new Date(seen.modifiedMs).toISOString(),
          },
    free: space?.available ?? null,
    weak: [...session.weak],
  };
}
