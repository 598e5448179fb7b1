import type { VaultStatus } from '../contract/app.ts';
import type { Vault } from './vault.ts';

/** Why secrets are not kept for longer than this session. */
export type SessionReason = Extract<VaultStatus, { kind: 'session' }>['reason'];

/** An account and its secret. */
export type SecretEntry = readonly [account: string, secret: string];

/** A vault in memory: what it holds is gone when the app is closed. */
export class SessionVault implements Vault {
  readonly #secrets: Map<string, string>;
  readonly #reason: SessionReason;

  /** @param secrets what it holds from the start, as `entries` gives it */
  constructor(reason: SessionReason, secrets: readonly SecretEntry[] = []) {
    this.#reason = reason;
    this.#secrets = new Map(secrets);
  }

  get(account: string): Promise<string | null> {
    return Promise.resolve(this.#secrets.get(account) ?? null);
  }

  set(account: string, secret: string): Promise<void> {
    this.#secrets.set(account, secret);
    return Promise.resolve();
  }

  delete(account: string): Promise<boolean> {
    return Promise.resolve(this.#secrets.delete(account));
  }

  status(): VaultStatus {
    return { kind: 'session', reason: this.#reason };
  }

  /** All it holds, so that a keychain found later can take it over. */
  entries(): readonly SecretEntry[] {
    return [...this.#secrets];
  }
}
