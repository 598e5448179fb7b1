import type { VaultStatus } from '../contract/app.ts';
import { DialdeskError } from '../contract/errors.ts';
import type { AppSecrets, Vault } from './vault.ts';

/** The note of accounts to forget. It outlives the app. */
export interface ToForget {
  add(accounts: readonly string[]): void;
  has(account: string): boolean;
  list(): readonly string[];
  remove(account: string): void;
}

/** The shortest time between two rounds that nobody asked for, milliseconds: a locked keychain may prompt. */
const floor = 60_000;

/** An account that is nobody's. That there is none is something only a vault that works can say. */
const nobody = 'nobody';

/**
 * A vault that forgets for good. The keychain may be locked or absent when a secret is to go, and it may still have an
 * older one when a new secret can be kept for this session only. So what is to go is noted first, counts as gone from
 * then on, and is deleted once the keychain answers; an account that has a new secret is left alone.
 */
export class ForgettingVault implements AppSecrets {
  readonly #vault: Vault;
  readonly #toForget: ToForget;
  readonly #logError: (message: string, error: unknown) => void;
  readonly #now: () => number;
  /** Noted accounts with a new secret, by the last `set` of each: it is still under way, or has gone through. */
  readonly #usedAgain = new Map<string, { through: boolean }>();
  #round: Promise<void> | null = null;
  #lastRound = -Infinity;
  #stopped = false;

  /** @param now milliseconds of a clock that never goes back */
  constructor(
    vault: Vault,
    toForget: ToForget,
    logError: (message: string, error: unknown) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#vault = vault;
    this.#toForget = toForget;
    this.#logError = logError;
    this.#now = now;
  }

  status(): VaultStatus {
    return this.#vault.status();
  }

  async get(account: string): Promise<string | null> {
    if (this.#isForgotten(account)) return null;
    const secret = await this.#vault.get(account);
    // it may have been forgotten while the keychain was asked
    if (secret === null || this.#isForgotten(account)) return null;
    this.#worked();
    return secret;
  }

  /** Errors as the vault's; `local_disk`. */
  async set(account: string, secret: string): Promise<void> {
    const use = { through: false };
    this.#usedAgain.set(account, use);
    try {
      await this.#vault.set(account, secret);
    } catch (error) {
      if (this.#usedAgain.get(account) === use) this.#usedAgain.delete(account);
      throw error;
    }
    use.through = true;
    const latest = this.#usedAgain.get(account);
    if (latest === undefined) {
      // Forgotten meanwhile. The keychain may have refused it, so that it came to memory after it was deleted there.
      await this.forget([account]);
    } else if (latest === use) {
      if (this.#inKeychain) this.#keep(account);
      else this.#toForget.add([account]);
      this.#worked();
    }
  }

  async answers(): Promise<boolean> {
    if (!this.#inKeychain) return false;
    try {
      await this.#vault.delete(nobody);
      return true;
    } catch (error) {
      if (error instanceof DialdeskError) return false;
      throw error;
    }
  }

  note(accounts: readonly string[]): void {
    this.#toForget.add(accounts);
  }

  async forget(accounts: readonly string[]): Promise<boolean> {
    this.#toForget.add(accounts);
    for (const account of accounts) this.#usedAgain.delete(account);
    return this.#delete(accounts);
  }

  /** Deletes what is noted, as far as the keychain answers. Several askers share one round. Never throws. */
  sweep(): Promise<void> {
    this.#round ??= this.#sweep().finally(() => {
      this.#round = null;
      this.#lastRound = this.#now();
    });
    return this.#round;
  }

  /** From now on, no call to the keychain begins on behalf of what is noted. */
  stop(): void {
    this.#stopped = true;
  }

  async #sweep(): Promise<void> {
    try {
      await this.#delete(this.#toForget.list());
    } catch (error) {
      this.#logError('the note of secrets to forget could not be read', error);
    }
  }

  /** @returns whether the keychain has none of them any more */
  async #delete(accounts: readonly string[]): Promise<boolean> {
    for (const account of accounts) {
      const use = this.#usedAgain.get(account);
      if (use?.through && this.#inKeychain) this.#keep(account);
      if (use !== undefined || !this.#toForget.has(account)) continue;
      if (this.#stopped) return false;
      try {
        await this.#vault.delete(account);
      } catch (error) {
        // locked or absent: the others would fare alike
        if (!(error instanceof DialdeskError)) this.#logError('a secret could not be deleted', error);
        return false;
      }
      // one that was set meanwhile came to the keychain after this
      if (!this.#usedAgain.has(account)) this.#strike(account);
    }
    return true;
  }

  get #inKeychain(): boolean {
    return this.#vault.status().kind === 'keychain';
  }

  #isForgotten(account: string): boolean {
    return !this.#usedAgain.has(account) && this.#toForget.has(account);
  }

  /** The keychain has the account's new secret. */
  #keep(account: string): void {
    if (this.#strike(account)) this.#usedAgain.delete(account);
  }

  /** Takes an account off the note; on a full disk it stays there, and the next round finds nothing to delete. */
  #strike(account: string): boolean {
    if (this.#stopped) return false;
    try {
      if (this.#toForget.has(account)) this.#toForget.remove(account);
      return true;
    } catch (error) {
      if (!(error instanceof DialdeskError)) throw error;
      return false;
    }
  }

  /** The vault has just answered: a good moment for what is left. */
  #worked(): void {
    if (this.#stopped || !this.#inKeychain || this.#now() - this.#lastRound < floor) return;
    void this.sweep();
  }
}
