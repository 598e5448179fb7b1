import { m } from '../../../src-main/contract/messages/messages.js';
import { expect, test } from '../app.ts';
import { ImportPage } from '../imports/import-page.ts';
import { expectToFit } from '../layout.ts';
import { expectAccessibleInBothThemes } from '../themes.ts';
import { ServersPage } from './servers-page.ts';

for (const language of ['en', 'zh'] as const) {
  test(`a server has a name here, the one used last is chosen, and a check of all is summed up (${language})`, async ({
    launch,
  }, info) => {
    test.setTimeout(180_000);
    const at = { locale: language };
    const { app, page } = await launch({ language });
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1024, 640));
    const imports = new ImportPage(page, language);
    const servers = new ServersPage(page, language);
    const dialog = page.getByRole('dialog');
    const called = language === 'zh' ? '深圳夜班外呼名单文件服务器' : 'Night shift lists, Shenzhen';
    await imports.startDemo();
    await servers.open();
    const row = servers.row('/home/isales');
    await row.getByRole('button').last().click();
    await page.getByRole('menuitem', { name: m.servers_label_open({}, at) }).click();
    await dialog.getByRole('textbox').fill(called);
    await expectAccessibleInBothThemes(page, 'a server is named');
    await page.keyboard.press('Enter');
    await expect(row.getByRole('button', { name: called, exact: true })).toBeVisible();

    await page.getByRole('button', { name: m.servers_check_all({}, at) }).click();
    const sum = page.getByRole('status').filter({ hasText: m.servers_checked({}, at) });
    await expect(sum).toContainText(m.servers_state_key_unknown({}, at));
    await expectToFit(page, 'checked');
    await expectAccessibleInBothThemes(page, 'checked');
    await page.screenshot({ path: info.outputPath('checked.png') });
    await page.getByRole('searchbox').fill(called.slice(0, 4));
    await expect(servers.row('/home/sftp')).toHaveCount(0);
    await expect(row).toBeVisible();

    const { campaignId, password } = await imports.hints();
    await page
      .getByRole('navigation')
      .getByRole('button', { name: m.shell_nav_imports({}, at) })
      .click();
    await imports.takeSample();
    await imports.toDestination();
    const choice = page.getByRole('radio', { name: called });
    await expect(choice).not.toBeChecked();
    await choice.check();
    await page.getByLabel(imports.words.campaign).fill(campaignId);
    await imports.toReview(password);
    await imports.send();

    await page
      .getByRole('navigation')
      .getByRole('button', { name: m.shell_nav_imports({}, at) })
      .click();
    await imports.takeSample();
    await imports.toDestination();
    // chosen already, and first
    await expect(choice).toBeChecked();
    const group = page.getByRole('radiogroup', { name: m.imports_server({}, at) });
    await expect(group.locator('label').first()).toContainText(m.imports_server_last({}, at));
    await expectToFit(page, 'the server used last');
    await expectAccessibleInBothThemes(page, 'the server used last');
    await page.screenshot({ path: info.outputPath('chosen.png') });
  });
}
