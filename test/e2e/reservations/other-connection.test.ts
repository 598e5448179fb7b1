import { expect, test } from '../app.ts';
import { expectAccessible } from '../axe.ts';
import { useAnother } from '../imports/use-another.ts';
import { ReservationsPage } from './reservations-page.ts';

for (const language of ['en', 'zh'] as const) {
  const inUse = { en: 'you are now using South', zh: '当前使用的是“South”' }[language];
  test(`a form of a reservation keeps to its connection when another is used (${language})`, async ({
    launch,
  }, info) => {
    const { page } = await launch({ language });
    const reservations = new ReservationsPage(page, language);
    const { words, dialog } = reservations;
    await reservations.openDemo();
    await reservations.button(words.create).click();
    await dialog.getByLabel(words.customer).fill('13800138000');
    const demo = await useAnother(page);
    await expect(dialog.getByText(inUse)).toBeVisible();
    await expect(dialog.getByLabel(words.customer)).toHaveValue('13800138000');
    await expectAccessible(page, 'a form of another connection');
    await page.screenshot({ path: info.outputPath('elsewhere.png') });
    await page.evaluate((id) => window.dialdesk.connections.use({ id }), demo);
    await expect(dialog.getByText(inUse)).toBeHidden();
  });
}
