// `npm run package -- --dir`: Dialdesk as a folder that starts, in dist/. `-- --try-install` also makes a .deb of it, and
// installs, upgrades and removes that in a clean Debian. Other arguments go to electron-builder.
import { join } from 'node:path';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { ensureBuild } from './build.mjs';
import { mustRun } from './child.mjs';
import { ensureElectron } from './electron-files.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { cacheFolder, node, root } from './paths.mjs';
import { insideOf, sbom } from './sbom.mjs';
import { Refusal, run, say } from './say.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

function sizeOf(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

/** What is in our archive, in groups: `main 1.4 MB, window 1.4 MB, …`. */
async function partsOf(archive) {
  // loaded here: before ensureNodeModules there may be none
  const { listPackage, statFile } = await import('@electron/asar');
  const groups = { 'build/main': 0, 'build/renderer': 0, node_modules: 0, assets: 0 };
  const words = {
    'build/main': 'main and its workers',
    'build/renderer': 'window',
    node_modules: 'what ssh2 needs',
    assets: 'samples',
  };
  for (const entry of listPackage(archive, { isPack: false })) {
    const path = entry.replaceAll('\\', '/').slice(1);
    const stat = statFile(archive, path);
    const group = Object.keys(groups).find((start) => path.startsWith(`${start}/`));
    if (group && stat.size && !stat.unpacked) groups[group] += stat.size;
  }
  return Object.entries(groups)
    .map(([group, bytes]) => `${words[group]} ${megabytes(bytes)}`)
    .join(', ');
}

/** What each unpacked package weighs, and where that comes from: Electron and Chromium, or us. */
async function sizes(dist) {
  const lines = [];
  for (const name of readdirSync(dist)) {
    const folder = join(dist, name);
    const resources = ['resources', 'Dialdesk.app/Contents/Resources'].map((inner) => join(folder, inner));
    const ours = resources.find((inner) => existsSync(join(inner, 'app.asar')));
    if (!ours) continue;
    const archive = sizeOf(join(ours, 'app.asar'));
    const native = sizeOf(join(ours, 'app.asar.unpacked'));
    const all = sizeOf(folder);
    const licences = [folder, ours]
      .map((place) => join(place, 'LICENSES.chromium.html'))
      .filter((file) => existsSync(file))
      .reduce((sum, file) => sum + sizeOf(file), 0);
    lines.push(
      `${name}: ${megabytes(all)}`,
      `  Electron with Chromium ${megabytes(all - archive - native)}, of which the texts of its licences ${megabytes(licences)}`,
      `  Dialdesk ${megabytes(archive)}: ${await partsOf(join(ours, 'app.asar'))}`,
      `  beside its archive ${megabytes(native)}: ssh2, and keytar with its native part`,
    );
  }
  return lines;
}

/** Writes what each package contains beside it, after a look into its archive. */
async function describe(dist, electron) {
  const asar = await import('@electron/asar');
  const json = (name) => JSON.parse(readFileSync(join(root, name), 'utf8'));
  const own = json('package.json');
  for (const name of readdirSync(dist)) {
    const archive = ['resources', 'Dialdesk.app/Contents/Resources']
      .map((inner) => join(dist, name, inner, 'app.asar'))
      .find((file) => existsSync(file));
    if (archive === undefined) continue;
    const bom = sbom({ ...insideOf(archive, asar), lock: json('package-lock.json'), own, electron });
    const file = `dialdesk-${own.version}-${name.replace('-unpacked', '')}.cdx.json`;
    writeFileSync(join(dist, file), `${JSON.stringify(bom, null, 2)}\n`);
    say(`${file}: ${bom.components.length} components, each with its hash in the lockfile but Electron`);
  }
}

await run(async () => {
  const trying = process.argv.includes('--try-install');
  const args = trying ? ['--dir'] : process.argv.slice(2);
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
  for (const line of await sizes(join(root, 'dist'))) say(line);
  await describe(join(root, 'dist'), electron.version);
  if (trying) {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const { tryInstall } = await import('./try-install.mjs');
    await tryInstall(join(root, 'dist', 'linux-unpacked'), version, join(cacheFolder, 'try-install'));
  }
  if (!electron.official) say('made with a third party’s copy of Electron: for trying out, not for release');
});
