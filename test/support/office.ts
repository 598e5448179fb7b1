import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import * as v from 'valibot';
import { listCampaigns } from '../../src-main/aicc/campaigns.ts';
import { addServer, deleteServer, receiveServers, updateServer } from '../../src-main/aicc/file-servers.ts';
import { testConnection } from '../../src-main/aicc/test-connection.ts';
import { members, type Client, type Handlers } from '../../src-main/contract/derive.ts';
import type { Call } from '../../src-main/contract/define.ts';
import { HostKeyInfo } from '../../src-main/contract/host-keys.ts';
import type { Connection } from '../../src-main/contract/connections.ts';
import type { ImportResult } from '../../src-main/contract/import-results.ts';
import type { Job, JobsChanged, JobState } from '../../src-main/contract/jobs.ts';
import type { LoginQuestion } from '../../src-main/contract/server-reach.ts';
import type { CheckRun } from '../../src-main/contract/servers.ts';
import type { DemoSystem } from '../../src-main/demo/demo-system.ts';
import type { AiccClient } from '../../src-main/aicc/client.ts';
import type { RequestLog, RequestLogEntry } from '../../src-main/aicc/request-log.ts';
import { activityHandlers } from '../../src-main/handlers/activity.ts';
import { backupHandlers } from '../../src-main/handlers/backup.ts';
import { Sealer } from '../../src-main/handlers/backup/seal.ts';
import { callListHandlers } from '../../src-main/handlers/call-lists.ts';
import { CampaignDirectory } from '../../src-main/handlers/campaign-directory.ts';
import { campaignHandlers } from '../../src-main/handlers/campaigns.ts';
import { Clients } from '../../src-main/handlers/clients.ts';
import { connectionHandlers } from '../../src-main/handlers/connections.ts';
import { diagnosticsHandlers } from '../../src-main/handlers/diagnostics.ts';
import { FileTokens } from '../../src-main/handlers/file-tokens.ts';
import { addReservationChanges } from '../../src-main/jobs/reservations/add-changes.ts';
import { reservationChangeHandlers } from '../../src-main/handlers/reservation-changes.ts';
import { ReservationSheets } from '../../src-main/handlers/reservation-sheets.ts';
import { importResultHandlers } from '../../src-main/handlers/import-results.ts';
import { hostKeyHandlers } from '../../src-main/handlers/host-keys.ts';
import { ImportPlaces } from '../../src-main/handlers/import-places.ts';
import { jobHandlers } from '../../src-main/handlers/jobs.ts';
import { MissingInterfaces } from '../../src-main/handlers/missing-interfaces.ts';
import { knownServers } from '../../src-main/handlers/known-servers.ts';
import { OpenCallLists } from '../../src-main/handlers/open-call-lists.ts';
import { openActivity } from '../../src-main/handlers/open-activity.ts';
import { openJobs } from '../../src-main/handlers/open-jobs.ts';
import { LoginQuestions } from '../../src-main/handlers/login-questions.ts';
import { openTransfers } from '../../src-main/handlers/open-transfers.ts';
import { remoteFileHandlers } from '../../src-main/handlers/remote-files.ts';
import { PreparedImports } from '../../src-main/handlers/prepared-imports.ts';
import { fixConnections, hostPermit, noPolicy, type Policy } from '../../src-main/handlers/policy.ts';
import { reservationHandlers } from '../../src-main/handlers/reservations.ts';
import { ServerAccess } from '../../src-main/handlers/server-access.ts';
import { ServerDirectory } from '../../src-main/handlers/server-directory.ts';
import { ServerSecrets } from '../../src-main/handlers/server-secrets.ts';
import { serverHandlers } from '../../src-main/handlers/servers.ts';
import { transferHandlers } from '../../src-main/handlers/transfers.ts';
import { systemClock } from '../../src-main/jobs/clock.ts';
import { SessionVault } from '../../src-main/secrets/session-vault.ts';
import type { Vault } from '../../src-main/secrets/vault.ts';
import { openStore, type Store } from '../../src-main/store/store.ts';
import { dialdeskError } from './dialdesk-error.ts';
import { sampleConnection } from './sample-connection.ts';

const sample = join(import.meta.dirname, '../../assets/sample-call-list.xlsx');

type Domain =
  | 'activity'
  | 'backup'
  | 'diagnostics'
  | 'connections'
  | 'callLists'
  | 'campaigns'
  | 'servers'
  | 'hostKeys'
  | 'importResults'
  | 'jobs'
  | 'reservations'
  | 'remoteFiles'
  | 'reservationChanges'
  | 'transfers';

/** All of Dialdesk that runs in plain Node, put together as main does, over a real folder. */
export interface Office {
  /** The contract's calls, each parsed on its way in and on its way out, as the bridge does. */
  readonly client: Pick<Client, Domain>;
  /** A token for a file, as if it was dropped; the sample list if none is named. */
  readonly drop: (path?: string) => Promise<string>;
  readonly store: Store;
  readonly vault: Vault;
  /** The client of a saved connection, for what no handler offers. */
  readonly clientOf: (connectionId: string) => Promise<AiccClient>;
  /** What the system's dialogs answer: the paths to open, and where to save. */
  readonly dialogs: { open: readonly string[]; save: string | null };
  /** Every push of connections.changed, newest last. */
  readonly heard: readonly (readonly Connection[])[];
  /** What the file's log was given of each request. */
  readonly logged: readonly RequestLogEntry[];
  /** The imports of which it was told that they have ended. */
  readonly ended: readonly { readonly name: string; readonly result: ImportResult }[];
  /** Resolves once what is known of an import is as wanted. */
  readonly untilResult: (job: string, wanted: (result: ImportResult) => boolean) => Promise<ImportResult>;
  /** Answers what file servers ask during a login, once somebody is there: null leaves it unanswered. */
  answerLogin: (question: LoginQuestion) => readonly string[] | null;
  /** Every question that file servers asked. */
  readonly loginQuestions: readonly LoginQuestion[];
  /** Every push of servers.checked. */
  readonly checked: readonly CheckRun[];
  /** Resolves once a job is in this state. */
  readonly until: (id: string, state: JobState) => Promise<Job>;
  /** Ends as the app does. */
  readonly close: () => Promise<void>;
}

/**
 * Opens it in a folder; over the same folder again, it finds what was left there. The vault stands for the
 * keychain: give the same one to find its secrets.
 */
export async function openOffice(
  context: { after(done: () => Promise<void>): void },
  folder: string,
  options: { vault?: Vault; policy?: Policy; agent?: string; fileLog?: RequestLog } = {},
): Promise<Office> {
  const policy = options.policy ?? noPolicy;
  const store = openStore(folder);
  fixConnections(policy, store.connections);
  const vault = options.vault ?? new SessionVault('keychain_unavailable');
  const dialogs: Office['dialogs'] = { open: [], save: null };
  const heard: (readonly Connection[])[] = [];
  const logged: RequestLogEntry[] = [];
  const news = new EventEmitter();
  const activity = openActivity({
    store,
    fileLog: {
      record: (entry) => {
        logged.push(entry);
        options.fileLog?.record(entry);
      },
    },
    changed: () => news.emit('activity'),
    logError: (message, error) => {
      throw new Error(message, { cause: error });
    },
    clock: systemClock,
  });
  const ended: { name: string; result: ImportResult }[] = [];
  const loginQuestions: LoginQuestion[] = [];
  const checked: CheckRun[] = [];
  const clients = new Clients({
    table: store.connections,
    vault,
    policy,
    surroundings: (requester) => ({
      log: activity.requests(requester),
      proxyFor: () => Promise.resolve(null),
      authorities: () => [],
      random: () => 0,
    }),
  });
  const directory = new ServerDirectory(async (connectionId, offset, limit) =>
    receiveServers(await clients.of(connectionId), { offset, limit }),
  );
  const missing = new MissingInterfaces(store.settings);
  const campaigns = new CampaignDirectory({
    page: async (connectionId, query) => listCampaigns(await clients.of(connectionId), query),
    recent: store.recentCampaigns,
    missing,
    now: Date.now,
  });
  const secrets = new ServerSecrets(vault, store.serverSettings);
  const questions = new LoginQuestions({
    asked: (question) => {
      loginQuestions.push(question);
      questions.answer(question.id, office.answerLogin(question));
    },
    over: () => undefined,
    newId: randomUUID,
    now: Date.now,
  });
  const access = new ServerAccess(
    store,
    secrets,
    questions,
    hostPermit(policy, store.connections),
    () => options.agent ?? null,
  );
  const tokens = new FileTokens();
  const lists = new OpenCallLists();
  const transfers = openTransfers({
    store,
    open: (server, signal) => access.open(server, signal, { attended: true }),
    changed: (changed) => {
      activity.transfers(changed);
      news.emit('news');
    },
  });
  const jobs = openJobs({
    store,
    dataFolder: folder,
    access,
    clientOf: (connectionId) => clients.of(connectionId),
    changed: (changed: JobsChanged) => {
      activity.jobs(changed);
      news.emit('news', changed);
    },
    pace: transfers.limit,
    missing,
    resultsChanged: (results) => news.emit('news', results),
    importEnded: (job, result) => ended.push({ name: job.name, result }),
  });
  const settled = (what: Parameters<typeof jobs.queue.tryWaiting>[0][number]): void => {
    jobs.queue.tryWaiting([what]);
    jobs.follower.hurry();
  };
  const platform = {
    pickFiles: () => Promise.resolve(dialogs.open),
    pickSavePath: () => Promise.resolve(dialogs.save),
    copyText: () => undefined,
    language: () => 'en' as const,
  };
  const places = new ImportPlaces(directory, campaigns);
  const prepared = new PreparedImports({
    ...jobs,
    places,
    connections: store.connections,
    tokens,
    platform,
  });
  await jobs.start();

  let open = true;
  const close = async (): Promise<void> => {
    if (!open) return;
    open = false;
    await Promise.all([jobs.stop(), transfers.stop()]);
    await lists.closeAll();
    clients.close();
    activity.close();
    store.close();
  };
  context.after(close);
  const office: Office = {
    store,
    answerLogin: () => null,
    loginQuestions,
    checked,
    vault,
    dialogs,
    heard,
    logged,
    ended,
    clientOf: (connectionId) => clients.of(connectionId),
    close,
    untilResult: async (job, wanted) => {
      const late = AbortSignal.timeout(20_000);
      for (;;) {
        const result = store.importResults.get(job);
        if (result && wanted(result)) return result;
        await once(news, 'news', { signal: late });
      }
    },
    until: async (id, state) => {
      const job = (): Job | undefined => {
        const now = jobs.queue.get(id);
        return now.state === state ? now : undefined;
      };
      const late = AbortSignal.timeout(20_000);
      for (;;) {
        const now = job();
        if (now !== undefined) return now;
        await once(news, 'news', { signal: late });
      }
    },
    drop: async (path = sample) => {
      const [file] = await tokens.register([path]);
      return file?.token ?? '';
    },
    client: throughContract({
      backup: backupHandlers({
        store,
        vault,
        platform,
        policy,
        sealer: new Sealer(),
        now: Date.now,
        restored: (ids) => {
          for (const each of ids) clients.forget(each);
          return Promise.resolve();
        },
      }),
      diagnostics: diagnosticsHandlers({
        store,
        appState: () => ({
          version: '0.0.0',
          platform: process.platform,
          language: 'en',
          languageChoice: 'system',
          theme: 'system',
          vault: vault.status(),
          connectionId: null,
          dataFolder: folder,
          logFolder: join(folder, 'logs'),
        }),
        packaged: false,
        platform,
        now: Date.now,
        openLogs: () => Promise.resolve(),
      }),
      activity: activityHandlers({
        table: store.activity,
        log: activity.log,
        settings: store.settings,
        platform,
        now: Date.now,
      }),
      connections: connectionHandlers({
        table: store.connections,
        settings: store.settings,
        vault,
        platform,
        policy,
        push: { changed: (list) => heard.push(list) },
        newId: randomUUID,
        test: async (settings, secretKey) => {
          const client = clients.make(settings, secretKey);
          try {
            return await testConnection(client);
          } finally {
            client.close();
          }
        },
        demo: () => Promise.reject(new Error('the demo system is not for these tests')),
        endDemo: () => Promise.reject(new Error('the demo system is not for these tests')),
        demoHints: () => Promise.resolve(null),
        forget: (id) => {
          clients.forget(id);
          directory.forget(id);
          missing.forget(id);
          campaigns.forget(id);
        },
        serverSecrets: (id) => secrets.ofConnection(id),
        settled,
        inUse: (id) => jobs.inUse(id),
        appState: () => {
          throw new Error('the state of the app is not for these tests');
        },
      }),
      callLists: callListHandlers({
        lists,
        tokens,
        mappings: store.mappings,
        platform,
        push: { progress: () => undefined, mendProgress: () => undefined },
      }),
      campaigns: campaignHandlers(campaigns),
      servers: serverHandlers({
        directory,
        access,
        secrets,
        questions,
        missing,
        interfaces: {
          update: async (id, change) => updateServer(await clients.of(id), change),
          add: async (id, server) => addServer(await clients.of(id), server),
          remove: async (id, serverId) => deleteServer(await clients.of(id), serverId),
        },
        store,
        tokens,
        push: { checked: (run) => void checked.push(run) },
        settled,
        now: Date.now,
      }),
      hostKeys: hostKeyHandlers({
        book: store.hostKeys,
        settled,
        platform,
        servers: () => knownServers(store, directory),
        distrusted: () => {
          transfers.sessions.closeIdle();
          transfers.looking.closeIdle();
        },
      }),
      remoteFiles: remoteFileHandlers({ directory, sessions: transfers.looking }),
      transfers: transferHandlers({ ...transfers, directory, tokens, platform, settings: store.settings }),
      jobs: jobHandlers({ ...jobs, lists, places, connections: store.connections, prepared }),
      reservationChanges: reservationChangeHandlers({
        sheets: new ReservationSheets({
          tokens,
          missing,
          clientOf: (connectionId) => clients.of(connectionId),
          now: Date.now,
        }),
        rows: store.reservationChanges,
        platform,
        add: (asked) =>
          addReservationChanges(
            { queue: jobs.queue, rows: store.reservationChanges, newId: randomUUID },
            asked,
          ),
      }),
      importResults: importResultHandlers({ ...jobs, results: store.importResults, missing }),
      reservations: reservationHandlers({
        book: store.reservationBook,
        missing,
        campaigns,
        connections: store.connections,
        clientOf: (connectionId) => clients.of(connectionId),
        newId: randomUUID,
        now: Date.now,
      }),
    }),
  };
  return office;
}

/** The settings that reach a demo system. */
export function connectionToDemo(demo: DemoSystem) {
  const { isales, ccfs, vdnId, accessKey, fingerprint256 } = demo;
  return sampleConnection({
    isales,
    ccfs,
    vdnId,
    accessKey,
    trust: { kind: 'pinned', isales: fingerprint256, ccfs: fingerprint256 },
  });
}

/** The ID of a demo system's own file server, with its key trusted and its password kept. */
export async function openDemoServer(
  office: Office,
  demo: DemoSystem,
  connectionId: string,
): Promise<string> {
  const query = { connectionId, search: '', offset: 0, limit: 10, refresh: false };
  const { servers } = await office.client.servers.list(query);
  const serverId = servers.find(({ port }) => port === String(demo.sftp.port))?.serverId ?? '';
  const look = { connectionId, serverId, folder: '', fileName: 'a.xlsx' };
  const offered = await office.client.servers.lookAt(look).then(
    () => assert.fail('the key was known'),
    (error: unknown) => v.parse(v.object({ details: HostKeyInfo }), error).details,
  );
  await office.client.hostKeys.trust(offered);
  await assert.rejects(office.client.servers.lookAt(look), dialdeskError('password_needed'));
  await office.client.servers.savePassword({ connectionId, serverId, password: demo.sftp.password });
  assert.equal((await office.client.servers.lookAt(look)).folderExists, true);
  return serverId;
}

/** What the bridge does between window and handlers, without its errors' change of shape. */
function throughContract(handlers: Pick<Handlers, Domain>): Pick<Client, Domain> {
  const all = handlers as unknown as Record<string, Record<string, (input: unknown) => unknown>>;
  const client: Record<string, Record<string, unknown>> = {};
  for (const { domain, name, member } of members()) {
    const handler = all[domain]?.[name];
    if (member.kind !== 'call' || handler === undefined) continue;
    const { input, output }: Call = member;
    (client[domain] ??= {})[name] = async (argument: unknown) =>
      v.parse(output, await handler(v.parse(input, argument)));
  }
  return client as unknown as Pick<Client, Domain>;
}
