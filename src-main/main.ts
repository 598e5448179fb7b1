/** Dialdesk, from top to bottom: what there is, what it is made of, and in which order it starts and ends. */
import { app, nativeTheme, powerMonitor, session, shell, type BrowserWindow } from 'electron';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AppState } from './contract/app.ts';
import { appHandlers, appStateOf, type AppDeps } from './features/app/app-handlers.ts';
import { DemoService } from './features/connections/demo-service.ts';
import { licenceHandlers } from './features/app/licence-handlers.ts';
import { manualHandlers } from './features/app/manual-handlers.ts';
import { compose } from './compose.ts';
import { Playbacks } from './features/voice/playbacks.ts';
import { fixConnections, policyPath, readPolicy } from './features/app/policy.ts';
import { connectionSetting, languageSetting, themeSetting, windowSetting } from './store/app-settings.ts';
import { PendingCommands } from './features/app/pending-commands.ts';
import { updateHandlers, Updates } from './features/app/updates.ts';
import { systemClock } from './platform/clock.ts';
import { AppVault } from './secrets/open-vault.ts';
import { openKeychain } from './secrets/keychain.ts';
import { askBeforeLosing, closeAsking } from './shell/closing.ts';
import { appOrigin, declareAppProtocol, serveApp } from './shell/app-protocol.ts';
import { reloadAfterCrash } from './shell/reload-after-crash.ts';
import { electronDesktop } from './shell/dialogs.ts';
import { importNotification } from './shell/import-notification.ts';
import { createPushes, registerDropped, registerHandlers, type IpcGuard } from './shell/ipc.ts';
import { LanguageOfMain } from './shell/language.ts';
import { licenceFiles } from './shell/licence-files.ts';
import { openLog } from './shell/log.ts';
import { ManualWindow } from './shell/manual-window.ts';
import { setMenu } from './shell/menu.ts';
import { desktopNotifications } from './shell/notifications.ts';
import { systemProxy } from './shell/proxy.ts';
import { QuitQuestion } from './shell/quit-question.ts';
import { denyByDefault } from './shell/security.ts';
import { endOnSignals } from './shell/end-signals.ts';
import { explainFailedStart } from './shell/start-failure.ts';
import { systemUpdater } from './shell/updater.ts';
import { openWindow } from './shell/window.ts';
import { refuseUnwritable } from './store/data-folder.ts';
import { openStore } from './store/store.ts';

const developmentUrl = app.isPackaged ? undefined : process.env['DIALDESK_DEV_URL'];
const dataFolder = app.getPath('userData');
const logFolder = join(dataFolder, 'logs');
const built = (name: string): URL => new URL(`./${name}`, import.meta.url);

// Root on a test machine has to pass --no-sandbox, which this would contradict; windows ask for it all the same.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
declareAppProtocol();

/** macOS announces files to open by an event, perhaps before anything is ready. */
const asked: string[] = [];
let open = (path: string): void => void asked.push(path);
app.on('open-file', (event, path) => {
  event.preventDefault();
  open(path);
});

// Two queues over one outbox could send an import twice: a second start shows the first one's window.
if (app.requestSingleInstanceLock()) void app.whenReady().then(start).catch(explainFailedStart);
else void app.whenReady().then(endWithoutLock).catch(explainFailedStart);

/** Where the lock cannot be written it is refused as well, and it would never be said why nothing opens. */
function endWithoutLock(): void {
  refuseUnwritable(dataFolder);
  app.exit(0);
}

async function start(): Promise<void> {
  /** How what there is ends; nothing, while there is nothing. */
  let close = (): Promise<void> => Promise.resolve();
  let ending = false as boolean;
  endOnSignals(
    () => {
      ending = true;
      return close();
    },
    () => app.exit(0),
  );

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
  const manual = new ManualWindow(appOrigin);
  const push = createPushes(() => (window === null ? [] : [window.webContents]));
  const commands = new PendingCommands();
  const drawn = Promise.withResolvers<true>();
  const language = new LanguageOfMain(store.settings.get(languageSetting));
  const desktop = electronDesktop(() => window, language);
  const tell = desktopNotifications(() => window);
  nativeTheme.themeSource = store.settings.get(themeSetting);

  // A keychain that asks for its password may take long: the window opens meanwhile, and is notified afterwards. To load
  // what asks it holds main up, so the page is on its way before that.
  const lookForVault = async (): Promise<void> => {
    // a call to the keychain that begins now would be cut off, and its native part dies of that
    if (ending) return;
    await vault.retry();
    void dialdesk.forgetSecrets();
    dialdesk.resumeWaitingFor('password');
    push.app.changed(state());
  };
  const onItsWay = Promise.withResolvers<true>();
  const vaultAnswered = onItsWay.promise.then(lookForVault);
  const patience = onItsWay.promise.then(() => sleep(1_500));
  const appDeps: AppDeps = {
    settings: store.settings,
    vault,
    lookForVault,
    vaultReady: Promise.race([vaultAnswered, patience]),
    desktop,
    policy,
    listening: () => {
      commands.listening();
      drawn.resolve(true);
    },
    database: store.report,
    version: app.getVersion(),
    dataFolder,
    logFolder,
    apply,
  };
  const state = (): AppState => appStateOf(appDeps);

  const openLogs = async (): Promise<void> => {
    const refused = await shell.openPath(logFolder);
    if (refused !== '') log.error('the log folder was not opened', refused);
  };

  // --- the systems it talks to ---------------------------------------------------------------------
  const demo = new DemoService({ settings: store.settings, dataFolder, worker: built('demo-worker.js') });
  const dialdesk = compose({
    store,
    dataFolder,
    vault,
    policy,
    desktop,
    push,
    clock: systemClock,
    appState: state,
    apply,
    network: (requestLog) => ({
      log: requestLog,
      proxyFor: systemProxy(session.defaultSession),
      // read at each request: the language may change while a client is open
      get locale() {
        return language.current === 'zh' ? 'zh_CN' : 'en_US';
      },
    }),
    fileLog: { record: (entry) => log.info('request', entry) },
    logError: log.error,
    openLogs,
    packaged: app.isPackaged,
    demo,
    playbacks,
    showProgress: (share) => window?.setProgressBar(share ?? -1),
    importEnded: (job, result) =>
      tell({
        ...importNotification(job.name, result),
        open: () => commands.tell(() => push.app.show({ screen: 'imports', id: job.id })),
      }),
    samples: {
      'call-list': join(app.getAppPath(), 'assets', 'sample-call-list.xlsx'),
      voice: join(app.getAppPath(), 'assets', 'sample-prompt.wav'),
    },
    workers: {
      callLists: built('call-list-worker.js'),
      pages: built('result-pages-worker.js'),
      voice: built('voice-worker.js'),
      seal: built('seal-worker.js'),
    },
  });

  const updates = new Updates({
    updater: systemUpdater(log),
    allowed: policy.updates,
    settings: store.settings,
    busy: dialdesk.busy,
    changed: push.updates.changed,
    now: systemClock.now,
    later(work, delay) {
      const timer = setTimeout(work, delay).unref();
      return () => clearTimeout(timer);
    },
  });

  // --- what the window may ask ---------------------------------------------------------------------
  registerDropped(dialdesk.registerFiles, guard);
  registerHandlers(
    {
      ...dialdesk.handlers,
      app: appHandlers(appDeps),
      updates: updateHandlers(updates),
      licences: licenceHandlers(licenceFiles(import.meta.dirname)),
      manual: manualHandlers(
        (path) => manual.show(path),
        () => language.current,
      ),
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
      command: (command) => commands.tell(() => push.app.menuCommand(command)),
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
    await Promise.resolve(dialdesk.handlers.connections.startDemo()).catch((error: unknown) =>
      log.error('the demo system did not start', error),
    );
  }
  window = openWindow({
    url: developmentUrl ?? `${appOrigin}/`,
    preload: join(import.meta.dirname, 'preload.cjs'),
    place: store.settings.get(windowSetting),
    keepPlace: (place) => store.settings.set(windowSetting, place),
  });
  window.on('closed', () => {
    window = null;
    // the app ends with its window, not with the last page of the manual
    manual.close();
  });
  for (const event of ['did-navigate', 'did-fail-load', 'destroyed'] as const) {
    window.webContents.once(event as 'destroyed', () => onItsWay.resolve(true));
  }
  window.webContents.on('did-start-navigation', (navigation) => {
    if (navigation.isMainFrame && !navigation.isSameDocument) commands.disconnect();
  });
  const quitting = new QuitQuestion(
    () => dialdesk.transfers.underWay,
    () => window,
  );
  quitting.guard(window);
  askBeforeLosing(window);
  reloadAfterCrash(window, (reason) => log.error('the page crashed', reason));

  open = (path) => void dialdesk.opened.add([path], '/');
  void dialdesk.opened.add([...process.argv.slice(1), ...asked], process.cwd());
  app.on('second-instance', (_event, words, folder) => {
    void dialdesk.opened.add(words.slice(1), folder);
    if (window?.isMinimized()) window.restore();
    window?.show();
    window?.focus();
  });
  app.on('window-all-closed', () => app.quit());
  powerMonitor.on('resume', () => {
    dialdesk.resumeWaitingFor('network');
    dialdesk.transfers.tryWaiting();
  });

  // --- end -----------------------------------------------------------------------------------------
  close = () => {
    ending = true;
    return end();
  };
  app.on('before-quit', (event) => {
    // what is under way ends cleanly first; pressing Quit twice does not begin a second end
    event.preventDefault();
    if (ending || !quitting.mayQuit()) return;
    // its closing asks what may be lost, and quits again
    if (window !== null) {
      closeAsking(window);
      return;
    }
    void close().finally(() => app.exit());
  });
  let ended: Promise<void> | null = null;
  function end(): Promise<void> {
    return (ended ??= endInOrder());
  }
  async function endInOrder(): Promise<void> {
    const wasBusy = dialdesk.busy();
    updates.stop();
    await dialdesk.close();
    await demo.stop();
    // its native part must not be cut off in the middle of a call; an unanswered prompt is not waited for
    await Promise.race([vault.idle(), sleep(1_000)]);
    updates.atTheEnd(wasBusy);
    log.info('ended');
  }

  // Last, because it waits: without the keychain's secrets, jobs could only fail.
  await vaultAnswered;
  // Thousands of jobs may have to be put right: the window, which asks main for all it shows, comes first.
  await Promise.race([drawn.promise.then(() => sleep(500)), sleep(5_000)]);
  if (ending) return;
  await dialdesk.start();
  updates.start();
}
