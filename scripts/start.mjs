// `npm start`: sets up what is missing, builds if needed, opens Dialdesk. Arguments after `--` go to Dialdesk.
import { fileURLToPath } from 'node:url';
import { ensureBuild } from './build.mjs';
import { runCommand } from './child.mjs';
import { ensureDisplay } from './display.mjs';
import { ensureElectron } from './electron-files.mjs';
import { ensureNodeModules } from './node-modules.mjs';
import { root } from './paths.mjs';
import { run, say } from './say.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

/** Chromium refuses to run as root with its sandbox. Nobody but a test machine should be root. */
export function electronFlags() {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}

/**
 * Chromium's own reports, such as of a message that a window no longer takes because it is closing, say nothing to
 * whoever reads a terminal; what is fatal is still said.
 */
const quiet = '--log-level=3';

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await run(async () => {
    await ensureSystemPackages('start');
    await ensureNodeModules();
    const electron = await ensureElectron();
    await ensureBuild();
    const display = await ensureDisplay();
    if (electronFlags().length > 0) say('running as root: Chromium’s sandbox is off (--no-sandbox)');
    try {
      process.exitCode = await runCommand(
        electron.executable,
        [...electronFlags(), quiet, root, ...process.argv.slice(2)],
        {
          env: { ...process.env, ...display.env },
          // A terminal's signal would end its processes beneath it as well, and Chromium reports each as a crash. So
          // Dialdesk has a group of its own, and gets the signal from here.
          detached: process.platform !== 'win32',
        },
      );
    } finally {
      display.end();
    }
  });
}
