import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { listCampaigns } from './aicc/campaigns.ts';
import type { ClientDeps } from './aicc/client.ts';
import { addServer, deleteServer, receiveServers, updateServer } from './aicc/file-servers.ts';
import type { RequestLog } from './aicc/request-log.ts';
import { testConnection } from './aicc/test-connection.ts';
import type { AppState } from './contract/app.ts';
import type { Handlers, Pushes } from './contract/derive.ts';
import type { ImportResult } from './contract/import-results.ts';
import type { Job, WaitingKind } from './contract/jobs.ts';
import { systemClock } from './jobs/clock.ts';
import type { Vault } from './secrets/vault.ts';
import type { Store } from './store/store.ts';
import { AudioEngine } from './audio/audio-engine.ts';
import { activityHandlers } from './features/activity/activity-handlers.ts';
import { backupHandlers } from './features/backup/backup-handlers.ts';
import { Sealer } from './features/backup/seal.ts';
import { callListHandlers } from './features/imports/call-list-handlers.ts';
import { CampaignDirectory } from './features/campaigns/campaign-directory.ts';
import { campaignHandlers } from './features/campaigns/campaign-handlers.ts';
import { Clients } from './features/connections/clients.ts';
import { connectionHandlers } from './features/connections/connection-handlers.ts';
import type { DemoService } from './features/connections/demo-service.ts';
import { diagnosticsHandlers } from './features/diagnostics/diagnostics-handlers.ts';
import { FileTokens } from './features/app/file-tokens.ts';
import { fileHandlers } from './features/app/file-handlers.ts';
import { hostKeyHandlers } from './features/servers/host-key-handlers.ts';
import { ImportPlaces } from './features/imports/import-places.ts';
import { importResultHandlers } from './features/imports/import-result-handlers.ts';
import { jobHandlers } from './features/outbox/job-handlers.ts';
import { knownServers } from './features/servers/known-servers.ts';
import { LoginQuestions } from './features/servers/login-questions.ts';
import { mappingHandlers } from './features/imports/mapping-handlers.ts';
import { MissingInterfaces } from './features/connections/missing-interfaces.ts';
import { openActivity } from './features/activity/open-activity.ts';
import { OpenCallLists } from './features/imports/open-call-lists.ts';
import { OpenedFiles } from './features/app/opened-files.ts';
import { openJobs } from './features/outbox/open-outbox.ts';
import { openTransfers } from './features/remote-files/open-transfers.ts';
import { OverallProgress } from './features/app/overall-progress.ts';
import type { Desktop } from './features/app/desktop.ts';
import type { Playbacks } from './features/voice/playbacks.ts';
import { hostPermit, type Policy } from './features/app/policy.ts';
import { PreparedImports } from './features/imports/prepared-imports.ts';
import { remoteFileHandlers } from './features/remote-files/remote-file-handlers.ts';
import { openReservations } from './features/reservations/open-reservations.ts';
import { ServerAccess } from './features/servers/server-access.ts';
import { ServerDirectory } from './features/servers/server-directory.ts';
import { ServerSecrets } from './features/servers/server-secrets.ts';
import { serverHandlers } from './features/servers/server-handlers.ts';
import { connectionSetting } from './store/app-settings.ts';
import { transferHandlers } from './features/remote-files/transfer-handlers.ts';
import { VoiceManager } from './features/voice/voice-manager.ts';
import { VoiceSender } from './features/voice/voice-sender.ts';
import { voiceHandlers } from './features/voice/voice-handlers.ts';

/** What the office stands in: the desktop it runs on, or a test. */
export interface ComposeDeps {
  /** Open already; closed by `close`. */
  readonly store: Store;
  readonly dataFolder: string;
  readonly vault: Vault;
  readonly policy: Policy;
  readonly desktop: Desktop;
  readonly push: Pushes;
  readonly appState: () => AppState;
  /** Makes the app look and speak as this state says, and tells the window. */
  readonly apply: (state: AppState) => void;
  /** How requests reach the systems, and are logged. */
  readonly network: (log: RequestLog) => ClientDeps;
  /** Where the system's SSH agent listens; the environment's, if left out. */
  readonly agent?: () => string | null;
  readonly fileLog: RequestLog;
  readonly logError: (message: string, error: unknown) => void;
  readonly openLogs: () => Promise<void>;
  readonly packaged: boolean;
  readonly demo: Pick<DemoService, 'start' | 'remove' | 'hints'>;
  readonly playbacks: Playbacks;
  /** Told what share of all transfers is through, 0 to 1, or null when none is under way. */
  readonly showProgress: (share: number | null) => void;
  readonly importEnded: (job: Job, result: ImportResult) => void;
  /** The samples that come with Dialdesk. */
  readonly samples: Readonly<Record<'call-list' | 'voice', string>>;
  /** Where the built workers are; left out, they run from their sources. */
  readonly workers?: { readonly callLists: URL; readonly voice: URL; readonly seal: URL };
}

/**
 * Puts together all of Dialdesk that runs in plain Node: what it keeps, the systems it talks to, its jobs, and what
 * the window may ask of it. Jobs wait for `jobs.start`.
 */
export function compose(surroundings: ComposeDeps) {
  const { store, dataFolder, vault, policy, desktop, push, workers, appState } = surroundings;

  // --- what is written down of what it does --------------------------------------------------------
  const activity = openActivity({
    store,
    fileLog: surroundings.fileLog,
    changed: () => push.activity.changed({}),
    logError: surroundings.logError,
    clock: systemClock,
  });

  // --- the systems it talks to ---------------------------------------------------------------------
  const clients = new Clients({
    table: store.connections,
    vault,
    policy,
    surroundings: (requester) => surroundings.network(activity.requests(requester)),
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
    asked: push.servers.asked,
    over: (id) => push.servers.askedNoMore({ id }),
    newId: randomUUID,
    now: Date.now,
  });
  const access = new ServerAccess(
    store,
    secrets,
    questions,
    hostPermit(policy, store.connections),
    surroundings.agent,
  );
  const tokens = new FileTokens();
  const opened = new OpenedFiles(tokens, () => push.files.arrived());
  const lists = new OpenCallLists(workers?.callLists);
  const overall = new OverallProgress(surroundings.showProgress);
  const transfers = openTransfers({
    store,
    open: (server, signal) => access.open(server, signal, { attended: true }),
    changed: (changed) => {
      push.transfers.changed(changed);
      overall.transfers(changed);
      activity.transfers(changed);
    },
  });
  const jobs = openJobs({
    store,
    dataFolder,
    access,
    clientOf: (connectionId) => clients.of(connectionId),
    changed: (changed) => {
      push.jobs.changed(changed);
      overall.jobs(changed);
      activity.jobs(changed);
    },
    pace: transfers.limit,
    missing,
    resultsChanged: push.importResults.changed,
    importEnded: surroundings.importEnded,
    ...(workers && { worker: workers.callLists }),
  });

  const places = new ImportPlaces(directory, campaigns);
  const prepared = new PreparedImports({
    ...jobs,
    places,
    connections: store.connections,
    tokens,
    desktop,
    ...(workers && { worker: workers.callLists }),
  });

  const audioEngine = new AudioEngine(workers?.voice);
  const voiceManager = new VoiceManager({
    engine: audioEngine,
    results: store.voiceResults,
    folder: join(dataFolder, 'voice'),
  });

  /** Something jobs may have waited for is there: a password, a host key, the network. */
  const resumeWaitingFor = (what: WaitingKind): void => {
    jobs.queue.tryWaiting([what]);
    jobs.follower.pollNow();
  };

  const busy = (): boolean => jobs.queue.counts().running > 0 || transfers.manager.underWay > 0;
  // --- what the window may ask ---------------------------------------------------------------------
  const connections = connectionHandlers({
    table: store.connections,
    settings: store.settings,
    vault,
    desktop,
    policy,
    push: push.connections,
    newId: randomUUID,
    test: async (settings, secretKey) => {
      const client = clients.make(settings, secretKey);
      try {
        return await testConnection(client);
      } finally {
        client.close();
      }
    },
    demo: () => surroundings.demo.start(),
    endDemo: () => surroundings.demo.remove(),
    demoHints: () => surroundings.demo.hints(),
    forget: (id) => {
      clients.forget(id);
      directory.forget(id);
      missing.forget(id);
      campaigns.forget(id);
    },
    serverSecrets: (id) => secrets.ofConnection(id),
    resumeWaitingFor,
    tryJobs: (id) => {
      jobs.queue.tryConnection(id);
      jobs.follower.pollNow();
    },
    inUse: (id) => jobs.inUse(id),
    appState: () => {
      const now = appState();
      push.app.changed(now);
      return now;
    },
  });
  const handlers = {
    connections,
    callLists: callListHandlers({
      lists,
      tokens,
      mappings: store.mappings,
      desktop,
      push: push.callLists,
    }),
    mappings: mappingHandlers({ mappings: store.mappings, lists }),
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
      push: push.servers,
      resumeWaitingFor,
      now: Date.now,
    }),
    hostKeys: hostKeyHandlers({
      book: store.hostKeys,
      resumeWaitingFor,
      desktop,
      servers: () => knownServers(store, directory),
      distrusted: () => {
        transfers.sessions.closeIdle();
        transfers.looking.closeIdle();
      },
    }),
    remoteFiles: remoteFileHandlers({ directory, sessions: transfers.looking }),
    transfers: transferHandlers({ ...transfers, directory, tokens, desktop, settings: store.settings }),
    jobs: jobHandlers({ ...jobs, lists, places, connections: store.connections, prepared }),
    ...openReservations({
      store,
      missing,
      campaigns,
      clientOf: (connectionId) => clients.of(connectionId),
      queue: jobs.queue,
      tokens,
      desktop,
    }),
    importResults: importResultHandlers({ ...jobs, results: store.importResults, missing }),
    voice: voiceHandlers({
      manager: voiceManager,
      engine: audioEngine,
      playbacks: surroundings.playbacks,
      tokens,
      connections: store.connections,
      uploads: store.voiceUploads,
      sender: new VoiceSender({ ...jobs, engine: audioEngine }),
      desktop,
      push: push.voice,
    }),
    activity: activityHandlers({
      table: store.activity,
      log: activity.log,
      settings: store.settings,
      desktop,
      now: Date.now,
    }),
    backup: backupHandlers({
      store,
      vault,
      desktop,
      policy,
      sealer: new Sealer(workers?.seal),
      now: Date.now,
      async restored(ids) {
        for (const id of ids) {
          clients.forget(id);
          directory.forget(id);
        }
        store.settings.set(
          connectionSetting,
          store.settings.get(connectionSetting) ?? store.connections.list()[0]?.id ?? null,
        );
        resumeWaitingFor('password');
        push.connections.changed(await connections.list(undefined));
        surroundings.apply(appState());
      },
    }),
    diagnostics: diagnosticsHandlers({
      store,
      appState,
      packaged: surroundings.packaged,
      desktop,
      now: Date.now,
      openLogs: surroundings.openLogs,
    }),
    files: fileHandlers({
      tokens,
      opened,
      desktop,
      samples: surroundings.samples,
    }),
  } satisfies Omit<Handlers, 'app' | 'updates' | 'licences'>;

  return {
    handlers,
    jobs,
    transfers,
    clients,
    tokens,
    opened,
    questions,
    resumeWaitingFor,
    busy,
    /** Ends in good order: what is under way is left as the next start goes on with it. */
    async close(): Promise<void> {
      await Promise.all([jobs.stop(), transfers.stop()]);
      await lists.closeAll();
      voiceManager.close();
      await audioEngine.close();
      clients.close();
      activity.close();
      store.close();
    },
  };
}
