import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { demoSystem } from '../../support/demo-system.ts';
import { startSshd } from '../../support/sshd.ts';
import { expect, test, type Fixtures } from '../app.ts';
import { expectAccessible } from '../axe.ts';
import { ConnectionPage } from '../connections/connection-page.ts';
import { answerDialogs } from '../desktop.ts';
import { ServersPage } from './servers-page.ts';

/** Dialdesk at the file servers of a call centre of the test's own, which the test can change. */
async function centre({ launch, cleanUp }: Pick<Fixtures, 'launch' | 'cleanUp'>) {
  const demo = await demoSystem(cleanUp);
  const { app, page } = await launch();
  await new ConnectionPage(page).connectTo(demo);
  const servers = new ServersPage(page);
  await servers.open();
  const [first] = demo.state.servers.values();
  if (first === undefined) throw new Error('the demo system has no file server');
  return { demo, app, page, servers, first };
}

for (const language of ['en', 'zh'] as const) {
  test(`from an unknown server to a changed one (${language})`, async ({ launch }) => {
    const { page } = await launch({ language });
    const servers = new ServersPage(page, language);
    const { words } = servers;
    await servers.open();
    await expectAccessible(page, 'no connection');
    await servers.button(words.startDemo).click();
    const row = servers.row('/home/isales');
    await servers.makeReady(row, await servers.demoPassword());
    await expectAccessible(page, 'list');

    await page.getByRole('searchbox', { name: words.search }).fill('/HOME/ISALES');
    await expect(servers.row('/home/sftp')).toHaveCount(0);
    await row.getByRole('button', { name: /^127/ }).click();
    await expectAccessible(page, 'overview');
    await page.getByRole('tab', { name: words.reach }).click();
    await expectAccessible(page, 'reach');
    await page.getByRole('radio', { name: words.straight }).check();
    await expect(page.getByText(words.halfUnderName)).toBeVisible();
    await expectAccessible(page, 'reach: straight to the name');
    await page.getByRole('radio', { name: words.otherEnding }).check();
    await page.getByRole('combobox', { name: words.ending }).selectOption('.tmp');
    await servers.button(words.saveReach).click();
    await expect(page.getByText(words.reachSaved).first()).toBeVisible();
    await page.getByRole('tab', { name: words.overview }).click();
    await page.getByRole('tab', { name: words.reach }).click();
    await expect(page.getByRole('combobox', { name: words.ending })).toHaveValue('tmp');
    await page.getByRole('tab', { name: words.overview }).click();

    await servers.button(words.modify).click();
    await servers.field(words.user).fill('a b＠');
    await servers.field(words.address).fill('10.1.1.1');
    await servers.button(words.continue).click();
    await expect(page.getByText(words.notAllowed)).toBeVisible();
    await expect(servers.field(words.user)).toBeFocused();
    await expect(servers.field(words.password)).toHaveAttribute('aria-invalid', 'true');
    await expectAccessible(page, 'settings');
    await servers.field(words.user).fill('isales');
    await servers.field(words.address).fill('127.0.0.1');
    await servers.field(words.path).fill('/data/outbound');
    await servers.button(words.continue).click();
    const changes = page.getByRole('table', { name: words.changes });
    await expect(changes.getByRole('row').filter({ hasText: '/home/isales' })).toContainText(
      '/data/outbound',
    );
    await expect(page.getByText(words.ready, { exact: true })).toBeVisible();
    await expectAccessible(page, 'review');
    await servers.button(words.send).click();
    await expect(page.getByText(words.changed)).toBeVisible();
    await servers.button(words.finish).last().click();
    await expect(page.getByRole('definition').filter({ hasText: '/data/outbound' })).toBeVisible();
  });
}

test('what the call centre refuses is told in words; an answer that is lost leads to the list', async ({
  launch,
  cleanUp,
}) => {
  const { demo, page, servers, first } = await centre({ launch, cleanUp });
  const { words } = servers;
  await servers.row(first.serverId).getByRole('button', { name: /^127/ }).click();
  await servers.button(words.modify).click();
  await servers.field(words.path).fill('/data/outbound');
  await servers.button(words.continue).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await expect(servers.button(words.send)).toBeDisabled();
  await page.getByRole('checkbox', { name: 'Send without a successful test' }).check();

  for (const [resultCode, told] of [
    ['0200006', 'It no longer has this server.'],
    ['02000009', 'it is mandatory with another address'],
    ['0200001', 'Its message below may say which one'],
    ['0999999', 'Refused by the system: 0999999'],
  ] as const) {
    demo.faults.add({ http: [{ on: 'updateServer', fault: { kind: 'code', resultCode } }] });
    await servers.button(words.send).click();
    await expect(page.getByText(told, { exact: false }).first()).toBeVisible();
  }
  await expectAccessible(page, 'refused');
  // going back has lost nothing
  await servers.button('Back').click();
  await expect(servers.field(words.path)).toHaveValue('/data/outbound');
  await servers.button(words.continue).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();

  demo.faults.add({ http: [{ on: 'updateServer', fault: { kind: 'lost' } }] });
  await servers.button(words.send).click();
  await expect(page.getByText('It may have been changed: check the list')).toBeVisible();
  await expectAccessible(page, 'unknown');
  await servers.button('Check the list').click();
  await expect(page.getByText('The list shows the new settings.', { exact: false })).toBeVisible();
});

test('adds a server and deletes it, by the keyboard alone', async ({ launch, cleanUp }) => {
  const { demo, page, servers } = await centre({ launch, cleanUp });
  const { keyboard } = page;
  await servers.button('Add server').focus();
  await keyboard.press('Enter');
  await servers.field('Address').focus();
  for (const typed of ['10.9.8.7', null, '/in/lists', 'loader', '12345678']) {
    if (typed !== null) await keyboard.type(typed);
    await keyboard.press('Tab');
  }
  await servers.field('Password').focus();
  await keyboard.press('Enter');
  await page.getByRole('checkbox', { name: 'Send without a successful test' }).focus();
  await keyboard.press('Space');
  await expect(servers.button('Add to call centre')).toBeEnabled();
  await servers.button('Add to call centre').focus();
  await keyboard.press('Enter');
  await expect(page.getByText('The call centre has the new server')).toBeVisible();
  const added = [...demo.state.servers.values()].find(({ ip }) => ip === '10.9.8.7');
  expect(added).toMatchObject({
    port: '22',
    filePath: '/in/lists',
    userName: 'loader',
    password: '12345678',
  });
  await servers.button('Back to file servers').last().focus();
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: '10.9.8.7:22' })).toBeVisible();

  await servers.button('More actions for 10.9.8.7:22').focus();
  await keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Delete…' }).focus();
  await keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('No unfinished import uses this server.')).toBeVisible();
  await expectAccessible(page, 'delete');
  await keyboard.type('10.9.8.');
  await expect(dialog.getByRole('button', { name: 'Delete server' })).toBeDisabled();
  await keyboard.type('7');
  await keyboard.press('Enter');
  await expect(page.getByText('10.9.8.7:22 deleted from the call centre')).toBeVisible();
  expect([...demo.state.servers.values()].some(({ ip }) => ip === '10.9.8.7')).toBe(false);

  demo.faults.add({ http: [{ on: 'deleteServer', fault: { kind: 'status', status: 404 } }] });
  const row = servers.row('/home/isales');
  await row.getByRole('button', { name: /^More actions/ }).click();
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  await keyboard.type('127.0.0.1');
  await keyboard.press('Enter');
  await expect(dialog.getByText('Not available in this call centre')).toBeVisible();
  await keyboard.press('Escape');
  await row.getByRole('button', { name: /^More actions/ }).click();
  await expect(page.getByRole('menuitem', { name: /^Delete…/ })).toBeDisabled();
});

test('reaches a server at another address by a key with a passphrase', async ({ launch, cleanUp }) => {
  const sshd = await startSshd();
  cleanUp.after(() => sshd.stop());
  await promisify(execFile)('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'open', '-f', sshd.identityFile]);
  const { app, page, servers, first } = await centre({ launch, cleanUp });
  Object.assign(first, { ip: '192.0.2.7', port: '22', filePath: sshd.files });
  await servers.button('Refresh list').click();
  await servers.row(first.serverId).getByRole('button', { name: '192.0.2.7:22', exact: true }).click();
  await page.getByRole('tab', { name: servers.words.reach }).click();
  const form = page.getByRole('form', { name: servers.words.reach });
  await form.getByLabel('Host or address').fill('127.0.0.1');
  await form.getByLabel('Port').fill(String(sshd.port));
  await form.getByLabel('User name').fill(sshd.username);
  await page.getByRole('radio', { name: 'Private key' }).check();
  await answerDialogs(app, { open: [sshd.identityFile] });
  await servers.button('Choose key file…').click();
  await expect(servers.button('Choose another…')).toBeVisible();
  await servers.button('Save and check').click();
  await expect(page.getByText('It is protected by a passphrase', { exact: false })).toBeVisible();
  await page.getByLabel('Passphrase of the key').fill('open');
  await servers.button('Save and check').click();
  await expect(page.getByText('Saved on this computer')).toBeVisible();
  await page.getByRole('tab', { name: servers.words.overview }).click();
  await servers.button(servers.words.confirmKey).click();
  await page.getByRole('button', { name: servers.words.trust }).click();
  await expect(page.getByText('Ready', { exact: true })).toBeVisible();
});
