import { DialdeskError } from '../../contract/errors.ts';
import type { DestinationState } from '../../contract/servers.ts';
import type { SftpSession } from '../../sftp/session.ts';

/** `/home/sftp` and `isales/2026` and `demo.xlsx` as one path, with single slashes. */
export function remotePath(...parts: readonly string[]): string {
  return parts
    .join('/')
    .replace(/\/{2,}/g, '/')
    .replace(/(?<=.)\/$/, '');
}

const orNull = async <T>(work: Promise<T>): Promise<T | null> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DialdeskError && error.code === 'no_such_path') return null;
    throw error;
  }
};

/**
 * Looks at where a workbook is to be put: is the folder there, is a file of that name, how much room is left.
 * @param defaultPath the file server's default path, as the call centre lists it
 * @throws DialdeskError `no_such_path` when the default path itself is not there, and as SFTP requests do
 */
export async function lookAtDestination(
  session: SftpSession,
  defaultPath: string,
  folder: string,
  fileName: string,
): Promise<DestinationState> {
  const { requests } = session;
  await requests.stat(defaultPath);
  const path = remotePath(defaultPath, folder, fileName);
  const folderThere = await orNull(requests.stat(remotePath(defaultPath, folder)));
  const existing = folderThere && (await orNull(requests.stat(path)));
  const space = requests.offers('statvfs@openssh.com') ? await requests.statvfs(defaultPath) : null;
  return {
    path,
    folderExists: folderThere !== null,
    existing: existing && {
      size: existing.size ?? 0,
      modified: existing.modified === undefined ? null : new Date(existing.modified * 1000).toISOString(),
    },
    // a server that does not know its size says 0
    free: space !== null && space.total > 0 ? space.available : null,
    weak: [...session.weak],
  };
}
