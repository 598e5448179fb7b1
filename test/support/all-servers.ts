import type { AiccClient } from '../../src-main/aicc/client.ts';
import { receiveServers } from '../../src-main/aicc/file-servers.ts';
import { ServerDirectory, type ListedServer } from '../../src-main/features/servers/server-directory.ts';

/** All file servers of a system, as the app reads them. */
export const allServers = (client: AiccClient): Promise<readonly ListedServer[]> =>
  new ServerDirectory(
    (_connection, offset, limit) => receiveServers(client, { offset, limit }),
    Date.now,
  ).all('c');
