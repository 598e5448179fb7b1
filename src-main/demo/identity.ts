import { randomBytes, X509Certificate } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../platform/atomic-file.ts';
import { systemClock } from '../platform/clock.ts';
import { createCertificate } from './certificate.ts';
import type { IssuedCertificate } from './certificate.ts';
import { hostKeyFingerprint, makeHostKey } from './sftp-server.ts';

/** What a client recognises the demo system by. Kept in its folder, so that a restart is the same system. */
export interface Identity {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly certificate: Pick<IssuedCertificate, 'certificatePem' | 'privateKeyPem' | 'fingerprint256'>;
  /** Private, in OpenSSH's form. */
  readonly hostKey: string;
}

/**
 * Reads the identity from `folder`; makes and keeps a new one if there is none, or it cannot be used for a
 * system at the address `ip`.
 */
export async function openIdentity(folder: string, ip: string): Promise<Identity> {
  const path = join(folder, 'identity.json');
  const kept = await readFile(path, 'utf8').then(
    (text) => parse(text, ip),
    () => undefined,
  );
  if (kept) return kept;
  const { certificatePem, privateKeyPem, fingerprint256 } = createCertificate({
    commonName: 'Dialdesk demo system',
    organization: 'Dialdesk',
    altNames: [...new Set(['127.0.0.1', '::1', ip]), 'localhost'],
    notAfter: new Date(systemClock.now() + 3650 * 86_400_000),
  });
  const identity: Identity = {
    accessKey: `demo${randomBytes(8).toString('hex')}`,
    secretKey: randomBytes(24).toString('base64url'),
    certificate: { certificatePem, privateKeyPem, fingerprint256 },
    hostKey: makeHostKey(),
  };
  await mkdir(folder, { recursive: true });
  await writeWhole(path, JSON.stringify(identity), { mode: 0o600 });
  return identity;
}

function parse(text: string, ip: string): Identity | undefined {
  try {
    const identity = JSON.parse(text) as Identity;
    hostKeyFingerprint(identity.hostKey);
    const { accessKey, secretKey, certificate } = identity;
    if (new X509Certificate(certificate.certificatePem).checkIP(ip) === undefined) return undefined;
    const texts = [accessKey, secretKey, certificate.certificatePem, certificate.privateKeyPem];
    return texts.every((entry) => typeof entry === 'string' && entry !== '') ? identity : undefined;
  } catch {
    return undefined;
  }
}
