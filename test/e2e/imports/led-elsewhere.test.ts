import { demoSystem } from '../../support/demo-system.ts';
import { expect, test } from '../app.ts';
import { expectAccessible } from '../axe.ts';
import { connectTo } from '../call-centre.ts';
import { ConnectionPage } from '../connections/connection-page.ts';
import { ImportPage, sampleList } from './import-page.ts';

test('at Review, the connection is edited to lead to another call centre: nothing is sent there with the IDs of the old one', async ({
  launch,
  cleanUp,
}, info) => {
  const demo = await demoSystem(cleanUp);
  const { app, page } = await launch();
  await connectTo(page, demo);
  const imports = new ImportPage(page);
  await imports.fileToReview(app, sampleList, demo);

  const connections = new ConnectionPage(page);
  const lead = async (vdnId: number): Promise<void> => {
    await page.getByRole('navigation').getByRole('button', { name: 'Connections', exact: true }).click();
    await page.getByRole('button', { name: /^More actions for / }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await connections.fill({ vdnId });
    await connections.save();
    await expect(page.getByText(/ saved$/).last()).toBeVisible();
    await page.getByRole('navigation').getByRole('button', { name: 'Imports', exact: true }).click();
  };
  const moved = page.getByText('now leads to another call centre');

  await lead(demo.vdnId + 1);
  await expect(moved).toBeVisible();
  await expect(imports.sendButton).toBeDisabled();
  // it would lose the campaign and the server without a word
  await expect(page.getByRole('button', { name: 'Keep as prepared' })).toBeDisabled();
  await expectAccessible(page, 'review for a connection that leads elsewhere');
  await page.screenshot({ path: info.outputPath('led-elsewhere.png') });

  await lead(demo.vdnId);
  await expect(moved).toBeHidden();
  await expect(imports.sendButton).toBeEnabled();

  await lead(demo.vdnId + 1);
  await page.getByRole('button', { name: /^Choose again for / }).click();
  await expect(page.getByLabel('Campaign ID')).toHaveValue('');
  await page.screenshot({ path: info.outputPath('chosen-anew.png') });

  await lead(demo.vdnId);
  await expect(moved).toBeHidden();
  await imports.fillDestination(demo.state.campaigns.keys().next().value ?? '');
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await imports.send();
  expect(demo.state.imports.length).toBe(1);
});
