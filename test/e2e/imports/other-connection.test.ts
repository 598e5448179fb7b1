import { expect, test } from '../app.ts';
import { expectAccessible } from '../axe.ts';
import { ImportPage } from './import-page.ts';
import { useAnother } from './use-another.ts';

test('an import keeps to the connection it was begun with, and says so when another is used', async ({
  launch,
}, info) => {
  const { page } = await launch();
  const imports = new ImportPage(page);
  await imports.startDemo();
  const { campaignId, password } = await imports.hints();
  await imports.takeSample();
  await imports.toDestination();
  await imports.fillDestination(campaignId);
  await imports.toReview(password);

  const demo = await useAnother(page);
  await expect(page.getByText('you are now using South')).toBeVisible();
  await expect(page.locator('dl')).toContainText('Demo · VDN');
  await expect(page.locator('dl')).not.toContainText('South');
  await expectAccessible(page, 'review for another connection');
  await page.screenshot({ path: info.outputPath('elsewhere.png') });

  await page.getByRole('button', { name: 'Use South instead' }).click();
  await expect(page.getByLabel('Campaign')).toHaveValue('');
  await expect(page.getByText('you are now using South')).toBeHidden();

  await page.evaluate((id) => window.dialdesk.connections.use({ id }), demo);
  await page.getByRole('button', { name: 'Use Demo instead' }).click();
  await imports.fillDestination(campaignId);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await expect(imports.sendButton).toBeVisible();
  await useAnother(page);
  await imports.send();
  await expect(page.getByText(/^\d{18,}$/).first()).toBeVisible();
});
