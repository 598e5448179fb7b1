import type { Page } from 'playwright/test';
import { expect, test } from '../app.ts';
import { expectAccessible } from '../axe.ts';
import { ImportPage } from './import-page.ts';

/** Adds a connection that leads nowhere, and uses it, as the rail does. */
async function useAnother(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const of = <T>(answer: { ok: true; value: T } | { ok: false; error: { message: string } }): T => {
      if (answer.ok) return answer.value;
      throw new Error(answer.error.message);
    };
    const [demo] = of(await window.dialdesk.connections.list());
    if (!demo) throw new Error('there is no demo connection');
    const made = of(
      await window.dialdesk.connections.create({
        settings: { ...demo, name: 'South', isales: { host: 'south.invalid', port: 443 } },
        secretKey: 'another key',
      }),
    );
    of(await window.dialdesk.connections.use({ id: made.id }));
    return demo.id;
  });
}

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
  await expect(page.getByText('South is in use now')).toBeVisible();
  await expect(page.locator('dl')).toContainText('Demo · VDN');
  await expect(page.locator('dl')).not.toContainText('South');
  await expectAccessible(page, 'review for another connection');
  await page.screenshot({ path: info.outputPath('elsewhere.png') });

  await page.getByRole('button', { name: 'Use South instead' }).click();
  await expect(page.getByLabel('Campaign')).toHaveValue('');
  await expect(page.getByText('South is in use now')).toBeHidden();

  await page.evaluate((id) => window.dialdesk.connections.use({ id }), demo);
  await page.getByRole('button', { name: 'Use Demo instead' }).click();
  await imports.fillDestination(campaignId);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await expect(imports.sendButton).toBeVisible();
  await useAnother(page);
  await imports.send();
  await expect(page.getByText(/^\d{18,}$/).first()).toBeVisible();
});
