import { DialdeskError } from '../contract/errors.ts';
import type { AppSecrets, Vault } from './vault.ts';

/** Well below the 2,560 bytes that Windows keeps of one secret; a private key has up to some 3,400. */
const pieceLength = 2_000;

const pieceAccount = (account: string, piece: number): string =>
  piece === 0 ? account : `${account}:${piece + 1}`;

/** The first piece says how many there are: `2\n` and its text. */
const head = /^(\d{1,2})\n/;

/** How many pieces a secret can have: some 34,000 characters, more than any private key. */
const mostPieces = 17;

/** Every account that a long secret may occupy. */
export function longSecretAccounts(account: string): string[] {
  return Array.from({ length: mostPieces }, (_, piece) => pieceAccount(account, piece));
}

/**
 * Keeps a secret of ASCII text in as many pieces as the vault needs. The old one is forgotten first, and the first
 * piece is written last, so that a reader finds the old secret whole or the new one whole, or none.
 * @throws DialdeskError `invalid_request` for one that is too long, `local_disk`
 */
export async function setLongSecret(vault: AppSecrets, account: string, secret: string): Promise<void> {
  const pieces = secret.match(new RegExp(`[^]{1,${pieceLength}}`, 'g')) ?? [''];
  if (pieces.length > mostPieces) {
    throw new DialdeskError('invalid_request', 'the secret is too long', {
      fields: [{ path: 'secret', rule: 'too_long' }],
    });
  }
  await vault.forget(longSecretAccounts(account));
  for (const [index, piece] of [...pieces.entries()].reverse()) {
    await vault.set(pieceAccount(account, index), index === 0 ? `${pieces.length}\n${piece}` : piece);
  }
}

/** The secret; null where there is none, or a piece of it is gone. */
export async function getLongSecret(vault: Pick<Vault, 'get'>, account: string): Promise<string | null> {
  const first = await vault.get(account);
  const count = Number(head.exec(first ?? '')?.[1] ?? 0);
  if (first === null || count === 0) return null;
  const pieces = [first.replace(head, '')];
  for (let piece = 1; piece < count; piece++) {
    const next = await vault.get(pieceAccount(account, piece));
    if (next === null) return null;
    pieces.push(next);
  }
  return pieces.join('');
}
