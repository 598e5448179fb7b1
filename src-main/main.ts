/** Dialdesk, from top to bottom: what there is, what it is made of, and in which order it starts and ends. */
import { app, nativeTheme, powerMonitor, session, shell, type BrowserWindow } from 'electron';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { listCampaigns } from './aicc/campaigns.ts';
import { addServer, deleteServer, receiveServers, updateServer } from './aicc/file-servers.ts';
import { testConnection } from './aicc/test-connection.ts';
import type { AppState } from './contract/app.ts';
import type { WaitingKind } from './contract/jobs.ts';
import { activityHandlers } from './handlers/activity.ts';
import { appHandlers, appStateOf, type AppParts } from './handlers/app.ts';
import { callListHandlers } from './handlers/call-lists.ts';
import { backupHandlers } from './handlers/backup.ts';
import { Sealer } from './handlers/backup/seal.ts';
import { CampaignDirectory } from './handlers/campaign-directory.ts';
import { campaignHandlers } from './handlers/campaigns.ts';
import { Clients } from './handlers/clients.ts';
import { connectionHandlers } from './handlers/connections.ts';
import { DemoService } from './handlers/demo-service.ts';
import { FileTokens } from './handlers/file-tokens.ts';
import { diagnosticsHandlers } from './handlers/diagnostics.ts';
import { fileHandlers } from './handlers/files.ts';
import { hostKeyHandlers } from './handlers/host-keys.ts';
import { ImportPlaces } from './handlers/import-places.ts';
import { addReservationChanges } from './jobs/reservations/add-changes.ts';
import { importResultHandlers } from './handlers/import-results.ts';
import { mappingHandlers } from './handlers/mappings.ts';
import { knownServers } from './handlers/known-servers.ts';
import { OpenCallLists } from './handlers/open-call-lists.ts';
import { MissingInterfaces } from './handlers/missing-interfaces.ts';
import { OpenedFiles } from './handlers/opened-files.ts';
import { reservationChangeHandlers } from './handlers/reservation-changes.ts';
import { ReservationSheets } from './handlers/reservation-sheets.ts';
import { Playbacks } from './handlers/playbacks.ts';
import { jobHandlers } from './handlers/jobs.ts';
import { openActivity } from './handlers/open-activity.ts';
import { openJobs } from './handlers/open-jobs.ts';
import { LoginQuestions } from './handlers/login-questions.ts';
import { openTransfers } from './handlers/open-transfers.ts';
import { OverallProgress } from './handlers/overall-progress.ts';
import { remoteFileHandlers } from './handlers/remote-files.ts';
import { PreparedImports } from './handlers/prepared-imports.ts';
import { fixConnections, hostPermit, policyPath, readPolicy } from './handlers/policy.ts';
import { reservationHandlers } from './handlers/reservations.ts';
import { ServerAccess } from './handlers/server-access.ts';
import { ServerDirectory } from './handlers/server-directory.ts';
import { ServerSecrets } from './handlers/server-secrets.ts';
import { serverHandlers } from './handlers/servers.ts';
import { connectionSetting, languageSetting, themeSetting, windowSetting } from './handlers/settings.ts';
import { transferHandlers } from './handlers/transfers.ts';
import { updateHandlers, Updates } from './handlers/updates.ts';
import { VoiceDesk } from './handlers/voice-desk.ts';
import { withVoiceFolders } from './handlers/voice-folders.ts';
import { VoiceSender } from './handlers/voice-sender.ts';
import { voiceHandlers } from './handlers/voice.ts';
import { systemClock } from './jobs/clock.ts';
import { AppVault } from './secrets/open-vault.ts';
import { openKeychain } from './secrets/keychain.ts';
import { askBeforeLosing, closeAsking } from './shell/closing.ts';
import { appOrigin, declareAppProtocol, serveApp } from './shell/app-protocol.ts';
import { electronPlatform } from './shell/dialogs.ts';
import { importNews } from './shell/import-news.ts';
import { createPushes, registerDropped, registerHandlers, type IpcGuard } from './shell/ipc.ts';
import { LanguageOfMain } from './shell/language.ts';
import { openLog } from './shell/log.ts';
import { setMenu } from './shell/menu.ts';
import { desktopNotifications } from './shell/notifications.ts';
import { systemProxy } from './shell/proxy.ts';
import { QuitQuestion } from './shell/quit-question.ts';
import { denyByDefault } from './shell/security.ts';
import { explainFailedStart } from './shell/start-failure.ts';
import { systemUpdater } from './shell/updater.ts';
import { openWindow } from './shell/window.ts';
import { openStore } from './store/store.ts';
import { VoiceEngine } from './voice/voice-engine.ts';

const developmentUrl = app.isPackaged ? undefined : process.env['DIALDESK_DEV_URL'];
const dataFolder = app.getPath('userData');
const logFolder = join(dataFolder, 'logs');
const built = (name: string): URL => new URL(`./${name}`, import.meta.url);

// Root on a test machine has to pass --no-sandbox, which this would contradict; windows ask for it all the same.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
declareAppProtocol();

/** macOS tells of files to open by an event, perhaps before anything is ready. */
const asked: string[] = [];
let open = (path: string): void => void asked.push(path);
app.on('open-file', (event, path) => {
  event.preventDefault();
  open(path);
});

// Two queues over one outbox could send an import twice: a second start shows the first one's window.
if (!app.requestSingleInstanceLock()) app.exit(0);
else void app.whenReady().then(start).catch(explainFailedStart);

async function start(): Promise<void> {
  // Only tests name another file: in a packaged app a user could do away with the policy by a variable.
  const forTests = app.isPackaged ? undefined : process.env['DIALDESK_POLICY'];
  const policy = readPolicy(forTests ?? policyPath(process.platform, process.env['ProgramData']));
  const log = openLog(logFolder);
  log.info('started', {
    version: app.getVersion(),
    electron: process.versions.electron,
    platform: process.platform,
  });

  // --- what is kept --------------------------------------------------------------------------------
  const store = openStore(dataFolder);
  if (store.report.kind !== 'opened') log.info('database', store.report);
  fixConnections(policy, store.connections);
  const vault = new AppVault(() => openKeychain({ timeout: 10_000 }));

  // --- the window and what it may do ---------------------------------------------------------------
  const guard: IpcGuard = {
    ourOrigin: developmentUrl ? new URL(developmentUrl).origin : appOrigin,
    log: log.error,
  };
  denyByDefault(guard.ourOrigin);
  const playbacks = new Playbacks(appOrigin);
  serveApp(join(import.meta.dirname, '..', 'renderer'), (url, range) => playbacks.answer(url, range));
  let window: BrowserWindow | null = null;
  const push = createPushes(() => (window === null ? [] : [window.webContents]));
  const language = new LanguageOfMain(store.settings.get(languageSetting));
  const platform = electronPlatform(() => window, language);
  const tell = desktopNotifications(() => window);
  nativeTheme.themeSource = store.settings.get(themeSetting);

  // A keychain that asks for its password may take long: the window opens meanwhile, and is told afterwards.
  const lookForVault = async (): Promise<void> => {
    await vault.retry();
    settled('password');
    push.app.changed(state());
  };
  const vaultAnswered = lookForVault();
  const patience = new Promise((resolve) => setTimeout(resolve, 1500).unref());
  const appParts: AppParts = {
    settings: store.settings,
    vault,
    lookForVault,
    vaultReady: Promise.race([vaultAnswered, patience]),
    platform,
    policy,
    version: app.getVersion(),
    dataFolder,
    logFolder,
    apply,
  };
  const state = (): AppState => appStateOf(appParts);

  // --- what is written down of what it does --------------------------------------------------------
  const activity = openActivity({
    store,
    fileLog: { record: (entry) => log.info('request', entry) },
    changed: () => push.activity.changed({}),
    logError: log.error,
    clock: systemClock,
  });

  const openLogs = async (): Promise<void> => {
    const refused = await shell.openPath(logFolder);
    if (refused !== '') log.error('the log folder was not opened', refused);
  };

  // --- the systems it talks to ---------------------------------------------------------------------
  const demo = new DemoService({ settings: store.settings, dataFolder, worker: built('demo-worker.js') });
  const clients = new Clients({
    table: store.connections,
    vault,
    policy,
    surroundings: (requester) => ({
      log: activity.requests(requester),
      proxyFor: systemProxy(session.defaultSession),
      // read at each request: the language may change while a client is open
      get locale() {
        return language.current === 'zh' ? 'zh_CN' : 'en_US';
      },
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
    asked: push.servers.asked,
    over: (id) => push.servers.askedNoMore({ id }),
    newId: randomUUID,
    now: Date.now,
  });
  const access = new ServerAccess(store, secrets, questions, hostPermit(policy, store.connections));
  const tokens = new FileTokens();
  const opened = new OpenedFiles(tokens, () => push.files.arrived());
  const callListWorker = built('call-list-worker.js');
  const lists = new OpenCallLists(callListWorker);
  const overall = new OverallProgress((share) => window?.setProgressBar(share ?? -1));
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
    importEnded: (job, result) =>
      tell({
        ...importNews(job.name, result),
        open: () => push.app.show({ screen: 'imports', id: job.id }),
      }),
    worker: callListWorker,
  });

  const places = new ImportPlaces(directory, campaigns);
  const prepared = new PreparedImports({
    ...jobs,
    places,
    connections: store.connections,
    tokens,
    platform,
    worker: callListWorker,
  });

  const voiceEngine = new VoiceEngine(built('voice-worker.js'));
  const voiceDesk = new VoiceDesk({
    engine: voiceEngine,
    results: store.voiceResults,
    folder: join(dataFolder, 'voice'),
  });

  /** Something jobs may have waited for is there: a password, a host key, the network. */
  const settled = (what: WaitingKind): void => {
    jobs.queue.tryWaiting([what]);
    jobs.follower.hurry();
  };

  const busy = (): boolean => jobs.queue.counts().running > 0 || transfers.desk.underWay > 0;
  const updates = new Updates({
    updater: systemUpdater(log),
    allowed: policy.updates,
    settings: store.settings,
    busy,
    changed: push.updates.changed,
    now: Date.now,
    later(work, delay) {
      const timer = setTimeout(work, delay).unref();
      return () => clearTimeout(timer);
    },
  });

  // --- what the window may ask ---------------------------------------------------------------------
  registerDropped(async (paths) => tokens.register(await withVoiceFolders(paths)), guard);
  const connections = connectionHandlers({
    table: store.connections,
    settings: store.settings,
    vault,
    platform,
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
    demo: () => demo.start(),
    endDemo: () => demo.remove(),
    demoHints: () => demo.hints(),
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
      const now = state();
      push.app.changed(now);
      return now;
    },
  });
  registerHandlers(
    {
      app: appHandlers(appParts),
      connections,
      callLists: callListHandlers({
        lists,
        tokens,
        mappings: store.mappings,
        platform,
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
      voice: voiceHandlers({
        desk: voiceDesk,
        engine: voiceEngine,
        playbacks,
        tokens,
        connections: store.connections,
        uploads: store.voiceUploads,
        sender: new VoiceSender({ ...jobs, engine: voiceEngine }),
        platform,
        push: push.voice,
      }),
      activity: activityHandlers({
        table: store.activity,
        log: activity.log,
        settings: store.settings,
        platform,
        now: Date.now,
      }),
      updates: updateHandlers(updates),
      reservations: reservationHandlers({
        book: store.reservationBook,
        missing,
        campaigns,
        connections: store.connections,
        clientOf: (connectionId) => clients.of(connectionId),
        newId: randomUUID,
        now: Date.now,
      }),
      backup: backupHandlers({
        store,
        vault,
        platform,
        policy,
        sealer: new Sealer(built('seal-worker.js')),
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
          settled('password');
          push.connections.changed(await connections.list(undefined));
          apply(state());
        },
      }),
      diagnostics: diagnosticsHandlers({
        store,
        appState: state,
        packaged: app.isPackaged,
        platform,
        now: Date.now,
        openLogs,
      }),
      files: fileHandlers({
        tokens,
        opened,
        platform,
        samples: {
          'call-list': join(app.getAppPath(), 'assets', 'sample-call-list.xlsx'),
          voice: join(app.getAppPath(), 'assets', 'sample-prompt.wav'),
        },
      }),
    },
    guard,
  );

  function apply(now: AppState): void {
    language.choice = now.languageChoice;
    nativeTheme.themeSource = now.theme;
    showMenu();
    push.app.changed({ ...now, language: language.current });
  }

  function showMenu(): void {
    setMenu({
      command: (command) => push.app.menuCommand(command),
      setLanguage: (choice) => {
        store.settings.set(languageSetting, choice);
        language.choice = choice;
        apply(state());
      },
      language: language.choice,
      openLogFolder: () => void openLogs(),
      developer: !app.isPackaged,
    });
  }

  // --- start ---------------------------------------------------------------------------------------
  showMenu();
  const current = store.settings.get(connectionSetting);
  if (policy.demo && current !== null && store.connections.get(current)?.demo === true) {
    // its ports may be others today, and its key may not have been kept; the jobs that point there start after it
    await Promise.resolve(connections.startDemo()).catch((error: unknown) =>
      log.error('the demo system did not start', error),
    );
  }
  window = openWindow({
    url: developmentUrl ?? `${appOrigin}/`,
    preload: join(import.meta.dirname, 'preload.cjs'),
    place: store.settings.get(windowSetting),
    keepPlace: (place) => store.settings.set(windowSetting, place),
  });
  window.on('closed', () => (window = null));
  const quitting = new QuitQuestion(
    () => transfers.desk.underWay,
    () => window,
  );
  quitting.guard(window);
  askBeforeLosing(window);

  open = (path) => void opened.add([path], '/');
  void opened.add([...process.argv.slice(1), ...asked], process.cwd());
  app.on('second-instance', (_event, words, folder) => {
    void opened.add(words.slice(1), folder);
    if (window?.isMinimized()) window.restore();
    window?.show();
    window?.focus();
  });
  app.on('window-all-closed', () => app.quit());
  powerMonitor.on('resume', () => {
    settled('network');
    transfers.desk.tryWaiting();
  });

  // --- end -----------------------------------------------------------------------------------------
  let ending = false as boolean;
  app.on('before-quit', (event) => {
    // what is under way ends in good order first; pressing Quit twice does not begin a second end
    event.preventDefault();
    if (ending || !quitting.mayQuit()) return;
    // its closing asks what may be lost, and quits again
    if (window !== null) {
      closeAsking(window);
      return;
    }
    ending = true;
    void end().finally(() => app.exit());
  });
  async function end(): Promise<void> {
    const wasBusy = busy();
    updates.stop();
    await Promise.all([jobs.stop(), transfers.stop()]);
    await lists.closeAll();
    voiceDesk.close();
    await voiceEngine.close();
    clients.close();
    await demo.stop();
    activity.close();
    updates.atTheEnd(wasBusy);
    store.close();
    log.info('ended');
  }

  // Last, because it waits: without the keychain's secrets, jobs could only fail.
  await vaultAnswered;
  if (ending) return;
  await jobs.start();
  updates.start();
}
