import type { VaultStatus } from '../contract/app.ts';
import { DialdeskError } from '../contract/errors.ts';
import { openKeychain } from './keychain.ts';
import { SessionVault } from './session-vault.ts';
import type { SessionReason } from './session-vault.ts';
import type { Vault } from './vault.ts';

/** A vault that may be able to say when no call is under way. */
type ConnectedVault = Vault & { readonly idle?: () => Promise<void> };

/** What the probe writes, reads and deletes again. */
const probe = { account: 'probe', secret: 'Dialdesk looks whether the keychain answers' };

/**
 * Opens the keychain if it works, else a vault for this session. Never throws because there is no keychain.
 * @param connect gives the keychain; left out, the system's, which gets 10 s to answer the probe.
 */
export async function openVault(
  connect: () => Promise<Vault> = () => openKeychain({ timeout: 10_000 }),
): Promise<AppVault> {
  const vault = new AppVault(connect);
  await vault.retry();
  return vault;
}

/**
 * The app's vault: the keychain, and this session's memory in its place while the keychain does not work.
 * It changes from one to the other while the app runs; `status` says which it is.
 */
export class AppVault implements Vault {
  readonly #connect: () => Promise<ConnectedVault>;
  /** The one that was connected, whether it takes secrets or not. */
  #connected: ConnectedVault | null = null;
  /** The last look for the keychain. */
  #looking: Promise<void> = Promise.resolve();
  #keychain: Vault | null = null;
  /** In use while the keychain does not take secrets. */
  #session: SessionVault | null = new SessionVault('keychain_unavailable');

  constructor(connect: () => Promise<ConnectedVault>) {
    this.#connect = connect;
  }

  /**
   * Looks for the keychain (again). Once it works, what this session kept moves into it.
   * @throws nothing: `status` says how it went.
   */
  async retry(): Promise<VaultStatus> {
    // one after the other: a slow look must not overturn what a later one has found
    this.#looking = this.#looking.then(() => this.#look());
    await this.#looking;
    return this.status();
  }

  async #look(): Promise<void> {
    try {
      const keychain = this.#keychain ?? (await this.#connect());
      this.#connected = keychain;
      // Reading alone proves nothing: a locked keyring on Linux answers it with "no such secret".
      await keychain.set(probe.account, probe.secret);
      if ((await keychain.get(probe.account)) !== probe.secret) {
        throw new DialdeskError('keychain_unavailable', 'The keychain does not give back what it took');
      }
      await keychain.delete(probe.account);
      await this.#moveInto(keychain);
      this.#keychain = keychain;
      this.#session = null;
    } catch (error) {
      this.#fallBack(reasonOf(error));
    }
  }

  /** Until nothing is left: secrets may be set while others are on their way. */
  async #moveInto(keychain: Vault): Promise<void> {
    const moved = new Map<string, string>();
    for (;;) {
      const next = this.#session?.entries().find(([account, secret]) => moved.get(account) !== secret);
      if (next === undefined) return;
      await keychain.set(...next);
      moved.set(...next);
    }
  }

  async get(account: string): Promise<string | null> {
    const kept = await this.#session?.get(account);
    return kept ?? (await this.#keychain?.get(account)) ?? null;
  }

  /** Keeps the secret for this session at least: when the keychain refuses it, `status` changes. */
  async set(account: string, secret: string): Promise<void> {
    if (this.#keychain && !this.#session) {
      try {
        await this.#keychain.set(account, secret);
        return;
      } catch (error) {
        if (error instanceof DialdeskError && error.code === 'invalid_request') throw error;
        this.#fallBack(reasonOf(error));
      }
    }
    await this.#session?.set(account, secret);
  }

  async delete(account: string): Promise<boolean> {
    // both begin at once: a `set` that comes after this is to reach the keychain after it
    const here = this.#session?.delete(account);
    const there = this.#keychain?.delete(account);
    if (there === undefined) {
      const status = this.status();
      const code = status.kind === 'session' ? status.reason : 'keychain_unavailable';
      throw new DialdeskError(code, 'there is no keychain that could be asked');
    }
    return (await there) || ((await here) ?? false);
  }

  /** Resolves once no call to the keychain is under way; an unanswered prompt keeps it waiting. */
  async idle(): Promise<void> {
    await this.#looking;
    await this.#connected?.idle?.();
  }

  status(): VaultStatus {
    return this.#session?.status() ?? { kind: 'keychain' };
  }

  /** Starts to keep secrets in memory; what memory holds already stays, only the reason changes. */
  #fallBack(reason: SessionReason): void {
    this.#session = new SessionVault(reason, this.#session?.entries());
  }
}

function reasonOf(error: unknown): SessionReason {
  return error instanceof DialdeskError && error.code === 'keychain_locked'
    ? 'keychain_locked'
    : 'keychain_unavailable';
}
