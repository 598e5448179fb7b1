import type { ComposeDeps } from './compose-deps.ts';
import type { Handlers } from './contract/derive.ts';
import type { WaitingKind } from './contract/jobs.ts';
import { openActivity } from './features/activity/open-activity.ts';
import { openApp } from './features/app/open-app.ts';
import { openBackup } from './features/backup/open-backup.ts';
import { openCallResults } from './features/call-results/open-call-results.ts';
import { openCampaigns } from './features/campaigns/open-campaigns.ts';
import { openConnections } from './features/connections/open-connections.ts';
import { diagnosticsHandlers } from './features/diagnostics/diagnostics-handlers.ts';
import { openDoNotCall } from './features/do-not-call/open-do-not-call.ts';
import { openImports } from './features/imports/open-imports.ts';
import { openMemory } from './features/memory/open-memory.ts';
import { openOutbox } from './features/outbox/open-outbox.ts';
import { openRemoteFiles } from './features/remote-files/open-remote-files.ts';
import { openReservations } from './features/reservations/open-reservations.ts';
import { openServers } from './features/servers/open-servers.ts';
import { openVoice } from './features/voice/open-voice.ts';
import { ForgettingVault } from './secrets/forgetting-vault.ts';

/**
 * Makes every feature and hands each what it needs: all of Dialdesk that runs in plain Node. Jobs wait for `start`.
 * Functions that name a feature further down are called once all are there.
 */
export function compose(given: ComposeDeps) {
  const { store } = given;
  const vault = new ForgettingVault(given.vault, store.secretsToForget, given.logError);
  const deps = { ...given, vault };

  const activity = openActivity(deps);
  const app = openApp(deps);
  const { tokens, opened, progress } = app;

  /** Something jobs may have waited for is there: a password, a host key, the network. */
  const resumeWaitingFor = (what: WaitingKind): void => {
    outbox.queue.tryWaiting([what]);
    imports.follower.pollNow();
  };

  const connections = openConnections({
    ...deps,
    activity,
    resumeWaitingFor,
    forget: (id) => {
      servers.directory.forget(id);
      campaigns.forget(id);
    },
    serverSecrets: (id) => servers.secrets.ofConnection(id),
    tryJobs: (id) => {
      outbox.queue.tryConnection(id);
      imports.follower.pollNow();
    },
    inUse: (id) => outbox.inUse(id),
  });
  const { clients, missing } = connections;
  const shared = { ...deps, clients, missing, tokens, progress };
  const campaigns = openCampaigns(shared);
  const servers = openServers({
    ...shared,
    resumeWaitingFor,
    distrusted: () => remoteFiles.closeIdle(),
  });
  const remoteFiles = openRemoteFiles({ ...shared, servers, record: activity.transfers });
  const outbox = openOutbox({ ...shared, record: activity.jobs });
  const memory = openMemory(shared);
  const doNotCall = openDoNotCall({ ...shared, key: memory.key });
  const imports = openImports({
    ...shared,
    outbox,
    servers,
    campaigns,
    memory: memory.numbers,
    doNotCall: doNotCall.library,
    pace: remoteFiles.limit,
  });
  const callResults = openCallResults({ ...shared, outbox, imports });
  const voice = openVoice({ ...shared, outbox });
  const reservations = openReservations({ ...shared, outbox, campaigns });
  const backup = openBackup({ ...shared, restored: connections.restored });

  return {
    handlers: {
      ...activity.handlers,
      ...app.handlers,
      ...connections.handlers,
      ...campaigns.handlers,
      ...servers.handlers,
      ...remoteFiles.handlers,
      ...outbox.handlers,
      ...imports.handlers,
      ...memory.handlers,
      ...doNotCall.handlers,
      ...callResults.handlers,
      ...voice.handlers,
      ...reservations.handlers,
      ...backup.handlers,
      diagnostics: diagnosticsHandlers({ ...deps, now: given.clock.now }),
    } satisfies Omit<Handlers, 'app' | 'updates' | 'licences' | 'manual'>,
    queue: outbox.queue,
    transfers: remoteFiles.manager,
    clients,
    tokens,
    registerFiles: app.register,
    opened,
    questions: servers.questions,
    resumeWaitingFor,
    /** The keychain may answer again: what it could not forget before goes now. Never throws. */
    forgetSecrets: () => vault.sweep(),
    busy: (): boolean => outbox.queue.counts().running > 0 || remoteFiles.manager.underWay > 0,
    /** Makes outbox and database agree, and lets jobs begin. */
    async start(): Promise<void> {
      reservations.start();
      await outbox.start();
      imports.start();
      await callResults.start();
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
      memory.close();
      activity.close();
      store.close();
    },
  };
}
