import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright/test';
import { expect } from 'playwright/test';

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: unknown }[];
}

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe finds on what is shown now. The script is injected by the debugger, not by the page: the window's policy
 * would refuse it.
 * @param rules only these; all, if left out
 */
async function findings(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate(() => Reflect.has(window, 'axe')))) await page.evaluate(source);
  const violations = await page.evaluate(async (only) => {
    // a colour on its way to another is neither; what turns for ever is not waited for, nor what is not drawn, as in
    // a closed <details>: there a transition is begun by asking for the style, and no frame ever comes to end it
    const ending = document.getAnimations().filter(({ effect }) => {
      const target = effect instanceof KeyframeEffect ? effect.target : null;
      return target?.checkVisibility() && effect?.getTiming().iterations !== Infinity;
    });
    await Promise.allSettled(ending.map(({ finished }) => finished));
    const { axe } = window as unknown as {
      axe: { run: (options: object) => Promise<{ violations: Violation[] }> };
    };
    return (await axe.run(only ? { runOnly: only } : {})).violations;
  }, rules);
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help} (${JSON.stringify(nodes.map(({ target }) => target))})`,
  );
}

/** Expects axe to find nothing on what is shown now. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  expect(await findings(page), where).toEqual([]);
}

/** Expects axe to find no text that stands out too little from its ground: all that another theme can change. */
export async function expectContrast(page: Page, where: string): Promise<void> {
  expect(await findings(page, ['color-contrast']), where).toEqual([]);
}
