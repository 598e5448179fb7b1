import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { m } from '../../../src-main/contract/messages/messages.js';
import { expect, test } from '../app.ts';
import { answerDialogs, dropFiles } from '../desktop.ts';
import { expectAccessibleInBothThemes } from '../themes.ts';
import { keychainEnvironment } from '../connections/keychain-environment.ts';
import { ImportPage } from '../imports/import-page.ts';

const row = (number: number): string => `"[{""calledNo"":""${number}""}]"`;
const long = 'Customers of the northern branches who have asked us not to';

for (const [language, locale] of [
  ['en', 'en_US.UTF-8'],
  ['zh', 'zh_CN.UTF-8'],
] as const) {
  test(`do-not-call lists are kept in Settings, and the check says which blocked how many (${language})`, async ({
    launch,
    cleanUp,
    userData,
  }, info) => {
    const env = { ...(await keychainEnvironment(cleanUp, 'unlocked')), LANGUAGE: locale.split('.')[0] };
    const { app, page } = await launch({ env, locale });
    const at = { locale: language };
    const picture = (name: string) => page.screenshot({ path: info.outputPath(`${name}-${language}.png`) });
    const counted = (count: number) => ({ count, countText: String(count) });
    const imports = new ImportPage(page, language);
    await imports.startDemo();
    const { campaignId, password } = await imports.hints();
    const file = async (name: string, lines: readonly (string | number)[]): Promise<string> => {
      const path = join(userData, name);
      await writeFile(path, [...lines, ''].join('\n'));
      return path;
    };
    const toSettings = async (): Promise<void> => {
      await page.getByRole('button', { name: m.shell_nav_settings({}, at), exact: true }).click();
      await page.getByRole('heading', { name: m.dnc_library_title({}, at) }).scrollIntoViewIfNeeded();
    };
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    const dialog = page.getByRole('dialog');
    const keep = async (): Promise<void> => {
      await dialog.getByRole('button', { name: m.dnc_keep_action({}, at), exact: true }).click();
      await expect(
        dialog.getByText(m.dnc_read({ numbers: '2', columns: 'phone' }, at), { exact: false }),
      ).toBeVisible();
    };
    const done = () =>
      dialog
        .getByRole('button', { name: m.common_close({}, at), exact: true })
        .last()
        .click();

    await toSettings();
    await expect(page.getByText(m.dnc_none({}, at))).toBeVisible();
    await picture('empty');
    await answerDialogs(app, {
      open: [await file('complaints.csv', ['phone', 13800000001, '+8613800000002', '12'])],
    });
    await button(m.dnc_add({}, at)).click();
    await picture('new');
    await keep();
    await picture('read');
    await done();
    await dropFiles(page, [await file('branch.csv', ['phone', 13800000002, 13800000003])]);
    await dialog.getByRole('textbox', { name: m.dnc_name({}, at) }).fill(long);
    await keep();
    await done();
    await expect(page.getByText(long, { exact: true })).toBeVisible();
    await picture('kept');
    await expectAccessibleInBothThemes(page, 'Settings with do-not-call lists');

    const list = await file('leads.csv', ['called', ...[1, 2, 3, 4, 5].map((n) => row(13_800_000_000 + n))]);
    await button(m.shell_nav_imports({}, at)).click();
    await imports.open();
    await imports.pick(app, list);
    const tick = (label: string) => page.getByRole('checkbox', { name: label, exact: true });
    const one = tick(m.dnc_list_blocked({ name: 'complaints', ...counted(2) }, at));
    await expect(one).toBeChecked();
    await expect(tick(m.dnc_list_blocked({ name: long, ...counted(2) }, at))).toBeChecked();
    await picture('check');
    await expectAccessibleInBothThemes(page, 'Check with do-not-call lists');
    await one.click();
    await expect(tick('complaints')).not.toBeChecked();
    await tick('complaints').click();
    await expect(one).toBeChecked();
    await imports.toDestination();
    await imports.fillDestination(campaignId);
    await imports.toReview(password);
    await expect(page.getByText(m.dnc_changed_title({}, at))).toBeHidden();

    // a newer file, dropped: proposed for the list of the same name
    await toSettings();
    await dropFiles(page, [await file('complaints.csv', ['phone', 13800000004, 13800000005])]);
    await expect(dialog.getByRole('combobox', { name: m.dnc_keep_as({}, at) })).not.toHaveValue('');
    await keep();
    await expect(dialog.getByText(m.dnc_before({ numbers: '2' }, at), { exact: false })).toBeVisible();
    await done();
    await button(m.shell_nav_imports({}, at)).click();
    await expect(page.getByText(m.dnc_changed_title({}, at))).toBeVisible();
    await picture('review');
    await button(m.imports_check_again({}, at)).click();
    await expect(one).toBeChecked();

    await toSettings();
    await button(m.common_more_actions_for({ name: long }, at)).click();
    await page.getByRole('menuitem', { name: m.dnc_remove_action({}, at) }).click();
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: m.dnc_remove_action({}, at) })
      .click();
    await expect(page.getByText(long, { exact: true })).toBeHidden();
  });
}
