// A thread of its own, because deriving a key from a passphrase keeps a processor busy for a second, on purpose.
import { Decrypter, Encrypter } from 'age-encryption';
import { DialdeskError } from '../../contract/errors.ts';
import { serve } from '../../platform/worker-server.ts';

interface Sealing {
  readonly bytes: Uint8Array;
  readonly passphrase: string;
}

/** What the library says when the passphrase does not fit. */
const wrongPassphrase = /no identity matched/;

const calls = {
  seal({ bytes, passphrase }: Sealing) {
    const encrypter = new Encrypter();
    encrypter.setPassphrase(passphrase);
    return encrypter.encrypt(bytes);
  },
  async open({ bytes, passphrase }: Sealing) {
    const decrypter = new Decrypter();
    decrypter.addPassphrase(passphrase);
    try {
      return await decrypter.decrypt(bytes);
    } catch (cause) {
      const text = String(cause);
      if (wrongPassphrase.test(text)) {
        throw new DialdeskError('wrong_passphrase', 'the passphrase does not open the backup', { cause });
      }
      throw new DialdeskError('backup_unreadable', text, { details: { reason: 'damaged' }, cause });
    }
  },
};
export type SealCalls = typeof calls;

serve(calls);
