// `npm run package -- --dir`: Dialdesk as a folder that starts, in dist/. Other arguments go to electron-builder.
import { join } from 'node:path';
import { ensureBuild } from './build.mjs';
import { mustRun } from './child.mjs';
import { ensureElectron } from './electron-files.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { node, root } from './paths.mjs';
import { Refusal, run, say } from './say.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

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
  if (!electron.official) say('made with a third party’s copy of Electron: for trying out, not for release');
});
