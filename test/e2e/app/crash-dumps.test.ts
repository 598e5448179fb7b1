import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { filesWith } from '../../support/files-with.ts';
import { expect, test } from '../app.ts';
import { ConnectionPage } from '../connections/connection-page.ts';

const canary = 'CanaryThatIsInMemoryOnly';

/** What was in memory, as a crash reporter or the system keeps it. */
async function dumps(userData: string): Promise<string[]> {
  const all = await readdir(userData, { recursive: true });
  return all.filter((name) => /dmp$|minidump|\bcore\b/i.test(name));
}

test('a crash of the window or of the app writes nothing of what was in memory', async ({
  launch,
  userData,
}) => {
  const { app, page } = await launch();
  const connections = new ConnectionPage(page);
  await connections.begin();
  await connections.fill({ secretKey: canary, name: canary });
  const child = app.process();
  await app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((resolve) => {
        const [window] = BrowserWindow.getAllWindows();
        // the page is drawn anew, and with it all that main knows
        window?.webContents.once('did-finish-load', () => resolve());
        window?.webContents.forcefullyCrashRenderer();
      }),
  );
  const ended = once(child, 'exit');
  app.evaluate(() => process.crash()).catch(() => undefined);
  const [status] = (await ended) as [number | null];
  expect(status, 'it crashed').not.toBe(0);
  expect(await dumps(userData)).toEqual([]);
  expect(await filesWith(userData, canary)).toEqual([]);
});
