// `npm run dev`: the window reloads at every change, and the app restarts when main changes.
import { spawn } from 'node:child_process';
import { createServer } from 'vite';
import { join } from 'node:path';
import { bundleMain, watchMain } from './bundle.mjs';
import { ensureDisplay } from './display.mjs';
import { ensureElectron } from './electron-files.mjs';
import { buildManual } from './manual.mjs';
import { compileMessages } from './messages.mjs';
import { root } from './paths.mjs';
import { run, say } from './say.mjs';
import { electronFlags } from './start.mjs';

await run(async () => {
  const electron = await ensureElectron();
  const display = await ensureDisplay();
  await compileMessages();
  await bundleMain();
  await buildManual(join(root, 'build', 'renderer', 'manual'));
  const server = await createServer({ configFile: `${root}/vite.config.ts`, root: `${root}/src-renderer` });
  await server.listen();
  const url = server.resolvedUrls.local[0];
  say(`the window is served from ${url}`);

  let app = null;
  const start = () => {
    app?.removeAllListeners('exit');
    app?.kill();
    app = spawn(electron.executable, [...electronFlags(), root, ...process.argv.slice(2)], {
      stdio: 'inherit',
      env: { ...process.env, ...display.env, DIALDESK_DEV_URL: url },
    });
    app.on('exit', (status) => {
      display.end();
      process.exit(status ?? 0);
    });
  };
  watchMain(start);
});
