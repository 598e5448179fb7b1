import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportKnownHosts } from '../../../src-main/sftp/known-hosts.ts';
import { expect, test } from '../app.ts';
import { expectAccessible } from '../axe.ts';
import { answerDialogs, dropFiles } from '../desktop.ts';
import { FilesPage } from './files-page.ts';
import { expectAccessibleInBothThemes } from '../themes.ts';

for (const language of ['en', 'zh'] as const) {
  test(`files go up, come back, get names and are deleted (${language})`, async ({
    launch,
    cleanUp,
    userData,
  }, info) => {
    const files = await FilesPage.open({ launch, cleanUp, userData }, language);
    const { page, words } = files;
    await files.openFiles();
    await expectAccessibleInBothThemes(page, 'an empty folder');

    const mine = join(userData, 'leads.xlsx');
    await writeFile(mine, 'the new list');
    await dropFiles(page, [mine]);
    // what is finished stays out of the way until it is asked for
    await files.showFinished();
    await expect(files.transfer('leads.xlsx').getByText(words.done)).toBeVisible();
    await expect(files.row('leads.xlsx')).toBeVisible();
    expect(await readFile(join(files.files, 'leads.xlsx'), 'utf8')).toBe('the new list');

    // The same name again: what is there is told, and nothing happens unasked.
    await writeFile(mine, 'a newer list');
    await answerDialogs(files.app, { open: [mine] });
    await files.button(words.upload).click();
    await expect(files.dialog).toContainText(words.replaceTitle);
    await expect(files.dialog).toContainText('12');
    await expectAccessibleInBothThemes(page, 'a file is there already');
    await files.button(words.cancel).click();
    expect(await readFile(join(files.files, 'leads.xlsx'), 'utf8')).toBe('the new list');
    await files.button(words.upload).click();
    await files.button(words.replace).click();
    await expect(files.transfer('leads.xlsx').getByText(words.done)).toHaveCount(2);
    expect(await readFile(join(files.files, 'leads.xlsx'), 'utf8')).toBe('a newer list');

    await files.button(words.newFolder).click();
    await files.dialog.getByRole('textbox', { name: words.newFolderName }).fill('a/b');
    await files.button(words.create).click();
    await expect(files.dialog.getByRole('textbox')).toHaveAttribute('aria-invalid', 'true');
    await expectAccessible(page, 'an unfit name');
    await files.dialog.getByRole('textbox').fill('October');
    await files.button(words.create).click();
    await expect(files.row('October')).toHaveAttribute('aria-selected', 'true');

    await files.row('leads.xlsx').click({ button: 'right' });
    await expect(files.row('leads.xlsx')).toHaveAttribute('aria-selected', 'true');
    await expectAccessibleInBothThemes(page, 'the menu of a file');
    await page.screenshot({ path: info.outputPath('file-menu.png') });
    await page.getByRole('menuitem', { name: words.rename }).click();
    await files.dialog.getByRole('textbox', { name: words.newName }).fill('leads 2.xlsx');
    await files.dialog.getByRole('button', { name: words.renameAction, exact: true }).click();
    await expect(files.row('leads 2.xlsx')).toBeVisible();

    await answerDialogs(files.app, { save: join(userData, 'back.xlsx') });
    await files.row('leads 2.xlsx').click();
    await files.button(words.download).click();
    await expect(files.transfer('leads 2.xlsx').getByText(words.done)).toBeVisible();
    expect(await readFile(join(userData, 'back.xlsx'), 'utf8')).toBe('a newer list');
    await expectAccessibleInBothThemes(page, 'files and transfers');

    await files.grid.press('Control+a');
    await files.button(words.delete).click();
    await expect(files.dialog).toContainText('October, leads 2.xlsx');
    await expectAccessible(page, 'asked before deleting');
    await files.dialog.getByRole('button', { name: words.deleteAction, exact: true }).click();
    await expect(files.grid.getByRole('row')).toHaveCount(1);
    expect(await readdir(files.files)).toEqual([]);
  });

  test(`host keys are taken over, listed, given away and forgotten (${language})`, async ({
    launch,
    cleanUp,
    userData,
  }) => {
    const files = await FilesPage.open({ launch, cleanUp, userData }, language);
    const { page, words } = files;
    await files.button(words.hostKeys).click();
    await expect(page.getByText(words.noKeys)).toBeVisible();
    await expectAccessibleInBothThemes(page, 'no host keys');

    const known = join(userData, 'known_hosts');
    await writeFile(known, `${exportKnownHosts([files.server.hostKey])}half a line\n`);
    await answerDialogs(files.app, { open: [known], save: join(userData, 'exported') });
    await page.getByRole('main').getByRole('button', { name: words.import }).first().click();
    await expect(page.getByText(words.added)).toBeVisible();
    const line = page.getByRole('row').filter({ hasText: `127.0.0.1:${files.server.port}` });
    await expect(line).toContainText(files.server.hostKey.fingerprint);
    await expect(line).toContainText('ssh-ed25519');
    await expectAccessibleInBothThemes(page, 'host keys');

    await files.button(words.export).click();
    await expect
      .poll(() => readFile(join(userData, 'exported'), 'utf8').catch(() => ''))
      .toContain(files.server.hostKey.keyBase64);

    await line.getByRole('button', { name: words.forget }).click();
    await expect(files.dialog).toContainText('ssh-ed25519');
    await expectAccessible(page, 'asked before forgetting');
    await files.dialog.getByRole('button', { name: words.forgetAction, exact: true }).click();
    await expect(page.getByText(words.noKeys)).toBeVisible();
  });
}

test('everything in a folder is done by the keyboard alone', async ({ launch, cleanUp, userData }) => {
  const files = await FilesPage.open({ launch, cleanUp, userData });
  const { page } = files;
  await mkdir(join(files.files, 'isales', 'october'), { recursive: true });
  for (const name of ['alpha.csv', 'beta.csv', 'gamma.csv']) await writeFile(join(files.files, name), name);
  await files.openFiles();

  // Into the folders and back, on the row one came from.
  await files.grid.focus();
  await page.keyboard.press('ArrowDown');
  await expect(files.row('isales')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(files.row('october')).toBeVisible();
  await page.keyboard.press('Backspace');
  await expect(files.row('isales')).toHaveAttribute('aria-selected', 'true');

  await page.keyboard.type('be');
  await expect(files.row('beta.csv')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('F2');
  await expect(files.dialog.getByRole('textbox')).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('delta.csv');
  await page.keyboard.press('Enter');
  await expect(files.row('delta.csv')).toHaveAttribute('aria-selected', 'true');
  await expect(files.grid).toBeFocused();

  const back = join(userData, 'delta.csv');
  await answerDialogs(files.app, { save: back });
  await page.keyboard.press('Enter');
  await files.showFinished();
  await expect(files.transfer('delta.csv').getByText(files.words.done)).toBeVisible();
  expect(await readFile(back, 'utf8')).toBe('beta.csv');

  // the menu of the row that the keys stand on, and back
  await files.grid.focus();
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menuitem', { name: 'Rename…' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  await expect(files.grid).toBeFocused();

  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Delete');
  await expect(files.dialog).toContainText('delta.csv, gamma.csv');
  await page.keyboard.press('Tab');
  await expect(files.dialog.getByRole('button', { name: 'Cancel', exact: true })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(files.dialog.getByRole('button', { name: 'Delete', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(files.row('gamma.csv')).toBeHidden();
  expect((await readdir(files.files)).sort()).toEqual(['alpha.csv', 'isales']);
});

test('names that deceive are spelled out, and ten thousand of them are no trouble', async ({
  launch,
  cleanUp,
  userData,
}) => {
  const files = await FilesPage.open({ launch, cleanUp, userData });
  const { page } = files;
  const names = Array.from({ length: 10_000 }, (_, nth) => `list ${String(nth).padStart(5, '0')}.csv`);
  for (let from = 0; from < names.length; from += 500) {
    await Promise.all(names.slice(from, from + 500).map((name) => writeFile(join(files.files, name), '')));
  }
  await writeFile(join(files.files, 'a gpj.\u202Eexe'), '');
  await writeFile(Buffer.concat([Buffer.from(`${files.files}/`), Buffer.from([0x61, 0xb5, 0xbc])]), 'gbk');
  await files.openFiles();
  await expect(files.grid).toHaveAttribute('aria-rowcount', '10003');
  await expect(files.row('a gpj.⟨U+202E⟩exe')).toBeVisible();
  await expectAccessible(page, 'odd names');
  await files.grid.press('End');
  await expect(files.row('list 09999.csv')).toHaveAttribute('aria-selected', 'true');
  await files.grid.press('Home');

  // By its bytes: the name is no UTF-8.
  await files.row('a⟨B5⟩⟨BC⟩').click();
  await answerDialogs(files.app, { save: join(userData, 'gbk') });
  await files.button(files.words.download).click();
  await files.showFinished();
  await expect(files.transfer('a⟨B5⟩⟨BC⟩').getByText(files.words.done)).toBeVisible();
  expect(await readFile(join(userData, 'gbk'), 'utf8')).toBe('gbk');
});

test('transfers are limited, paused, seen in the taskbar, and asked about before the app ends', async ({
  launch,
  cleanUp,
  userData,
}) => {
  const files = await FilesPage.open({ launch, cleanUp, userData });
  const { app, page } = files;
  await files.openFiles();
  await app.evaluate(({ BrowserWindow, dialog }) => {
    const seen = { shares: [] as number[], asked: 0 };
    (globalThis as { seen?: typeof seen }).seen = seen;
    const [window] = BrowserWindow.getAllWindows();
    if (window) window.setProgressBar = (share) => void seen.shares.push(share);
    dialog.showMessageBox = () => {
      seen.asked++;
      return Promise.resolve({ response: 0, checkboxChecked: false });
    };
  });
  const seen = () => app.evaluate(() => (globalThis as { seen?: { shares: number[]; asked: number } }).seen);

  await files.button(files.words.bandwidth).click();
  await page.getByRole('menuitemradio', { name: '256 kB/s', exact: true }).click();
  await expect(page.getByText('Limited to 256 kB/s')).toBeVisible();
  const big = join(userData, 'big.bin');
  await writeFile(big, Buffer.alloc(6 * 1024 * 1024));
  await dropFiles(page, [big]);
  const line = files.transfer('big.bin');
  await expect(line.getByRole('progressbar')).toHaveAttribute('aria-valuetext', /B of 6 MB/);
  await expectAccessible(page, 'a transfer under way');
  await expect.poll(async () => Math.max(...((await seen())?.shares ?? []))).toBeGreaterThan(0);

  // Quitting asks; the answer was to stay.
  await app.evaluate(({ app: itself }) => itself.quit());
  await expect.poll(async () => (await seen())?.asked).toBe(1);
  // Another screen and back: nothing is lost.
  const rail = page.getByRole('navigation');
  await rail.getByRole('button', { name: 'Settings', exact: true }).click();
  await rail.getByRole('button', { name: 'File servers', exact: true }).click();

  await line.getByRole('button', { name: 'Pause big.bin' }).click();
  await expect(line.getByRole('progressbar')).toHaveAttribute('aria-valuetext', /^Paused/);
  await expect.poll(async () => (await seen())?.shares.at(-1)).toBe(-1);
  expect((await readdir(files.files)).filter((name) => !name.endsWith('.dialdesk-part'))).toEqual([]);
  await files.button(files.words.bandwidth).click();
  await page.getByRole('menuitemradio', { name: 'No limit', exact: true }).click();
  await line.getByRole('button', { name: 'Resume big.bin' }).click();
  await files.showFinished();
  await expect(line.getByText(files.words.done)).toBeVisible();
  expect((await stat(join(files.files, 'big.bin'))).size).toBe(6 * 1024 * 1024);
  expect(await readdir(files.files)).toEqual(['big.bin']);
});
