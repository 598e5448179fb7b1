import type { Page } from 'playwright/test';
import { join } from 'node:path';
import { m } from '../../../src-main/contract/messages/messages.js';
import { demoSystem } from '../../support/demo-system.ts';
import { runningCampaign } from '../../support/imported-records.ts';
import { readRows } from '../../support/read-rows.ts';
import { writeLeads } from '../../support/sent-import.ts';
import { expect, test } from '../app.ts';
import { expectAccessible } from '../axe.ts';
import { connectTo } from '../call-centre.ts';
import { answerDialogs } from '../desktop.ts';
import { ImportPage } from '../imports/import-page.ts';
import { expectToFitSmall } from '../layout.ts';

const rows = 600;

/** As the screen of campaigns does when somebody wishes to know what the system has by now. */
async function lookAgain(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { connections, campaigns } = window.dialdesk;
    const listed = await connections.list();
    const [connection] = listed.ok ? listed.value : [];
    await campaigns.lookAgain({ connectionId: connection?.id ?? '' });
  });
}

for (const [language, theme] of [
  ['en', 'light'],
  ['zh', 'dark'],
] as const) {
  test(`what became of a list is counted by its mark, fetched, saved beside it, and the others are called again (${language})`, async ({
    launch,
    cleanUp,
  }, info) => {
    const at = { locale: language };
    const demo = await demoSystem(cleanUp, {
      callsPerMinute: 100_000_000,
      faults: { http: [{ on: 'statistics', fault: { kind: 'status', status: 404 } }] },
    });
    const { app, page, userData } = await launch({
      language,
    });
    await page.emulateMedia({ colorScheme: theme });
    await connectTo(page, demo, m.shell_nav_imports({}, at));
    const list = await writeLeads(userData, rows);
    const imports = new ImportPage(page, language);
    await imports.fileToReview(app, list, demo, runningCampaign(demo).id);
    await imports.send();

    const card = page.getByRole('region', { name: m.call_results_title({}, at), exact: true });
    await expect(card).toBeVisible({ timeout: 120_000 });
    await card.scrollIntoViewIfNeeded();
    await page.screenshot({ path: info.outputPath('before.png') });
    // the import has ended: its numbers are dialled at once
    await expect(page.getByText(m.results_imported({}, at)).first()).toBeVisible({ timeout: 120_000 });
    const save = join(userData, 'results.xlsx');
    await answerDialogs(app, { save });
    await card.getByRole('button', { name: m.call_results_fetch({}, at) }).click();
    await expect(card.getByText('results.xlsx')).toBeVisible({ timeout: 120_000 });
    const sum = (await card.locator('.sum').innerText()).match(/\d+/g)?.map(Number) ?? [];
    const [total = 0, ...parts] = sum;
    expect(total).toBe(rows);
    expect(parts.reduce((whole, part) => whole + part, 0)).toBe(rows);
    await expectAccessible(page, 'the results of an import');
    await expectToFitSmall(app, page, 'the results of an import');
    await card.scrollIntoViewIfNeeded();
    await page.screenshot({ path: info.outputPath('fetched.png') });
    const workbook = Object.values(await readRows(save));
    expect(workbook).toHaveLength(rows + 1);

    // a system without statistics says so once, and nothing of the list
    const campaign = runningCampaign(demo).name;
    const name = m.campaigns_today_card_of({ name: campaign }, at);
    const today = page.getByRole('region', { name, exact: true });
    await expect(today.getByText(m.campaigns_statistics_lacking({}, at))).toHaveCount(1);
    await expect(today.getByRole('heading', { level: 3 })).toHaveCount(0);
    await today.scrollIntoViewIfNeeded();
    await page.screenshot({ path: info.outputPath('today-lacking.png') });
    // it was updated since: the list has figures of its own, of today
    await lookAgain(page);
    const screen = page.getByRole('navigation');
    await screen.getByRole('button', { name: m.shell_nav_voice({}, at) }).click();
    await screen.getByRole('button', { name: m.shell_nav_imports({}, at) }).click();
    await expect(today.getByRole('heading', { name: m.campaigns_today_list({}, at) })).toBeVisible();
    const counts = await today.locator('dl').first().locator('dd').allInnerTexts();
    const [called, connected, remaining, all] = counts.map((text) => Number(text.replaceAll(',', '')));
    expect([Number(called) + Number(remaining), all]).toEqual([rows, rows]);
    expect(connected).toBeGreaterThan(0);
    await expect(today.getByRole('heading', { name: m.campaigns_today_whole({}, at) })).toBeVisible();
    await expectAccessible(page, 'the figures of a list');
    await expectToFitSmall(app, page, 'the figures of a list');
    await today.scrollIntoViewIfNeeded();
    await page.screenshot({ path: info.outputPath('today.png') });

    await card.getByRole('button', { name: m.call_results_again_open({}, at) }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    const checked = await dialog.getByRole('checkbox', { checked: true }).count();
    expect(checked).toBe(3);
    await expectAccessible(page, 'the question which to call again');
    await expectToFitSmall(app, page, 'the question which to call again');
    await page.screenshot({ path: info.outputPath('again.png') });
    await dialog.getByRole('button', { name: new RegExp(`^${m.call_results_again_make({}, at)}`) }).click();
    await expect(dialog).toBeHidden({ timeout: 60_000 });
    await expect(
      page.getByRole('heading', { name: m.call_results_again_suggested({ name: 'leads' }, at) }).first(),
    ).toBeVisible();
    await page.screenshot({ path: info.outputPath('prepared.png') });
  });
}
