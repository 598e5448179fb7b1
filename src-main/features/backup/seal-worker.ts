// A thread of its own, because deriving a key from a passphrase keeps a processor busy for a second, on purpose.
import { parentPort, workerData } from 'node:worker_threads';
import { Decrypter, Encrypter } from 'age-encryption';
import type { SealOrder, SealAnswer } from './seal.ts';

const { work, bytes, passphrase } = workerData as SealOrder;

async function carryOut(): Promise<SealAnswer> {
  try {
    if (work === 'seal') {
      const encrypter = new Encrypter();
      encrypter.setPassphrase(passphrase);
      return { bytes: await encrypter.encrypt(bytes) };
    }
    const decrypter = new Decrypter();
    decrypter.addPassphrase(passphrase);
    return { bytes: await decrypter.decrypt(bytes) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.postMessage(await carryOut());
