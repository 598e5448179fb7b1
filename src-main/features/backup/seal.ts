import { WorkerCalls } from '../../platform/worker-calls.ts';
import { unreadable } from './backup-format.ts';
import type { SealCalls } from './seal-worker.ts';

/** How a file in the age format begins (age-encryption.org/v1). */
const ageMark = Buffer.from('age-encryption.org/');
/**
 * The line that says how a passphrase was stretched, with the work factor: 2 to that power, and 1 KB of memory
 * for each. Ours have the library's 18. A hostile file must not make us take gigabytes.
 */
const stretching = /^age-encryption\.org\/v1\n-> scrypt [A-Za-z0-9+/]{22} ([1-9][0-9]?)\n/;
const highestFactor = 19;

/** Protects settings by a passphrase, with the age format and its library. */
export class Sealer {
  readonly #worker: URL;

  /** @param worker where the bundled worker lies; left out where sources run unbuilt */
  constructor(worker: URL = new URL('./seal-worker.ts', import.meta.url)) {
    this.#worker = worker;
  }

  /** Whether these bytes are a sealed file. */
  isSealed(bytes: Uint8Array): boolean {
    return Buffer.from(bytes.subarray(0, ageMark.length)).equals(ageMark);
  }

  /** Encrypts and authenticates. Takes about a second, elsewhere. */
  seal(bytes: Uint8Array, passphrase: string): Promise<Uint8Array> {
    return this.#ask('seal', bytes, passphrase);
  }

  /** @throws DialdeskError `wrong_passphrase`; `backup_unreadable` when it was changed or cut */
  async open(bytes: Uint8Array, passphrase: string): Promise<Uint8Array> {
    const factor = Number(stretching.exec(Buffer.from(bytes.subarray(0, 200)).toString('latin1'))?.[1]);
    if (!(factor <= highestFactor)) throw unreadable('damaged');
    return this.#ask('open', bytes, passphrase);
  }

  async #ask(name: keyof SealCalls, bytes: Uint8Array, passphrase: string): Promise<Uint8Array> {
    const worker = new WorkerCalls<SealCalls>(this.#worker);
    try {
      return await worker.call(name, { bytes, passphrase });
    } finally {
      await worker.close();
    }
  }
}
