import { m } from '../../../src-main/contract/messages/messages.js';
import { demoSystem } from '../../support/demo-system.ts';
import { runningCampaign } from '../../support/imported-records.ts';
import { writeLeads } from '../../support/sent-import.ts';
import { expect, test } from '../app.ts';
import { expectAccessible } from '../axe.ts';
import { connectTo } from '../call-centre.ts';
import { ImportPage } from './import-page.ts';
import { expectToFitSmall } from '../layout.ts';

const rows = 20;

for (const [language, theme] of [
  ['en', 'light'],
  ['zh', 'dark'],
] as const) {
  test(`an import is taken back, and a campaign that stays paused is told (${language})`, async ({
    launch,
    cleanUp,
  }, info) => {
    const at = { locale: language };
    const demo = await demoSystem(cleanUp, { statisticsEveryMs: 0, callsPerMinute: 0 });
    const campaign = runningCampaign(demo);
    const { app, page, userData } = await launch({
      language,
    });
    await page.emulateMedia({ colorScheme: theme });
    await connectTo(page, demo, m.shell_nav_imports({}, at));
    // no customField in it: the mark is Dialdesk's own
    const list = await writeLeads(userData, rows);
    const imports = new ImportPage(page, language);
    await imports.fileToReview(app, list, demo, campaign.id);
    await expect(page.getByText(/dd-[0-9a-f]{12}/).first()).toBeVisible();
    await page.screenshot({ path: info.outputPath('1-review.png') });
    await imports.send();

    const card = page.getByRole('region', { name: m.takeback_card({}, at), exact: true });
    const button = card.getByRole('button', { name: m.takeback_action({}, at) });
    await expect(button).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText(m.results_imported({}, at)).first()).toBeVisible({ timeout: 60_000 });
    await page.screenshot({ path: info.outputPath('2-before.png') });
    await button.click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText(/dd-[0-9a-f]{12}/);
    await expectAccessible(page, 'the question before taking back');
    await expectToFitSmall(app, page, 'the question before taking back');
    await page.screenshot({ path: info.outputPath('3-dialog.png') });

    // what it paused cannot be resumed at first: that is told, and offered
    demo.faults.add({ http: [{ on: 'campaign/resume', fault: { kind: 'status', status: 403 } }] });
    await dialog.getByRole('button', { name: m.takeback_confirm({}, at), exact: true }).click();
    await expect(dialog).toBeHidden();
    const resume = page.getByRole('button', { name: m.takeback_held_resume({}, at) });
    await expect(resume).toBeVisible({ timeout: 60_000 });
    expect(campaign.status).toBe('3');
    await expectAccessible(page, 'a campaign that is held');
    await expectToFitSmall(app, page, 'a campaign that is held');
    await resume.scrollIntoViewIfNeeded();
    await page.screenshot({ path: info.outputPath('4-held.png') });
    await resume.click();
    await expect(resume).toBeHidden();
    expect(campaign.status).toBe('2');
    await card.scrollIntoViewIfNeeded();
    await page.screenshot({ path: info.outputPath('5-resumed.png') });

    // once more, and nothing is in its way; it is counted when the statistics may be asked again
    await card.getByRole('button', { name: m.takeback_again({}, at) }).click();
    await dialog.getByRole('button', { name: m.takeback_confirm({}, at), exact: true }).click();
    await expect(card.getByText(m.takeback_counts_later({}, at))).toBeVisible({ timeout: 60_000 });
    await expect.poll(() => campaign.status).toBe('2');
    await expectAccessible(page, 'an import that was taken back');
    await expectToFitSmall(app, page, 'an import that was taken back');
    await card.scrollIntoViewIfNeeded();
    await page.screenshot({ path: info.outputPath('6-taken-back.png') });
    // and the page no longer begins with what is over
    const head = page.getByText(m.results_taken_back({}, at), { exact: true }).first();
    await head.scrollIntoViewIfNeeded();
    await expect(page.getByText(m.imports_done_title({}, at), { exact: true })).toBeHidden();
    await page.screenshot({ path: info.outputPath('7-head.png') });
  });
}
