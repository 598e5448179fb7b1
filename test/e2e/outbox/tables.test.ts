import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportSummary } from '../../../src-main/contract/jobs.ts';
import { m } from '../../../src-main/contract/messages/messages.js';
import { sampleJob } from '../../support/sample-job.ts';
import { expect, test } from '../app.ts';
import { answerDialogs } from '../desktop.ts';
import { ImportPage } from '../imports/import-page.ts';
import { expectToFit } from '../layout.ts';
import { OutboxPage } from './outbox-page.ts';
import { busyDay } from './busy-day.ts';
import { plant } from './plant.ts';

for (const language of ['en', 'zh'] as const) {
  test(`a busy day in the tables of imports and outbox, in the smallest window (${language})`, async ({
    launch,
    userData,
  }) => {
    busyDay(userData);
    const dialdesk = await launch({ language });
    const { app, page } = dialdesk;
    const outbox = new OutboxPage(dialdesk, language);
    const sizes = [1024, 1280];
    for (const screen of ['imports', 'outbox'] as const) {
      await outbox.show(screen);
      await expect(page.getByRole('row').nth(2)).toBeVisible();
      for (const width of sizes) {
        await app.evaluate(
          ({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setContentSize(to, 640),
          width,
        );
        await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width);
        await expectToFit(page, `${screen} at ${width}`);
      }
    }
  });
}

/** What a job waits or failed for, in as many words as there are. */
const reasons = [
  { code: 'start_passed', kind: 'decision', details: { hour: 18, minute: 30 }, retryAt: null },
  { code: 'sent_before', kind: 'decision', details: {}, retryAt: null },
  { code: 'call_centre_changed', kind: 'decision', details: {}, retryAt: null },
  // a decision, as whatever waits for the network is tried at the start
  {
    code: 'http_status',
    kind: 'decision',
    details: { status: 511 },
    retryAt: Date.UTC(2099, 10, 28, 9, 20, 59),
  },
  { code: 'login_refused', kind: 'password', details: { reason: 'key' }, retryAt: null },
  { code: 'timed_out', kind: 'decision', details: {}, retryAt: Date.UTC(2099, 10, 28, 9, 20, 59) },
] as const;

for (const language of ['en', 'zh'] as const) {
  test(`why a job waits is read to its end in the outbox, at every width (${language})`, async ({
    launch,
    userData,
  }, info) => {
    plant(userData, [
      ...reasons.map((waitingFor, at) => ({ name: `waits ${at}`, state: 'waiting' as const, waitingFor })),
      ...reasons.map(({ code, details }, at) => ({
        name: `failed ${at}`,
        state: 'failed' as const,
        error: { code, message: code, details },
      })),
      // everything that a prepared import can lack
      {
        ...{ name: 'prepared', state: 'prepared', hold: true, connectionId: null },
        summary: {
          ...(sampleJob().summary as ImportSummary),
          ...{ campaignId: null, serverId: null, serverName: null },
        },
      },
    ]);
    const dialdesk = await launch({ language });
    const { app, page } = dialdesk;
    await new OutboxPage(dialdesk, language).show('outbox');
    const why = page.locator('.why');
    for (const width of [1024, 1280, 1400]) {
      await app.evaluate(
        ({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setContentSize(to, 1_100),
        width,
      );
      await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width);
      await expect(why).toHaveCount(2 * reasons.length + 1);
      await page.screenshot({ path: info.outputPath(`reasons-${width}.png`) });
      const cut = await why.evaluateAll((lines) =>
        lines
          .filter((line) => {
            const cell = line.closest('[role=gridcell]')?.getBoundingClientRect();
            const row = line.closest('[role=row]')?.getBoundingClientRect();
            const { right, bottom } = line.getBoundingClientRect();
            const whole =
              line.scrollHeight <= line.clientHeight + 1 && line.scrollWidth <= line.clientWidth + 1;
            return !whole || right > (cell?.right ?? 0) || bottom > (row?.bottom ?? 0);
          })
          .map((line) => line.textContent),
      );
      expect(cut, `at ${width}`).toEqual([]);
    }
  });
}

for (const language of ['en', 'zh'] as const) {
  test(`names are read in the tables, and a connection without a column is sorted by (${language})`, async ({
    launch,
    userData,
  }, info) => {
    busyDay(userData);
    const dialdesk = await launch({ language });
    const { app, page } = dialdesk;
    const outbox = new OutboxPage(dialdesk, language);
    const at = { locale: language };
    for (const screen of ['imports', 'outbox'] as const) {
      await outbox.show(screen);
      const names = page.getByRole('row').locator('.open');
      await expect(names.nth(2)).toBeVisible();
      for (const width of [1600, 1500, 1400, 1280, 1024]) {
        await app.evaluate(
          ({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setContentSize(to, 900),
          width,
        );
        await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width);
        await page.screenshot({ path: info.outputPath(`${screen}-${width}.png`) });
        const widths = await names.evaluateAll((all) => all.map((name) => name.parentElement?.clientWidth));
        for (const each of widths)
          expect(each, `${screen} at ${width}`).toBeGreaterThan(width < 1280 ? 100 : 150);
      }
      await page.getByRole('button', { name: m.outbox_sort({}, at) }).click();
      const column = m.imports_review_connection({}, at);
      await page.getByRole('menuitemradio', { name: m.outbox_sort_by({ column }, at) }).click();
      await page.getByRole('button', { name: m.outbox_sort({}, at) }).click();
      await expect(page.getByRole('menuitemradio', { name: m.outbox_sort_by({ column }, at) })).toBeChecked();
      await page.keyboard.press('Escape');
    }
  });
}

test('a table is sorted and widened by the keyboard, searched with Ctrl+F, and counted on the rail', async ({
  launch,
  userData,
}) => {
  busyDay(userData);
  const dialdesk = await launch();
  const { page } = dialdesk;
  const outbox = new OutboxPage(dialdesk);
  const entry = page.getByRole('navigation').getByRole('button', { name: 'Outbox', exact: true });
  await expect(entry).toHaveAccessibleDescription('5 jobs in progress or waiting for you');

  await outbox.show('imports');
  const names = () =>
    page
      .getByRole('row')
      .getByRole('button', { name: /^list-/ })
      .allTextContents();
  await expect.poll(async () => (await names()).length).toBe(3);
  await expect(page.getByRole('columnheader', { name: /^When/ })).toHaveAttribute('aria-sort', 'descending');
  const head = page.getByRole('columnheader', { name: 'Import', exact: true }).getByRole('button');
  await head.focus();
  await page.keyboard.press('Enter');
  await expect
    .poll(names)
    .toEqual(['list-2 returned customers', 'list-10 华南大区回访', 'list-13 leads of the autumn fair']);
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await names())[0]).toBe('list-13 leads of the autumn fair');
  const width = () =>
    page.getByRole('columnheader', { name: 'Import', exact: true }).evaluate((cell) => cell.clientWidth);
  const before = await width();
  await page.keyboard.press('Alt+ArrowRight');
  await expect.poll(width).toBeGreaterThan(before);
  const wider = await width();
  await page.keyboard.press('Control+f');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('华南大区回访');
  await expect.poll(names).toEqual(['list-10 华南大区回访']);
  await expect(outbox.row('list-10 华南大区回访')).toContainText('19,076 of 19,076 imported');

  // at the next start the column is as wide, and a double click on its edge gives it back
  await dialdesk.app.close();
  const again = await launch();
  await new OutboxPage(again).show('imports');
  const column = again.page.getByRole('columnheader', { name: 'Import', exact: true });
  await expect(column).toBeVisible();
  await expect.poll(() => column.evaluate((cell) => cell.clientWidth)).toBe(wider);
  await column.locator('.handle').dblclick();
  await expect.poll(() => column.evaluate((cell) => cell.clientWidth)).toBe(before);
});

test('of 2,000 imports, only the rows in sight are drawn, wherever the list stands', async ({
  launch,
  userData,
}) => {
  busyDay(userData, 2_000);
  const dialdesk = await launch();
  const { page } = dialdesk;
  const outbox = new OutboxPage(dialdesk);
  for (const screen of ['imports', 'outbox'] as const) {
    await outbox.show(screen);
    await page.getByRole('radio', { name: /^All/ }).check({ force: true });
    const grid = page.getByRole('grid');
    await expect.poll(async () => Number(await grid.getAttribute('aria-rowcount'))).toBeGreaterThan(2_000);
    await grid.focus();
    for (const key of ['PageDown', 'End', 'PageUp', 'Home']) {
      await page.keyboard.press(key);
      await expect(grid.locator('[role=row].active .open')).toBeVisible();
      const drawn = await grid.getByRole('row').count();
      expect(drawn, `${screen} after ${key}`).toBeLessThan(60);
    }
  }
});

test('a sent import is repeated with its file and destination, and saved as a workbook', async ({
  launch,
  userData,
}) => {
  const dialdesk = await launch();
  const { app, page } = dialdesk;
  const imports = new ImportPage(page);
  const outbox = new OutboxPage(dialdesk);
  await imports.startDemo();
  const { campaignId } = await imports.hints();
  await imports.sendSample('first.xlsx');
  await outbox.show('imports');
  const target = join(userData, 'saved.xlsx');
  await answerDialogs(app, { save: target });
  await page.getByRole('button', { name: /^More actions for/ }).click();
  await page.getByRole('menuitem', { name: 'Save workbook…' }).click();
  await expect(page.getByText('saved.xlsx saved.')).toBeVisible();
  expect((await stat(target)).size).toBeGreaterThan(1_000);

  await page.getByRole('button', { name: /^More actions for/ }).click();
  await page.getByRole('menuitem', { name: 'Repeat…' }).click();
  await expect(page.getByText(/^New import based on/)).toBeVisible();
  await expect(page.getByText('Problems by rule')).toBeVisible();
  await imports.toDestination();
  await expect(page.getByLabel('Campaign ID')).toHaveValue(campaignId);
  await expect(page.getByRole('radio', { name: /127\.0\.0\.1/ }).first()).toBeChecked();
  await expect(page.getByLabel('File name')).not.toHaveValue('first.xlsx');
});
