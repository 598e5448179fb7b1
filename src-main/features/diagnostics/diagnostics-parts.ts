import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { basename, join } from 'node:path';
import type { AppState } from '../../contract/app.ts';
import type { Job } from '../../contract/jobs.ts';
import type { StoredConnection } from '../../store/connections.ts';
import type { Store } from '../../store/store.ts';
import type { ZipPart } from './diagnostics-zip.ts';
import { redactedLog } from './redacted-log.ts';

export interface DiagnosticsSource {
  readonly store: Pick<Store, 'report' | 'schemaVersion' | 'connections' | 'jobs' | 'mappings' | 'activity'>;
  readonly appState: () => AppState;
  readonly packaged: boolean;
  readonly now: () => number;
}

/** How many of the newest jobs are described. */
const describedJobs = 100;
/** The log and its older half, as shell/log.ts names them. */
const logNames = ['dialdesk.log', 'dialdesk.old.log'];

/**
 * What support needs to see, and nothing it must not: versions, settings without secrets, the state of the
 * database and the outbox, the log. No names of lists, no customers' numbers, no user name.
 */
export async function diagnosticsParts(source: DiagnosticsSource): Promise<ZipPart[]> {
  const { store, appState, packaged, now } = source;
  const app = appState();
  const home = os.homedir();
  const { jobs } = store.jobs.list({
    states: [],
    search: '',
    sort: 'newest',
    offset: 0,
    limit: describedJobs,
  });
  const logs = await Promise.all(
    logNames.map(async (name) => {
      const text = await readFile(join(app.logFolder, name), 'utf8').catch(() => null);
      return text === null ? [] : [{ name: `logs/${name}`, text: redactedLog(text, home) }];
    }),
  );
  return [
    json('about.json', {
      made: new Date(now()).toISOString(),
      dialdesk: app.version,
      packaged,
      versions: process.versions,
      system: {
        platform: process.platform,
        arch: process.arch,
        release: os.release(),
        version: os.version(),
        memory: os.totalmem(),
        freeMemory: os.freemem(),
        processors: os.availableParallelism(),
        zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      },
      uptimeSeconds: Math.round(process.uptime()),
      memory: process.memoryUsage(),
    }),
    json('settings.json', {
      language: app.language,
      languageChoice: app.languageChoice,
      theme: app.theme,
      vault: app.vault,
      connectionInUse: app.connectionId,
      connections: store.connections.list().map(described),
      mappings: store.mappings.list().length,
    }),
    json('database.json', {
      schemaVersion: store.schemaVersion,
      opened:
        'keptAs' in store.report ? { ...store.report, keptAs: basename(store.report.keptAs) } : store.report,
      activityEntries: store.activity.list({ offset: 0, limit: 1 }).total,
    }),
    json('outbox.json', { counts: store.jobs.counts(), newest: jobs.map(outline) }),
    ...logs.flat(),
  ];
}

function json(name: string, value: unknown): ZipPart {
  return { name, text: `${JSON.stringify(value, null, 2)}\n` };
}

/** A connection as support needs it. An access key is not a secret, but its beginning is enough to identify it. */
function described({ id, demo, settings }: StoredConnection): object {
  const { trust, accessKey, ...rest } = settings;
  return {
    id,
    demo,
    ...rest,
    accessKey: `${accessKey.slice(0, 4)}…`,
    trust: trust.kind === 'ca' ? { kind: 'ca', name: trust.name, characters: trust.pem.length } : trust,
  };
}

/** The state of a job, without names and locations. */
function outline({ id, kind, state, steps, attempts, waitingFor, error, createdAt, updatedAt }: Job): object {
  return {
    id,
    kind,
    state,
    steps: steps.map((step) => ({ id: step.id, state: step.state, from: step.startedAt, to: step.endedAt })),
    attempts,
    waitsFor: waitingFor && { kind: waitingFor.kind, code: waitingFor.code, retryAt: waitingFor.retryAt },
    error: error?.code ?? null,
    createdAt,
    updatedAt,
  };
}
