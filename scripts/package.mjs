// `npm run package -- --dir`: Dialdesk as a folder that starts, in dist/. Other arguments go to electron-builder.
import { join } from 'node:path';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { ensureBuild } from './build.mjs';
import { mustRun } from './child.mjs';
import { ensureElectron } from './electron-files.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { node, root } from './paths.mjs';
import { Refusal, run, say } from './say.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

function sizeOf(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

/** What each unpacked package weighs, and where that comes from: Electron and Chromium, or us. */
function sizes(dist) {
  return readdirSync(dist)
    .filter((name) => name.endsWith('unpacked') || name.startsWith('mac'))
    .flatMap((name) => {
      const folder = join(dist, name);
      const resources = ['resources', 'Dialdesk.app/Contents/Resources'].map((inner) => join(folder, inner));
      const ours = resources.find((inner) => existsSync(join(inner, 'app.asar')));
      if (!ours) return [];
      const archive = sizeOf(join(ours, 'app.asar'));
      const native = sizeOf(join(ours, 'app.asar.unpacked'));
      const all = sizeOf(folder);
      return [
        `${name}: ${megabytes(all)}: Electron with Chromium ${megabytes(all - archive - native)}, ` +
          `Dialdesk ${megabytes(archive)}, native modules ${megabytes(native)}`,
      ];
    });
}

await run(async () => {
  const args = process.argv.slice(2);
  await ensureSystemPackages('start');
  await ensureNodeModules();
  const electron = await ensureElectron();
  if (!electron.official && !args.includes('--dir')) {
    throw new Refusal(
      'only a folder for trying out (--dir) can be made with a third party’s copy of Electron',
    );
  }
  process.env.DIALDESK_RELEASE = '1';
  await ensureBuild();
  const config = electron.official
    ? []
    : [`-c.electronDist=${electron.folder}`, `-c.electronVersion=${electron.version}`];
  await mustRun(node, [
    join(root, 'node_modules', 'electron-builder', 'cli.js'),
    ...args,
    '--publish=never',
    ...config,
  ]);
  for (const line of sizes(join(root, 'dist'))) say(line);
  if (!electron.official) say('made with a third party’s copy of Electron: for trying out, not for release');
});
