import * as v from 'valibot';
import { ConversionOptions, ConversionReport } from '../contract/voice.ts';
import { jsonColumn } from './json-column.ts';
import type { Statements } from './statements.ts';
import { textOf } from './statements.ts';

/** How a kept conversion was made. */
const Conversion = v.object({ options: ConversionOptions, report: ConversionReport });
export type Conversion = v.InferOutput<typeof Conversion>;

const conversionColumn = jsonColumn(Conversion);

/** Which originals were converted to which kept file, so that a file dropped again finds its result. */
export class VoiceResultsTable {
  readonly #sql: Statements;
  readonly #now: () => number;

  constructor(sql: Statements, now: () => number) {
    this.#sql = sql;
    this.#now = now;
  }

  /** @param source names the original as it was: its path, size and time of change */
  get(source: string): { readonly file: string; readonly conversion: Conversion } | null {
    const row = this.#sql.one('SELECT * FROM voice_results WHERE source = ?', source);
    if (row === null) return null;
    const decoded = conversionColumn.decode(row['conversion']);
    return decoded.ok ? { file: textOf(row, 'file'), conversion: decoded.value } : null;
  }

  /** Keeps the newest result of an original. Gives the name of the file it replaces, if there was one. */
  put(source: string, file: string, conversion: Conversion): string | null {
    return this.#sql.transaction(() => {
      const before = this.#sql.one('SELECT file FROM voice_results WHERE source = ?', source);
      this.#sql.run(
        `INSERT INTO voice_results (source, file, conversion, made_at) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET
           file = excluded.file, conversion = excluded.conversion, made_at = excluded.made_at`,
        source,
        file,
        conversionColumn.encode(conversion),
        this.#now(),
      );
      return before && textOf(before, 'file');
    });
  }

  /** Forgets the oldest results beyond `most`. Gives the names of their files. */
  prune(most: number): string[] {
    return this.#sql
      .all(
        `DELETE FROM voice_results WHERE source IN
           (SELECT source FROM voice_results ORDER BY made_at DESC, source LIMIT -1 OFFSET ?) RETURNING file`,
        most,
      )
      .map((row) => textOf(row, 'file'));
  }
}
