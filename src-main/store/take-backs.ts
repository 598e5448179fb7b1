import { TakeBack } from '../contract/take-back.ts';
import { jsonColumn } from './json-column.ts';
import type { Row, Statements } from './statements.ts';

const report = jsonColumn(TakeBack);

/** What became of imports that were taken back. Rows outlive their jobs: a campaign that is held paused is not forgotten. */
export class TakeBacksTable {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  save(takeBack: TakeBack, at: number): void {
    const { jobId, importId, connectionId, held } = takeBack;
    this.#sql.run(
      `INSERT INTO take_backs (job_id, import_id, connection_id, held, at, report) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET held = excluded.held, report = excluded.report`,
      ...[jobId, importId, connectionId, held, Math.round(at), report.encode(takeBack)],
    );
  }

  get(jobId: string): TakeBack | null {
    return this.#first(this.#sql.all('SELECT report FROM take_backs WHERE job_id = ?', jobId));
  }

  /** The last one of an import. */
  ofImport(importId: string): TakeBack | null {
    return this.#first(
      this.#sql.all(
        'SELECT report FROM take_backs WHERE import_id = ? ORDER BY at DESC, rowid DESC LIMIT 1',
        importId,
      ),
    );
  }

  /** The last one of an import whose deletion the call centre has accepted. */
  deletionOf(importId: string): TakeBack | null {
    return (
      this.#sql
        .all('SELECT report FROM take_backs WHERE import_id = ? ORDER BY at DESC, rowid DESC', importId)
        .flatMap(takeBackOf)
        .find(({ deletedAt }) => deletedAt !== null) ?? null
    );
  }

  /** Those that hold a campaign of the connection paused, or perhaps do. */
  held(connectionId: string): TakeBack[] {
    return this.#sql
      .all(`SELECT report FROM take_backs WHERE connection_id = ? AND held != 'no' ORDER BY at`, connectionId)
      .flatMap(takeBackOf);
  }

  #first(rows: readonly Row[]): TakeBack | null {
    return rows.flatMap(takeBackOf)[0] ?? null;
  }
}

function takeBackOf(row: Row): TakeBack[] {
  const decoded = report.decode(row['report']);
  return decoded.ok ? [decoded.value] : [];
}
