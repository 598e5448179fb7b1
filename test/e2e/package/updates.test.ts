import { once } from 'node:events';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test, type CleanUp } from '../app.ts';
import { packagedApp, startPackaged } from './packaged-app.ts';

const feed = `version: 9.9.9
files:
  - url: Dialdesk-9.9.9.AppImage
    sha512: ${Buffer.alloc(64).toString('base64')}
    size: 1
path: Dialdesk-9.9.9.AppImage
sha512: ${Buffer.alloc(64).toString('base64')}
releaseDate: '2026-01-01T00:00:00.000Z'
`;

/** A place for updates, and the packaged app told of it. Gives what was asked for there. */
async function placeForUpdates(cleanUp: CleanUp): Promise<readonly string[]> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end(feed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp.after(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const config = join(packagedApp().resources, 'app-update.yml');
  await writeFile(config, `provider: generic\nurl: http://127.0.0.1:${port}\n`);
  cleanUp.after(() => rm(config));
  return asked;
}

test('tells of a newer version when asked; on Linux it fetches nothing', async ({ userData, cleanUp }) => {
  test.skip(process.platform !== 'linux', 'elsewhere the feed would have to be signed');
  const asked = await placeForUpdates(cleanUp);
  // what an AppImage finds in its environment
  const { page, end } = await startPackaged(userData, [], { APPIMAGE: join(userData, 'Dialdesk.AppImage') });
  cleanUp.after(end);
  await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByText('Not checked yet.')).toBeVisible();
  expect(asked).toEqual([]);
  await page.getByRole('button', { name: 'Check now' }).click();
  await expect(page.getByText('Version 9.9.9 is available.')).toBeVisible();
  expect(asked.filter((url) => !url.startsWith('/latest-linux'))).toEqual([]);
  expect((await readdir(userData)).filter((name) => name.includes('AppImage'))).toEqual([]);
});

test('a copy without a place to look says so', async ({ userData, cleanUp }) => {
  const { page, end } = await startPackaged(userData);
  cleanUp.after(end);
  await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByText('This copy cannot check for updates.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Check now' })).toHaveCount(0);
});
