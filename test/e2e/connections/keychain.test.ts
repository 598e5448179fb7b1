import { demoSystem } from '../../support/demo-system.ts';
import type { DemoSystem } from '../../../src-main/demo/demo-system.ts';
import { expect, test } from '../app.ts';
import { expectAccessible } from '../axe.ts';
import { ConnectionPage } from './connection-page.ts';
import { filesWith } from '../../support/files-with.ts';
import { ImportPage, sampleList } from '../imports/import-page.ts';
import { keychainEnvironment } from './keychain-environment.ts';

/** A saved connection to a demo system, both of its certificates pinned. */
async function connect(connections: ConnectionPage, demo: DemoSystem): Promise<void> {
  await connections.begin();
  await connections.fill({
    name: 'Shenzhen',
    vdnId: demo.vdnId,
    isales: demo.isales,
    ccfs: demo.ccfs,
    accessKey: demo.accessKey,
    secretKey: demo.secretKey,
  });
  await connections.test();
  await connections.result('CC-iSales').getByRole('button', { name: 'Trust this certificate' }).click();
  await connections.result('CC-FS').getByRole('button', { name: 'Trust this certificate' }).click();
  await connections.save();
  await expect(connections.page.getByText('Shenzhen saved')).toBeVisible();
}

test('an open keychain keeps the secret key from one start to the next', async ({
  launch,
  cleanUp,
  userData,
}) => {
  const env = await keychainEnvironment(cleanUp, 'unlocked');
  const demo = await demoSystem(cleanUp);
  const first = await launch({ env });
  await connect(new ConnectionPage(first.page), demo);
  await first.page.getByRole('button', { name: 'Settings', exact: true }).click();
  await expect(first.page.getByText('In use', { exact: true })).toBeVisible();
  await first.app.close();
  expect(await filesWith(userData, demo.secretKey)).toEqual([]);

  const { page } = await launch({ env });
  await page.getByRole('button', { name: 'Connections', exact: true }).click();
  const connections = new ConnectionPage(page);
  await expect(page.getByText('Secret key missing')).toBeHidden();
  await connections.choose('Shenzhen', 'Edit');
  await connections.test();
  await expect(connections.panel).toContainText('Both services answered.');
});

for (const [state, title] of [
  ['locked', 'Keychain locked: secrets are kept until Dialdesk closes'],
  ['none', 'No keychain found: secrets are kept until Dialdesk closes'],
] as const) {
  test(`without a keychain (${state}) a secret key lives for the session, and is asked for after it`, async ({
    launch,
    cleanUp,
    userData,
  }) => {
    const env = await keychainEnvironment(cleanUp, state);
    const demo = await demoSystem(cleanUp);
    const first = await launch({ env });
    const notice = first.page.getByRole('complementary', { name: 'Keychain' });
    await expect(notice).toContainText(title);
    await expectAccessible(first.page, 'without a keychain');
    await connect(new ConnectionPage(first.page), demo);
    await expect(first.page.getByText('Secret key missing')).toBeHidden();
    await notice.getByRole('button', { name: 'Check keychain' }).click();
    await expect(first.page.getByText('Still no keychain found.')).toBeVisible();
    await first.app.close();
    expect(await filesWith(userData, demo.secretKey)).toEqual([]);

    const { app, page } = await launch({ env });
    const connections = new ConnectionPage(page);
    await page.getByRole('button', { name: 'Connections', exact: true }).click();
    await expect(page.getByRole('table', { name: 'Connections' })).toContainText('Secret key missing');

    // where the key is first missed, the way to the form is offered
    const imports = new ImportPage(page);
    await page.getByRole('button', { name: 'Imports', exact: true }).click();
    await imports.open();
    await imports.pick(app, sampleList);
    await imports.toDestination();
    const missed = state === 'locked' ? 'Keychain locked' : 'Secret key missing';
    await expect(page.getByText(missed, { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Open connection' }).click();
    await connections.fill({ secretKey: demo.secretKey });
    await connections.test();
    await expect(connections.panel).toContainText('Both services answered.');
    await connections.save();
    await expect(page.getByRole('table', { name: 'Connections' })).not.toContainText('Secret key missing');

    // the import that was begun is still there, and the servers are asked for again by itself
    await page.getByRole('button', { name: 'Imports', exact: true }).click();
    await expect(page.getByRole('radio').first()).toBeVisible();

    // nobody can say whether the keychain has a key of it: what is said is what is known
    await page.getByRole('button', { name: 'Connections', exact: true }).click();
    await connections.choose('Shenzhen', 'Delete');
    await page.getByRole('button', { name: 'Delete connection' }).click();
    await expect(page.getByText('Shenzhen deleted')).toBeVisible();
    await expect(page.getByText('deletes it once the keychain is available')).toBeVisible();
  });
}

test('the demo system is usable after a restart, also where no keychain keeps its key', async ({
  launch,
}) => {
  const first = await launch();
  await new ImportPage(first.page).startDemo();
  await first.app.close();
  const { page } = await launch();
  const imports = new ImportPage(page);
  await imports.sendSample();
});
