// `npm run bench -- NAME`: runs one of test/bench. Those that start the app get Electron, a build of what users
// get, and a display first.
import { ensureBuild } from './build.mjs';
import { runCommand } from './child.mjs';
import { ensureDisplay } from './display.mjs';
import { ensureElectron } from './electron-files.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { node } from './paths.mjs';
import { run } from './say.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

/** The benches that need the app itself. */
const inTheApp = ['start', 'window', 'reservations', 'outbox'];

await run(async () => {
  const args = process.argv.slice(2);
  await ensureNodeModules();
  let env = process.env;
  let display;
  if (inTheApp.some((name) => args.includes(name))) {
    await ensureSystemPackages('start');
    const electron = await ensureElectron();
    process.env.DIALDESK_RELEASE = '1';
    await ensureBuild();
    display = await ensureDisplay();
    env = {
      ...process.env,
      ...display.env,
      ...electron.env,
      DIALDESK_ELECTRON_PROGRAM: electron.executable,
    };
  }
  try {
    process.exitCode = await runCommand(node, ['test/bench/run.ts', ...args], { env });
  } finally {
    display?.end();
  }
});
