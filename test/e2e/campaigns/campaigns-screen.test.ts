import type { Page } from 'playwright/test';
import { demoSystem } from '../../support/demo-system.ts';
import { expect, test } from '../app.ts';
import { expectAccessible } from '../axe.ts';
import { connectTo } from '../call-centre.ts';

const screen = (page: Page) =>
  page.getByRole('navigation').getByRole('button', { name: 'Campaigns' }).click();
const rows = (page: Page) => page.getByRole('row').filter({ has: page.getByRole('gridcell') });

test('a campaign is found, paused, and resumed: asked first, sent once', async ({ launch, cleanUp }) => {
  const demo = await demoSystem(cleanUp);
  const campaign = demo.state.campaigns.values().find(({ status }) => status === '2');
  const { page } = await launch();
  await connectTo(page, demo);
  await screen(page);
  await page.getByRole('searchbox', { name: 'Search campaigns' }).fill(campaign?.name.slice(0, 30) ?? '');
  const row = rows(page).filter({ hasText: campaign?.id ?? '' });
  await expect(row).toContainText('Active');
  await row.getByRole('button', { name: /^Pause / }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(campaign?.name ?? '');
  await expect(dialog).toContainText(`VDN ${demo.vdnId}`);
  expect(demo.counters.requests['campaign/pause']).toBe(0);
  await expectAccessible(page, 'the question before a pause');
  await dialog.getByRole('button', { name: 'Pause campaign' }).click();
  await expect(dialog).toBeHidden();
  await expect(row).toContainText('Suspended');
  expect(demo.counters.requests['campaign/pause']).toBe(1);

  await row.getByRole('button', { name: campaign?.name ?? '', exact: true }).click();
  await expect(page.getByText('09:00–12:00')).toBeVisible();
  await expect(page.getByText('Every week: Sat and Sun')).toBeVisible();
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await dialog.getByRole('button', { name: 'Resume campaign' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Active', { exact: true })).toBeVisible();
  expect(campaign?.status).toBe('2');
});

test('a lost answer is answered by the state; a state that does not allow it is shown', async ({
  launch,
  cleanUp,
}) => {
  const demo = await demoSystem(cleanUp, {
    faults: { http: [{ on: 'campaign/pause', fault: { kind: 'lost' } }] },
  });
  const { page } = await launch();
  await connectTo(page, demo);
  await screen(page);
  const dialog = page.getByRole('dialog');
  const pause = rows(page).getByRole('button', { name: /^Pause / });
  await pause.first().click();
  await dialog.getByRole('button', { name: 'Pause campaign' }).click();
  await expect(
    dialog.getByText('The answer was lost, but the campaign is in the state you wanted'),
  ).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Check state' })).toBeFocused();
  await expectAccessible(page, 'a lost answer');
  await dialog.getByText('Close', { exact: true }).click();
  await expect(rows(page).first()).toContainText('Suspended');
  expect(demo.counters.requests['campaign/pause']).toBe(1);

  // a colleague was faster
  await pause.first().click();
  for (const campaign of demo.state.campaigns.values()) campaign.status = '3';
  await dialog.getByRole('button', { name: 'Pause campaign' }).click();
  await expect(
    dialog.getByText('The call centre shows it as: Suspended. Nothing was changed.'),
  ).toBeVisible();
});

test('what a system lacks is said once, and looked for again when asked', async ({ launch, cleanUp }) => {
  const demo = await demoSystem(cleanUp, {
    faults: {
      http: [
        { on: 'campaigns', fault: { kind: 'status', status: 405 } },
        { on: 'campaign/pause', fault: { kind: 'status', status: 404 } },
      ],
    },
  });
  const { page } = await launch();
  await connectTo(page, demo);
  await screen(page);
  await expect(page.getByText('This system does not list its campaigns')).toBeVisible();
  await expectAccessible(page, 'no list of campaigns');
  await page.getByRole('main').getByRole('button', { name: 'Check again' }).click();
  await expect(rows(page).first()).toBeVisible();
  await rows(page)
    .getByRole('button', { name: /^Pause / })
    .first()
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Pause campaign' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(
    page.getByText('This system cannot pause or resume campaigns through its interfaces'),
  ).toBeVisible();
  await expect(rows(page).getByRole('button', { name: /^Pause / })).toHaveCount(0);
});
