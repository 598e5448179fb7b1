import type { VaultStatus } from '../contract/app.ts';

/** Where secrets are kept. Values never leave main, and never reach a disk in the clear. */
export interface Vault {
  /** The secret, or null where there is none. */
  get(account: string): Promise<string | null>;
  /** Keeps it, over an older one. */
  set(account: string, secret: string): Promise<void>;
  /**
   * Forgets it, and says whether there was one.
   * @throws DialdeskError `keychain_locked`, `keychain_unavailable` where the keychain could not be asked: it may have
   * one then
   */
  delete(account: string): Promise<boolean>;
  /** Where secrets go at present. */
  status(): VaultStatus;
}

/** What the features use of the vault. They delete nothing themselves: what is to go is noted until it is gone. */
export interface AppSecrets extends Pick<Vault, 'get' | 'status'> {
  /** Keeps a secret. What the keychain has of that name is out of date from then on, even where it cannot be reached. */
  set(account: string, secret: string): Promise<void>;
  /** Takes note of what is to go, within a transaction of the database; `forget` is to follow once that is through. */
  note(accounts: readonly string[]): void;
  /**
   * Forgets secrets: for Dialdesk at once, and in the keychain as soon as it answers.
   * @returns false where the keychain may still have some of them
   * @throws DialdeskError `local_disk` when they could not be noted; nothing is forgotten then
   */
  forget(accounts: readonly string[]): Promise<boolean>;
  /** Whether "no such secret" can be believed just now: a vault that is locked or absent may say the same. */
  answers(): Promise<boolean>;
}

/** The name of a connection's secret key (SK). */
export function secretKeyAccount(connectionId: string): string {
  return `connection:${connectionId}:sk`;
}

/** The name of a file server's password. @param owner the connection, with the call centre where it has led to several */
export function serverPasswordAccount(owner: string, serverId: string): string {
  return `server:${owner}:${serverId}:password`;
}

/** The name of the private key that a file server is reached with, and of its passphrase. */
export function serverKeyAccount(owner: string, serverId: string): string {
  return `server:${owner}:${serverId}:key`;
}
export function serverPassphraseAccount(owner: string, serverId: string): string {
  return `server:${owner}:${serverId}:passphrase`;
}

/** The name of the key that fingerprints of numbers are made with. */
export const numbersKeyAccount = 'numbers:key';
