import type { HostKeyInfo } from '../contract/host-keys.ts';
import type { Statements } from './statements.ts';
import { numberOf, textOf } from './statements.ts';

/** A key on record. A revoked one is never to be trusted, whatever else is on record. */
export type StoredHostKey = HostKeyInfo & {
  readonly revoked: boolean;
  /** When it was trusted or revoked, ms since 1970. */
  readonly since: number;
};

/** Names are compared in lower case; hashes of known_hosts, which a revoked key may be on record under, are not. */
const asKept = (host: string): string => (host.startsWith('|') ? host : host.toLowerCase());

/**
 * The host keys on record, by host and port: what src-main/sftp asks for as a HostKeyBook. A host may have
 * several, of different types. A revoked one may have patterns or a hash of known_hosts in place of a host.
 */
export class HostKeysTable {
  readonly #sql: Statements;
  readonly #now: () => number;

  constructor(sql: Statements, now: () => number) {
    this.#sql = sql;
    this.#now = now;
  }

  /** The keys of a host and port, and the revoked ones whose host is no single one: who asks must choose of those. */
  find(host: string, port: number): StoredHostKey[] {
    return this.#read(
      `SELECT * FROM host_keys
       WHERE (host = ? AND port = ?) OR (revoked = 1 AND (host GLOB '|*' OR host GLOB '*[*?!]*'))
       ORDER BY added_at, type`,
      host.toLowerCase(),
      port,
    );
  }

  list(): StoredHostKey[] {
    return this.#read('SELECT * FROM host_keys ORDER BY host, port, type');
  }

  /** Trusts a key, beside those of the host that are trusted already. One that is revoked stays so. */
  remember(key: HostKeyInfo): void {
    this.#put(key, false);
  }

  /**
   * Trusts this key and no other of the host and port: the answer to a change, on purpose. A revoked one is not
   * trusted so either, and then nothing is changed.
   */
  replace(key: HostKeyInfo): void {
    this.#sql.transaction(() => {
      const { host, port, keyBase64 } = key;
      const revoked = 'SELECT * FROM host_keys WHERE host = ? AND port = ? AND key = ? AND revoked = 1';
      if (this.#read(revoked, host.toLowerCase(), port, keyBase64).length > 0) return;
      this.forget(key.host, key.port);
      this.remember(key);
    });
  }

  /** Marks a key as never to be trusted; neither `replace` nor `forget` takes the mark away, only `remove`. */
  revoke(key: HostKeyInfo): void {
    this.#put(key, true);
  }

  /** Forgets the trusted keys of a host and port. */
  forget(host: string, port: number): void {
    this.#sql.run(
      'DELETE FROM host_keys WHERE host = ? AND port = ? AND revoked = 0',
      host.toLowerCase(),
      port,
    );
  }

  /** Takes one key off the record, trusted or revoked. */
  remove(key: HostKeyInfo): void {
    this.#sql.run(
      'DELETE FROM host_keys WHERE host = ? AND port = ? AND key = ?',
      asKept(key.host),
      key.port,
      key.keyBase64,
    );
  }

  #put(key: HostKeyInfo, revoked: boolean): void {
    this.#sql.run(
      `INSERT INTO host_keys (host, port, key, type, fingerprint, bits, revoked, added_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET revoked = max(revoked, excluded.revoked), added_at = excluded.added_at`,
      asKept(key.host),
      key.port,
      key.keyBase64,
      key.type,
      key.fingerprint,
      key.bits ?? null,
      revoked ? 1 : 0,
      this.#now(),
    );
  }

  #read(sql: string, ...values: (string | number)[]): StoredHostKey[] {
    return this.#sql.all(sql, ...values).map((row) => ({
      host: textOf(row, 'host'),
      port: numberOf(row, 'port'),
      type: textOf(row, 'type'),
      fingerprint: textOf(row, 'fingerprint'),
      keyBase64: textOf(row, 'key'),
      ...(row['bits'] !== null && { bits: numberOf(row, 'bits') }),
      revoked: numberOf(row, 'revoked') === 1,
      since: numberOf(row, 'added_at'),
    }));
  }
}
