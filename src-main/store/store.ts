import { ActivityTable } from './activity.ts';
import { CampaignCountsTable } from './campaign-counts.ts';
import { ConnectionsTable } from './connections.ts';
import { openDatabase } from './database.ts';
import type { OpenOptions, OpenReport } from './database.ts';
import { HostKeysTable } from './host-keys.ts';
import { ImportResultsTable } from './import-results.ts';
import { JobsTable } from './jobs.ts';
import { MappingsTable } from './mappings.ts';
import { schemaVersion } from './migrations.ts';
import { RecentCampaignsTable } from './recent-campaigns.ts';
import { ReservationChangesTable } from './reservation-changes.ts';
import { ReservationBookTable } from './reservation-book.ts';
import { SecretsToForgetTable } from './secrets-to-forget.ts';
import { SentImportsTable } from './sent-imports.ts';
import { ServerSettingsTable } from './server-settings.ts';
import { ServerStatesTable } from './server-states.ts';
import { SettingsTable } from './settings.ts';
import { Statements } from './statements.ts';
import { TakeBacksTable } from './take-backs.ts';
import { VoiceResultsTable } from './voice-results.ts';
import { VoiceUploadsTable } from './voice-uploads.ts';

/** The database of one user, a repository a table. */
export interface Store {
  readonly report: OpenReport;
  /** Of the file, as migrations.ts counts. */
  readonly schemaVersion: number;
  readonly connections: ConnectionsTable;
  readonly hostKeys: HostKeysTable;
  readonly serverSettings: ServerSettingsTable;
  readonly serverStates: ServerStatesTable;
  readonly secretsToForget: SecretsToForgetTable;
  readonly jobs: JobsTable;
  readonly importResults: ImportResultsTable;
  readonly sentImports: SentImportsTable;
  readonly takeBacks: TakeBacksTable;
  readonly reservationChanges: ReservationChangesTable;
  readonly activity: ActivityTable;
  readonly settings: SettingsTable;
  readonly mappings: MappingsTable;
  readonly recentCampaigns: RecentCampaignsTable;
  readonly campaignCounts: CampaignCountsTable;
  readonly reservationBook: ReservationBookTable;
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
    schemaVersion: schemaVersion(database),
    connections: new ConnectionsTable(sql),
    hostKeys: new HostKeysTable(sql, now),
    serverSettings: new ServerSettingsTable(sql, now),
    serverStates: new ServerStatesTable(sql),
    secretsToForget: new SecretsToForgetTable(sql, now),
    jobs: new JobsTable(sql, now),
    importResults: new ImportResultsTable(sql),
    sentImports: new SentImportsTable(sql),
    takeBacks: new TakeBacksTable(sql),
    reservationChanges: new ReservationChangesTable(sql, now),
    activity: new ActivityTable(sql),
    settings: new SettingsTable(sql),
    mappings: new MappingsTable(sql),
    recentCampaigns: new RecentCampaignsTable(sql),
    campaignCounts: new CampaignCountsTable(sql),
    reservationBook: new ReservationBookTable(sql),
    voiceUploads: new VoiceUploadsTable(sql),
    voiceResults: new VoiceResultsTable(sql, now),
    transaction: (work) => sql.transaction(work),
    close: () => {
      database.close();
    },
  };
}
