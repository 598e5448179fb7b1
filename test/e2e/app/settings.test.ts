import { expect, test } from '../app.ts';
import { ConnectionPage } from '../connections/connection-page.ts';
import { chooseFromMenu, menuTitles } from '../menu.ts';
import { expectAccessibleInBothThemes } from '../themes.ts';

test('the language changes at once, and an open form keeps what was typed', async ({ launch }) => {
  const { app, page } = await launch();
  const connections = new ConnectionPage(page);
  await connections.begin();
  await connections.fill({ name: '深圳', vdnId: 53, accessKey: 'AK', secretKey: 'typed-already' });

  await chooseFromMenu(app, 'View', 'Language', '简体中文');
  await expect(page.getByRole('heading', { name: '新建连接' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.getByRole('textbox', { name: '名称' })).toHaveValue('深圳');
  await expect(page.getByRole('textbox', { name: 'VDN ID' })).toHaveValue('53');
  await expect(page.getByRole('textbox', { name: '秘密访问密钥（SK）' })).toHaveValue('typed-already');
  await expect.poll(() => menuTitles(app)).toContain('文件');

  await chooseFromMenu(app, '视图', '语言', 'English');
  await expect(connections.field('Secret key (SK)')).toHaveValue('typed-already');
  await expect.poll(() => menuTitles(app)).toContain('File');
});

test('language and theme are chosen in settings, and are the same after a restart', async ({ launch }) => {
  const first = await launch();
  await first.page.getByRole('button', { name: 'Settings', exact: true }).click();
  await expectAccessibleInBothThemes(first.page, 'settings');
  await first.page.getByText('Dark', { exact: true }).click();
  await expect(first.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await first.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
  await first.page.getByText('简体中文', { exact: true }).click();
  await expect(first.page.getByRole('heading', { name: '设置', exact: true })).toBeVisible();
  await expectAccessibleInBothThemes(first.page, 'settings in Chinese');
  await first.page.getByText('深色', { exact: true }).click();
  await first.app.close();

  const { app, page } = await launch();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  expect(await menuTitles(app)).toContain('视图');
  await page.getByRole('button', { name: '设置', exact: true }).click();
  await page.getByRole('radiogroup', { name: '主题' }).getByText('跟随系统').click();
  await expect(page.locator('html')).not.toHaveAttribute('data-theme', /./);
  expect(await app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('system');
});

test('at first the language is that of the system', async ({ launch, userData }) => {
  const chinese = await launch({ locale: 'zh_CN.UTF-8', userData: `${userData}/zh` });
  await expect(chinese.page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  const french = await launch({ locale: 'fr_FR.UTF-8', userData: `${userData}/fr` });
  await expect(french.page.locator('html')).toHaveAttribute('lang', 'en-GB');
});

for (const [locale, words] of [
  [
    'en_US.UTF-8',
    {
      file: 'File',
      view: 'View',
      newImport: 'New import',
      newConnection: 'New connection',
      settings: 'Settings',
      imports: 'Imports',
      connections: 'Connections',
      pick: 'Choose a file…',
      noImports: 'No imports yet',
      welcome: 'Welcome to Dialdesk',
    },
  ],
  [
    'zh_CN.UTF-8',
    {
      file: '文件',
      view: '视图',
      newImport: '新建导入',
      newConnection: '新建连接',
      settings: '设置',
      imports: '导入',
      connections: '连接',
      pick: '选择文件…',
      noImports: '还没有导入',
      welcome: '欢迎使用 Dialdesk',
    },
  ],
] as const) {
  test(`the menu leads everywhere (${locale})`, async ({ launch }) => {
    const { app, page } = await launch({ locale });
    const heading = (name: string) => page.getByRole('heading', { name, exact: true });
    await expect(heading(words.welcome)).toBeVisible();
    await chooseFromMenu(app, words.file, words.newConnection);
    await expect(page.getByRole('form', { name: words.newConnection })).toBeVisible();
    await chooseFromMenu(app, words.file, words.newImport);
    await expect(page.getByRole('button', { name: words.pick })).toBeVisible();
    await chooseFromMenu(app, words.file, words.settings);
    await expect(heading(words.settings)).toBeVisible();
    await chooseFromMenu(app, words.view, words.connections);
    await expect(heading(words.welcome)).toBeVisible();
    await chooseFromMenu(app, words.view, words.imports);
    await expect(page.getByRole('button', { name: words.pick })).toBeVisible();
  });
}

test('what is chosen from the menu before the window is drawn is done when it is', async ({ launch }) => {
  const { app, page } = await launch();
  await app.evaluate(async ({ BrowserWindow, Menu }) => {
    const [window] = BrowserWindow.getAllWindows();
    const file = Menu.getApplicationMenu()?.items.find(({ label }) => label === 'File')?.submenu?.items;
    const settings = file?.find(({ label }) => label === 'Settings');
    if (window === undefined || settings === undefined) throw new Error('no window, or no such item');
    // committed: the page is there, and none of its scripts has run
    const committed = new Promise<void>((resolve) =>
      window.webContents.once('did-navigate', () => {
        (settings.click as unknown as () => void)();
        resolve();
      }),
    );
    window.reload();
    await committed;
  });
  await expect(page.getByRole('heading', { name: 'Settings', exact: true })).toBeVisible();
});

test('until its first screen is there, the window shows its name', async ({ launch }) => {
  const { page } = await launch();
  const rest = Promise.withResolvers<true>();
  await page.route('**/assets/open-*.js', async (route) => {
    await rest.promise;
    await route.continue();
  });
  await page.reload({ waitUntil: 'commit' });
  await expect(page.locator('#app')).toHaveText('Dialdesk');
  rest.resolve(true);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('Dialdesk', { exact: true })).toHaveCount(0);
});

test('the menu asks before it leaves a changed form', async ({ launch }) => {
  const { app, page } = await launch();
  const connections = new ConnectionPage(page);
  await connections.begin();
  await connections.fill({ name: 'Half' });
  await chooseFromMenu(app, 'File', 'Settings');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Keep editing' }).click();
  await expect(connections.field('Name')).toHaveValue('Half');
});

test('About shows the licences of what Dialdesk brings along, by keyboard', async ({ launch }) => {
  const { app, page } = await launch();
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  const opener = page.getByRole('button', { name: 'Licences…' });
  await opener.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Licences' });
  const parts = dialog.getByRole('list', { name: 'Components and their licences' }).getByRole('listitem');
  await expect(parts.first()).toContainText(/Electron \d/);
  await expect(parts.filter({ hasText: /svelte 5/ })).toContainText('MIT');
  await expect(parts.filter({ hasText: '@fontsource-variable/inter' })).toContainText('OFL-1.1');
  // past the cross, to the first part
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(/Copyright \(c\) Electron contributors/)).toBeVisible();
  await expectAccessibleInBothThemes(page, 'licences');

  await app.evaluate(({ shell }) => {
    const world = globalThis as { shown?: string };
    shell.openPath = (file) => {
      world.shown = file;
      return Promise.resolve('');
    };
  });
  await dialog.getByRole('button', { name: "Open Chromium's licences" }).click();
  await expect
    .poll(() => app.evaluate(() => (globalThis as { shown?: string }).shown))
    .toMatch(/LICENSES\.chromium\.html$/);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
});

test('the window opens where and as large as it was', async ({ launch }) => {
  const place = { x: 40, y: 60, width: 1100, height: 660 };
  const first = await launch();
  await first.app.evaluate(({ BrowserWindow }, bounds) => {
    BrowserWindow.getAllWindows()[0]?.setBounds(bounds);
  }, place);
  // quit at once, as by the menu: the place is kept all the same
  await chooseFromMenu(first.app, 'File', 'Quit').catch(() => undefined);
  await first.app.waitForEvent('close');

  const { app } = await launch();
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual(
    place,
  );
});
