import type { Page } from 'playwright/test';
import { expect } from 'playwright/test';
import { expectAccessible } from './axe.ts';

/** Expects axe to find nothing on what is shown now, in the light theme and in the dark one. */
export async function expectAccessibleInBothThemes(page: Page, where: string): Promise<void> {
  for (const theme of ['dark', 'light'] as const) {
    await page.evaluate((choice) => window.dialdesk.app.setTheme(choice), theme);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await expectAccessible(page, `${where}, ${theme}`);
  }
}
