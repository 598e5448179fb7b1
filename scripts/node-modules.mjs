// node_modules as the lockfile says, installed only when the lockfile or the machine changed.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from './child.mjs';
import { node, root } from './paths.mjs';
import { Refusal, say } from './say.mjs';

const stamp = join(root, 'node_modules', '.dialdesk-installed');

function wanted() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex');
}

/** @throws Refusal on a Node that is too old */
export async function ensureNodeModules() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Refusal(`Node 20.19 or newer is needed; this is ${process.versions.node}`);
  }
  const fresh = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted() && existsSync(node);
  if (fresh) return;
  say('installing the npm packages of package-lock.json (a minute or two, once)');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  // npm tells its children where it is; called without npm, the one on the path will do
  if (npm) await mustRun(process.execPath, [npm, ...args]);
  else
    await mustRun(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, {
      shell: process.platform === 'win32',
    });
  if (!existsSync(join(root, 'node_modules', 'keytar', 'build', 'Release', 'keytar.node'))) {
    say('keytar could not be built: secrets will be kept for a session only (docs/manual/en/settings.md)');
  }
  writeFileSync(stamp, wanted());
}
