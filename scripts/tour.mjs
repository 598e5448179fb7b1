// `npm run tour`: pictures of the main job on the demo system, in build/tour. `-- --readme` renews those of the READMEs
// and the manual; `-- --accept` and `-- --compare` tell which views of the app a change has changed.
import { ensureBuild } from './build.mjs';
import { runCommand } from './child.mjs';
import { ensureDisplay } from './display.mjs';
import { ensureElectron } from './electron-files.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { node } from './paths.mjs';
import { run } from './say.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

await run(async () => {
  await ensureSystemPackages('test');
  await ensureNodeModules();
  const electron = await ensureElectron();
  await ensureBuild();
  const display = await ensureDisplay();
  try {
    process.exitCode = await runCommand(node, ['test/e2e/tour/tour.ts', ...process.argv.slice(2)], {
      env: { ...process.env, ...display.env, ...electron.env },
    });
  } finally {
    display.end();
  }
});
