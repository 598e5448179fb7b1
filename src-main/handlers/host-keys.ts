import type { Handlers } from '../contract/derive.ts';
import { DialdeskError } from '../contract/errors.ts';
import type { HostKeyInfo } from '../contract/host-keys.ts';
import type { WaitingKind } from '../contract/jobs.ts';
import type { HostKeyBook } from '../sftp/host-key.ts';
import { hostKeyInfo } from '../sftp/host-key.ts';

/** What the window says must be true of the key itself: the fingerprint the user saw is the key's. */
function assertGenuine(info: HostKeyInfo): void {
  const real = hostKeyInfo(info.host, info.port, Buffer.from(info.keyBase64, 'base64'));
  if (real.fingerprint !== info.fingerprint || real.type !== info.type) {
    throw new DialdeskError('invalid_request', 'the fingerprint is not that of the key', {
      fields: [{ path: 'fingerprint', rule: 'fingerprint' }],
    });
  }
}

/** Trusting a server's key, after the user has seen its fingerprint. */
export function hostKeyHandlers(
  book: HostKeyBook,
  settled: (what: WaitingKind) => void,
): Handlers['hostKeys'] {
  return {
    async trust(info) {
      assertGenuine(info);
      const known = await book.find(info.host, info.port);
      const another = known.find((key) => key.type === info.type && key.keyBase64 !== info.keyBase64);
      if (another) throw new DialdeskError('conflict', 'another key is known for this server');
      await book.remember(info);
      settled('host-key');
    },
    async replace({ known, offered }) {
      assertGenuine(offered);
      const onRecord = await book.find(offered.host, offered.port);
      if (!onRecord.some((key) => key.fingerprint === known.fingerprint)) {
        throw new DialdeskError('conflict', 'the key to be replaced is no longer the known one');
      }
      await book.replace(offered);
      settled('host-key');
    },
  };
}
