import { DialdeskError } from '../contract/errors.ts';
import { serverPasswordAccount, type Vault } from '../secrets/vault.ts';
import { openSession, type SftpSession } from '../sftp/session.ts';
import type { Store } from '../store/store.ts';

/** A file server as the call centre describes it, all fields known. */
export interface ServerAddress {
  readonly connectionId: string;
  readonly serverId: string;
  readonly ip: string;
  readonly port: number;
  readonly userName: string;
}

/**
 * Opens SFTP sessions to the call centre's file servers: at the address this workstation has for them, with
 * the password of the vault, trusting the host keys of the database.
 */
export class ServerAccess {
  readonly #store: Pick<Store, 'serverSettings' | 'hostKeys'>;
  readonly #vault: Vault;

  constructor(store: Pick<Store, 'serverSettings' | 'hostKeys'>, vault: Vault) {
    this.#store = store;
    this.#vault = vault;
  }

  /**
   * Errors as `openSession`; `password_needed` and `login_refused` say in their details which server it is.
   */
  async open(server: ServerAddress, signal?: AbortSignal): Promise<SftpSession> {
    const { connectionId, serverId } = server;
    const own = this.#store.serverSettings.get(connectionId, serverId);
    const password = await this.#vault.get(serverPasswordAccount(connectionId, serverId));
    const target = {
      host: own.host ?? server.ip,
      port: own.port ?? server.port,
      username: own.userName ?? server.userName,
      auth: { kind: 'password', password: password ?? undefined } as const,
    };
    try {
      return await openSession(target, { hostKeys: this.#store.hostKeys, signal });
    } catch (error) {
      if (!(error instanceof DialdeskError)) throw error;
      throw new DialdeskError(error.code, error.message, {
        details: {
          ...error.details,
          connectionId,
          serverId,
          userName: target.username,
          host: target.host,
          port: target.port,
        },
        cause: error,
      });
    }
  }
}
