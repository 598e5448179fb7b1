import { createCipheriv, createSecretKey, randomFillSync } from 'node:crypto';
import type { CipherGCM, CipherGCMTypes, KeyObject } from 'node:crypto';
import type { Client } from 'ssh2';

/** What is used of ssh2's own AES-GCM for outgoing packets: the class AESGCMCipherNative of its crypto.js. */
interface Ssh2Gcm {
  outSeqno: number;
  readonly _onWrite: (bytes: Uint8Array) => void;
  readonly _encSSLName: CipherGCMTypes;
  readonly _encKey: Buffer;
  readonly _encIV: Buffer;
  readonly _dead: boolean;
  allocPacket: (payloadLength: number) => Buffer;
  encrypt: (packet: Buffer) => void;
}

const isSsh2Gcm = (cipher: unknown): cipher is Ssh2Gcm =>
  typeof cipher === 'object' &&
  cipher !== null &&
  cipher.constructor.name === 'AESGCMCipherNative' &&
  ['_onWrite', '_encSSLName', '_encKey', '_encIV', 'allocPacket', 'encrypt'].every((name) => name in cipher);

/** Room for a packet of 32 KB of data, the most that OpenSSH takes at once, with headers and padding. */
const usualPacket = 33 * 1024;

/** The invocation counter of RFC 5647, section 7.1: the last eight bytes of the nonce, as one number. */
function countUp(nonce: Buffer): void {
  nonce.writeBigUInt64BE(BigInt.asUintN(64, nonce.readBigUInt64BE(4) + 1n), 4);
}

/**
 * Makes the encryption of a logged-in ssh2 client cheaper; returns whether it could. Of every packet of 32 KB,
 * ssh2 converts the key anew and throws a buffer away; both together are a fifth of the processor time of
 * an upload, and memory that piles up between garbage collections. Here the key is converted once, and packets
 * are put together in one buffer.
 *
 * This replaces two methods of an object that ssh2 does not publish. It is safe for the version that
 * package.json names: from the login on, ssh2 fills and encrypts each packet before it begins the next.
 * (Before, it does not: it waits for an agent's signature in between.) Objects of another shape are left as
 * they are, and a test fails when an update of ssh2 brings them.
 */
export function useLeanGcm(client: Client): boolean {
  const { _protocol: protocol } = client as unknown as { _protocol?: { _cipher?: unknown } };
  const cipher = protocol?._cipher;
  if (!isSsh2Gcm(cipher)) return false;
  const key: KeyObject = createSecretKey(cipher._encKey);
  const shared = Buffer.allocUnsafeSlow(usualPacket);
  // Asked for a page at a time: the question costs more than the bytes.
  const random = Buffer.allocUnsafeSlow(4096);
  let randomLeft = 0;

  cipher.allocPacket = (payloadLength) => {
    // RFC 5647, section 7.2: padding to whole blocks, the length in front not counted.
    const unpadded = 1 + payloadLength;
    const short = 16 - (unpadded % 16);
    const padding = short < 4 ? short + 16 : short;
    const length = unpadded + padding;
    const packet =
      4 + length <= shared.length ? shared.subarray(0, 4 + length) : Buffer.allocUnsafe(4 + length);
    packet.writeUInt32BE(length, 0);
    packet[4] = padding;
    if (randomLeft < padding) randomLeft = randomFillSync(random).length;
    random.copy(packet, 5 + payloadLength, randomLeft - padding, randomLeft);
    randomLeft -= padding;
    return packet;
  };
  cipher.encrypt = (packet) => {
    if (cipher._dead) return;
    const gcm: CipherGCM = createCipheriv(cipher._encSSLName, key, cipher._encIV);
    // A copy: the socket may keep it, and the packet's memory is used again.
    const length = Buffer.from(packet.subarray(0, 4));
    gcm.setAAD(length);
    cipher._onWrite(length);
    cipher._onWrite(gcm.update(packet.subarray(4)));
    gcm.final();
    cipher._onWrite(gcm.getAuthTag());
    countUp(cipher._encIV);
    cipher.outSeqno = (cipher.outSeqno + 1) >>> 0;
  };
  return true;
}
