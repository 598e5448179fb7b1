import type { Page } from 'playwright/test';
import { m } from '../../../src-main/contract/messages/messages.js';

/** Goes through the campaigns of the demo system, which is in use already, and takes a picture of each view. */
export async function tourCampaigns(
  page: Page,
  language: 'en' | 'zh',
  picture: (name: string) => Promise<void>,
): Promise<void> {
  const at = { locale: language };
  const main = page.getByRole('main');
  await page.getByRole('button', { name: m.shell_nav_campaigns({}, at), exact: true }).click();
  await page.getByRole('row').nth(2).waitFor();
  await page
    .getByText(language === 'zh' ? /^已呼叫 / : / called$/)
    .first()
    .waitFor();
  await picture('campaigns');
  await page.getByRole('row').nth(1).getByRole('button').first().click();
  await page.getByText(m.campaigns_windows_note({}, at)).waitFor();
  await picture('campaign');
  await main.getByRole('button', { name: m.campaigns_pause({}, at), exact: true }).click();
  await page.getByRole('dialog').waitFor();
  await picture('campaign-pause');
  await page.keyboard.press('Escape');
}
