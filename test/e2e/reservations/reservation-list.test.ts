import type { Page } from 'playwright/test';
import { m } from '../../../src-main/contract/messages/messages.js';
import { fullSeed } from '../../../src-main/demo/seed.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { expect, test } from '../app.ts';
import { connectTo } from '../call-centre.ts';
import { expectToFit } from '../layout.ts';
import { expectAccessibleInBothThemes } from '../themes.ts';
import { ReservationsPage } from './reservations-page.ts';

const zone = { TZ: 'Europe/Berlin' };

/** The words in a column of the list, as far as its rows are drawn. */
const columnOf = (page: Page, at: number): Promise<string[]> =>
  page
    .locator('[role=row]:not([aria-busy]) > [role=gridcell]:not(.awaited)')
    .evaluateAll(
      (cells, wanted) =>
        cells
          .filter((cell) => [...(cell.parentElement?.children ?? [])].indexOf(cell) === wanted)
          .map((cell) => cell.textContent.trim()),
      at,
    );

for (const language of ['en', 'zh'] as const) {
  test(`a list is sorted, counted and ticked, and what is ticked is changed (${language})`, async ({
    launch,
    cleanUp,
  }, info) => {
    const at = { locale: language };
    const demo = await demoSystem(cleanUp, { sizes: fullSeed });
    const { app, page } = await launch({
      language,
      env: zone,
    });
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1024, 640));
    const reservations = new ReservationsPage(page, language);
    const { words, dialog, rows } = reservations;
    await connectTo(page, demo, words.screen);
    await reservations.show();
    await expect(rows.first()).toContainText(/\d{11}/);
    await expect(
      page.getByText(m.reservations_shown({ count: 20_000, countText: '20,000' }, at)),
    ).toBeVisible();

    // by type, over the whole list
    const head = (name: string) => page.getByRole('columnheader').getByRole('button', { name });
    const type = m.reservations_type({}, at);
    await head(type).click();
    const sorted = page.getByRole('columnheader', { name: type });
    await expect(sorted).toHaveAttribute('aria-sort', 'ascending');
    const automatic = m.reservations_type_automatic({}, at);
    const manual = m.reservations_type_manual({}, at);
    const [first, last] = language === 'zh' ? [manual, automatic] : [automatic, manual];
    await expect.poll(async () => new Set(await columnOf(page, 5))).toEqual(new Set([first]));
    await head(type).click();
    await expect.poll(async () => new Set(await columnOf(page, 5))).toEqual(new Set([last]));
    await expect(sorted).toHaveAttribute('aria-sort', 'descending');

    // ticks: one, a stretch, all that is shown
    await page.getByLabel(type, { exact: true }).selectOption('manual');
    const manuals = [...demo.state.reservations.values()].filter(({ callType }) => callType === '1').length;
    const of = { allText: '20,000', countText: manuals.toLocaleString('en') };
    await expect(page.getByText(m.reservations_shown_of(of, at))).toBeVisible();
    const ticks = rows.getByRole('checkbox');
    await ticks.nth(0).check();
    await ticks.nth(3).click({ modifiers: ['Shift'] });
    const ticked = (count: number) =>
      page.getByText(m.reservations_ticked({ count, countText: count.toLocaleString('en') }, at), {
        exact: true,
      });
    await expect(ticked(4)).toBeVisible();
    await expectToFit(page, 'ticked');
    await expectAccessibleInBothThemes(page, 'ticked');
    await page.screenshot({ path: info.outputPath('ticked.png') });
    await page.evaluate(() => window.dialdesk.app.setTheme('dark'));
    await page.screenshot({ path: info.outputPath('ticked-dark.png') });
    await page.evaluate(() => window.dialdesk.app.setTheme('light'));

    // a row opens by a press, by Enter, and by a double click
    await rows
      .first()
      .getByRole('button', { name: /^\d{11}$/ })
      .click();
    await expect(dialog.getByText(m.reservations_status({}, at), { exact: true })).toBeVisible();
    await page.screenshot({ path: info.outputPath('row.png') });
    await page.keyboard.press('Escape');
    await page.getByRole('grid').focus();
    await page.keyboard.press('Enter');
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await rows.first().getByRole('gridcell').nth(6).dblclick();
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();

    await page.getByRole('button', { name: m.reservations_change_ticked({}, at) }).click();
    const sheet = page.getByRole('grid', { name: m.bulk_rows({}, at) });
    await expect(sheet.getByRole('checkbox')).toHaveCount(4);
    await page.getByRole('button', { name: m.bulk_back({}, at) }).click();
    // nothing was corrected, so nothing is asked
    await expect(sheet).toBeHidden();
    await page.getByRole('button', { name: m.bulk_back({}, at) }).click();

    // all that is shown, and not what a filter hides
    await expect(rows.first()).toContainText(manual);
    await page.getByRole('grid').focus();
    await page.keyboard.press('Control+A');
    await expect(ticked(manuals)).toBeVisible();
    await page.getByRole('button', { name: m.bulk_pick_none({}, at) }).click();
    await page.getByLabel(type, { exact: true }).selectOption('automatic');
    await expect.poll(async () => new Set(await columnOf(page, 5))).toEqual(new Set([automatic]));
    await page.getByRole('button', { name: m.bulk_open({}, at) }).click();
    await page.getByRole('menuitem', { name: m.bulk_from_list({}, at) }).click();
    const left = 20_000 - manuals;
    await expect(
      page.getByText(m.bulk_left_fixed({ count: left, countText: left.toLocaleString('en') }, at)),
    ).toBeVisible();
    await expect(sheet.getByRole('checkbox')).toHaveCount(0);
    await page.screenshot({ path: info.outputPath('left-out.png') });
  });
}
