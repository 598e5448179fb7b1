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
 * Expects axe to find nothing on what is shown now. The script is put in by the debugger, not by the page: the
 * window's policy would refuse it.
 */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  await page.evaluate(source);
  const violations = await page.evaluate(async () => {
    // a colour on its way to another is neither; what turns for ever is not waited for
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getTiming().iterations !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
    const { axe } = window as unknown as { axe: { run: () => Promise<{ violations: Violation[] }> } };
    return (await axe.run()).violations;
  });
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help} (${JSON.stringify(nodes.map(({ target }) => target))})`,
  );
  expect(found, where).toEqual([]);
}
