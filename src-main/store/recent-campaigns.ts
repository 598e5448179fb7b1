import type { Statements } from './statements.ts';
import { numberOf, textOf, textOrNull } from './statements.ts';

/** A campaign that was used with a connection; its name where the system gave it. */
export interface RecentCampaign {
  readonly campaignId: string;
  readonly campaignName: string | null;
  readonly usedAt: number;
}

/** How many are kept for each connection. */
const kept = 20;

/** The campaigns used last, for the first suggestions wherever a campaign is asked for. */
export class RecentCampaignsTable {
  readonly #sql: Statements;

  constructor(sql: Statements) {
    this.#sql = sql;
  }

  /** The last 20 at most, the newest first. */
  list(connectionId: string): RecentCampaign[] {
    return this.#sql
      .all('SELECT * FROM recent_campaigns WHERE connection_id = ? ORDER BY used_at DESC', connectionId)
      .map((row) => ({
        campaignId: textOf(row, 'campaign_id'),
        campaignName: textOrNull(row, 'campaign_name'),
        usedAt: numberOf(row, 'used_at'),
      }));
  }

  /** Notes a use. A name that is known stays when this use brings none. The connection must exist. */
  used(connectionId: string, campaign: RecentCampaign): void {
    this.#sql.transaction(() => {
      this.#sql.run(
        `INSERT INTO recent_campaigns (connection_id, campaign_id, campaign_name, used_at) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET
           campaign_name = coalesce(excluded.campaign_name, campaign_name), used_at = excluded.used_at`,
        connectionId,
        campaign.campaignId,
        campaign.campaignName,
        campaign.usedAt,
      );
      this.#sql.run(
        `DELETE FROM recent_campaigns WHERE connection_id = ?1 AND campaign_id NOT IN (
           SELECT campaign_id FROM recent_campaigns WHERE connection_id = ?1 ORDER BY used_at DESC LIMIT ?2)`,
        connectionId,
        kept,
      );
    });
  }
}
