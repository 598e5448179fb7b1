import type { CallingHours } from '../../../src-main/contract/calling-hours.ts';
import { connectionToDemo } from '../../support/dialdesk.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { expect, test } from '../app.ts';
import { expectAccessibleInBothThemes } from '../themes.ts';
import { ReservationsPage } from './reservations-page.ts';

const callingHours: CallingHours = {
  zone: 'UTC',
  week: Array.from({ length: 7 }, () => [{ from: 9 * 60, to: 10 * 60 }]),
  special: [],
};

test('a reservation outside the calling hours is flagged, one by one and among many', async ({
  launch,
  cleanUp,
}, info) => {
  const demo = await demoSystem(cleanUp);
  const { page } = await launch({ env: { TZ: 'UTC' } });
  const id = await page.evaluate(
    async ({ settings, secretKey }) => {
      const made = await window.dialdesk.connections.create({ settings, secretKey });
      if (!made.ok) throw new Error(made.error.message);
      await window.dialdesk.connections.use({ id: made.value.id });
      return made.value.id;
    },
    { settings: { ...connectionToDemo(demo), timeZone: 'UTC', callingHours }, secretKey: demo.secretKey },
  );
  const picture = async (name: string): Promise<void> => {
    await page.screenshot({ path: info.outputPath(`${name}-en.png`) });
    await page.evaluate(() => window.dialdesk.app.setLanguage('zh'));
    await expect(page.getByRole('navigation').getByText('预约外呼')).toBeVisible();
    await page.screenshot({ path: info.outputPath(`${name}-zh.png`) });
    await page.evaluate(() => window.dialdesk.app.setLanguage('en'));
    await expect(page.getByRole('navigation').getByText('Reservations')).toBeVisible();
  };
  const reservations = new ReservationsPage(page);
  const { dialog } = reservations;
  await reservations.show();

  await reservations.button('New reservation').click();
  await dialog.getByRole('textbox', { name: 'Day', exact: true }).focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('20301201');
  await dialog.getByRole('spinbutton', { name: 'Hour' }).focus();
  await page.keyboard.type('2030');
  const notice = dialog.getByText('This time is outside the calling hours of', { exact: false });
  await expect(notice).toBeVisible();
  await expect(dialog.getByText(/Next possible time: 2030-12-02 09:00/)).toBeVisible();
  await picture('new');
  await expectAccessibleInBothThemes(page, 'a new reservation outside the calling hours');
  await dialog.getByText('Automatic', { exact: true }).click();
  await expect(dialog.getByText('would be dialled outside', { exact: false })).toBeVisible();
  await dialog.getByRole('button', { name: 'Use that time' }).click();
  await expect(dialog.getByText('would be dialled outside', { exact: false })).toBeHidden();
  await expect(dialog.getByText(/2030-12-02 09:05 UTC/)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Discard changes' }).click();

  const [first, second] = [...demo.state.reservations.values()].filter(({ callType }) => callType === '1');
  if (!first || !second) throw new Error('the demo system has no manual reservations');
  await page.getByRole('button', { name: 'Change many…' }).click();
  await page.getByRole('menuitem', { name: 'From a sheet or pasted cells…' }).click();
  await page
    .getByLabel('Paste cells')
    .fill(
      `id\ttime\tagent\n${first.appointId}\t2030-12-01 20:30\tanna\n${second.appointId}\t2030-12-01 09:30\tanna`,
    );
  await page.getByRole('button', { name: 'Use these rows' }).click();
  const flag = page.getByTitle('Outside the calling hours; next possible time: 2030-12-02 09:00', {
    exact: false,
  });
  await expect(flag).toHaveCount(1);
  await picture('many');

  // the hours are set otherwise elsewhere, and the rows are looked at with them when somebody comes back
  await page.getByRole('button', { name: 'Connections', exact: true }).click();
  await page.evaluate(
    async ({ connection, settings }) => {
      const changed = await window.dialdesk.connections.update({ id: connection, settings });
      if (!changed.ok) throw new Error(changed.error.message);
    },
    {
      connection: id,
      settings: {
        ...connectionToDemo(demo),
        callingHours: { ...callingHours, week: callingHours.week.map(() => [{ from: 20 * 60, to: 1440 }]) },
      },
    },
  );
  await reservations.show();
  await expect(page.getByTitle('next possible time: 2030-12-01 20:00', { exact: false })).toHaveCount(1);
  await expect(flag).toHaveCount(0);

  await page.getByRole('button', { name: 'Change 2 reservations' }).click();
  await expect(
    page.getByText('1 is moved to a time outside the calling hours.', { exact: false }),
  ).toBeVisible();
  await picture('ask');
});
