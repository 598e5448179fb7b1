/** Dialdesk, from top to bottom: what there is, what it is made of, and in which order it starts and ends. */
import { app, nativeTheme, powerMonitor, session, shell, type BrowserWindow } from 'electron';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { queryServers } from './aicc/file-servers.ts';
import { testConnection } from './aicc/test-connection.ts';
import type { AppState } from './contract/app.ts';
import type { WaitingKind } from './contract/jobs.ts';
import { appHandlers, appStateOf, type AppParts } from './handlers/app.ts';
import { callListHandlers } from './handlers/call-lists.ts';
import { Clients } from './handlers/clients.ts';
import { connectionHandlers } from './handlers/connections.ts';
import { DemoService } from './handlers/demo-service.ts';
import { FileTokens } from './handlers/file-tokens.ts';
import { fileHandlers } from './handlers/files.ts';
import { hostKeyHandlers } from './handlers/host-keys.ts';
import { mappingHandlers } from './handlers/mappings.ts';
import { OpenCallLists } from './handlers/open-call-lists.ts';
import { Playbacks } from './handlers/playbacks.ts';
import { jobHandlers } from './handlers/jobs.ts';
import { openJobs } from './handlers/open-jobs.ts';
import { ServerAccess } from './handlers/server-access.ts';
import { ServerDirectory } from './handlers/server-directory.ts';
import { serverHandlers } from './handlers/servers.ts';
import { connectionSetting, languageSetting, themeSetting, windowSetting } from './handlers/settings.ts';
import { VoiceDesk } from './handlers/voice-desk.ts';
import { withVoiceFolders } from './handlers/voice-folders.ts';
import { voiceHandlers } from './handlers/voice.ts';
import { AppVault } from './secrets/open-vault.ts';
import { openKeychain } from './secrets/keychain.ts';
import { appOrigin, declareAppProtocol, serveApp } from './shell/app-protocol.ts';
import { electronPlatform } from './shell/dialogs.ts';
import { createPushes, registerDropped, registerHandlers, type IpcGuard } from './shell/ipc.ts';
import { LanguageOfMain } from './shell/language.ts';
import { openLog } from './shell/log.ts';
import { setMenu } from './shell/menu.ts';
import { systemProxy } from './shell/proxy.ts';
import { denyByDefault } from './shell/security.ts';
import { explainFailedStart } from './shell/start-failure.ts';
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

// Two queues over one outbox could send an import twice: a second start shows the first one's window.
if (!app.requestSingleInstanceLock()) app.exit(0);
else void app.whenReady().then(start).catch(explainFailedStart);

async function start(): Promise<void> {
  const log = openLog(logFolder);
  log.info('started', {
    version: app.getVersion(),
    electron: process.versions.electron,
    platform: process.platform,
  });

  // --- what is kept --------------------------------------------------------------------------------
  const store = openStore(dataFolder);
  if (store.report.kind !== 'opened') log.info('database', store.report);
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
    version: app.getVersion(),
    dataFolder,
    logFolder,
    apply,
  };
  const state = (): AppState => appStateOf(appParts);

  // --- the systems it talks to ---------------------------------------------------------------------
  const demo = new DemoService({ settings: store.settings, dataFolder, worker: built('demo-worker.js') });
  const clients = new Clients({
    table: store.connections,
    vault,
    surroundings: () => ({
      log: { record: (entry) => log.info('request', entry) },
      proxyFor: systemProxy(session.defaultSession),
      locale: language.current === 'zh' ? 'zh_CN' : 'en_US',
    }),
  });
  const directory = new ServerDirectory(async (connectionId, offset, limit) =>
    queryServers(await clients.of(connectionId), { offset, limit }),
  );
  const access = new ServerAccess(store, vault);
  const tokens = new FileTokens();
  const callListWorker = built('call-list-worker.js');
  const lists = new OpenCallLists(callListWorker);
  const jobs = openJobs({
    store,
    dataFolder,
    access,
    clientOf: (connectionId) => clients.of(connectionId),
    changed: push.jobs.changed,
    worker: callListWorker,
  });

  const voiceEngine = new VoiceEngine(built('voice-worker.js'));
  const voiceDesk = new VoiceDesk({
    engine: voiceEngine,
    results: store.voiceResults,
    folder: join(dataFolder, 'voice'),
  });

  /** Something jobs may have waited for is there: a password, a host key, the network. */
  const settled = (what: WaitingKind): void => jobs.queue.tryWaiting([what]);

  // --- what the window may ask ---------------------------------------------------------------------
  registerDropped(async (paths) => tokens.register(await withVoiceFolders(paths)), guard);
  const connections = connectionHandlers({
    table: store.connections,
    settings: store.settings,
    vault,
    platform,
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
    demoHints: () => demo.hints(),
    forget: (id) => {
      clients.forget(id);
      directory.forget(id);
    },
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
      servers: serverHandlers({ directory, access, vault, settled }),
      hostKeys: hostKeyHandlers(store.hostKeys, settled),
      jobs: jobHandlers({ ...jobs, lists, directory, connections: store.connections }),
      voice: voiceHandlers({
        desk: voiceDesk,
        engine: voiceEngine,
        playbacks,
        tokens,
        connections: store.connections,
        uploads: store.voiceUploads,
        clientOf: (connectionId) => clients.of(connectionId),
        platform,
        push: push.voice,
        now: Date.now,
      }),
      files: fileHandlers({
        tokens,
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
      openLogFolder: () => void shell.openPath(logFolder),
      developer: !app.isPackaged,
    });
  }

  // --- start ---------------------------------------------------------------------------------------
  showMenu();
  const current = store.settings.get(connectionSetting);
  if (current !== null && store.connections.get(current)?.demo === true) {
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

  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.show();
    window?.focus();
  });
  app.on('window-all-closed', () => app.quit());
  powerMonitor.on('resume', () => settled('network'));

  // --- end -----------------------------------------------------------------------------------------
  let ending = false as boolean;
  app.on('before-quit', (event) => {
    // what is under way ends in good order first; pressing Quit twice does not begin a second end
    event.preventDefault();
    if (ending) return;
    ending = true;
    void end().finally(() => app.exit());
  });
  async function end(): Promise<void> {
    await jobs.stop();
    await lists.closeAll();
    voiceDesk.close();
    await voiceEngine.close();
    clients.close();
    await demo.stop();
    store.close();
    log.info('ended');
  }

  // Last, because it waits: without the keychain's secrets, jobs could only fail.
  await vaultAnswered;
  if (!ending) await jobs.start();
}
