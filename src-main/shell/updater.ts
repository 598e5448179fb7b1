import { app } from 'electron';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Updater } from '../features/app/updates.ts';
import type { Log } from './log.ts';

/**
 * electron-updater, where this copy was packaged with an address to look at (`app-update.yml`, which
 * electron-builder writes); null elsewhere. It is loaded at the first look, not at the start.
 *
 * What it installs is signed: on Windows it compares the publisher’s Authenticode signature, macOS refuses what another
 * team signed. On Linux nothing is signed that it could check, so there Dialdesk only announces a new version.
 */
export function systemUpdater(log: Log): Updater | null {
  if (!app.isPackaged || !existsSync(join(process.resourcesPath, 'app-update.yml'))) return null;
  const loaded = async () => {
    const { autoUpdater } = (await import('electron-updater')).default;
    autoUpdater.autoDownload = false;
    // ours alone decides when: its own listener would also act in the middle of a job
    autoUpdater.autoInstallOnAppQuit = false;
    autoUpdater.disableWebInstaller = true;
    autoUpdater.logger = {
      info: () => undefined,
      warn: (message: unknown) => log.info('updater', message),
      error: (message: unknown) => log.error('updater', message),
    };
    return autoUpdater;
  };
  let install: (restart: boolean) => void = () => undefined;
  return {
    installs: process.platform !== 'linux',
    async look() {
      const found = await (await loaded()).checkForUpdates();
      // null is not "nothing newer": an AppImage that was unpacked, for one, cannot be updated
      if (found === null) throw new Error('this copy was not installed in a way that can be updated');
      return found.isUpdateAvailable ? found.updateInfo.version : null;
    },
    async download(progress) {
      const updater = await loaded();
      const report = ({ percent }: { percent: number }): void => progress(percent);
      updater.on('download-progress', report);
      try {
        await updater.downloadUpdate();
      } finally {
        updater.off('download-progress', report);
      }
      install = (restart) => updater.quitAndInstall(true, restart);
    },
    install: (restart) => install(restart),
  };
}
