import { ActivityTable } from './activity.ts';
import { ConnectionsTable } from './connections.ts';
import { openDatabase } from './database.ts';
import type { OpenOptions, OpenReport } from './database.ts';
import { HostKeysTable } from './host-keys.ts';
import { JobsTable } from './jobs.ts';
import { MappingsTable } from './mappings.ts';
import { RecentCampaignsTable } from './recent-campaigns.ts';
import { ServerSettingsTable } from './server-settings.ts';
import { SettingsTable } from './settings.ts';
import { Statements } from './statements.ts';
import { VoiceResultsTable } from './voice-results.ts';
import { VoiceUploadsTable } from './voice-uploads.ts';

/** The database of one user, a repository a table. */
export interface Store {
  readonly report: OpenReport;
  readonly connections: ConnectionsTable;
  readonly hostKeys: HostKeysTable;
  readonly serverSettings: ServerSettingsTable;
  readonly jobs: JobsTable;
  readonly activity: ActivityTable;
  readonly settings: SettingsTable;
  readonly mappings: MappingsTable;
  readonly recentCampaigns: RecentCampaignsTable;
  readonly voiceUploads: VoiceUploadsTable;
  readonly voiceResults: VoiceResultsTable;
  /** Several changes in one commit. `work` must be synchronous. */
  transaction<T>(work: () => T): T;
  close(): void;
}

/** Opens the store in `folder`. Errors as openDatabase. */
export function openStore(folder: string, options: OpenOptions = {}): Store {
  const { database, report } = openDatabase(folder, options);
  options.prepare?.(database);
  const now = () => (options.now?.() ?? new Date()).getTime();
  const sql = new Statements(database);
  return {
    report,
    connections: new ConnectionsTable(sql),
    hostKeys: new HostKeysTable(sql, now),
    serverSettings: new ServerSettingsTable(sql, now),
    jobs: new JobsTable(sql, now),
    activity: new ActivityTable(sql),
    settings: new SettingsTable(sql),
    mappings: new MappingsTable(sql),
    recentCampaigns: new RecentCampaignsTable(sql),
    voiceUploads: new VoiceUploadsTable(sql),
    voiceResults: new VoiceResultsTable(sql, now),
    transaction: (work) => sql.transaction(work),
    close: () => {
      database.close();
    },
  };
}
