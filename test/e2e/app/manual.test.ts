import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright/test';
import { ConnectionPage } from '../connections/connection-page.ts';
import { expect, test } from '../app.ts';
import { ImportPage } from '../imports/import-page.ts';
import { chooseFromMenu } from '../menu.ts';

const pictures = join(import.meta.dirname, '../../../build/manual');

/** The manual's window, once a page of it is shown. */
async function manualOf(app: ElectronApplication): Promise<Page> {
  const isManual = (page: Page): boolean => page.url().startsWith('app://dialdesk/manual/');
  await expect.poll(() => app.windows().filter(isManual).length).toBe(1);
  return app.windows().find(isManual) as Page;
}

test('Help opens the page of the screen, in one window, without scripts', async ({ launch }) => {
  const { app, page } = await launch();
  await page.getByRole('button', { name: 'Voice files' }).click();
  await chooseFromMenu(app, 'Help', 'Manual');
  const manual = await manualOf(app);
  await expect.poll(() => manual.url()).toBe('app://dialdesk/manual/en/voice.html');
  await expect(manual.getByRole('heading', { level: 1 })).toHaveText('Voice files');
  await manual.screenshot({ path: join(pictures, 'en-light-voice.png') });

  await manual.getByRole('navigation').getByRole('link', { name: 'File servers' }).click();
  await expect(manual.getByRole('heading', { level: 1 })).toHaveText('File servers');
  const [preferences, shortcut] = await app.evaluate(({ BrowserWindow, Menu }) => {
    const shown = BrowserWindow.getAllWindows().find(({ webContents }) =>
      webContents.getURL().includes('/manual/'),
    );
    const contents = shown?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
    const help = Menu.getApplicationMenu()?.items.find(({ label }) => label === 'Help')?.submenu?.items;
    return [
      contents.getLastWebPreferences(),
      help?.find(({ label }) => label === 'Manual')?.accelerator,
    ] as const;
  });
  expect(shortcut).toBe('F1');
  expect(preferences).toMatchObject({ javascript: false, sandbox: true, nodeIntegration: false });
  expect(preferences['preload']).toBeUndefined();

  // a second look is in the same window; the app ends with its own
  await chooseFromMenu(app, 'Help', 'Manual');
  await expect.poll(() => manual.url()).toBe('app://dialdesk/manual/en/voice.html');
  expect(app.windows()).toHaveLength(2);
  const ended = app.waitForEvent('close');
  await page.close();
  await ended;
});

test('an error leads to its entry, in the language of the app', async ({ launch }) => {
  const { app, page } = await launch();
  const connections = new ConnectionPage(page);
  await connections.begin();
  const nowhere = { host: 'no-such-host.invalid', port: 28050 };
  await connections.fill({
    name: 'Nowhere',
    vdnId: 17,
    accessKey: 'AK',
    secretKey: 'SK',
    isales: nowhere,
    ccfs: nowhere,
  });
  await connections.test();
  const result = connections.result('CC-iSales');
  await expect(result).toContainText('Host name not found');
  await page.screenshot({ path: join(pictures, 'en-light-error.png') });
  await result.getByRole('button', { name: 'Manual…' }).click();
  const manual = await manualOf(app);
  await expect.poll(() => manual.url()).toMatch(/en\/troubleshooting\.html#name_not_resolved$/);
  await expect(manual.locator(':target')).toContainText('Host name not found');
  await manual.screenshot({ path: join(pictures, 'en-light-entry.png') });

  await page.evaluate(() => window.dialdesk.app.setTheme('dark'));
  await page.evaluate(() => window.dialdesk.app.setLanguage('zh'));
  await page.getByRole('region', { name: 'CC-iSales' }).getByRole('button', { name: '使用手册…' }).click();
  await expect.poll(() => manual.url()).toMatch(/zh\/troubleshooting\.html#name_not_resolved$/);
  await expect(manual.locator(':target')).toContainText('无法解析主机名');
  await manual.screenshot({ path: join(pictures, 'zh-dark-entry.png') });
});

test('an error in a step of a wizard leads to its entry, and the wizard stays as it is', async ({
  launch,
  userData,
}) => {
  const { app, page } = await launch();
  const imports = new ImportPage(page);
  await imports.startDemo();
  await imports.open();
  const broken = join(userData, 'leads.xlsx');
  await writeFile(broken, '%PDF-1.7\n');
  await imports.pick(app, broken);
  const shown = page.getByRole('alert').filter({ hasText: 'The file could not be read' });
  await shown.getByRole('button', { name: 'Manual…' }).click();
  const manual = await manualOf(app);
  await expect.poll(() => manual.url()).toMatch(/en\/troubleshooting\.html#file_unreadable$/);
  await expect(manual.locator(':target')).toContainText('The file could not be read');
  await expect(shown).toBeVisible();
});
