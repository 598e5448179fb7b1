import * as v from 'valibot';
import { CampaignCounts, StatisticsOutcome, type SeenCounts } from '../contract/campaign-progress.ts';
import { ErrorShape } from '../contract/errors.ts';
import { jsonColumn } from './json-column.ts';
import { numberOf, textOf, textOrNull, type Row, type Statements } from './statements.ts';

/** When a connection's statistics were asked for last, and what became of it. */
export interface AskedStatistics {
  readonly askedAt: number;
  readonly nextAt: number;
  readonly outcome: StatisticsOutcome | null;
  readonly error: ErrorShape | null;
}

const counts = jsonColumn(CampaignCounts);
const error = jsonColumn(ErrorShape);

/**
 * Counters of campaigns over the day, and when they were asked for. A row stands for as long as the counters stayed
 * the same, so that campaigns that rest cost nothing.
 */
export class CampaignCountsTable {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  asked(connectionId: string): AskedStatistics | null {
    const row = this.#sql.one('SELECT * FROM statistics_asked WHERE connection_id = ?', connectionId);
    if (row === null) return null;
    const outcome = v.safeParse(StatisticsOutcome, textOrNull(row, 'outcome'));
    const failed = error.decode(row['error']);
    return {
      askedAt: numberOf(row, 'asked_at'),
      nextAt: numberOf(row, 'next_at'),
      outcome: outcome.success ? outcome.output : null,
      error: failed.ok ? failed.value : null,
    };
  }

  /** The connection must exist. */
  putAsked(connectionId: string, asked: AskedStatistics): void {
    this.#sql.run(
      `INSERT INTO statistics_asked (connection_id, asked_at, next_at, outcome, error) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET asked_at = excluded.asked_at, next_at = excluded.next_at,
         outcome = excluded.outcome, error = excluded.error`,
      connectionId,
      asked.askedAt,
      asked.nextAt,
      asked.outcome,
      asked.error && error.encode(asked.error),
    );
  }

  /** The connection was not asked after all. */
  removeAsked(connectionId: string): void {
    this.#sql.run('DELETE FROM statistics_asked WHERE connection_id = ?', connectionId);
  }

  /** Keeps what was seen at a moment, and removes what was seen last before `keepFrom`. The connection must exist. */
  see(
    connectionId: string,
    at: number,
    seen: readonly { readonly campaignId: string; readonly counts: CampaignCounts }[],
    keepFrom: number,
  ): void {
    this.#sql.transaction(() => {
      this.#sql.run(
        'DELETE FROM campaign_counts WHERE connection_id = ? AND seen_at < ?',
        connectionId,
        keepFrom,
      );
      for (const { campaignId, counts: now } of seen) {
        const text = counts.encode(now);
        const same = this.#sql.run(
          `UPDATE campaign_counts SET seen_at = ?1 WHERE connection_id = ?2 AND campaign_id = ?3 AND counts = ?4
             AND at = (SELECT max(at) FROM campaign_counts WHERE connection_id = ?2 AND campaign_id = ?3)`,
          at,
          connectionId,
          campaignId,
          text,
        );
        if (same > 0) continue;
        this.#sql.run(
          `INSERT OR REPLACE INTO campaign_counts (connection_id, campaign_id, at, seen_at, counts)
           VALUES (?, ?, ?, ?, ?)`,
          connectionId,
          campaignId,
          at,
          at,
          text,
        );
      }
    });
  }

  /** What was seen of a campaign since a moment, the oldest first. */
  since(connectionId: string, campaignId: string, from: number): SeenCounts[] {
    return this.#sql
      .all(
        `SELECT * FROM campaign_counts WHERE connection_id = ? AND campaign_id = ? AND seen_at >= ? ORDER BY at`,
        connectionId,
        campaignId,
        from,
      )
      .flatMap(seenOf);
  }

  /** What was seen last of a campaign since a moment; null where nothing was. */
  latest(connectionId: string, campaignId: string, from: number): SeenCounts | null {
    const row = this.#sql.one(
      `SELECT * FROM campaign_counts WHERE connection_id = ? AND campaign_id = ? AND seen_at >= ?
       ORDER BY at DESC LIMIT 1`,
      connectionId,
      campaignId,
      from,
    );
    return row === null ? null : (seenOf(row)[0] ?? null);
  }
}

function seenOf(row: Row): SeenCounts[] {
  const decoded = counts.decode(textOf(row, 'counts'));
  return decoded.ok ? [{ ...decoded.value, at: numberOf(row, 'at'), seenAt: numberOf(row, 'seen_at') }] : [];
}
