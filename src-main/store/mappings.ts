import * as v from 'valibot';
import { jsonColumn } from './json-column.ts';
import type { Row, Statements } from './statements.ts';
import { numberOf, textOf } from './statements.ts';

/**
 * A saved way to read a source's columns. `fingerprint` is that of the source's header row: a source with
 * the same headers is offered the mapping used last. What a mapping says is the call list's affair.
 */
export interface SavedMapping {
  readonly id: string;
  readonly name: string;
  readonly fingerprint: string;
  readonly mapping: Readonly<Record<string, unknown>>;
  readonly usedAt: number;
}

const mappingColumn = jsonColumn(v.record(v.string(), v.unknown()));

/** Saved column mappings. */
export class MappingsTable {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  /** By name, as a list shows them. */
  list(): SavedMapping[] {
    return read(this.#sql.all('SELECT * FROM mappings ORDER BY name'));
  }

  /** Those for sources with these headers, the one used last first. */
  forHeader(fingerprint: string): SavedMapping[] {
    return read(
      this.#sql.all('SELECT * FROM mappings WHERE fingerprint = ? ORDER BY used_at DESC', fingerprint),
    );
  }

  /** Keeps it under its ID. A name is used once, whatever its case: an older mapping of that name goes. */
  save(mapping: SavedMapping): void {
    this.#sql.transaction(() => {
      this.#sql.run('DELETE FROM mappings WHERE name = ? OR id = ?', mapping.name, mapping.id);
      this.#sql.run(
        'INSERT INTO mappings (id, name, fingerprint, mapping, used_at) VALUES (?, ?, ?, ?, ?)',
        mapping.id,
        mapping.name,
        mapping.fingerprint,
        mappingColumn.encode(mapping.mapping),
        mapping.usedAt,
      );
    });
  }

  /** Notes that it was used. */
  used(id: string, at: number): void {
    this.#sql.run('UPDATE mappings SET used_at = ? WHERE id = ?', at, id);
  }

  remove(id: string): void {
    this.#sql.run('DELETE FROM mappings WHERE id = ?', id);
  }
}

function read(rows: readonly Row[]): SavedMapping[] {
  return rows.flatMap((row) => {
    const mapping = mappingColumn.decode(row['mapping']);
    if (!mapping.ok) return [];
    return {
      id: textOf(row, 'id'),
      name: textOf(row, 'name'),
      fingerprint: textOf(row, 'fingerprint'),
      mapping: mapping.value,
      usedAt: numberOf(row, 'used_at'),
    };
  });
}
