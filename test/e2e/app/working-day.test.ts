import type { ElectronApplication, Page } from 'playwright/test';
import { m } from '../../../src-main/contract/messages/messages.js';
import { openStore } from '../../../src-main/store/store.ts';
import { addWorkingDay } from '../../support/working-day.ts';
import { expect, test } from '../app.ts';
import { expectToFit } from '../layout.ts';

const resize = (app: ElectronApplication, width: number, height = 760): Promise<void> =>
  app.evaluate(
    ({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setContentSize(to.width, to.height),
    { width, height },
  );

/** How many rows of the table are wholly in sight. */
const rowsInSight = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const grid = document.querySelector('main [role=grid]');
    if (grid === null) return 0;
    const { top, bottom } = grid.getBoundingClientRect();
    const head = grid.querySelector('[role=columnheader]')?.getBoundingClientRect().bottom ?? top;
    return [...grid.querySelectorAll('[role=gridcell]:first-child')].filter((cell) => {
      const row = cell.closest('[role=row]')?.getBoundingClientRect();
      return row && row.top >= head - 1 && row.bottom <= Math.min(bottom, innerHeight);
    }).length;
  });

const rail = (page: Page, name: string) =>
  page.getByRole('navigation').getByRole('button', { name: new RegExp(`^${name}`) });

for (const language of ['en', 'zh'] as const) {
  const at = { locale: language };

  test(`a working day’s lists fit, and nothing of them goes to a real call centre unasked from the demo (${language})`, async ({
    launch,
    userData,
  }, info) => {
    const store = openStore(userData);
    addWorkingDay(store, Date.now());
    store.close();
    const { app, page } = await launch({ language });

    await page
      .getByRole('button', { name: /VDN 17/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name: m.shell_try_demo({}, at) }).click();
    const question = page.getByRole('alertdialog');
    await expect(question).toContainText('深圳生产环境');
    await page.screenshot({ path: info.outputPath('use-demo.png') });
    await question.getByRole('button', { name: m.live_demo_action({}, at) }).click();
    await expect(page.getByRole('complementary', { name: m.shell_demo_banner({}, at) })).toBeVisible();

    for (const [name, entry] of [
      ['imports', m.shell_nav_imports({}, at)],
      ['outbox', m.shell_nav_outbox({}, at)],
      ['activity', m.shell_nav_activity({}, at)],
      ['reservations', m.shell_nav_reservations({}, at)],
      ['servers', m.shell_nav_servers({}, at)],
      ['campaigns', m.shell_nav_campaigns({}, at)],
    ] as const) {
      await rail(page, entry).click();
      await expect(page.getByRole('row').nth(2)).toBeVisible();
      for (const width of [1400, 1280, 1024]) {
        await resize(app, width);
        await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width);
        await page.screenshot({ path: info.outputPath(`${name}-${width}.png`) });
        await expectToFit(page, `${name} at ${width}`);
      }
    }

    // the smallest window, with the demo's banner and the keychain's notice
    await resize(app, 1024, 640);
    await expect.poll(() => page.evaluate(() => innerHeight)).toBe(640);
    for (const [entry, least] of [
      [m.shell_nav_reservations({}, at), 5],
      [m.shell_nav_imports({}, at), 4],
      [m.shell_nav_campaigns({}, at), 6],
    ] as const) {
      await rail(page, entry).click();
      await expect(page.getByRole('row').nth(2)).toBeVisible();
      await page.screenshot({ path: info.outputPath(`low-${least}.png`) });
      expect(await rowsInSight(page), entry).toBeGreaterThanOrEqual(least);
    }

    await rail(page, m.shell_nav_outbox({}, at)).click();
    await page
      .getByRole('row')
      .filter({ hasText: m.imports_state_failed({}, at) })
      .first()
      .getByRole('button', {
        name: new RegExp(`^(${m.imports_enter_password({}, at)}|${m.imports_retry({}, at)})`),
      })
      .click();
    await expect(question).toContainText('Shenzhen production');
    await page.screenshot({ path: info.outputPath('asked.png') });
    await page.keyboard.press('Escape');
    await expect(question).toBeHidden();
  });
}
