import { getLongSecret, longSecretAccounts, setLongSecret } from '../../secrets/long-secret.ts';
import {
  serverKeyAccount,
  serverPassphraseAccount,
  serverPasswordAccount,
  type AppSecrets,
} from '../../secrets/vault.ts';
import type { ServerSettingsTable } from '../../store/server-settings.ts';

/** A private key with what opens it. */
export interface KeptKey {
  readonly key: string;
  readonly passphrase: string | null;
}

/**
 * The secrets of file servers. A vault cannot be asked what it holds, so the database remembers which servers have
 * something there: with the connection, all of it goes.
 */
export class ServerSecrets {
  readonly #vault: AppSecrets;
  readonly #settings: ServerSettingsTable;

  constructor(vault: AppSecrets, settings: ServerSettingsTable) {
    this.#vault = vault;
    this.#settings = settings;
  }

  /** @param elsewhere another call centre than the connection leads to now, whose server of this ID is meant */
  password(connectionId: string, serverId: string, elsewhere?: string): Promise<string | null> {
    const owner = this.#settings.vaultOwner(connectionId, serverId, elsewhere);
    return this.#vault.get(serverPasswordAccount(owner, serverId));
  }

  async savePassword(connectionId: string, serverId: string, password: string): Promise<void> {
    this.#settings.set(connectionId, serverId, {});
    const owner = this.#settings.vaultOwner(connectionId, serverId);
    await this.#vault.set(serverPasswordAccount(owner, serverId), password);
  }

  /** @returns false where the keychain may still have it; it is deleted once it answers. Errors as `forget`. */
  forgetPassword(connectionId: string, serverId: string): Promise<boolean> {
    const owner = this.#settings.vaultOwner(connectionId, serverId);
    return this.#vault.forget([serverPasswordAccount(owner, serverId)]);
  }

  /** The private key; null where none was kept, or the vault has lost it. @param elsewhere as `password` */
  async key(connectionId: string, serverId: string, elsewhere?: string): Promise<KeptKey | null> {
    const owner = this.#settings.vaultOwner(connectionId, serverId, elsewhere);
    const key = await getLongSecret(this.#vault, serverKeyAccount(owner, serverId));
    if (key === null) return null;
    return { key, passphrase: await this.#vault.get(serverPassphraseAccount(owner, serverId)) };
  }

  async saveKey(connectionId: string, serverId: string, { key, passphrase }: KeptKey): Promise<void> {
    this.#settings.set(connectionId, serverId, {});
    const owner = this.#settings.vaultOwner(connectionId, serverId);
    const account = serverPassphraseAccount(owner, serverId);
    if (passphrase === null) await this.#vault.forget([account]);
    else await this.#vault.set(account, passphrase);
    await setLongSecret(this.#vault, serverKeyAccount(owner, serverId), key);
  }

  /** @returns false where the keychain may still have it; it is deleted once it answers. Errors as `forget`. */
  forgetKey(connectionId: string, serverId: string): Promise<boolean> {
    return this.#vault.forget(keyAccounts(this.#settings.vaultOwner(connectionId, serverId), serverId));
  }

  /** Takes note of accounts within a transaction; `forget` is to follow. */
  note(accounts: readonly string[]): void {
    this.#vault.note(accounts);
  }

  /** As `forget` of the vault. */
  forget(accounts: readonly string[]): Promise<boolean> {
    return this.#vault.forget(accounts);
  }

  /** The vault's accounts that may have something of a server. @param elsewhere as `password` */
  ofServer(connectionId: string, serverId: string, elsewhere?: string): string[] {
    return accountsOf(this.#settings.vaultOwner(connectionId, serverId, elsewhere), serverId);
  }

  /** The vault's accounts that may have something of a connection's servers, wherever it has led. */
  ofConnection(connectionId: string): string[] {
    const all = this.#settings.vaultOwners(connectionId);
    return all.flatMap(({ owner, serverId }) => accountsOf(owner, serverId));
  }
}

function accountsOf(owner: string, serverId: string): string[] {
  return [serverPasswordAccount(owner, serverId), ...keyAccounts(owner, serverId)];
}

function keyAccounts(owner: string, serverId: string): string[] {
  return [...longSecretAccounts(serverKeyAccount(owner, serverId)), serverPassphraseAccount(owner, serverId)];
}
