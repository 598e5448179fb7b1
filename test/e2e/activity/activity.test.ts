import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ActivityPage } from './activity-page.ts';
import { expect, test } from '../app.ts';
import { answerDialogs } from '../desktop.ts';
import { ImportPage } from '../imports/import-page.ts';
import { chooseFromMenu } from '../menu.ts';
import { expectAccessibleInBothThemes } from '../themes.ts';

for (const language of ['en', 'zh'] as const) {
  test(`what was done is found, looked at and saved (${language})`, async ({ launch, userData }) => {
    const { app, page } = await launch({ language });
    const imports = new ImportPage(page, language);
    await imports.startDemo();
    await imports.sendSample();
    const activity = new ActivityPage(page, language);
    const { words } = activity;
    await activity.open();
    // the import with its requests is one line, in the words of Imports
    await expect(activity.rows(words.importJob)).toHaveCount(1);
    await expect(activity.rows(words.importJob)).toContainText('sample-call-list →');
    await expect(activity.rows(words.startImport)).toHaveCount(0);
    await expect(activity.rows(words.uploaded)).toHaveCount(0);
    await expectAccessibleInBothThemes(page, 'activity');

    await activity.rows(words.importJob).click();
    const start = activity.details.getByText(new RegExp(`\\d ${words.startImport}$`));
    await start.click();
    await expect(activity.details.getByText('uploadFileServer', { exact: true })).toBeVisible();
    const field = activity.details.getByText('serverId', { exact: true });
    await expect(field.filter({ visible: true })).toHaveCount(1);
    await expectAccessibleInBothThemes(page, 'details of a task');
    await activity.details.getByRole('button', { name: words.close }).click();
    await expect(activity.grid).toBeFocused();

    await activity.choose(words.outcome, words.failed);
    await activity.choose(words.time, words.lastHour);
    await page.getByRole('searchbox', { name: words.search }).fill('uploadFileServer');
    await expect(page.getByText(words.none)).toBeVisible();
    await expectAccessibleInBothThemes(page, 'nothing fits');
    await page.getByRole('button', { name: words.clear }).first().click();
    await expect(activity.rows(words.importJob)).toHaveCount(1);

    const saved = join(userData, 'activity.csv');
    await answerDialogs(app, { save: saved });
    await page.getByRole('button', { name: words.save }).click();
    await expect(page.getByText('activity.csv')).toBeVisible();
    const csv = await readFile(saved, 'utf8');
    expect(csv.charCodeAt(0)).toBe(0xfeff);
    expect(csv).toContain(words.startImport);
  });
}

test('by the keyboard alone, and new entries come by themselves', async ({ launch }) => {
  const { app, page } = await launch();
  const imports = new ImportPage(page);
  await imports.startDemo();
  await chooseFromMenu(app, 'View', 'Activity');
  const activity = new ActivityPage(page);
  await expect(page.getByText('Nothing recorded yet')).toBeVisible();
  await page.evaluate(async () => {
    const list = await window.dialdesk.connections.list();
    if (!list.ok) throw new Error(list.error.code);
    const id = list.value[0]?.id ?? '';
    await window.dialdesk.servers.list({ connectionId: id, search: '', offset: 0, limit: 10, refresh: true });
  });
  await expect(activity.rows('Look up file servers')).not.toHaveCount(0);

  await activity.grid.focus();
  await page.keyboard.press('Home');
  // under its day
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(activity.details).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(activity.details.getByRole('button', { name: 'Close details' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(activity.details).toBeHidden();
  await expect(activity.grid).toBeFocused();
});

test('for how long it is kept is chosen in the settings', async ({ launch }) => {
  const first = await launch();
  await chooseFromMenu(first.app, 'File', 'Settings');
  const kept = first.page.getByRole('combobox', { name: 'Keep activity for' });
  await expect(kept).toHaveValue('90');
  await kept.selectOption('30');
  await first.app.close();
  const { app, page } = await launch();
  await chooseFromMenu(app, 'File', 'Settings');
  await expect(page.getByRole('combobox', { name: 'Keep activity for' })).toHaveValue('30');
});
