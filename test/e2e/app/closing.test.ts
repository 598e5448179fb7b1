import type { ElectronApplication } from 'playwright/test';
import { expect, test } from '../app.ts';
import { ConnectionPage } from '../connections/connection-page.ts';

/** Answers the question before the window closes, and counts how often it was asked. */
async function answer(app: ElectronApplication, choice: 0 | 1): Promise<() => Promise<number>> {
  await app.evaluate(({ dialog }, chosen) => {
    const counter = globalThis as { asked?: number };
    counter.asked = 0;
    dialog.showMessageBoxSync = () => {
      counter.asked = (counter.asked ?? 0) + 1;
      return chosen;
    };
  }, choice);
  return () => app.evaluate(() => (globalThis as { asked?: number }).asked ?? 0);
}

test('quitting over a half-filled form asks, and “keep editing” keeps it', async ({ launch }) => {
  const { app, page } = await launch();
  const connections = new ConnectionPage(page);
  await connections.begin();
  await connections.fill({ name: 'Half' });
  const asked = await answer(app, 0);
  await app.evaluate((electron) => electron.app.quit());
  await expect.poll(asked).toBe(1);
  await expect(connections.field('Name')).toHaveValue('Half');

  // the second question has its yes
  await answer(app, 1);
  const ended = app.waitForEvent('close');
  await app.evaluate((electron) => electron.app.quit());
  await ended;
});

test('nothing is asked where nothing would be lost', async ({ launch }) => {
  const { app, page } = await launch();
  await expect(page.getByRole('button', { name: 'Set up a connection' })).toBeVisible();
  // a question would be answered with staying, and the app would not end
  await answer(app, 0);
  const ended = app.waitForEvent('close');
  await app.evaluate((electron) => electron.app.quit());
  await ended;
});
