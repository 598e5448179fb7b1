import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallingHours } from '../../../src-main/contract/calling-hours.ts';
import { connectionToDemo } from '../../support/dialdesk.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { expect, test } from '../app.ts';
import { ImportPage } from '../imports/import-page.ts';
import { expectAccessibleInBothThemes } from '../themes.ts';
import { ConnectionPage } from './connection-page.ts';

test('calling hours are typed as they are said, and kept', async ({ launch }, info) => {
  const { page } = await launch();
  const connections = new ConnectionPage(page);
  await connections.beginFilled();
  await page.getByRole('button', { name: 'Set calling hours' }).click();
  await expect(page.getByLabel('Fri', { exact: true })).toHaveValue('09:00–18:00');
  await page.getByLabel('Sat', { exact: true }).fill('10-14');
  await page.getByLabel('Sun', { exact: true }).focus();
  await expect(page.getByLabel('Sat', { exact: true })).toHaveAccessibleDescription(/such as 09:00–18:00/);
  await page.getByLabel('Sat', { exact: true }).fill('10:00-14:00');
  await page.getByLabel('Special dates').fill('2027-01-01\n2027-02-14 10:00-16:00');
  await page.getByLabel('Special dates').scrollIntoViewIfNeeded();
  await page.screenshot({ path: info.outputPath('form-en.png') });
  await expectAccessibleInBothThemes(page, 'calling hours');
  await page.evaluate(() => window.dialdesk.app.setLanguage('zh'));
  await page.screenshot({ path: info.outputPath('form-zh.png') });
  await page.evaluate(() => window.dialdesk.app.setLanguage('en'));
  await connections.save();
  await expect
    .poll(() => page.evaluate(async () => JSON.stringify(await window.dialdesk.connections.list())))
    .toContain('"special":[{"date":"2027-01-01","windows":[]},{"date":"2027-02-14","windows":[{"from":600,');
});

test('a start outside the hours is said, and the next time inside is one press away', async ({
  launch,
  cleanUp,
  userData,
}, info) => {
  const demo = await demoSystem(cleanUp);
  const { page, app } = await launch();
  // one hour a day, three hours from now
  const now = new Date();
  const from = (now.getUTCHours() * 60 + now.getUTCMinutes() + 180) % 1440;
  const hour = { from, to: (from + 60) % 1440 || 1440 };
  const callingHours: CallingHours = {
    zone: 'UTC',
    week: Array.from({ length: 7 }, () => [hour]),
    special: [],
  };
  await page.evaluate(
    async ({ settings, secretKey }) => {
      const made = await window.dialdesk.connections.create({ settings, secretKey });
      if (!made.ok) throw new Error(made.error.message);
      await window.dialdesk.connections.use({ id: made.value.id });
    },
    {
      settings: { ...connectionToDemo(demo), timeZone: 'UTC', callingHours },
      secretKey: demo.secretKey,
    },
  );
  await page.getByRole('button', { name: 'Imports', exact: true }).click();
  const list = join(userData, 'list.csv');
  const clock = `${String(Math.floor(from / 60)).padStart(2, '0')}:${String(from % 60).padStart(2, '0')}`;
  const outside = `${String((Math.floor(from / 60) + 3) % 24).padStart(2, '0')}:30:00`;
  await writeFile(
    list,
    [
      'called,recycleTime',
      `"[{""calledNo"":""13900138000""}]",2035-01-02 ${clock}:00`,
      `"[{""calledNo"":""13900138001""}]",2035-01-03 ${outside}`,
    ].join('\n'),
  );
  const imports = new ImportPage(page);
  await imports.open();
  await imports.pick(app, list);
  const rule = page.getByRole('button', { name: /Recycle time outside the calling hours/ });
  await rule.click();
  await expect(page.getByText(/outside the calling hours; next: 2035-01-0[34] /)).toBeVisible();
  await page.screenshot({ path: info.outputPath('rule-en.png') });
  await imports.toDestination();
  const notice = page.getByText('This start is outside the calling hours of', { exact: false });
  await expect(notice).toBeVisible();
  await expectAccessibleInBothThemes(page, 'a start outside the calling hours');
  await page.screenshot({ path: info.outputPath('destination-en.png') });
  await page.evaluate(() => window.dialdesk.app.setLanguage('zh'));
  await expect(page.getByText(/此开始时间不在/)).toBeVisible();
  await page.screenshot({ path: info.outputPath('destination-zh.png') });
  await page.evaluate(() => window.dialdesk.app.setLanguage('en'));
  await page.getByRole('button', { name: `Start at ${clock}` }).focus();
  await page.keyboard.press('Enter');
  await expect(notice).toBeHidden();
  // the focus stays where the notice was: the next thing is Continue, and not the top of the screen
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('DIV');
  await expect(page.getByRole('radio', { name: 'At a set time' })).toBeChecked();
  const [hours = '', minutes = ''] = clock.split(':');
  await expect(page.getByRole('spinbutton', { name: 'Hour' })).toHaveValue(hours);
  await expect(page.getByRole('spinbutton', { name: 'Minute' })).toHaveValue(minutes);
});
