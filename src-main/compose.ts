import type { ClientDeps } from './aicc/client.ts';
import type { RequestLog } from './aicc/request-log.ts';
import type { AppState } from './contract/app.ts';
import type { Handlers, Pushes } from './contract/derive.ts';
import type { ImportResult } from './contract/import-results.ts';
import type { Job, WaitingKind } from './contract/jobs.ts';
import { activityHandlers } from './features/activity/activity-handlers.ts';
import { openActivity } from './features/activity/open-activity.ts';
import type { Desktop } from './features/app/desktop.ts';
import { openApp } from './features/app/open-app.ts';
import type { Policy } from './features/app/policy.ts';
import { openBackup } from './features/backup/open-backup.ts';
import { openCampaigns } from './features/campaigns/open-campaigns.ts';
import type { DemoService } from './features/connections/demo-service.ts';
import { openConnections } from './features/connections/open-connections.ts';
import { diagnosticsHandlers } from './features/diagnostics/diagnostics-handlers.ts';
import { openImports } from './features/imports/open-imports.ts';
import { openOutbox } from './features/outbox/open-outbox.ts';
import { openRemoteFiles } from './features/remote-files/open-remote-files.ts';
import { openReservations } from './features/reservations/open-reservations.ts';
import { openServers } from './features/servers/open-servers.ts';
import { openVoice } from './features/voice/open-voice.ts';
import type { Playbacks } from './features/voice/playbacks.ts';
import { systemClock } from './platform/clock.ts';
import { ForgettingVault } from './secrets/forgetting-vault.ts';
import type { Vault } from './secrets/vault.ts';
import type { Store } from './store/store.ts';

/** What Dialdesk stands in: the desktop it runs on, or a test. */
export interface ComposeDeps {
  /** Open already; closed by `close`. */
  readonly store: Store;
  readonly dataFolder: string;
  readonly vault: Vault;
  readonly policy: Policy;
  readonly desktop: Desktop;
  readonly push: Pushes;
  readonly appState: () => AppState;
  /** Makes the app look and speak as this state says, and notifies the window. */
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
  /** What share of all transfers is through, 0 to 1, or null when none is under way. */
  readonly showProgress: (share: number | null) => void;
  readonly importEnded: (job: Job, result: ImportResult) => void;
  /** The samples that come with Dialdesk. */
  readonly samples: Readonly<Record<'call-list' | 'voice', string>>;
  /** Where the built workers are; left out, they run from their sources. */
  readonly workers?: { readonly callLists: URL; readonly voice: URL; readonly seal: URL };
}

/**
 * Makes every feature and hands each what it needs: all of Dialdesk that runs in plain Node. Jobs wait for `start`.
 * Functions that name a feature further down are called once all are there.
 */
export function compose(given: ComposeDeps) {
  const { store, push, workers, appState } = given;
  const vault = new ForgettingVault(given.vault, store.secretsToForget, given.logError);
  const deps = { ...given, vault };

  const activity = openActivity({ ...deps, changed: () => push.activity.changed({}), clock: systemClock });
  const app = openApp({ ...deps, arrived: () => push.files.arrived() });
  const { tokens, opened, progress } = app;

  /** Something jobs may have waited for is there: a password, a host key, the network. */
  const resumeWaitingFor = (what: WaitingKind): void => {
    outbox.queue.tryWaiting([what]);
    imports.follower.pollNow();
  };

  const connections = openConnections({
    ...deps,
    push: push.connections,
    network: (requester) => deps.network(activity.requests(requester)),
    resumeWaitingFor,
    forget: (id) => {
      servers.directory.forget(id);
      campaigns.directory.forget(id);
    },
    serverSecrets: (id) => servers.secrets.ofConnection(id),
    tryJobs: (id) => {
      outbox.queue.tryConnection(id);
      imports.follower.pollNow();
    },
    inUse: (id) => outbox.inUse(id),
    appState: () => {
      const now = appState();
      push.app.changed(now);
      return now;
    },
  });
  const { clients, missing } = connections;
  const shared = { ...deps, clients, missing, tokens };
  const campaigns = openCampaigns(shared);
  const servers = openServers({
    ...shared,
    push: push.servers,
    resumeWaitingFor,
    distrusted: () => remoteFiles.closeIdle(),
  });
  const remoteFiles = openRemoteFiles({
    ...shared,
    servers,
    changed: (changed) => {
      push.transfers.changed(changed);
      progress.transfers(changed);
      activity.transfers(changed);
    },
  });
  const outbox = openOutbox({
    ...shared,
    changed: (changed) => {
      push.outbox.changed(changed);
      progress.jobs(changed);
      activity.jobs(changed);
    },
  });
  const imports = openImports({
    ...shared,
    outbox,
    servers,
    campaigns,
    pace: remoteFiles.limit,
    ended: deps.importEnded,
    worker: workers?.callLists,
  });
  const voice = openVoice({ ...shared, outbox, push: push.voice, worker: workers?.voice });
  const reservations = openReservations({ ...shared, outbox, campaigns });
  const backup = openBackup({
    ...shared,
    worker: workers?.seal,
    async restored(ids) {
      for (const id of ids) connections.forget(id);
      resumeWaitingFor('password');
      push.connections.changed(await connections.handlers.connections.list(undefined));
      deps.apply(appState());
    },
  });

  return {
    handlers: {
      ...app.handlers,
      ...connections.handlers,
      ...campaigns.handlers,
      ...servers.handlers,
      ...remoteFiles.handlers,
      ...outbox.handlers,
      ...imports.handlers,
      ...voice.handlers,
      ...reservations.handlers,
      ...backup.handlers,
      activity: activityHandlers({ ...deps, log: activity.log, now: Date.now }),
      diagnostics: diagnosticsHandlers({ ...deps, now: Date.now }),
    } satisfies Omit<Handlers, 'app' | 'updates' | 'licences'>,
    queue: outbox.queue,
    transfers: remoteFiles.manager,
    clients,
    tokens,
    opened,
    questions: servers.questions,
    resumeWaitingFor,
    /** The keychain may answer again: what it could not forget before goes now. Never throws. */
    forgetSecrets: () => vault.sweep(),
    busy: (): boolean => outbox.queue.counts().running > 0 || remoteFiles.manager.underWay > 0,
    /** Makes outbox and database agree, and lets jobs begin. */
    async start(): Promise<void> {
      // What only tidies up must not keep the app from starting: it is left for the next time.
      const tidy = async (what: string, work: () => void | Promise<void>): Promise<void> => {
        try {
          await work();
        } catch (error) {
          deps.logError(`${what} could not be tidied up at the start`, error);
        }
      };
      await tidy('reservations', () => reservations.start());
      await outbox.start();
      await tidy('results of imports', () => imports.start());
      // not awaited: a keychain may wait for its prompt
      void vault.sweep();
    },
    /** Shuts down cleanly: what is under way is left as the next start goes on with it. */
    async close(): Promise<void> {
      vault.stop();
      await Promise.all([outbox.stop(), imports.stop(), remoteFiles.stop()]);
      await imports.close();
      await voice.close();
      clients.close();
      activity.close();
      store.close();
    },
  };
}
