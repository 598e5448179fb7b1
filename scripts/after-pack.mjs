// Called by electron-builder between copying and fusing: takes out what a copy of Electron brings and an app never
// needs. Electron's own start page is a second app in the package, and nothing of it is wanted here.
import { rmSync } from 'node:fs';
import { join } from 'node:path';

/** @param {{ appOutDir: string, electronPlatformName: string, packager: { getResourcesDir(folder: string): string } }} context */
export default function afterPack({ appOutDir, packager }) {
  rmSync(join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true });
}
