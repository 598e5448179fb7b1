import type { ChosenFrom } from '../../contract/connections.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { FileServerChange, NewFileServer } from '../../contract/file-servers.ts';
import type { ServerAddition, ServerChange } from '../../contract/server-changes.ts';
import type { OneServer } from '../../contract/servers.ts';
import { requireChosenFrom } from '../connections/clients.ts';
import type { MissingInterfaces } from '../connections/missing-interfaces.ts';
import type { ListedServer, ServerDirectory } from './server-directory.ts';
import type { ServerSecrets } from './server-secrets.ts';
import type { Store } from '../../store/store.ts';

/** What is asked of the call centre. Errors as src-main/aicc/file-servers.ts. */
export interface ServerInterfaces {
  readonly update: (from: ChosenFrom, change: FileServerChange) => Promise<void>;
  readonly add: (from: ChosenFrom, server: NewFileServer) => Promise<{ serverId: string | null }>;
  readonly remove: (from: ChosenFrom, serverId: string) => Promise<void>;
}

export interface ServerChangesDeps {
  readonly interfaces: ServerInterfaces;
  readonly directory: ServerDirectory;
  readonly secrets: ServerSecrets;
  readonly store: Pick<Store, 'connections' | 'serverSettings' | 'serverStates' | 'transaction'>;
  readonly missing: MissingInterfaces;
}

/** Changes the call centre's list of file servers, and lets what is kept here follow. */
export class ServerChanges {
  readonly #deps: ServerChangesDeps;

  constructor(deps: ServerChangesDeps) {
    this.#deps = deps;
  }

  /**
   * Modifies a server. The password in the vault follows, where it is the one the call centre uses; after an
   * unknown outcome it stays as it was. Errors as updateServer, and `not_found`.
   */
  async modify({ serverId, serverInfo, userName, serverPwd, ...asked }: ServerChange): Promise<void> {
    const { interfaces, directory } = this.#deps;
    const from = this.#from(asked);
    const { connectionId } = from;
    // Which address it has now decides whether the password must go along: the window's word is not enough for that.
    const before = await directory.one(connectionId, serverId, true);
    try {
      await this.#deps.missing.require(connectionId, 'updateServer', () =>
        interfaces.update(from, {
          serverId,
          serverInfo,
          userName,
          previousIp: before.ip,
          ...(serverPwd !== undefined && { serverPwd }),
        }),
      );
    } finally {
      directory.forget(connectionId);
    }
    if (this.#ledElsewhere(from)) return;
    this.#deps.store.serverStates.remove(connectionId, serverId);
    if (serverPwd !== undefined) await this.#keepPassword(connectionId, serverId, serverPwd);
  }

  /**
   * Adds a server. Where the system does not tell its ID, the list is asked which one is new.
   * @returns the ID; null where it is unknown. Errors as addServer.
   */
  async add({ serverInfo, userName, serverPwd, ...asked }: ServerAddition): Promise<string | null> {
    const { interfaces, directory } = this.#deps;
    const from = this.#from(asked);
    const { connectionId } = from;
    const before = await directory.all(connectionId, true);
    let serverId: string | null;
    try {
      ({ serverId } = await this.#deps.missing.require(connectionId, 'addServer', () =>
        interfaces.add(from, { serverInfo, userName, serverPwd }),
      ));
    } finally {
      directory.forget(connectionId);
    }
    // It is registered: whatever fails from here on is no reason to say otherwise.
    if (this.#ledElsewhere(from)) return serverId;
    serverId ??= await this.#findNew(connectionId, before, { serverInfo, userName });
    if (serverId !== null && !this.#ledElsewhere(from))
      await this.#deps.secrets.savePassword(connectionId, serverId, serverPwd);
    return serverId;
  }

  /**
   * Deletes a server, and what is kept about it here. Errors as deleteServer.
   * @returns false where the keychain may still have a secret of it, which is deleted once it answers
   */
  async remove({ serverId, ...asked }: OneServer): Promise<boolean> {
    const { interfaces, directory, store, secrets } = this.#deps;
    const from = this.#from(asked);
    const { connectionId } = from;
    try {
      await this.#deps.missing.require(connectionId, 'deleteServer', () => interfaces.remove(from, serverId));
    } finally {
      directory.forget(connectionId);
    }
    const elsewhere = this.#ledElsewhere(from);
    const accounts = secrets.ofServer(connectionId, serverId, elsewhere ? from.centre : undefined);
    store.transaction(() => {
      secrets.note(accounts);
      if (elsewhere) return;
      store.serverSettings.remove(connectionId, serverId);
      store.serverStates.remove(connectionId, serverId);
    });
    return secrets.forget(accounts);
  }

  /** Where a change is to go and nowhere else, whatever is asked before it. @throws DialdeskError `call_centre_changed` */
  #from(asked: ChosenFrom): ChosenFrom {
    const { connections } = this.#deps.store;
    requireChosenFrom(connections, asked);
    const { connectionId } = asked;
    return { connectionId, centre: connections.centreOf(connectionId) ?? asked.centre };
  }

  /** Whether the connection leads elsewhere by now: what is kept by the server's ID is that of another server then. */
  #ledElsewhere({ connectionId, centre }: ChosenFrom): boolean {
    return this.#deps.store.connections.centreOf(connectionId) !== centre;
  }

  /** A workstation that logs in as somebody else, or by key, has nothing to do with the call centre's password. */
  async #keepPassword(connectionId: string, serverId: string, password: string): Promise<void> {
    const own = this.#deps.store.serverSettings.get(connectionId, serverId);
    if (own.userName === null) await this.#deps.secrets.savePassword(connectionId, serverId, password);
  }

  async #findNew(
    connectionId: string,
    before: readonly ListedServer[],
    { serverInfo, userName }: Pick<ServerAddition, 'serverInfo' | 'userName'>,
  ): Promise<string | null> {
    const known = new Set(before.map(({ serverId }) => serverId));
    const after = await this.#deps.directory.all(connectionId, true).catch((error: unknown) => {
      if (error instanceof DialdeskError) return [];
      throw error;
    });
    const added = after.filter(
      (server) =>
        !known.has(server.serverId) &&
        server.ip === serverInfo.ip &&
        server.port === serverInfo.port &&
        server.filePath === serverInfo.filePath &&
        server.userName === userName,
    );
    return added.length === 1 ? (added[0]?.serverId ?? null) : null;
  }
}
