import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultSigning } from '../../../src-main/contract/connections.ts';
import { usualPlan } from '../../../src-main/contract/number-plan.ts';
import { expect, test } from '../app.ts';
import { expectAccessibleInBothThemes } from '../themes.ts';
import { ImportPage } from '../imports/import-page.ts';
import { ConnectionPage } from './connection-page.ts';

test('a plan of the numbers is proposed, filled in with examples, and kept', async ({ launch }, info) => {
  const { page } = await launch();
  const connections = new ConnectionPage(page);
  await connections.beginFilled();
  await page.getByRole('button', { name: 'Use China' }).click();
  const examples = page.getByRole('table', { name: 'Examples' });
  await expect(examples).toContainText('+86 13123456789');
  await expect(examples.getByRole('row', { name: /Another country/ })).toContainText('not called');
  await page.getByLabel('Numbers of other countries').selectOption('00');
  await expect(examples.getByRole('row', { name: /Another country/ })).toContainText('00447400123456');
  await page.getByLabel('Country of the numbers').scrollIntoViewIfNeeded();
  await page.screenshot({ path: info.outputPath('form-en.png') });
  await examples.scrollIntoViewIfNeeded();
  await page.screenshot({ path: info.outputPath('plan-en.png') });
  await expectAccessibleInBothThemes(page, 'a plan of numbers');
  await page.getByLabel('Always accepted').fill('95xxx call-me');
  await page.getByLabel('Numbers of other countries').focus();
  await expect(page.getByLabel('Always accepted')).toHaveAccessibleDescription(/only digits/);
  await page.getByLabel('Always accepted').fill('95xxx *123#');
  await page.evaluate(() => window.dialdesk.app.setTheme('dark'));
  await page.evaluate(() => window.dialdesk.app.setLanguage('zh'));
  await page.screenshot({ path: info.outputPath('plan-zh.png') });
  await page.evaluate(() => window.dialdesk.app.setLanguage('en'));
  await connections.save();
  await expect
    .poll(() => page.evaluate(async () => JSON.stringify(await window.dialdesk.connections.list())))
    .toContain('"fine":["95xxx","*123#"]');
});

test('a list is checked by the plan of the connection, and one mend makes its numbers right', async ({
  launch,
  userData,
}, info) => {
  const { page, app } = await launch();
  const settings = {
    name: 'Shenzhen',
    isales: { host: 'isales.example.com', port: 28050 },
    ccfs: { host: 'ccfs.example.com', port: 28443 },
    vdnId: 53,
    accessKey: 'AK1',
    mode: 'saas' as const,
    trust: { kind: 'system' as const },
    signing: defaultSigning,
    voiceLimitMb: 5,
    numberPlan: usualPlan('CN'),
  };
  await page.evaluate(async (filled) => {
    const made = await window.dialdesk.connections.create({ settings: filled, secretKey: 'sk' });
    if (!made.ok) throw new Error(made.error.message);
    await window.dialdesk.connections.use({ id: made.value.id });
  }, settings);
  await page.getByRole('button', { name: 'Imports', exact: true }).click();
  const list = join(userData, 'numbers.csv');
  const numbers = [
    '13900138000',
    '8613900138001',
    '+8613900138002',
    '1390013800',
    '15412345678',
    '02083630001',
  ];
  await writeFile(
    list,
    `called,recycleTime\n${numbers.map((n) => `"[{""calledNo"":""${n}""}]",2035-01-02 09:00:00\n`).join('')}`,
  );
  const imports = new ImportPage(page);
  await imports.open();
  await imports.pick(app, list);
  await expect(page.getByRole('list', { name: 'Rows ready by kind of number' })).toContainText(
    'Cannot be dialled',
  );
  await page.getByRole('button', { name: /Number cannot be dialled as written/ }).click();
  await page.screenshot({ path: info.outputPath('check-en.png') });
  await expectAccessibleInBothThemes(page, 'a list checked by a plan');
  await page.getByRole('button', { name: /^Fix \d+…$/ }).click();
  await expect(page.getByRole('dialog')).toContainText('13900138001');
  await page.screenshot({ path: info.outputPath('mend-en.png') });
  await page.getByRole('button', { name: /^Fix \d+ cells?$/ }).click();
  await expect(page.getByRole('button', { name: /Number cannot be dialled as written/ })).toBeHidden();
  await page.evaluate(async () => {
    const answer = await window.dialdesk.connections.list();
    const [connection] = answer.ok ? answer.value : [];
    if (!connection) throw new Error('the connection is gone');
    const { id, ...rest } = connection;
    await window.dialdesk.connections.update({ id, settings: { ...rest, numberPlan: undefined } });
  });
  const again = page.getByRole('button', { name: 'Check with this plan' });
  await expect(again).toBeVisible();
  await page.evaluate(() => window.dialdesk.app.setTheme('dark'));
  await page.evaluate(() => window.dialdesk.app.setLanguage('zh'));
  await page.screenshot({ path: info.outputPath('check-zh.png') });
  await page.evaluate(() => window.dialdesk.app.setLanguage('en'));
  await again.click();
  // checked by the template's rules alone, with the correction
  await expect(again).toBeHidden();
  await expect(page.getByRole('button', { name: 'Undo the last change (Ctrl+Z)' })).toBeVisible();
  await expect(page.getByText('By kind')).toBeHidden();
});
