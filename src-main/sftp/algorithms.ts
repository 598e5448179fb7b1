import { getCiphers } from 'node:crypto';
import type { Algorithms, CipherAlgorithm, NegotiatedAlgorithms, ServerHostKeyAlgorithm } from 'ssh2';

/** What client and server negotiated. `cipher` and `mac` are of the direction to the server. */
export interface SessionAlgorithms {
  readonly keyExchange: string;
  readonly hostKey: string;
  readonly cipher: string;
  /** Empty with a cipher that authenticates by itself (GCM, ChaCha20-Poly1305). */
  readonly mac: string;
}

/**
 * What is offered, best first. The client's order decides, so the second row of each is used only with a
 * server that has nothing of the first; `weaknesses` then says so. AES-GCM goes before ChaCha20: it is many
 * times faster in Node, and not open to the Terrapin attack (CVE-2023-48795). Not offered at all: 1024-bit
 * groups, DSA, arcfour, blowfish, MD5 and shortened MACs.
 */
const offered = {
  kex: [
    ['curve25519-sha256', 'curve25519-sha256@libssh.org', 'ecdh-sha2-nistp256', 'ecdh-sha2-nistp384'],
    ['ecdh-sha2-nistp521', 'diffie-hellman-group-exchange-sha256', 'diffie-hellman-group16-sha512'],
    ['diffie-hellman-group18-sha512', 'diffie-hellman-group14-sha256'],
    ['diffie-hellman-group-exchange-sha1', 'diffie-hellman-group14-sha1'],
  ],
  serverHostKey: [
    ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'],
    ['rsa-sha2-512', 'rsa-sha2-256'],
    ['ssh-rsa'],
  ],
  cipher: [
    ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'chacha20-poly1305@openssh.com'],
    ['aes128-ctr', 'aes192-ctr', 'aes256-ctr'],
    ['aes256-cbc', 'aes192-cbc', 'aes128-cbc', '3des-cbc'],
  ],
  hmac: [
    ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
    ['hmac-sha1-etm@openssh.com', 'hmac-sha1'],
  ],
} as const;

/** What a cipher of SSH is called in the crypto library. CTR and GCM are in each; others Electron's has left out. */
const inCryptoLibrary: Readonly<Record<string, string>> = {
  'chacha20-poly1305@openssh.com': 'chacha20',
  'aes256-cbc': 'aes-256-cbc',
  'aes192-cbc': 'aes-192-cbc',
  'aes128-cbc': 'aes-128-cbc',
  '3des-cbc': 'des-ede3-cbc',
};

/** ssh2 refuses to connect at all when it is offered a cipher that this runtime does not have. */
function availableCiphers(): CipherAlgorithm[] {
  const library = new Set(getCiphers());
  return offered.cipher.flat().filter((cipher) => library.has(inCryptoLibrary[cipher] ?? 'aes-128-ctr'));
}

/** Whether a key of this type can be asked for at all; of others nothing is learned from a server that does not show them. */
export function isOfferedKeyType(type: string): boolean {
  return offered.serverHostKey.flat().some((algorithm) => keyTypeOf(algorithm) === type);
}

/** The key types a signature algorithm of the handshake belongs to. */
const keyTypeOf = (algorithm: string): string => (algorithm.startsWith('rsa-sha2-') ? 'ssh-rsa' : algorithm);

/**
 * The algorithms for one connection. Host key algorithms of the types already known for the host go first, as
 * OpenSSH does it: else a server with several keys would seem to have changed when another was negotiated.
 */
export function offeredAlgorithms(knownKeyTypes: readonly string[]): Algorithms {
  const hostKeys: readonly ServerHostKeyAlgorithm[] = offered.serverHostKey.flat();
  const known = hostKeys.filter((algorithm) => knownKeyTypes.includes(keyTypeOf(algorithm)));
  return {
    kex: offered.kex.flat(),
    serverHostKey: [...known, ...hostKeys.filter((algorithm) => !known.includes(algorithm))],
    cipher: availableCiphers(),
    hmac: offered.hmac.flat(),
    compress: ['none'],
  };
}

/** What ssh2 reports of the handshake, in our words. */
export function sessionAlgorithms(negotiated: NegotiatedAlgorithms): SessionAlgorithms {
  return {
    keyExchange: negotiated.kex,
    hostKey: negotiated.serverHostKey,
    cipher: negotiated.cs.cipher,
    mac: negotiated.cs.mac,
  };
}

/** The names, as negotiated, that are below today's standard; a short RSA key as "ssh-rsa 1024". */
export function weaknesses(used: SessionAlgorithms, hostKeyBits: number | undefined): string[] {
  return [
    ...(used.keyExchange.endsWith('-sha1') ? [used.keyExchange] : []),
    ...(used.hostKey === 'ssh-rsa' ? ['ssh-rsa'] : []),
    ...(keyTypeOf(used.hostKey) === 'ssh-rsa' && hostKeyBits !== undefined && hostKeyBits < 2048
      ? [`ssh-rsa ${hostKeyBits}`]
      : []),
    ...(used.cipher.endsWith('-cbc') ? [used.cipher] : []),
    ...(used.mac.startsWith('hmac-sha1') ? [used.mac] : []),
  ];
}
