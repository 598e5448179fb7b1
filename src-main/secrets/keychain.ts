import type { VaultStatus } from '../contract/app.ts';
import { DialdeskError } from '../contract/errors.ts';
import type { Vault } from './vault.ts';

/** Under this name the system's own keychain tool shows Dialdesk's entries. */
export const keychainService = 'Dialdesk';

/** The three functions used of keytar, so that a successor with the same shape can take its place. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

export interface KeychainOptions {
  /** How long a call may take, milliseconds: long enough to type a password into the system's prompt. */
  readonly timeout?: number;
  readonly platform?: NodeJS.Platform;
  /** Loads the native module. It is an optional dependency. */
  readonly load?: () => Promise<Keytar>;
}

/** What is written and deleted again, to see whether a keyring is open. */
const proof = { account: 'open', secret: 'Dialdesk looks whether the keyring is open' };

/** The shortest time from such a look that was refused to the next, milliseconds. */
const proofFloor = 10_000;

/** CRED_MAX_CREDENTIAL_BLOB_SIZE of Windows' wincred.h, 5 × 512 bytes. keytar stores UTF-8. */
const windowsLimit = 2560;

/**
 * Loads keytar. A missing module, a build for another platform and a missing libsecret all look alike here.
 * @throws DialdeskError `keychain_unavailable`.
 */
export async function openKeychain(options: KeychainOptions = {}): Promise<Keychain> {
  const { timeout = 30_000, platform = process.platform, load = loadKeytar } = options;
  try {
    return new Keychain(await load(), timeout, platform);
  } catch (error) {
    throw new DialdeskError('keychain_unavailable', `keytar does not load: ${words(error)}`, {
      cause: error,
    });
  }
}

/** The system's keychain: Keychain on macOS, Credential Manager on Windows, the Secret Service on Linux. */
export class Keychain implements Vault {
  readonly #keytar: Keytar;
  readonly #timeout: number;
  readonly #platform: NodeJS.Platform;
  /** The call under way. Only one at a time: each may hang on a prompt and holds one of libuv's 4 threads. */
  #pending: Promise<unknown> = Promise.resolve();
  /** A call that outlived its time and has not come back yet. */
  #stuck = false;
  readonly #now: () => number;
  /** With what the last look whether it is open was refused, and when; null if it was not. */
  #refused: { readonly at: number; readonly error: unknown } | null = null;
  /** How many secrets were asked for, and how many of them before it was last seen open. */
  #asked = 0;
  #askedBefore = 0;

  /** @param now milliseconds of a clock that never goes back */
  constructor(
    keytar: Keytar,
    timeout: number,
    platform: NodeJS.Platform,
    now: () => number = () => performance.now(),
  ) {
    this.#keytar = keytar;
    this.#timeout = timeout;
    this.#platform = platform;
    this.#now = now;
  }

  /** @throws DialdeskError `keychain_locked`, `keychain_unavailable`: null is what an open keychain says. */
  get(account: string): Promise<string | null> {
    const asked = (): Promise<string | null> => this.#keytar.getPassword(keychainService, account);
    this.#asked += 1;
    const turn = this.#asked;
    return this.#call(async () => {
      const secret = await asked();
      // A look writes to the disk, and a list of servers asks at once for a hundred passwords that there are not: one
      // that found it open after they were asked for serves them all.
      if (secret !== null || turn <= this.#askedBefore) return secret;
      return (await this.#mayHave(proofFloor)) ? asked() : null;
    });
  }

  /**
   * @throws DialdeskError `keychain_locked`, `keychain_unavailable`; `invalid_request` for a secret that is
   * too long for Windows (details.bytes, details.limit).
   */
  async set(account: string, secret: string): Promise<void> {
    const bytes = Buffer.byteLength(secret);
    if (this.#platform === 'win32' && bytes > windowsLimit) {
      throw new DialdeskError('invalid_request', `Windows keeps ${windowsLimit} bytes of a secret`, {
        fields: [{ path: 'secret', rule: 'too_long' }],
        details: { bytes, limit: windowsLimit },
      });
    }
    await this.#call(() => this.#keytar.setPassword(keychainService, account, secret));
    this.#refused = null;
  }

  /** @throws DialdeskError `keychain_locked`, `keychain_unavailable`: false is what an open keychain says. */
  delete(account: string): Promise<boolean> {
    return this.#call(async () => {
      const asked = (): Promise<boolean> => this.#keytar.deletePassword(keychainService, account);
      return (await asked()) || ((await this.#mayHave()) && asked());
    });
  }

  /**
   * Whether a keychain that says there is no such secret is to be asked once more: libsecret says so of a locked keyring
   * too, and only one that takes a secret is open.
   * @param floor for how long what that was refused with is thrown again without asking: each time may show a prompt
   */
  async #mayHave(floor = 0): Promise<boolean> {
    if (this.#platform !== 'linux') return false;
    const refused = this.#refused;
    if (refused !== null && this.#now() - refused.at < floor) throw refused.error;
    try {
      await this.#keytar.setPassword(keychainService, proof.account, proof.secret);
      await this.#keytar.deletePassword(keychainService, proof.account);
      this.#refused = null;
      this.#askedBefore = this.#asked;
      return true;
    } catch (error) {
      this.#refused = { at: this.#now(), error };
      throw error;
    }
  }

  status(): VaultStatus {
    return { kind: 'keychain' };
  }

  /** Resolves once no call is under way: a process that exits in the middle of one dies with native noise. */
  async idle(): Promise<void> {
    await this.#pending;
  }

  #call<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#pending.then(() => this.#limited(work));
    this.#pending = turn.catch(() => undefined);
    return turn;
  }

  async #limited<T>(work: () => Promise<T>): Promise<T> {
    if (this.#stuck) throw new DialdeskError('keychain_locked', 'The keychain still waits for its prompt');
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      this.#stuck = true;
      reject(new DialdeskError('keychain_locked', `The keychain did not answer in ${this.#timeout} ms`));
    }, this.#timeout);
    const answer = work().finally(() => {
      clearTimeout(timer);
      this.#stuck = false;
    });
    try {
      return await Promise.race([answer, late]);
    } catch (error) {
      throw error instanceof DialdeskError ? error : keychainError(error);
    }
  }
}

async function loadKeytar(): Promise<Keytar> {
  const module: Keytar & { default?: Keytar } = await import('keytar');
  // A CommonJS module: its exports are the default.
  return module.default ?? module;
}

/**
 * keytar gives no codes, only the platform's words: libsecret's "locked collection" and "dismissed",
 * macOS' "User canceled the operation" and "User interaction is not allowed".
 */
function keychainError(error: unknown): DialdeskError {
  const locked = /locked|dismissed|cancell?ed|interaction is not allowed/i.test(words(error));
  const code = locked ? 'keychain_locked' : 'keychain_unavailable';
  return new DialdeskError(code, `The keychain: ${words(error)}`, { cause: error });
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
