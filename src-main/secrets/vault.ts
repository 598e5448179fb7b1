import type { VaultStatus } from '../contract/app.ts';

/** Where secrets are kept. Values never leave main, and never reach a disk in the clear. */
export interface Vault {
  /** The secret, or null where there is none. */
  get(account: string): Promise<string | null>;
  /** Keeps it, over an older one. */
  set(account: string, secret: string): Promise<void>;
  /** Forgets it, and says whether there was one. */
  delete(account: string): Promise<boolean>;
  /** Where secrets go at present. */
  status(): VaultStatus;
}

/** The name of a connection's secret key (SK). */
export function secretKeyAccount(connectionId: string): string {
  return `connection:${connectionId}:sk`;
}

/** The name of a file server's password, per connection. */
export function serverPasswordAccount(connectionId: string, serverId: string): string {
  return `server:${connectionId}:${serverId}:password`;
}

/** The name of the private key that a file server is reached with, and of its passphrase. */
export function serverKeyAccount(connectionId: string, serverId: string): string {
  return `server:${connectionId}:${serverId}:key`;
}
export function serverPassphraseAccount(connectionId: string, serverId: string): string {
  return `server:${connectionId}:${serverId}:passphrase`;
}
