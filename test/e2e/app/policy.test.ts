import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../app.ts';
import { expectAccessible } from '../axe.ts';
import { ConnectionPage } from '../connections/connection-page.ts';

const policy = {
  version: 1,
  ownConnections: false,
  demo: false,
  updates: false,
  allowedHosts: ['*.example.com'],
  connections: [
    {
      id: '5b3d7f0e-58a4-4f0c-9d0f-3f3e6a1c2b4d',
      name: 'Headquarters',
      isales: { host: 'isales.example.com', port: 28050 },
      ccfs: { host: 'ccfs.example.com', port: 28443 },
      vdnId: 17,
      accessKey: 'access-key',
      mode: 'saas',
    },
  ],
};

test('what an administrator has laid down is there, told, and not to be changed', async ({
  launch,
  userData,
}) => {
  const file = join(userData, 'policy.json');
  await writeFile(file, JSON.stringify(policy));
  const { page } = await launch({ env: { DIALDESK_POLICY: file } });
  await page.getByRole('navigation').getByRole('button', { name: 'Connections' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Headquarters' })).toContainText('Managed');
  await expect(page.getByRole('button', { name: 'New connection' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /demo/i })).toHaveCount(0);

  await page.getByRole('button', { name: 'More actions for Headquarters' }).click();
  await expect(page.getByRole('menuitem')).toHaveText(['Secret key…']);
  await page.getByRole('menuitem', { name: 'Secret key…' }).click();
  const connections = new ConnectionPage(page);
  for (const name of ['Name', 'VDN ID', 'CC-iSales host', 'Access key (AK)']) {
    await expect(connections.field(name)).toBeDisabled();
  }
  await expectAccessible(page, 'a given connection');
  await connections.fill({ secretKey: 'of-their-own' });
  await connections.save();
  await expect(page.getByText('Headquarters saved')).toBeVisible();

  await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByText('The demo system is switched off.')).toBeVisible();
  await expect(page.getByText(file)).toBeVisible();
});

test('without a connection the welcome offers neither the demo nor a new one', async ({
  launch,
  userData,
}) => {
  const file = join(userData, 'policy.json');
  await writeFile(file, JSON.stringify({ version: 1, ownConnections: false, demo: false }));
  const { page } = await launch({ env: { DIALDESK_POLICY: file } });
  await expect(page.getByRole('button', { name: /demo/i })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Set up a connection' })).toHaveCount(0);
  await expectAccessible(page, 'welcome under a policy');
});
