import type { ElectronApplication, Page } from 'playwright/test';
import { expect, test } from 'playwright/test';

/** The narrowest that the window can be, CSS pixels. */
const smallest = 1024;

/** Runs in the page: what is cut off, or can only be reached by scrolling sideways. */
function faultsInPage(wide: string | undefined): string[] {
  const faults: string[] = [];
  const words = (element: Element): string => {
    const text = (element.textContent || element.getAttribute('aria-label') || '')
      .trim()
      .replace(/\s+/g, ' ');
    return `${element.tagName.toLowerCase()}.${(element.getAttribute('class') ?? '').split(' ')[0]} “${text.slice(0, 60)}”`;
  };
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) faults.push('the window scrolls sideways');
  /** What is as wide as a dot is there for screen readers. */
  const seen = (element: Element): boolean => element.clientWidth > 2 && element.checkVisibility();
  /** Names and headings are ours to keep short; of data, the whole must be one look away. */
  const ours = '[role=columnheader], th, button, label, h1, h2, h3, [role=tab], [role=menuitem], legend, dt';
  /** A time or a customer's number says nothing, or something else, without its end. */
  const whole = /^(\d{4}-\d{2}-\d{2}|\d{1,2}:\d{2}|\+?\d{7,16}$)[\d:. A-Z]*$/;
  const cutValues = (element: Element): string[] => {
    const { right } = element.getBoundingClientRect();
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const cut: string[] = [];
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      const value = (text.textContent ?? '').trim();
      if (!whole.test(value)) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      if (range.getBoundingClientRect().right > right + 1) cut.push(`the value is cut: “${value}”`);
    }
    return cut;
  };
  /** Says something else without its end. */
  const ending = /\.\p{L}[\p{L}\d]{1,4}$/u;
  const pen = document.createElement('canvas').getContext('2d');
  // behind a dialog or a menu, nothing is read
  const front = [...document.querySelectorAll('[role=dialog], [role=alertdialog], [role=menu]')].at(-1);
  for (const element of (front ?? document.body).querySelectorAll('*')) {
    if (!seen(element)) continue;
    const { overflowX, fontWeight, fontSize, fontFamily, paddingLeft, paddingRight, webkitLineClamp } =
      getComputedStyle(element);
    if (element instanceof HTMLInputElement && element.placeholder !== '' && pen) {
      pen.font = `${fontWeight} ${fontSize} ${fontFamily}`;
      const room = element.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
      if (pen.measureText(element.placeholder).width > room + 1) {
        faults.push(`the placeholder is cut: “${element.placeholder}”`);
      }
    }
    if (
      element instanceof HTMLInputElement &&
      ending.test(element.value) &&
      element !== document.activeElement
    ) {
      const hidden = element.scrollWidth - element.clientWidth - element.scrollLeft;
      if (hidden > 1 || (element.scrollLeft > 0 && !element.title.includes(element.value)))
        faults.push(`the value is cut: “${element.value}”`);
    }
    if (
      webkitLineClamp !== 'none' &&
      element.scrollHeight > element.clientHeight + 1 &&
      element.closest('[title]') === null
    )
      faults.push(`is cut after ${webkitLineClamp} lines: ${words(element)}`);
    if (element.scrollWidth <= element.clientWidth + 1 || element instanceof HTMLInputElement) continue;
    // source text keeps its lines
    if (overflowX === 'auto' || overflowX === 'scroll') {
      if (!element.matches('pre, textarea') && element.ariaLabel !== wide)
        faults.push(`scrolls sideways: ${words(element)}`);
    } else if (overflowX === 'hidden' || overflowX === 'clip') {
      faults.push(...cutValues(element));
      const told = element.closest('[title]') ?? element.querySelector('[title], [data-tooltip-trigger]');
      const name = element.closest(ours) !== null && !element.closest('[title]');
      if (element.textContent.trim() !== '' && (told === null || name))
        faults.push(`is cut: ${words(element)}`);
      if (element.matches('[role=gridcell], td') && element.querySelector('button, input')) {
        const { right } = element.getBoundingClientRect();
        for (const control of element.querySelectorAll('button, input')) {
          if (seen(control) && control.getBoundingClientRect().right > right - 1)
            faults.push(`a control is cut: ${words(control)}`);
        }
      }
    }
  }
  return [...new Set(faults)];
}

/** Expects that what is shown now says which press is the next one: no two buttons are filled. */
export async function expectOneFilled(page: Page, where: string): Promise<void> {
  const filled = await page.evaluate(() => {
    const front = [...document.querySelectorAll('[role=dialog], [role=alertdialog]')].at(-1);
    return [...(front ?? document.body).querySelectorAll('button.primary')]
      .filter((button) => button.checkVisibility())
      .map((button) => button.textContent.trim());
  });
  expect.soft(filled.slice(1), `${where}: filled beside “${filled[0]}”`).toEqual([]);
}

/**
 * Expects that nothing on what is shown now is cut off, and that nothing of it has to be scrolled to sideways.
 * @param wide the name of what may be wider all the same
 */
export async function expectToFit(page: Page, where: string, wide?: string): Promise<void> {
  expect.soft(await page.evaluate(faultsInPage, wide), where).toEqual([]);
}

/** Expects that in the window as it is, and in the smallest one, whose size it is given back from. */
export async function expectToFitSmall(app: ElectronApplication, page: Page, where: string): Promise<void> {
  await expectToFit(page, where);
  const resize = async (width: number): Promise<void> => {
    await app.evaluate(({ BrowserWindow }, to) => {
      const [window] = BrowserWindow.getAllWindows();
      const [, height = 760] = window?.getContentSize() ?? [];
      window?.setContentSize(to, height);
    }, width);
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width);
  };
  const before = await page.evaluate(() => innerWidth);
  await resize(smallest);
  await expectToFit(page, `${where}, in the smallest window`);
  await page.screenshot({ path: test.info().outputPath(`${where} small.png`) });
  await resize(before);
}
