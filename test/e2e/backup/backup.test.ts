import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { filesWith } from '../../support/files-with.ts';
import { sampleConnection } from '../../support/sample-connection.ts';
import { unzip } from '../../support/unzip.ts';
import { expect, test } from '../app.ts';
import { answerDialogs } from '../desktop.ts';
import { chooseFromMenu } from '../menu.ts';
import { expectAccessibleInBothThemes } from '../themes.ts';

const passphrase = 'correct horse battery staple';
const secretKey = 'CanarySecretKeyOfABackup';

const words = {
  en: {
    file: 'File',
    settings: 'Settings',
    exporting: 'Export settings…',
    importing: 'Import settings…',
    sealed: /^With secret keys/,
    passphrase: 'Passphrase',
    again: 'Repeat passphrase',
    short: 'Use at least 12 characters',
    differs: 'The passphrases do not match',
    save: 'Choose where to save…',
    unlock: 'Unlock',
    wrong: 'Wrong passphrase',
    connection: 'Connection: Shenzhen',
    add: 'will be added',
    apply: 'Import',
    applied: /Imported\. Added: 1/,
  },
  zh: {
    file: '文件',
    settings: '设置',
    exporting: '导出设置…',
    importing: '导入设置…',
    sealed: /^包含 SK 和密码/,
    passphrase: '口令',
    again: '再次输入口令',
    short: '至少 12 个字符',
    differs: '两次输入不一致',
    save: '选择保存位置…',
    unlock: '解锁',
    wrong: '口令错误',
    connection: '连接：Shenzhen',
    add: '将新增',
    apply: '导入',
    applied: /已导入：新增 1 项/,
  },
} as const;

async function addConnection(page: Page): Promise<void> {
  const answer = await page.evaluate((given) => window.dialdesk.connections.create(given), {
    settings: sampleConnection({ name: 'Shenzhen' }),
    secretKey,
  });
  expect(answer.ok).toBe(true);
}

for (const language of ['en', 'zh'] as const) {
  test(`settings travel to another workstation under a passphrase (${language})`, async ({
    launch,
    userData,
  }) => {
    const w = words[language];
    const path = join(userData, 'settings.age');
    const first = await launch({ language, userData: join(userData, 'first') });
    await addConnection(first.page);
    await answerDialogs(first.app, { open: [path], save: path });
    await chooseFromMenu(first.app, w.file, w.settings);
    const dialog = first.page.getByRole('dialog');
    const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

    await press(first.page, w.exporting);
    await dialog.getByRole('radio', { name: w.sealed }).check();
    await dialog.getByLabel(w.passphrase, { exact: true }).fill('short');
    await press(first.page, w.save);
    await expect(dialog.getByText(w.short, { exact: true })).toBeVisible();
    await dialog.getByLabel(w.passphrase, { exact: true }).fill(passphrase);
    await dialog.getByLabel(w.again).fill('correct horse');
    await press(first.page, w.save);
    await expect(dialog.getByText(w.differs)).toBeVisible();
    await expectAccessibleInBothThemes(first.page, 'export');
    await dialog.getByLabel(w.again).fill(passphrase);
    await press(first.page, w.save);
    await expect(dialog).toBeHidden();
    await expect(first.page.getByRole('button', { name: w.exporting })).toBeFocused();
    expect((await readFile(path, 'latin1')).startsWith('age-encryption.org/v1')).toBe(true);

    const second = await launch({ language, userData: join(userData, 'second') });
    await answerDialogs(second.app, { open: [path], save: path });
    await chooseFromMenu(second.app, w.file, w.settings);
    const asked = second.page.getByRole('dialog');
    await press(second.page, w.importing);
    await asked.getByLabel(w.passphrase, { exact: true }).fill('a wrong passphrase');
    await press(second.page, w.unlock);
    await expect(asked.getByText(w.wrong)).toBeVisible();
    await expectAccessibleInBothThemes(second.page, 'locked');
    await asked.getByLabel(w.passphrase, { exact: true }).fill(passphrase);
    await second.page.keyboard.press('Enter');
    await expect(asked.getByRole('checkbox', { name: w.connection })).toBeChecked();
    await expect(asked.getByText(w.add).first()).toBeVisible();
    await expectAccessibleInBothThemes(second.page, 'plan');
    const before = await second.page.evaluate(() => window.dialdesk.connections.list());
    expect(before).toEqual({ ok: true, value: [] });
    await asked.getByRole('button', { name: w.apply, exact: true }).click();
    await expect(second.page.getByText(w.applied)).toBeVisible();
    const after = await second.page.evaluate(() => window.dialdesk.connections.list());
    expect(after).toMatchObject({ ok: true, value: [{ name: 'Shenzhen', secretSaved: true }] });

    expect(await filesWith(userData, secretKey)).toEqual([]);
    expect(await filesWith(userData, passphrase)).toEqual([]);
  });
}

test('without secrets by the keyboard alone; a file that is none changes nothing', async ({
  launch,
  userData,
}) => {
  const { app, page } = await launch();
  await addConnection(page);
  const path = join(userData, 'settings.json');
  await answerDialogs(app, { open: [path], save: path });
  await chooseFromMenu(app, 'File', 'Settings');
  await page.getByRole('button', { name: 'Export settings…' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: /^Without secrets/ })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/settings\.json saved\. Connections: 1/)).toBeVisible();
  const backup = await readFile(path, 'utf8');
  expect(backup).toContain('"name": "Shenzhen"');
  expect(backup).not.toContain(secretKey);

  await page.getByRole('button', { name: 'Import settings…' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Everything in this backup is already here.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Import settings…' })).toBeFocused();

  await writeFile(path, backup.slice(0, 200));
  await page.keyboard.press('Enter');
  await expect(page.getByText('This backup cannot be used')).toBeVisible();
});

test('diagnostics are saved from the menu, and hold no secret', async ({ launch, userData }) => {
  const { app, page } = await launch();
  await addConnection(page);
  const path = join(userData, 'diagnostics.zip');
  await answerDialogs(app, { open: [path], save: path });
  await chooseFromMenu(app, 'Help', 'Save diagnostics…');
  await expect(page.getByText(/Diagnostics saved as diagnostics\.zip/)).toBeVisible();
  const parts = unzip(await readFile(path));
  expect([...parts.keys()]).toEqual(
    expect.arrayContaining([
      'about.json',
      'settings.json',
      'database.json',
      'outbox.json',
      'logs/dialdesk.log',
    ]),
  );
  const all = Buffer.concat([...parts.values()]).toString('utf8');
  expect(all).toContain('"electron"');
  expect(all).not.toContain(secretKey);

  const opened = await app.evaluate(({ shell }) => {
    const folders: string[] = [];
    shell.openPath = (folder: string) => {
      folders.push(folder);
      return Promise.resolve('');
    };
    Object.assign(globalThis, { openedFolders: folders });
    return folders.length;
  });
  expect(opened).toBe(0);
  await chooseFromMenu(app, 'File', 'Settings');
  await page.getByRole('button', { name: 'Open log folder' }).click();
  await expect
    .poll(() => app.evaluate(() => Reflect.get(globalThis, 'openedFolders') as string[]))
    .toEqual([join(userData, 'logs')]);
});

for (const language of ['en', 'zh'] as const) {
  const w = {
    en: {
      settings: ['File', 'Settings', 'Import settings…'],
      elsewhere: 'Connections with another address',
      name: 'Connection: Shenzhen',
      move: /CC-iSales: .* → elsewhere\.example:443/,
      apply: 'Import',
      stale: 'Settings have changed since the backup was opened',
      applied: 'Imported. Added: 0, replaced: 1, secrets: 0',
    },
    zh: {
      settings: ['文件', '设置', '导入设置…'],
      elsewhere: '指向其他地址的连接',
      name: '连接：Shenzhen',
      move: /CC-iSales：.* → elsewhere\.example:443/,
      apply: '导入',
      stale: '打开备份之后，本机的设置已有变化',
      applied: '已导入：新增 0 项，替换 1 项，0 个密钥或密码',
    },
  }[language];
  test(`a backup that would send a stored secret elsewhere is asked about (${language})`, async ({
    launch,
    userData,
  }, info) => {
    const { app, page } = await launch({ language, userData: join(userData, 'data') });
    await addConnection(page);
    const path = join(userData, 'settings.json');
    const settings = sampleConnection({ name: 'Shenzhen', isales: { host: 'elsewhere.example', port: 443 } });
    const made = '2026-11-21T00:00:00.000Z';
    const id = 'c0ffee00-0000-4000-8000-000000000001';
    await writeFile(
      path,
      JSON.stringify({
        format: 'dialdesk-settings',
        version: 1,
        made,
        connections: [{ id, settings }],
        mappings: [],
      }),
    );
    await answerDialogs(app, { open: [path], save: path });
    const [menu = '', screen = '', open = ''] = w.settings;
    await chooseFromMenu(app, menu, screen);
    await page.getByRole('button', { name: open, exact: true }).click();
    const dialog = page.getByRole('dialog');
    const choice = dialog.getByRole('group', { name: w.elsewhere }).getByRole('checkbox', { name: w.name });
    await expect(choice).not.toBeChecked();
    await expect(dialog.getByText(w.move)).toBeVisible();
    const apply = dialog.getByRole('button', { name: w.apply, exact: true });
    await expect(apply).toBeDisabled();
    await expectAccessibleInBothThemes(page, 'a plan that leads elsewhere');
    await page.screenshot({ path: info.outputPath('elsewhere.png') });

    // meanwhile it is changed by hand: what was agreed to is no longer what would happen
    await choice.check();
    const [here] = await page.evaluate(async () => {
      const answer = await window.dialdesk.connections.list();
      return answer.ok ? answer.value : [];
    });
    await page.evaluate((given) => window.dialdesk.connections.update(given), {
      id: here?.id ?? '',
      settings: sampleConnection({ name: 'Shenzhen', vdnId: 18 }),
    });
    await apply.click();
    await expect(dialog.getByText(w.stale)).toBeVisible();
    await expect(choice).not.toBeChecked();
    await choice.check();
    await apply.click();
    await expect(page.getByText(w.applied)).toBeVisible();
    expect(await page.evaluate(() => window.dialdesk.connections.list())).toMatchObject({
      ok: true,
      value: [{ isales: { host: 'elsewhere.example' }, vdnId: 17, secretSaved: true }],
    });
  });
}
