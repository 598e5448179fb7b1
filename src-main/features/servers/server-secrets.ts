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

  password(connectionId: string, serverId: string): Promise<string | null> {
    return this.#vault.get(serverPasswordAccount(connectionId, serverId));
  }

  async savePassword(connectionId: string, serverId: string, password: string): Promise<void> {
    this.#settings.set(connectionId, serverId, {});
    await this.#vault.set(serverPasswordAccount(connectionId, serverId), password);
  }

  /** @returns false where the keychain may still have it; it is deleted once it answers. Errors as `forget`. */
  forgetPassword(connectionId: string, serverId: string): Promise<boolean> {
    return this.#vault.forget([serverPasswordAccount(connectionId, serverId)]);
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
    if (passphrase === null) await this.#vault.forget([account]);
    else await this.#vault.set(account, passphrase);
    await setLongSecret(this.#vault, serverKeyAccount(connectionId, serverId), key);
  }

  /** @returns false where the keychain may still have it; it is deleted once it answers. Errors as `forget`. */
  forgetKey(connectionId: string, serverId: string): Promise<boolean> {
    return this.#vault.forget(keyAccounts(connectionId, serverId));
  }

  /** Takes note of accounts within a transaction; `forget` is to follow. */
  note(accounts: readonly string[]): void {
    this.#vault.note(accounts);
  }

  /** As `forget` of the vault. */
  forget(accounts: readonly string[]): Promise<boolean> {
    return this.#vault.forget(accounts);
  }

  /** The vault's accounts that may have something of a server. */
  ofServer(connectionId: string, serverId: string): string[] {
    return [serverPasswordAccount(connectionId, serverId), ...keyAccounts(connectionId, serverId)];
  }

  /** The vault's accounts that may have something of a connection's servers. */
  ofConnection(connectionId: string): string[] {
    return this.#settings.known(connectionId).flatMap((serverId) => this.ofServer(connectionId, serverId));
  }
}

function keyAccounts(connectionId: string, serverId: string): string[] {
  return [
    ...longSecretAccounts(serverKeyAccount(connectionId, serverId)),
    serverPassphraseAccount(connectionId, serverId),
  ];
}
