import type { Statements } from './statements.ts';
import { numberOf, textOf } from './statements.ts';

/** A host key the supervisor has trusted. A host may have several, one of each type. */
export interface StoredHostKey {
  /** As it is dialled: a name in lower case or an IP address. */
  readonly host: string;
  readonly port: number;
  /** OpenSSH's name of the type, e.g. `ssh-ed25519`. */
  readonly type: string;
  /** The public key's blob, base64, as in known_hosts. */
  readonly key: string;
  /** `SHA256:` and unpadded base64, as OpenSSH prints it. */
  readonly fingerprint: string;
  readonly addedAt: number;
}

/** The trusted host keys, by host and port. */
export class HostKeysTable {
  readonly #sql: Statements;
  readonly #now: () => number;

  constructor(sql: Statements, now: () => number) {
    this.#sql = sql;
    this.#now = now;
  }

  /** The keys trusted for a host and port; an empty list when it was never met. */
  find(host: string, port: number): StoredHostKey[] {
    return this.#read(
      'SELECT * FROM host_keys WHERE host = ? AND port = ? ORDER BY type',
      host.toLowerCase(),
      port,
    );
  }

  list(): StoredHostKey[] {
    return this.#read('SELECT * FROM host_keys ORDER BY host, port, type');
  }

  /** Trusts a key, in place of one of the same type. */
  remember(key: Omit<StoredHostKey, 'addedAt'>): void {
    this.#sql.run(
      `INSERT INTO host_keys (host, port, type, key, fingerprint, added_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET key = excluded.key, fingerprint = excluded.fingerprint, added_at = excluded.added_at`,
      key.host.toLowerCase(),
      key.port,
      key.type,
      key.key,
      key.fingerprint,
      this.#now(),
    );
  }

  /** Trusts this key and no other of the host: the answer to a change made on purpose. */
  replace(key: Omit<StoredHostKey, 'addedAt'>): void {
    this.#sql.transaction(() => {
      this.forget(key.host, key.port);
      this.remember(key);
    });
  }

  /** Forgets all keys of a host and port. */
  forget(host: string, port: number): void {
    this.#sql.run('DELETE FROM host_keys WHERE host = ? AND port = ?', host.toLowerCase(), port);
  }

  #read(sql: string, ...values: (string | number)[]): StoredHostKey[] {
    return this.#sql.all(sql, ...values).map((row) => ({
      host: textOf(row, 'host'),
      port: numberOf(row, 'port'),
      type: textOf(row, 'type'),
      key: textOf(row, 'key'),
      fingerprint: textOf(row, 'fingerprint'),
      addedAt: numberOf(row, 'added_at'),
    }));
  }
}
