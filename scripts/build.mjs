// `npm run build`: build/ from the sources. Does nothing when nothing changed since the last time.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mustRun } from './child.mjs';
import { node, root } from './paths.mjs';
import { run, say } from './say.mjs';

const inputs = [
  'src-main',
  'src-renderer',
  'messages',
  'docs/manual',
  'assets/pictures',
  'scripts',
  'vite.config.ts',
  'svelte.config.js',
  'package-lock.json',
];
const stamp = join(root, 'build', '.stamp');

/** Changes when any input file appears, goes, or is written. */
function fingerprint() {
  const hash = createHash('sha256').update(process.env.DIALDESK_RELEASE ?? '');
  const visit = (path) => {
    const stats = statSync(path);
    if (!stats.isDirectory()) return void hash.update(`${path} ${stats.size} ${stats.mtimeMs}\n`);
    for (const name of readdirSync(path).sort()) {
      // compiled from messages/ by every build
      if (join(path, name) !== join(root, 'src-main', 'contract', 'messages')) visit(join(path, name));
    }
  };
  for (const input of inputs) visit(join(root, input));
  return hash.digest('hex');
}

export async function ensureBuild() {
  const now = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  say('building');
  await mustRun(node, [
    '--input-type=module',
    '--eval',
    `import { bundleAll } from ${JSON.stringify(new URL('./bundle.mjs', import.meta.url).href)}; await bundleAll(); process.exit(0)`,
  ]);
  writeFileSync(stamp, now);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run(ensureBuild);
