import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../app.ts';
import { ImportPage } from '../imports/import-page.ts';
import { startPackaged } from './packaged-app.ts';

test('the packaged app takes the sample list to an import task ID', async ({ userData, cleanUp }) => {
  const { page, end } = await startPackaged(userData);
  cleanUp.after(end);
  const imports = new ImportPage(page);
  await imports.startDemo();
  await imports.sendSample();
  await expect(page.getByText(/^\d{18,}$/).first()).toBeVisible();
});

test('the packaged app converts the sample prompt', async ({ userData, cleanUp }) => {
  const { page, end } = await startPackaged(userData);
  cleanUp.after(end);
  await new ImportPage(page).startDemo();
  await page.getByRole('navigation').getByRole('button', { name: 'Voice files' }).click();
  await page.getByRole('button', { name: 'Use the sample prompt' }).click();
  await page
    .getByRole('button', { name: /^Convert/ })
    .first()
    .click();
  await expect(page.getByText('converted to A-law').first()).toBeVisible();
});

test('it cannot be made to run other code: not as Node, by NODE_OPTIONS, or by an inspector', async ({
  userData,
  cleanUp,
}) => {
  const marker = join(userData, 'ran');
  const script = join(userData, 'evil.cjs');
  await writeFile(script, `require('node:fs').writeFileSync(${JSON.stringify(marker)}, 'x')`);
  const { page, output, end } = await startPackaged(userData, ['--inspect=0', '--inspect-brk=0'], {
    // each of them would end or hold the start, or leave the marker, if its fuse were not blown
    ELECTRON_RUN_AS_NODE: '1',
    NODE_OPTIONS: `--require ${script}`,
  });
  cleanUp.after(end);
  await expect(page.getByRole('button', { name: 'Start the demo system' })).toBeVisible();
  expect(existsSync(marker)).toBe(false);
  expect(output()).not.toContain('Debugger listening');
});
