import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../app.ts';
import { dropFiles } from '../desktop.ts';
import { visitEverything } from './every-view.ts';

/** Runs in the page: what the toasts lie over that somebody may be about to press. */
function coveredByToasts(): string[] {
  const toasts = [...document.querySelectorAll('.toast')].map((toast) => toast.getBoundingClientRect());
  return [...document.querySelectorAll('footer, [role=toolbar], button.primary')]
    .filter((element) => element.checkVisibility() && !element.closest('.toasts'))
    .filter((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      return toasts.some(
        (toast) => toast.left < right && toast.right > left && toast.top < bottom && toast.bottom > top,
      );
    })
    .map((element) => element.outerHTML.slice(0, 120));
}

test('a toast lies over no action bar and no primary button, on any screen, step or dialog', async ({
  launch,
  userData,
}) => {
  test.setTimeout(600_000);
  const dialdesk = await launch();
  const { app, page } = dialdesk;
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1024, 640));
  const folder = join(userData, 'empty');
  await mkdir(folder);
  const toast = page.locator('.toast');
  let seen = 0;
  await visitEverything(dialdesk, 'en', async (name) => {
    // nothing to be taken is told by a toast wherever it is dropped
    // Of what a test drops while a dialog is still coming up, Chromium now and then lets nothing arrive.
    await expect(async () => {
      await dropFiles(page, [folder]);
      await expect(toast.first(), name).toBeVisible({ timeout: 5_000 });
    }).toPass({ timeout: 60_000 });
    await expect.poll(() => page.evaluate(coveredByToasts), { message: name }).toEqual([]);
    seen++;
    // no press: that would close a menu or a dialog that is open
    await toast.getByRole('button').evaluateAll((buttons) => {
      for (const button of buttons) (button as HTMLElement).click();
    });
    await expect(toast).toHaveCount(0);
  });
  expect(seen).toBeGreaterThan(50);
});
