import { writeFile } from 'node:fs/promises';
import { expect, test } from '../app.ts';
import { expectAccessible } from '../axe.ts';
import { ImportPage } from './import-page.ts';

for (const language of ['en', 'zh'] as const) {
  test(`from a workbook to an import task ID on the demo system (${language})`, async ({ launch }) => {
    const { page } = await launch({ language });
    const imports = new ImportPage(page, language);
    await expectAccessible(page, 'welcome');
    await imports.startDemo();
    await expectAccessible(page, 'no imports yet');

    await imports.takeSample();
    await expectAccessible(page, 'check');
    await imports.toDestination();
    const { campaignId, password } = await imports.hints();
    await imports.fillDestination(campaignId);
    await expectAccessible(page, 'destination');
    await imports.toReview(password);
    await expectAccessible(page, 'review');
    await imports.send();
    await expectAccessible(page, 'sent');

    await expect(page.getByText(/^\d{18,}$/).first()).toBeVisible();
  });
}

test('the task ID can be copied', async ({ launch }) => {
  const { app, page } = await launch();
  const imports = new ImportPage(page);
  await imports.startDemo();
  await imports.sendSample();
  const shown = await page
    .getByText(/^\d{18,}$/)
    .first()
    .textContent();
  await page.getByRole('button', { name: 'Copy task ID' }).click();
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe(shown?.trim());
});

test('by the keyboard alone', async ({ launch }) => {
  const { page } = await launch();
  const imports = new ImportPage(page);
  /** Tabs until something of this name has the focus: whatever cannot be reached so is a defect. */
  const tabTo = async (name: string | RegExp): Promise<void> => {
    for (let presses = 0; presses < 80; presses++) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => {
        const element = document.activeElement as HTMLInputElement | null;
        if (element === document.body) return '';
        const label = element?.labels?.[0]?.innerText ?? '';
        return `${element?.getAttribute('aria-label') ?? ''} ${element?.innerText ?? ''} ${label}`.trim();
      });
      if (typeof name === 'string' ? focused.includes(name) : name.test(focused)) return;
    }
    throw new Error(`${String(name)} cannot be reached by Tab`);
  };

  await tabTo('Start the demo system');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'New import' }).first()).toBeVisible();
  await tabTo('New import');
  await page.keyboard.press('Enter');
  await tabTo('Use the sample list');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Problems by rule')).toBeVisible();
  await tabTo(/^Continue with/);
  await page.keyboard.press('Enter');

  const { campaignId, password } = await imports.hints();
  await tabTo('Campaign ID');
  await page.keyboard.type(campaignId);
  await expect(page.getByRole('radio').first()).toBeVisible();
  await tabTo(/127\.0\.0\.1/);
  await page.keyboard.press('Space');
  await tabTo(/^Continue$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Trust this key' })).toBeVisible();
  await tabTo('Trust this key');
  await page.keyboard.press('Enter');
  // the password has the focus at once, and Enter sends it
  await expect(page.getByRole('textbox', { name: 'Password' })).toBeFocused();
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await expect(imports.sendButton).toBeVisible();
  await tabTo(/^Send \d+ rows/);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Import started', { exact: true })).toBeVisible();
});

test('going back loses nothing, and leaving asks first', async ({ launch }) => {
  const { page } = await launch();
  const imports = new ImportPage(page);
  await imports.startDemo();
  await imports.takeSample();
  await imports.toDestination();
  await imports.fillDestination('12345');
  await page.getByLabel('Folder').fill('isales/upload');
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByText('Problems by rule')).toBeVisible();
  await page.getByRole('button', { name: /^Continue with/ }).click();
  await expect(page.getByLabel('Campaign ID')).toHaveValue('12345');
  await expect(page.getByLabel('Folder')).toHaveValue('isales/upload');
  await expect(page.getByRole('radio', { name: /127\.0\.0\.1/ }).first()).toBeChecked();

  // another screen and back: still there, nothing asked
  await page.getByRole('button', { name: 'Connections' }).click();
  await page.getByRole('button', { name: 'Imports' }).click();
  await expect(page.getByLabel('Campaign ID')).toHaveValue('12345');

  // so is the list, and the import stands above it
  await page.getByRole('button', { name: 'All imports' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Imports' })).toBeVisible();
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await expect(page.getByLabel('Campaign ID')).toHaveValue('12345');
  await page.getByRole('navigation').getByRole('button', { name: 'Imports' }).click();
  await page.getByRole('button', { name: 'New import' }).first().click();
  await page.getByRole('button', { name: 'Keep it' }).click();
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await expect(page.getByLabel('Campaign ID')).toHaveValue('12345');

  await page.getByRole('button', { name: 'Discard', exact: true }).click();
  await page.getByRole('button', { name: 'Keep it' }).click();
  await expect(page.getByLabel('Campaign ID')).toHaveValue('12345');
  await page.getByRole('button', { name: 'Discard', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByText('No imports yet')).toBeVisible();
});

test('a refused campaign says what was done, and the import can be sent elsewhere', async ({ launch }) => {
  const { page } = await launch();
  const imports = new ImportPage(page);
  await imports.startDemo();
  const { campaignId, password } = await imports.hints();
  await imports.takeSample();
  await imports.toDestination();
  await imports.fillDestination('no-such-campaign');
  await imports.toReview(password);
  await imports.sendButton.click();
  await expect(page.getByText(/The import was not started/)).toBeVisible();

  await page.getByRole('button', { name: 'Change destination…' }).click();
  await page.getByLabel('Campaign ID').fill(campaignId);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await imports.send();
});

test('a file that is already there is not replaced without asking', async ({ launch }) => {
  const { page } = await launch();
  const imports = new ImportPage(page);
  await imports.startDemo();
  const { campaignId } = await imports.hints();
  await imports.sendSample('twice.xlsx');
  await page.getByRole('button', { name: 'Another import' }).click();
  await page.getByRole('button', { name: 'Use the sample list' }).click();
  await imports.toDestination();
  await imports.fillDestination(campaignId);
  await page.getByLabel('File name').fill('twice.xlsx');
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await expect(page.getByText('twice.xlsx already exists')).toBeVisible();
  await expect(imports.sendButton).toBeHidden();
  await page.getByLabel('Replace the existing file').check();
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  // Nor is the same list sent again: the first one is shown, and somebody has to want it.
  await expect(page.getByText('This was already sent to this campaign')).toBeVisible();
  await expect(imports.sendButton).toBeDisabled();
  await expectAccessible(page, 'sent before');
  await page.getByLabel('Import it again anyway').check();
  await imports.send();
});

test('a workbook that is not in template form is told, and nothing is lost', async ({ launch, userData }) => {
  const { app, page } = await launch();
  const imports = new ImportPage(page);
  await imports.startDemo();
  await imports.open();
  const path = `${userData}/broken.xlsx`;
  await writeFile(path, 'this is no workbook');
  await imports.pick(app, path);
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Choose a file…' })).toBeVisible();
});
