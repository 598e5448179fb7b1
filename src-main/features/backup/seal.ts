import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { DialdeskError } from '../../contract/errors.ts';
import { unreadable } from './backup-format.ts';

export interface SealOrder {
  readonly work: 'seal' | 'open';
  readonly bytes: Uint8Array;
  readonly passphrase: string;
}
export type SealAnswer = { readonly bytes: Uint8Array } | { readonly failure: string };

/** How a file in the age format begins (age-encryption.org/v1). */
const ageMark = Buffer.from('age-encryption.org/');
/**
 * The line that says how a passphrase was stretched, with the work factor: 2 to that power, and 1 KB of memory
 * for each. Ours have the library's 18. A hostile file must not make us take gigabytes.
 */
const stretching = /^age-encryption\.org\/v1\n-> scrypt [A-Za-z0-9+/]{22} ([1-9][0-9]?)\n/;
const highestFactor = 19;
/** What the library says when the passphrase does not fit. */
const wrongPassphrase = /no identity matched/;

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
  async seal(bytes: Uint8Array, passphrase: string): Promise<Uint8Array> {
    const answer = await this.#ask({ work: 'seal', bytes, passphrase });
    if ('failure' in answer) throw new Error(`sealing failed: ${answer.failure}`);
    return answer.bytes;
  }

  /** @throws DialdeskError `wrong_passphrase`; `backup_unreadable` when it was changed or cut */
  async open(bytes: Uint8Array, passphrase: string): Promise<Uint8Array> {
    const factor = Number(stretching.exec(Buffer.from(bytes.subarray(0, 200)).toString('latin1'))?.[1]);
    if (!(factor <= highestFactor)) throw unreadable('damaged');
    const answer = await this.#ask({ work: 'open', bytes, passphrase });
    if ('bytes' in answer) return answer.bytes;
    if (wrongPassphrase.test(answer.failure)) {
      throw new DialdeskError('wrong_passphrase', 'the passphrase does not open the backup');
    }
    throw unreadable('damaged', answer.failure);
  }

  async #ask(order: SealOrder): Promise<SealAnswer> {
    const worker = new Worker(this.#worker, { workerData: order });
    try {
      const [answer] = (await once(worker, 'message')) as [SealAnswer];
      return answer;
    } finally {
      await worker.terminate();
    }
  }
}
