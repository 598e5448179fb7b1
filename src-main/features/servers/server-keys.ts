import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { DialdeskError } from '../../contract/errors.ts';
import type { PrivateKeyInfo } from '../../contract/server-reach.ts';
import { readError } from '../../platform/system-error.ts';
import { certificateFor } from '../../sftp/certificate.ts';
import { keyFingerprint, readPrivateKey } from '../../sftp/private-key.ts';

/** Bytes. The longest private key in use, RSA with 16,384 bits, has some 13,000. */
const longestKey = 32 * 1024;

/** A private key file: its text, for the vault, and what may be shown of it. */
export interface ReadKey {
  readonly text: string;
  readonly info: PrivateKeyInfo;
}

/**
 * Reads a private key file and proves that it can be used.
 * @throws DialdeskError `file_unreadable`; `key_unusable`, details.reason a KeyReason
 */
export async function readKeyFile(path: string, passphrase: string | undefined): Promise<ReadKey> {
  const name = basename(path);
  const text = await readShort(path, name);
  const key = readPrivateKey(text, passphrase);
  // OpenSSH finds the certificate of a key by its name; it is kept with the key, for it is of no use without.
  const beside = certificateFor(key, text) ? '' : await readBeside(path);
  const certificate = certificateFor(key, `${text}\n${beside}`);
  const kept = certificateFor(key, beside) ? `${text.trim()}\n${beside}` : text;
  return {
    text: kept.replace(/^\uFEFF/, '').trim() + '\n',
    info: {
      name,
      type: certificate?.type ?? key.type,
      fingerprint: keyFingerprint(key.getPublicSSH()),
      comment: key.comment,
    },
  };
}

/** The certificate file beside a key file; '' where there is none, or it cannot be read: the key is one without it. */
async function readBeside(path: string): Promise<string> {
  const beside = `${path}-cert.pub`;
  return readShort(beside, basename(beside)).catch((error: unknown) => {
    if (error instanceof DialdeskError) return '';
    throw error;
  });
}

async function readShort(path: string, name: string): Promise<string> {
  const file = await open(path).catch((cause: unknown) => {
    throw readError(cause, name);
  });
  try {
    const buffer = Buffer.alloc(longestKey + 1);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    if (bytesRead > longestKey) {
      throw new DialdeskError('key_unusable', 'too long for a private key', {
        details: { reason: 'too_long' },
      });
    }
    return buffer.toString('utf8', 0, bytesRead);
  } catch (error) {
    throw readError(error, name);
  } finally {
    await file.close();
  }
}
