import type { JobMove } from '../contract/jobs.ts';
import { condition, type JobFilter } from './job-query.ts';
import { numberOf, textOf, type Statements } from './statements.ts';

/**
 * The order of the jobs. Each has a position; one that is moved gets a position halfway between its new neighbours, so
 * that a single row is written.
 */
export class JobOrder {
  readonly #sql: Statements;
  readonly #knows: (id: string) => boolean;

  /** @param knows whether a job is there, readable or not */
  constructor(sql: Statements, knows: (id: string) => boolean) {
    this.#sql = sql;
    this.#knows = knows;
  }

  /** A position after all others. */
  last(): number {
    return Number(this.#sql.one('SELECT coalesce(max(position), 0) + 1 AS next FROM jobs')?.['next']);
  }

  /**
   * Puts a job before another, or at the end (null), and says whether both were there.
   */
  move(id: string, before: string | null): boolean {
    return this.#sql.transaction(() => {
      if (before === null) {
        return this.#sql.run('UPDATE jobs SET position = ? WHERE id = ?', this.last(), id) > 0;
      }
      const next = this.#sql.one('SELECT position FROM jobs WHERE id = ?', before);
      if (!next) return false;
      const ceiling = numberOf(next, 'position');
      const previous = this.#sql.one(
        'SELECT max(position) AS position FROM jobs WHERE position < ? AND id != ?',
        ceiling,
        id,
      );
      const floor = previous?.['position'] ?? ceiling - 1;
      const position = (Number(floor) + ceiling) / 2;
      if (position <= Number(floor) || position >= ceiling) {
        this.#renumber();
        return this.move(id, before);
      }
      return this.#sql.run('UPDATE jobs SET position = ? WHERE id = ?', position, id) > 0;
    });
  }

  /** Moves a job among those that a query finds, and says whether it was there. */
  shift(id: string, to: JobMove['to'], among: JobFilter): boolean {
    if (to === 'last') return this.move(id, null);
    const { where, values } = condition(among);
    // `nth` beyond the job itself: the one before it, or the second after it, before which it is put.
    const neighbour = (comparison: '<' | '>', order: 'ASC' | 'DESC', nth: number): string | null => {
      const row = this.#sql.one(
        `SELECT id FROM jobs ${where ? `${where} AND` : 'WHERE'} id != ? AND position ${comparison}
           (SELECT position FROM jobs WHERE id = ?) ORDER BY position ${order}, id ${order} LIMIT 1 OFFSET ?`,
        ...values,
        id,
        id,
        nth,
      );
      return row && textOf(row, 'id');
    };
    if (to === 'down') {
      return neighbour('>', 'ASC', 0) === null ? this.#knows(id) : this.move(id, neighbour('>', 'ASC', 1));
    }
    const before = to === 'up' ? neighbour('<', 'DESC', 0) : this.#first(id, among);
    return before === null ? this.#knows(id) : this.move(id, before);
  }

  /** The first of those that a query finds, besides one. */
  #first(id: string, among: JobFilter): string | null {
    const { where, values } = condition(among);
    const row = this.#sql.one(
      `SELECT id FROM jobs ${where ? `${where} AND` : 'WHERE'} id != ? ORDER BY position, id LIMIT 1`,
      ...values,
      id,
    );
    return row && textOf(row, 'id');
  }

  /** Whole numbers again, when halving has used up the room between two positions. */
  #renumber(): void {
    this.#sql.run(
      `UPDATE jobs SET position = ranked.rank FROM (
         SELECT id, row_number() OVER (ORDER BY position, id) AS rank FROM jobs) AS ranked
       WHERE ranked.id = jobs.id`,
    );
  }
}
