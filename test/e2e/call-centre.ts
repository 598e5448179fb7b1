import type { Page } from 'playwright/test';
import type { DemoSystem } from '../../src-main/demo/demo-system.ts';
import { connectionToDemo } from '../support/dialdesk.ts';

/**
 * Makes a connection to a call centre of the test's own and uses it: through the bridge, because filling in its
 * form is what other tests are about. The screen of that name is shown then.
 * @returns the connection's ID
 */
export async function connectTo(page: Page, demo: DemoSystem, screen = 'Imports'): Promise<string> {
  const filled = { settings: connectionToDemo(demo), secretKey: demo.secretKey };
  const id = await page.evaluate(async (asked) => {
    const made = await window.dialdesk.connections.create(asked);
    if (!made.ok) throw new Error(made.error.message);
    await window.dialdesk.connections.use({ id: made.value.id });
    return made.value.id;
  }, filled);
  await page.getByRole('navigation').getByRole('button', { name: screen, exact: true }).click();
  return id;
}
