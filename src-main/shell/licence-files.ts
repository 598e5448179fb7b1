import { shell } from 'electron';
import { dirname, join } from 'node:path';
import type { LicenceFiles } from '../features/app/licence-handlers.ts';

/**
 * Where the licences lie. Electron's and Chromium's come with its files: beside the program, on macOS among the
 * resources; electron-builder gives Electron's another name.
 * @param built the folder of the bundles
 */
export function licenceFiles(built: string): LicenceFiles {
  const folders = [dirname(process.execPath), process.resourcesPath];
  return {
    packages: join(built, 'licences.json'),
    electron: folders.flatMap((folder) => [join(folder, 'LICENSE.electron.txt'), join(folder, 'LICENSE')]),
    chromium: folders.map((folder) => join(folder, 'LICENSES.chromium.html')),
    electronVersion: process.versions.electron,
    show: (file) => shell.openPath(file),
  };
}
