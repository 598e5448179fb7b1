import type { Handlers } from '../contract/derive.ts';
import type { WaitingKind } from '../contract/jobs.ts';
import type { FileServer } from '../contract/servers.ts';
import { serverPasswordAccount, type Vault } from '../secrets/vault.ts';
import { lookAtDestination } from './destination.ts';
import type { ServerAccess } from './server-access.ts';
import type { ServerDirectory } from './server-directory.ts';

export interface ServerParts {
  readonly directory: ServerDirectory;
  readonly access: ServerAccess;
  readonly vault: Vault;
  /** Told what jobs may have waited for. */
  readonly settled: (what: WaitingKind) => void;
}

/** File servers: the list, their passwords, and a look at where an import is to be put. */
export function serverHandlers({ directory, access, vault, settled }: ServerParts): Handlers['servers'] {
  return {
    async list({ connectionId, search, offset, limit, refresh }) {
      const found = await directory.find(connectionId, search, refresh);
      const servers = await Promise.all(
        found.slice(offset, offset + limit).map(async (server): Promise<FileServer> => ({
          ...server,
          passwordSaved: (await vault.get(serverPasswordAccount(connectionId, server.serverId))) !== null,
        })),
      );
      return { total: found.length, servers };
    },

    async savePassword({ connectionId, serverId, password }) {
      await vault.set(serverPasswordAccount(connectionId, serverId), password);
      settled('password');
    },

    async lookAt({ connectionId, serverId, folder, fileName }) {
      const server = await directory.address(connectionId, serverId);
      const session = await access.open(server);
      try {
        return await lookAtDestination(session, server.filePath, folder, fileName);
      } finally {
        session.close();
      }
    },
  };
}
