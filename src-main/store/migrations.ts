import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from './transaction.ts';

/**
 * The schema, as the ordered list of the steps that lead to it. A step that has shipped is never edited:
 * a change is a new step at the end. The number of steps taken is the file's `user_version`.
 *
 * Instants are integers, milliseconds since 1970 UTC. JSON columns are versioned envelopes (json-column.ts).
 * Jobs, activity and voice uploads name their connection without a foreign key: they outlive it.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE connections (
    id TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    demo INTEGER NOT NULL CHECK (demo IN (0, 1)),
    settings TEXT NOT NULL
  ) STRICT;

  CREATE TABLE host_keys (
    host TEXT NOT NULL,
    port INTEGER NOT NULL,
    key TEXT NOT NULL,
    type TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    bits INTEGER,
    revoked INTEGER NOT NULL CHECK (revoked IN (0, 1)),
    added_at INTEGER NOT NULL,
    PRIMARY KEY (host, port, key)
  ) STRICT;

  CREATE TABLE server_settings (
    connection_id TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    server_id TEXT NOT NULL,
    settings TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (connection_id, server_id)
  ) STRICT;

  CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    state TEXT NOT NULL,
    hold INTEGER NOT NULL CHECK (hold IN (0, 1)),
    position REAL NOT NULL,
    resource TEXT,
    waiting_kind TEXT,
    retry_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    report TEXT NOT NULL,
    payload TEXT NOT NULL,
    memory TEXT,
    search TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX jobs_by_state ON jobs (state, position);
  CREATE INDEX jobs_by_position ON jobs (position);
  CREATE INDEX jobs_by_age ON jobs (created_at);
  CREATE INDEX jobs_waiting ON jobs (waiting_kind, retry_at) WHERE state = 'waiting';

  CREATE TABLE jobs_set_aside (
    id TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    row TEXT NOT NULL,
    set_aside_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE activity (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    duration INTEGER NOT NULL,
    connection_id TEXT,
    connection_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    interface TEXT NOT NULL,
    outcome TEXT NOT NULL,
    code TEXT,
    asked TEXT NOT NULL,
    answered TEXT NOT NULL,
    job_id TEXT,
    search TEXT NOT NULL
  ) STRICT;
  CREATE INDEX activity_by_time ON activity (at, id);
  CREATE INDEX activity_by_job ON activity (job_id) WHERE job_id IS NOT NULL;

  CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT;

  CREATE TABLE mappings (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    fingerprint TEXT NOT NULL,
    mapping TEXT NOT NULL,
    used_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX mappings_by_fingerprint ON mappings (fingerprint, used_at);

  CREATE TABLE recent_campaigns (
    connection_id TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    campaign_id TEXT NOT NULL,
    campaign_name TEXT,
    used_at INTEGER NOT NULL,
    PRIMARY KEY (connection_id, campaign_id)
  ) STRICT;
  `,
  `
  CREATE TABLE voice_uploads (
    id TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    name TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    connection_name TEXT NOT NULL,
    outcome TEXT NOT NULL,
    file_name TEXT,
    location_ids TEXT NOT NULL,
    seconds REAL NOT NULL,
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    sound_sha256 TEXT NOT NULL,
    search TEXT NOT NULL
  ) STRICT;
  CREATE INDEX voice_uploads_by_time ON voice_uploads (at, id);
  CREATE INDEX voice_uploads_by_sound ON voice_uploads (sound_sha256, at);

  CREATE TABLE voice_results (
    source TEXT PRIMARY KEY,
    file TEXT NOT NULL,
    conversion TEXT NOT NULL,
    made_at INTEGER NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE import_results (
    job_id TEXT PRIMARY KEY REFERENCES jobs (id) ON DELETE CASCADE,
    connection_id TEXT NOT NULL,
    campaign_id TEXT NOT NULL,
    task_id TEXT,
    sent INTEGER NOT NULL,
    sent_at INTEGER NOT NULL,
    following TEXT NOT NULL,
    until INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER,
    looked_at INTEGER,
    report TEXT NOT NULL
  ) STRICT;
  CREATE INDEX import_results_due ON import_results (next_at) WHERE following = 'following';
  `,
  `
  CREATE TABLE server_states (
    connection_id TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    server_id TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (connection_id, server_id)
  ) STRICT;
  `,
  `
  CREATE TABLE reservation_changes (
    job_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    sheet_row INTEGER,
    asked TEXT NOT NULL,
    state TEXT NOT NULL,
    error TEXT,
    at INTEGER,
    PRIMARY KEY (job_id, position)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX reservation_changes_by_state ON reservation_changes (job_id, state, position);
  `,
  `
  CREATE TABLE reservation_book (
    id TEXT PRIMARY KEY,
    connection_id TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    appoint_id TEXT,
    appoint_time INTEGER,
    at INTEGER NOT NULL,
    entry TEXT NOT NULL,
    search TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX reservation_book_by_appoint_id ON reservation_book (connection_id, appoint_id)
    WHERE appoint_id IS NOT NULL;
  CREATE INDEX reservation_book_by_age ON reservation_book (connection_id, at);
  CREATE INDEX reservation_book_by_time ON reservation_book (connection_id, appoint_time);
  `,
  `
  CREATE TABLE secrets_to_forget (
    account TEXT PRIMARY KEY,
    at INTEGER NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE sent_imports (
    job_id TEXT NOT NULL,
    campaign_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    state TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    centre TEXT NOT NULL,
    source_sha256 TEXT,
    part_from INTEGER,
    part_to INTEGER,
    clean_sha256 TEXT,
    report TEXT NOT NULL,
    PRIMARY KEY (job_id, campaign_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sent_imports_by_source ON sent_imports (source_sha256, campaign_id)
    WHERE source_sha256 IS NOT NULL;
  CREATE INDEX sent_imports_by_clean ON sent_imports (clean_sha256, campaign_id) WHERE clean_sha256 IS NOT NULL;
  CREATE INDEX sent_imports_pending ON sent_imports (state) WHERE state = 'pending';
  `,
  `
  CREATE TABLE statistics_asked (
    connection_id TEXT PRIMARY KEY REFERENCES connections (id) ON DELETE CASCADE,
    asked_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    outcome TEXT,
    error TEXT
  ) STRICT;

  CREATE TABLE campaign_counts (
    connection_id TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    campaign_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    counts TEXT NOT NULL,
    PRIMARY KEY (connection_id, campaign_id, at)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  ALTER TABLE sent_imports ADD COLUMN rows_sha256 TEXT;
  ALTER TABLE sent_imports ADD COLUMN mark TEXT;
  ALTER TABLE sent_imports ADD COLUMN taken_back_at INTEGER;
  CREATE INDEX sent_imports_by_rows ON sent_imports (rows_sha256, campaign_id) WHERE rows_sha256 IS NOT NULL;
  CREATE INDEX sent_imports_by_mark ON sent_imports (mark, campaign_id) WHERE mark IS NOT NULL;
  `,
  `
  CREATE TABLE take_backs (
    job_id TEXT PRIMARY KEY,
    import_id TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    held TEXT NOT NULL,
    at INTEGER NOT NULL,
    report TEXT NOT NULL
  ) STRICT;
  CREATE INDEX take_backs_by_import ON take_backs (import_id, at);
  CREATE INDEX take_backs_held ON take_backs (connection_id) WHERE held != 'no';
  `,
  // What belongs together in the activity, and which of its entries stands for it: entries of before keep their own line,
  // but for those of a job.
  `
  ALTER TABLE activity ADD COLUMN task TEXT;
  ALTER TABLE activity ADD COLUMN head INTEGER NOT NULL DEFAULT 1;
  UPDATE activity SET task = job_id WHERE job_id IS NOT NULL;
  UPDATE activity SET head = 0
    WHERE task IS NOT NULL AND id NOT IN (SELECT max(id) FROM activity WHERE task IS NOT NULL GROUP BY task);
  CREATE INDEX activity_heads ON activity (at, id) WHERE head = 1;
  CREATE INDEX activity_task_heads ON activity (task) WHERE head = 1;
  CREATE INDEX activity_by_task ON activity (task) WHERE task IS NOT NULL;
  `,
  // Rows of a connection that are about another call centre than the one it leads to now (kept-elsewhere.ts).
  `
  CREATE TABLE kept_elsewhere (
    connection_id TEXT NOT NULL REFERENCES connections (id) ON DELETE CASCADE,
    centre TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL
  ) STRICT;
  CREATE INDEX kept_elsewhere_by_place ON kept_elsewhere (connection_id, kind, centre);
  `,
];

/** The schema's number in this file, `user_version`. 0 is a new file. */
export function schemaVersion(database: DatabaseSync): number {
  const row = database.prepare('PRAGMA user_version').get();
  return Number(row?.['user_version'] ?? 0);
}

/**
 * Takes the steps from the file's version to the newest, all in one transaction: after a crash the file is
 * either old or new. The caller has made sure that the file is not newer than `steps`.
 */
export function migrate(database: DatabaseSync, steps: readonly string[] = migrations): void {
  const from = schemaVersion(database);
  if (from === steps.length) return;
  inTransaction(database, () => {
    for (const step of steps.slice(from)) database.exec(step);
    database.exec(`PRAGMA user_version = ${steps.length}`);
  });
}
