import type { ElectronApplication, Page } from 'playwright/test';
import { m } from '../../../src-main/contract/messages/messages.js';
import { expect, test } from '../app.ts';
import { expectAccessible, expectContrast } from '../axe.ts';
import { visitEverything } from './every-view.ts';
import { ImportPage } from '../imports/import-page.ts';
import { expectOneFilled, expectToFit } from '../layout.ts';

const setSize = (app: ElectronApplication, width: number, height: number, zoom = 1): Promise<void> =>
  app.evaluate(
    ({ BrowserWindow }, wanted) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setContentSize(wanted.width, wanted.height);
      window?.webContents.setZoomFactor(wanted.zoom);
    },
    { width, height, zoom },
  );

async function setTheme(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.evaluate((choice) => window.dialdesk.app.setTheme(choice), theme);
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
}

for (const language of ['en', 'zh'] as const) {
  test(`every screen, step, dialog and menu is for everyone, in the smallest window (${language})`, async ({
    launch,
  }) => {
    test.setTimeout(600_000);
    const dialdesk = await launch({ language });
    const { app, page } = dialdesk;
    await setSize(app, 1024, 640);
    let seen = 0;
    await setTheme(page, 'light');
    await visitEverything(dialdesk, language, async (name) => {
      seen++;
      await expectToFit(page, name, m.reservations_day_grid({}, { locale: language }));
      await expectOneFilled(page, name);
      await expectAccessible(page, `${name}, light`);
      // colours are all that differs
      await setTheme(page, 'dark');
      await expectContrast(page, `${name}, dark`);
      await setTheme(page, 'light');
    });
    expect(seen).toBeGreaterThan(50);
  });
}

/** Runs in the page: what cannot be come by, however one scrolls, or lies under something else. */
function outOfReach(): string[] {
  const faults: string[] = [];
  const boxesOf = (element: Element): Element[] =>
    element.parentElement ? [element.parentElement, ...boxesOf(element.parentElement)] : [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.push('the window scrolls sideways');
  const front = [...document.querySelectorAll('[role=dialog], [role=alertdialog], [role=menu]')].at(-1);
  const within = front ?? document.querySelector('main') ?? document.body;
  for (const heading of within.querySelectorAll('h1, h2')) {
    // one of those for screen readers is as wide as a dot
    if (heading.clientWidth > 2 && heading.scrollWidth > heading.clientWidth) {
      faults.push(`the heading is cut: ${heading.textContent.trim()}`);
    }
  }
  for (const control of within.querySelectorAll('button, input, select, textarea, [role=menuitem]')) {
    // what cannot be pressed now lets the pointer through
    if (control.matches(':disabled, [aria-disabled=true], [aria-hidden=true]')) continue;
    if (!control.checkVisibility() || control.clientWidth <= 2) continue;
    control.scrollIntoView({ block: 'center', inline: 'center' });
    const { x, y, width, height } = control.getBoundingClientRect();
    const hit = document.elementFromPoint(x + width / 2, y + height / 2);
    // a script scrolls also what nobody else can; a pixel more or less is rounding
    const byForce = boxesOf(control).some(
      (box) =>
        (box.scrollTop > 2 && getComputedStyle(box).overflowY === 'hidden') ||
        (box.scrollLeft > 2 && getComputedStyle(box).overflowX === 'hidden'),
    );
    if (byForce || hit === null || !(control.closest('label') ?? control).contains(hit)) {
      faults.push(`out of reach: ${control.outerHTML.slice(0, 120)}`);
    }
  }
  return faults;
}

const softly = expect.configure({ soft: true });

test('at 200 % everything on every screen, step, dialog and menu is within reach', async ({ launch }) => {
  test.setTimeout(600_000);
  const dialdesk = await launch();
  const { app, page } = dialdesk;
  // a page of 640 x 400
  await setSize(app, 1280, 800, 2);
  await expect.poll(() => page.evaluate(() => innerWidth)).toBe(640);
  await visitEverything(dialdesk, 'en', async (name) => {
    // a menu is positioned, and slides in, after it is there
    await softly.poll(() => page.evaluate(outOfReach), { message: name }).toEqual([]);
  });
});

test('forced colours, reduced motion, and a focus that is always seen', async ({ launch }) => {
  const { app, page } = await launch();
  await new ImportPage(page).startDemo();
  const rail = page.getByRole('navigation').getByRole('button');
  const screens = (await rail.allTextContents()).map((text) => text.trim());
  const show = async (name: string): Promise<void> => {
    const entry = page.getByRole('navigation').getByRole('button', { name, exact: true });
    await entry.click();
    await expect(entry).toHaveAttribute('aria-current', 'page');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  };
  const named = screens.filter((name) => !name.includes('VDN'));
  expect(named.length).toBeGreaterThanOrEqual(8);

  await setSize(app, 1280, 800, 2);
  for (const name of named) {
    await show(name);
    await expect(page.getByRole('heading', { level: 1 }), `${name} at 200 %`).toBeInViewport();
  }
  await setSize(app, 1024, 640);

  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  for (const name of named) {
    await show(name);
    await expectContrast(page, `${name}, forced colours`);
    // where one is must be told by more than a colour that is no longer there
    const current = page.getByRole('navigation').getByRole('button', { name, exact: true });
    expect(await current.evaluate((element) => getComputedStyle(element).outlineStyle), name).toBe('solid');
    const moving = await page.evaluate(() => {
      const seconds = (durations: string): number =>
        Math.max(...durations.split(',').map((duration) => parseFloat(duration)));
      return [...document.body.querySelectorAll('*')]
        .filter((element) => {
          const { animationName, animationDuration, transitionDuration } = getComputedStyle(element);
          return (
            (animationName !== 'none' && seconds(animationDuration) > 0.01) ||
            seconds(transitionDuration) > 0.01
          );
        })
        .map((element) => element.outerHTML.slice(0, 100));
    });
    expect(moving, `${name}, reduced motion`).toEqual([]);
    // from the rail into the screen: shadows are gone in forced colours, so the ring has to be an outline or a border
    for (let stops = 0; stops < 12; stops++) {
      await page.keyboard.press('Tab');
      const hidden = await page.evaluate(() => {
        const element = document.activeElement;
        if (element === null || element === document.body) return null;
        const ringed = (candidate: Element | null, pseudo?: string): boolean => {
          if (candidate === null) return false;
          const { outlineStyle, outlineWidth, borderStyle, borderWidth } = getComputedStyle(
            candidate,
            pseudo,
          );
          const outlined = outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
          return outlined || (pseudo !== undefined && borderStyle !== 'none' && parseFloat(borderWidth) >= 1);
        };
        // a radio or a checkbox that is drawn by its neighbour, a table whose ring lies over its rows
        const bearers = [
          element,
          element.nextElementSibling,
          element.parentElement,
          element.closest('label'),
        ];
        const seen = bearers.some((bearer) => ringed(bearer)) || ringed(element.parentElement, '::after');
        return seen ? null : element.outerHTML.slice(0, 160);
      });
      expect(hidden, `${name}: the focus is not seen`).toBeNull();
    }
  }
});

test('progress is said: what began, and each quarter', async ({ launch }) => {
  const { page } = await launch();
  await new ImportPage(page).startDemo();
  await page.evaluate(() => {
    const world = window as unknown as { said: string[] };
    world.said = [];
    new MutationObserver(() => {
      for (const region of document.querySelectorAll('[role=status]')) world.said.push(region.textContent);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  const said = () => page.evaluate(() => (window as unknown as { said: string[] }).said);
  await page.getByRole('navigation').getByRole('button', { name: 'File servers' }).click();
  await page.getByRole('button', { name: 'Check all' }).click();
  await expect.poll(said, { timeout: 60_000 }).toContain('Checking file servers 25%');
  expect(await said()).toContain('Checking file servers');
});
