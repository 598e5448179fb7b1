import { createServer, type AddressInfo } from 'node:net';
import { otherSelfSigned, selfSigned } from '../../support/certificates.ts';
import { changingService, wellServices } from '../../support/changing-service.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { answering } from '../../support/https-server.ts';
import { expect, test, type CleanUp } from '../app.ts';
import { ConnectionPage, type FilledConnection } from './connection-page.ts';
import { filesWith } from '../../support/files-with.ts';
import { expectAccessibleInBothThemes } from '../themes.ts';

const secretKey = 'never-to-be-seen-0f9e8d7c';
const keys = { name: 'Headquarters', vdnId: 53, accessKey: 'AK-1', secretKey };

/** Listens, and never says a word. */
async function silentPort(cleanUp: CleanUp): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp.after(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** A port that nobody listens on any more. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('what does not fit is said at its field, and nothing is saved', async ({ launch }) => {
  const { page } = await launch();
  const connections = new ConnectionPage(page);
  await connections.begin();
  await connections.save();
  for (const label of ['Name', 'VDN ID', 'CC-iSales host', 'CC-FS port', 'Secret key (SK)']) {
    await expect(connections.field(label)).toHaveAccessibleDescription(/Required\./);
  }
  await expect(connections.field('Name')).toBeFocused();
  await expect(page.getByText('7 fields to correct')).toBeVisible();
  await expectAccessibleInBothThemes(page, 'an empty form that was to be saved');

  await connections.fill({
    name: 'x',
    vdnId: 10_000,
    isales: { host: 'a b', port: 70_000 },
    accessKey: 'with/slash',
  });
  for (const [label, words] of [
    ['VDN ID', /1 to 9999/],
    ['CC-iSales host', /host name or IP address only/],
    ['CC-iSales port', /1 to 65535/],
    ['Access key (AK)', /only Latin letters/],
  ] as const) {
    await expect(connections.field(label)).toHaveAccessibleDescription(words);
    await expect(connections.field(label)).toHaveAttribute('aria-invalid', 'true');
  }
  const listed = await page.evaluate(() => window.dialdesk.connections.list());
  expect(listed).toEqual({ ok: true, value: [] });
});

test('an address may be pasted as it stands in a browser', async ({ launch }) => {
  const { page } = await launch();
  const connections = new ConnectionPage(page);
  await connections.begin();
  await connections.field('CC-iSales host').fill('https://10.20.30.40:28080/rest/isales');
  await connections.field('CC-FS host').focus();
  await expect(connections.field('CC-iSales host')).toHaveValue('10.20.30.40');
  await expect(connections.field('CC-iSales port')).toHaveValue('28080');
});

test('a test tells a name, a closed port and a silent system apart', async ({ launch, cleanUp }) => {
  const { page } = await launch();
  const connections = new ConnectionPage(page);
  await connections.begin();
  await connections.fill({
    ...keys,
    isales: { host: 'no-such-host.invalid', port: 28050 },
    ccfs: { host: '127.0.0.1', port: await closedPort() },
  });
  await connections.test();
  await expect(connections.result('CC-iSales')).toContainText('Host name not found');
  await expect(connections.result('CC-FS')).toContainText('The connection was refused');
  await expectAccessibleInBothThemes(page, 'a test that failed');

  await connections.fill({ isales: { host: '127.0.0.1', port: await silentPort(cleanUp) } });
  await expect(connections.panel).toContainText('Settings have changed since this test.');
  await connections.test();
  await expect(connections.result('CC-iSales')).toContainText('Timed out');
});

test('a certificate nobody vouches for is shown, pinned, and refused once it changes', async ({
  launch,
  cleanUp,
}) => {
  const service = await changingService(cleanUp);
  const { page } = await launch();
  const connections = new ConnectionPage(page);
  await connections.begin();
  await connections.fill({ ...keys, isales: service.at, ccfs: service.at });
  await connections.test();
  for (const name of ['CC-iSales', 'CC-FS'] as const) {
    const result = connections.result(name);
    await expect(result).toContainText('Certificate not trusted');
    await expect(result).toContainText('10.0.0.1');
    await expect(result).toContainText('Issued by');
    await expect(result).toContainText(/\d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d/);
    await expect(result).toContainText('Self-signed');
    await expect(result).toContainText(selfSigned.fingerprint256);
  }
  await expectAccessibleInBothThemes(page, 'a certificate that is not trusted');

  await connections.result('CC-iSales').getByRole('button', { name: 'Trust this certificate' }).click();
  await connections.result('CC-FS').getByRole('button', { name: 'Trust this certificate' }).click();
  await connections.test();
  await expect(connections.panel).toContainText('Both services answered.');
  await connections.save();
  await expect(page.getByText('Headquarters saved')).toBeVisible();

  await connections.choose('Headquarters', 'Edit');
  await connections.test();
  await expect(connections.panel).toContainText('Both services answered.');

  await service.renew(otherSelfSigned);
  await connections.test();
  const changed = connections.result('CC-iSales');
  await expect(changed).toContainText('The certificate has changed');
  await expect(changed).toContainText(selfSigned.fingerprint256);
  await expect(changed).toContainText(otherSelfSigned.fingerprint256);
  // a change is not for one click: the pin has to be taken away first
  await expect(changed.getByRole('button', { name: 'Trust this certificate' })).toBeHidden();
  await expectAccessibleInBothThemes(page, 'a certificate that changed');

  await connections.form.getByRole('button', { name: 'Remove pinned certificate of CC-iSales' }).click();
  await connections.test();
  await expect(changed).toContainText('Certificate not trusted');
  await changed.getByRole('button', { name: 'Trust this certificate' }).click();
  await connections.test();
  await expect(changed).toContainText('Connected, keys accepted');
  await expect(connections.result('CC-FS')).toContainText('The certificate has changed');
});

test('a test tells every refusal of the call centre apart', async ({ launch, cleanUp }) => {
  const service = await changingService(cleanUp);
  const { page } = await launch();
  const connections = new ConnectionPage(page);
  await connections.begin();
  await connections.fill({ ...keys, isales: service.at, ccfs: service.at });
  await connections.test();
  await connections.result('CC-iSales').getByRole('button', { name: 'Trust this certificate' }).click();
  await connections.result('CC-FS').getByRole('button', { name: 'Trust this certificate' }).click();

  const serverTime = 'Wed, 01 Jan 2020 10:00:00 GMT';
  for (const [status, words] of [
    [401, 'Keys not accepted (401)'],
    [403, "This computer's address is not allowed (403)"],
    [404, 'Not available on this system (404)'],
    [429, 'Too many requests (429)'],
    [502, 'Unexpected answer (HTTP 502)'],
  ] as const) {
    service.answer = answering({}, status, status === 401 ? { date: serverTime } : {});
    await connections.test();
    await expect(connections.result('CC-iSales')).toContainText(words);
    await expect(connections.result('CC-FS')).toContainText(words);
    if (status !== 401) continue;
    const result = connections.result('CC-iSales');
    await expect(result).toContainText("This computer's clock");
    await expect(result).toContainText(String(new Date().getFullYear()));
    await expect(result).toContainText("The system's clock");
    await expect(result).toContainText('2020');
    await expectAccessibleInBothThemes(page, 'refused keys');
  }

  service.answer = answering({ resultCode: '0300006', resultDesc: 'VDN not found' });
  await connections.test();
  await expect(connections.result('CC-iSales')).toContainText('Refused by the system: 0300006');
  await expect(connections.result('CC-iSales')).toContainText('VDN not found');

  service.answer = (_received, response) => response.end('<html>Please log in</html>');
  await connections.test();
  await expect(connections.result('CC-iSales')).toContainText('The answer could not be read');

  service.answer = wellServices;
  await connections.test();
  await expect(connections.panel).toContainText('Both services answered.');
  await expectAccessibleInBothThemes(page, 'a test that went well');
});

test('created, edited, duplicated, deleted; the secret key is never seen again', async ({
  launch,
  cleanUp,
  userData,
}) => {
  const demo = await demoSystem(cleanUp);
  const filled: FilledConnection = {
    name: 'Shenzhen',
    vdnId: demo.vdnId,
    isales: demo.isales,
    ccfs: demo.ccfs,
    accessKey: demo.accessKey,
    secretKey: demo.secretKey,
  };
  const { page } = await launch();
  const connections = new ConnectionPage(page);
  await connections.begin();
  await connections.fill(filled);
  await connections.test();
  await connections.result('CC-iSales').getByRole('button', { name: 'Trust this certificate' }).click();
  await connections.result('CC-FS').getByRole('button', { name: 'Trust this certificate' }).click();
  await connections.test();
  await expect(connections.panel).toContainText('Both services answered.');
  await connections.save();
  await expect(page.getByRole('table', { name: 'Connections' })).toContainText('In use');
  await expectAccessibleInBothThemes(page, 'the list of connections');

  // edited without the secret key, which stays; its signature is still right
  await connections.choose('Shenzhen', 'Edit');
  await expect(connections.form).toContainText('Saved. It is never shown again.');
  await connections.fill({ name: 'Shenzhen prod' });
  await connections.test();
  await expect(connections.panel).toContainText('Both services answered.');
  await connections.save();
  await expect(page.getByText('Shenzhen prod saved')).toBeVisible();

  // leaving a changed form asks first
  await connections.choose('Shenzhen prod', 'Edit');
  await connections.fill({ vdnId: 7 });
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Keep editing' }).click();
  await expect(connections.field('VDN ID')).toHaveValue('7');
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Discard changes' }).click();

  await connections.choose('Shenzhen prod', 'Duplicate');
  await expect(connections.field('Name')).toHaveValue('Shenzhen prod (copy)');
  await connections.test();
  await expect(connections.panel).toContainText('Both services answered.');

  const answers = await page.evaluate(async () => {
    const { connections: bridge, app } = window.dialdesk;
    const listed = await bridge.list();
    if (!listed.ok) throw new Error('no list');
    const [first] = listed.value;
    if (first === undefined) throw new Error('no connection');
    const { id, ...settings } = first;
    return [
      listed,
      await bridge.update({ id, settings }),
      await bridge.test({ id, settings }),
      await bridge.use({ id }),
      await app.state(),
      document.documentElement.outerHTML,
      [...document.querySelectorAll('input')].map(({ value }) => value),
    ];
  });
  expect(JSON.stringify(answers)).toContain(demo.accessKey);
  expect(JSON.stringify(answers)).not.toContain(demo.secretKey);
  expect(await filesWith(userData, demo.accessKey)).not.toEqual([]);
  expect(await filesWith(userData, demo.secretKey)).toEqual([]);

  await page.getByRole('button', { name: 'Back' }).click();
  await connections.choose('Shenzhen prod (copy)', 'Delete');
  const question = page.getByRole('alertdialog');
  await expectAccessibleInBothThemes(page, 'the question before a deletion');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Edit Shenzhen prod (copy)' })).toBeVisible();
  await connections.choose('Shenzhen prod (copy)', 'Delete');
  await question.getByRole('button', { name: 'Delete connection' }).click();
  await expect(page.getByRole('button', { name: 'Edit Shenzhen prod (copy)' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Edit Shenzhen prod' })).toBeVisible();
});

test('by the keyboard alone: Enter saves, and the focus goes to what is wrong', async ({ launch }) => {
  const { page } = await launch();
  const connections = new ConnectionPage(page);
  await connections.begin();
  await connections.field('Name').focus();
  await page.keyboard.type('By hand');
  await page.keyboard.press('Enter');
  await expect(connections.field('VDN ID')).toBeFocused();
  await page.keyboard.type('53');
  for (const typed of ['isales.example', 'ccfs.example', '28443', 'AK', secretKey]) {
    await page.keyboard.press('Enter');
    await page.keyboard.type(typed);
  }
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Edit By hand' })).toBeVisible();
});
