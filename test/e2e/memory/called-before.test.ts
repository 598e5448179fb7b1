import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { m } from '../../../src-main/contract/messages/messages.js';
import { expect, test } from '../app.ts';
import { answerDialogs } from '../desktop.ts';
import { expectAccessibleInBothThemes } from '../themes.ts';
import { keychainEnvironment } from '../connections/keychain-environment.ts';
import { ImportPage } from '../imports/import-page.ts';

const row = (number: number): string => `"[{""calledNo"":""${number}""}]"`;

for (const [language, locale] of [
  ['en', 'en_US.UTF-8'],
  ['zh', 'zh_CN.UTF-8'],
] as const) {
  test(`who was called is told at the check and at Review, and forgotten in Settings (${language})`, async ({
    launch,
    cleanUp,
    userData,
  }, info) => {
    const env = { ...(await keychainEnvironment(cleanUp, 'unlocked')), LANGUAGE: locale.split('.')[0] };
    const { app, page } = await launch({ env, locale });
    const at = { locale: language };
    const picture = (name: string) => page.screenshot({ path: info.outputPath(`${name}-${language}.png`) });
    const imports = new ImportPage(page, language);
    await imports.startDemo();
    const { campaignId, password } = await imports.hints();
    const numbers = Array.from({ length: 40 }, (_, i) => 13_800_000_000 + i);
    const list = async (name: string, of: readonly number[]): Promise<string> => {
      const path = join(userData, name);
      await writeFile(path, ['called', ...of.map(row), ''].join('\n'));
      return path;
    };
    await imports.open();
    await imports.pick(app, await list('monday.csv', numbers));
    await imports.toDestination();
    await imports.fillDestination(campaignId);
    await imports.toReview(password);
    await imports.send();
    await expect(page.getByText(/^\d{18,}$/).first()).toBeVisible();

    await page.getByRole('button', { name: m.shell_nav_imports({}, at), exact: true }).click();
    await imports.open();
    const tuesday = [...numbers.slice(0, 30), ...numbers.slice(0, 10).map((number) => number + 1000)];
    await imports.pick(app, await list('tuesday.csv', tuesday));
    const days = m.memory_days({ count: 7, countText: '7' }, at);
    const found = page.getByText(m.memory_found({ count: 30, countText: '30', of: '40', days }, at));
    await expect(found).toBeVisible();
    await expect(page.getByText(m.memory_mostly({ name: 'monday' }, at), { exact: false })).toBeVisible();
    await expect(
      page.getByText(m.memory_found_warned({ count: 30, countText: '30' }, at), { exact: false }),
    ).toBeVisible();
    await picture('check-warned');
    await expectAccessibleInBothThemes(page, 'check with numbers that were sent before');

    await imports.toDestination();
    await imports.fillDestination(campaignId);
    await page.getByRole('button', { name: imports.words.continue, exact: true }).click();
    await expect(page.getByText(m.memory_review({ count: 30, countText: '30', days }, at))).toBeVisible();
    await picture('review');
    await expectAccessibleInBothThemes(page, 'Review with numbers that were sent before');

    await page
      .getByRole('main')
      .getByRole('button', { name: m.imports_step_check({}, at) })
      .first()
      .click();
    await page
      .getByRole('combobox', { name: m.memory_label({}, at), exact: true })
      .selectOption({ label: m.memory_action_leave_out({}, at) });
    await expect(
      page.getByText(m.memory_found_left_out({ count: 30, countText: '30' }, at), { exact: false }),
    ).toBeVisible();
    await picture('check-left-out');

    await page
      .getByRole('main')
      .getByRole('button', { name: m.imports_step_file({}, at) })
      .first()
      .click();
    await answerDialogs(app, { open: [await list('again.csv', numbers)] });
    await page.getByRole('button', { name: m.imports_file_other({}, at) }).click();
    await expect(page.getByText(m.memory_mostly({ name: 'monday' }, at), { exact: false })).toBeVisible();
    await page
      .getByRole('main')
      .getByRole('button', { name: m.imports_step_file({}, at) })
      .first()
      .click();
    await expect(page.getByText(m.memory_same_file({}, at))).toBeVisible();
    await picture('same-file');
    await expectAccessibleInBothThemes(page, 'a file that was sent before');

    await page.getByRole('button', { name: m.shell_nav_settings({}, at), exact: true }).click();
    const leave = page.getByRole('alertdialog');
    if (await leave.isVisible()) await leave.getByRole('button').last().click();
    const forget = page.getByRole('button', { name: m.memory_number({}, at), exact: true });
    await forget.scrollIntoViewIfNeeded();
    await picture('settings');
    await forget.click();
    await page.getByRole('textbox', { name: m.memory_number_label({}, at) }).fill('+86 138 0000 0005');
    await picture('forget-number');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: m.memory_number_action({}, at), exact: true })
      .click();
    await expect(page.getByText(m.memory_number_done({ count: 1, countText: '1' }, at))).toBeVisible();
    await page.getByRole('button', { name: m.memory_erase({}, at), exact: true }).click();
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: m.memory_erase({}, at), exact: true })
      .click();
    await expect(page.getByText(m.memory_none({}, at))).toBeVisible();
  });
}
