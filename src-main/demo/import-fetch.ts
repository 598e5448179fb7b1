import { stat } from 'node:fs/promises';
import { posix } from 'node:path';
import type { FileServer } from './records.ts';
import type { SftpFolder } from './sftp-folder.ts';

/** Where the demo's own SFTP server is, and who may log in there. */
export interface OwnSftp {
  /** The address it listens on, besides the loopback addresses. */
  readonly ip: string;
  readonly port: number;
  readonly folder: SftpFolder;
  readonly users: ReadonlyMap<string, string>;
}

/**
 * What CC-iSales does before it reads a workbook: connects to the registered file server, logs in, finds the
 * file below the default path. The only server that can be reached is the demo's own, and its files are read
 * where they are. Returns the local path; throws an Error whose message goes into the import's `errMsg`.
 */
export async function fetchFromServer(
  own: OwnSftp,
  server: FileServer,
  filePath: string,
  fileName: string,
): Promise<string> {
  const { ip, port, userName } = server;
  if (ip === null || port === null) throw new Error('The file server has no address.');
  if (![own.ip, '127.0.0.1', '::1'].includes(ip) || Number(port) !== own.port) {
    throw new Error(`Failed to connect to the file server ${ip}:${port}.`);
  }
  if (own.users.get(userName) !== server.password) {
    throw new Error('The user name or password of the file server is incorrect.');
  }
  const remote = posix.join('/', server.filePath ?? '', filePath, fileName);
  const missing = new Error(`The file ${remote} does not exist on the file server.`);
  const local = await own.folder.local(remote).catch(() => Promise.reject(missing));
  const found = await stat(local).catch(() => Promise.reject(missing));
  if (!found.isFile()) throw missing;
  return local;
}
