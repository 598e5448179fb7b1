import type { VaultStatus } from '../../../src-main/contract/app.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { SessionVault, type SecretEntry } from '../../../src-main/secrets/session-vault.ts';
import type { Vault } from '../../../src-main/secrets/vault.ts';

/** A keychain that can be locked, and that can be slow. It outlives the app. */
export class ModelKeychain implements Vault {
  readonly #secrets: SessionVault;
  locked = false;
  /** Awaited before each call. */
  slow: () => Promise<void> = () => Promise.resolve();

  constructor(secrets: readonly SecretEntry[] = []) {
    this.#secrets = new SessionVault('keychain_unavailable', secrets);
  }

  get(account: string): Promise<string | null> {
    return this.#unlocked(() => this.#secrets.get(account));
  }

  set(account: string, secret: string): Promise<void> {
    return this.#unlocked(() => this.#secrets.set(account, secret));
  }

  delete(account: string): Promise<boolean> {
    return this.#unlocked(() => this.#secrets.delete(account));
  }

  status(): VaultStatus {
    return { kind: 'keychain' };
  }

  entries(): readonly SecretEntry[] {
    return this.#secrets.entries();
  }

  async #unlocked<T>(work: () => Promise<T>): Promise<T> {
    await this.slow();
    if (this.locked) throw new DialdeskError('keychain_locked', 'the keychain is locked');
    return work();
  }
}
