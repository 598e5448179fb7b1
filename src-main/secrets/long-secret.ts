import type { Vault } from './vault.ts';

/** Well below the 2,560 bytes that Windows keeps of one secret; a private key has up to some 3,400. */
const pieceLength = 2_000;

const pieceAccount = (account: string, piece: number): string =>
  piece === 0 ? account : `${account}:${piece + 1}`;

/** The first piece says how many there are: `2\n` and its text. */
const head = /^(\d{1,2})\n/;

/**
 * Keeps a secret of ASCII text in as many pieces as the vault needs. The first is written last, so that a
 * reader finds the old secret whole or the new one whole, or none.
 */
export async function setLongSecret(vault: Vault, account: string, secret: string): Promise<void> {
  await deleteLongSecret(vault, account);
  const pieces = secret.match(new RegExp(`[^]{1,${pieceLength}}`, 'g')) ?? [''];
  for (const [index, piece] of [...pieces.entries()].reverse()) {
    await vault.set(pieceAccount(account, index), index === 0 ? `${pieces.length}\n${piece}` : piece);
  }
}

/** The secret; null where there is none, or a piece of it is gone. */
export async function getLongSecret(vault: Vault, account: string): Promise<string | null> {
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

/** Forgets all pieces. */
export async function deleteLongSecret(vault: Vault, account: string): Promise<void> {
  const count = Number(head.exec((await vault.get(account)) ?? '')?.[1] ?? 1);
  for (let piece = 0; piece < count; piece++) await vault.delete(pieceAccount(account, piece));
}
