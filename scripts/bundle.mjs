// Bundles main, the preload and the workers (rolldown) and the window (vite) into build/.
// Run by scripts/build.mjs with the project's own Node.
import { rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { rolldown, watch as rolldownWatch } from 'rolldown';
import { build as viteBuild } from 'vite';
import { Licences } from './licences.mjs';
import { buildManual } from './manual.mjs';
import { compileMessages } from './messages.mjs';
import { root } from './paths.mjs';

const release = process.env.DIALDESK_RELEASE === '1';
/** Those of a release stay in build/, where the list of contents is checked against them; the archive has none. */
const sourcemap = release ? 'hidden' : true;
/** Of main, users get neither comments nor blanks; names stay, so that what the log tells can be found again. */
const minify = release && { compress: false, mangle: false, codegen: true };
/** Stays in node_modules: Electron itself, and what brings native code. */
const external = ['electron', 'keytar', 'ssh2', /^node:/, ...builtinModules];

export const mainBundle = {
  cwd: root,
  input: {
    main: 'src-main/main.ts',
    'call-list-worker': 'src-main/call-list/worker.ts',
    'demo-worker': 'src-main/demo/worker.ts',
    'result-pages-worker': 'src-main/features/call-results/pages-worker.ts',
    'seal-worker': 'src-main/features/backup/seal-worker.ts',
    'voice-worker': 'src-main/audio/audio-worker.ts',
  },
  platform: 'node',
  external,
  output: { dir: join(root, 'build/main'), format: 'esm', entryFileNames: '[name].js', sourcemap, minify },
};

/** A sandboxed preload must be one CommonJS file that needs nothing but electron. */
export const preloadBundle = {
  cwd: root,
  input: 'src-main/preload.ts',
  platform: 'browser',
  external: ['electron'],
  output: { file: join(root, 'build/main/preload.cjs'), format: 'cjs', sourcemap, minify },
};

export async function bundleMain(plugins = []) {
  rmSync(join(root, 'build/main'), { recursive: true, force: true });
  for (const { output, ...input } of [mainBundle, preloadBundle]) {
    const bundle = await rolldown({ ...input, plugins });
    await bundle.write(output);
    await bundle.close();
  }
}

/** Bundles main again at every change; `onBuilt` is called after each success. */
export function watchMain(onBuilt) {
  const watcher = rolldownWatch([mainBundle, preloadBundle]);
  watcher.on('event', (event) => {
    if (event.code === 'END') onBuilt();
    if (event.code === 'ERROR') process.stderr.write(`${event.error.message}\n`);
    if ('result' in event) void event.result?.close();
  });
}

export async function bundleAll() {
  await compileMessages();
  const licences = new Licences(root);
  await bundleMain([licences.plugin]);
  await viteBuild({
    root: join(root, 'src-renderer'),
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    build: { sourcemap },
    plugins: [licences.plugin],
  });
  await buildManual(join(root, 'build/renderer/manual'));
  writeFileSync(join(root, 'build/main/licences.json'), JSON.stringify(licences.list()));
}
