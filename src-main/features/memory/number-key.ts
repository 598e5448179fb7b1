import { randomBytes } from 'node:crypto';
import { keyBytes } from '../../call-list/known/fingerprints.ts';
import { numbersKeyAccount, type AppSecrets } from '../../secrets/vault.ts';

/**
 * The key that fingerprints of numbers are made with. It is in the keychain and nowhere else: without a keychain there is
 * none, because one that lasted for a session would leave files behind that nothing could be compared with.
 */
export class NumberKey {
  readonly #secrets: Pick<AppSecrets, 'get' | 'set' | 'status' | 'answers'>;
  #key: Uint8Array | undefined;
  #looking: Promise<Uint8Array | null> | undefined;

  constructor(secrets: Pick<AppSecrets, 'get' | 'set' | 'status' | 'answers'>) {
    this.#secrets = secrets;
  }

  /** Whether there is a keychain for it. */
  get possible(): boolean {
    return this.#secrets.status().kind === 'keychain';
  }

  /** The key, made at its first use; null where the keychain gives none. Never throws. */
  async get(): Promise<Uint8Array | null> {
    if (!this.possible) return null;
    if (this.#key) return this.#key;
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  async #look(): Promise<Uint8Array | null> {
    try {
      const kept = decoded(await this.#secrets.get(numbersKeyAccount));
      if (kept) return (this.#key = kept);
      // A locked keychain also says that there is none, and a second key would leave the existing files unreadable.
      if (!(await this.#secrets.answers())) return null;
      const made = new Uint8Array(randomBytes(keyBytes));
      await this.#secrets.set(numbersKeyAccount, Buffer.from(made).toString('base64'));
      // The keychain may have refused it, and it is then kept for this session only.
      if (!this.possible || decoded(await this.#secrets.get(numbersKeyAccount)) === null) return null;
      return (this.#key = made);
    } catch {
      return null;
    }
  }
}

function decoded(secret: string | null): Uint8Array | null {
  if (secret === null) return null;
  const bytes = new Uint8Array(Buffer.from(secret, 'base64'));
  return bytes.length === keyBytes ? bytes : null;
}
