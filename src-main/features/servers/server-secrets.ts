import { deleteLongSecret, getLongSecret, setLongSecret } from '../../secrets/long-secret.ts';
import {
  serverKeyAccount,
  serverPassphraseAccount,
  serverPasswordAccount,
  type Vault,
} from '../../secrets/vault.ts';
import type { ServerSettingsTable } from '../../store/server-settings.ts';

/** A private key with what opens it. */
export interface KeptKey {
  readonly key: string;
  readonly passphrase: string | null;
}

/**
 * The secrets of file servers. A vault cannot be asked what it holds, so the database remembers for which
 * servers something was put there: with the connection, all of it goes.
 */
export class ServerSecrets {
  readonly #vault: Vault;
  readonly #settings: ServerSettingsTable;

  constructor(vault: Vault, settings: ServerSettingsTable) {
    this.#vault = vault;
    this.#settings = settings;
  }

  password(connectionId: string, serverId: string): Promise<string | null> {
    return this.#vault.get(serverPasswordAccount(connectionId, serverId));
  }

  async savePassword(connectionId: string, serverId: string, password: string): Promise<void> {
    this.#settings.set(connectionId, serverId, {});
    await this.#vault.set(serverPasswordAccount(connectionId, serverId), password);
  }

  async forgetPassword(connectionId: string, serverId: string): Promise<void> {
    await this.#vault.delete(serverPasswordAccount(connectionId, serverId));
  }

  /** The private key; null where none was kept, or the vault has lost it. */
  async key(connectionId: string, serverId: string): Promise<KeptKey | null> {
    const key = await getLongSecret(this.#vault, serverKeyAccount(connectionId, serverId));
    if (key === null) return null;
    return { key, passphrase: await this.#vault.get(serverPassphraseAccount(connectionId, serverId)) };
  }

  async saveKey(connectionId: string, serverId: string, { key, passphrase }: KeptKey): Promise<void> {
    this.#settings.set(connectionId, serverId, {});
    const account = serverPassphraseAccount(connectionId, serverId);
    if (passphrase === null) await this.#vault.delete(account);
    else await this.#vault.set(account, passphrase);
    await setLongSecret(this.#vault, serverKeyAccount(connectionId, serverId), key);
  }

  async forgetKey(connectionId: string, serverId: string): Promise<void> {
    await deleteLongSecret(this.#vault, serverKeyAccount(connectionId, serverId));
    await this.#vault.delete(serverPassphraseAccount(connectionId, serverId));
  }

  async forgetServer(connectionId: string, serverId: string): Promise<void> {
    await this.forgetPassword(connectionId, serverId);
    await this.forgetKey(connectionId, serverId);
  }

  /**
   * Takes note of a connection's servers, and gives what forgets their secrets: the connection takes the
   * database's own note with it.
   */
  ofConnection(connectionId: string): () => Promise<void> {
    const servers = this.#settings.known(connectionId);
    return async () => {
      for (const serverId of servers) await this.forgetServer(connectionId, serverId);
    };
  }
}
