import type { Statements } from './statements.ts';
import { textOf } from './statements.ts';

/**
 * The keychain's accounts whose secrets are no longer wanted: by name only, no secret. A row goes once the keychain
 * has said that nothing is there any more, or once the account has a new secret.
 */
export class SecretsToForgetTable {
  readonly #sql: Statements;
  readonly #now: () => number;

  constructor(sql: Statements, now: () => number) {
    this.#sql = sql;
    this.#now = now;
  }

  /** Takes note of them; those noted before stay as they are. */
  add(accounts: readonly string[]): void {
    this.#sql.transaction(() => {
      for (const account of accounts) {
        this.#sql.run(
          'INSERT INTO secrets_to_forget (account, at) VALUES (?, ?) ON CONFLICT DO NOTHING',
          account,
          this.#now(),
        );
      }
    });
  }

  has(account: string): boolean {
    return this.#sql.one('SELECT 1 FROM secrets_to_forget WHERE account = ?', account) !== null;
  }

  /** All of them, the oldest first. */
  list(): string[] {
    return this.#sql
      .all('SELECT account FROM secrets_to_forget ORDER BY at, account')
      .map((row) => textOf(row, 'account'));
  }

  remove(account: string): void {
    this.#sql.run('DELETE FROM secrets_to_forget WHERE account = ?', account);
  }
}
