import { demoSystem } from '../../support/demo-system.ts';
import { expect, test } from '../app.ts';
import { expectAccessible } from '../axe.ts';
import { connectTo } from '../call-centre.ts';
import { ImportPage, sampleList } from './import-page.ts';

const words = {
  en: { takeBack: 'Take back…', confirm: 'Take back', done: /^Taken back on/, resume: 'Resume campaign' },
  zh: { takeBack: '撤回…', confirm: '撤回', done: /^已于.*撤回$/, resume: '恢复外呼活动' },
} as const;

for (const language of ['en', 'zh'] as const) {
  test(`an import is taken back, and a campaign that stays paused is told (${language})`, async ({
    launch,
    cleanUp,
  }, info) => {
    const demo = await demoSystem(cleanUp, { statisticsEveryMs: 0, numbersInCall: 0, callsPerMinute: 0 });
    const [campaign] = demo.state.campaigns.values();
    if (campaign) campaign.status = '2';
    const { app, page } = await launch({ locale: language === 'zh' ? 'zh_CN.UTF-8' : 'en_US.UTF-8' });
    await connectTo(page, demo, language === 'zh' ? '导入' : 'Imports');
    const imports = new ImportPage(page, language);
    await imports.fileToReview(app, sampleList, demo);
    await expect(page.getByText(/dd-[0-9a-f]{12}/)).toBeVisible();
    await page.screenshot({ path: info.outputPath('review.png') });
    await imports.send();
    const button = page.getByRole('button', { name: words[language].takeBack });
    await expect(button).toBeVisible({ timeout: 30_000 });
    await button.click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText(/dd-[0-9a-f]{12}/);
    await expectAccessible(page, 'the question before taking back');
    await page.screenshot({ path: info.outputPath('dialog.png') });
    demo.faults.add({ http: [{ on: 'campaign/resume', fault: { kind: 'status', status: 403 } }] });
    await dialog.getByRole('button', { name: words[language].confirm, exact: true }).click();
    await expect(page.getByText(words[language].done)).toBeVisible({ timeout: 30_000 });
    const resume = page.getByRole('button', { name: words[language].resume });
    await expect(resume).toBeVisible({ timeout: 30_000 });
    await resume.scrollIntoViewIfNeeded();
    await page.screenshot({ path: info.outputPath('held.png') });
    await expectAccessible(page, 'a campaign that is held');
    await resume.click();
    await expect(resume).toBeHidden();
    expect(campaign?.status).toBe('2');
    await button
      .or(page.getByRole('button', { name: /…$/ }))
      .first()
      .scrollIntoViewIfNeeded();
    await page.screenshot({ path: info.outputPath('card.png'), fullPage: true });
  });
}
