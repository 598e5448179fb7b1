import { join } from 'node:path';
import { expect, test } from '../app.ts';
import { answerDialogs, dropFiles } from '../desktop.ts';
import { ImportPage, sampleList } from '../imports/import-page.ts';
import { chooseFromMenu } from '../menu.ts';
import { OutboxPage } from './outbox-page.ts';
import { plant } from './plant.ts';
import { expectAccessibleInBothThemes } from '../themes.ts';

for (const language of ['en', 'zh'] as const) {
  test(`prepared on the train, sent from the dialdesk (${language})`, async ({ launch }) => {
    const dialdesk = await launch({ language });
    const { app, page } = dialdesk;
    const imports = new ImportPage(page, language);
    const outbox = new OutboxPage(dialdesk, language);
    const { words } = outbox;

    // no connection at all
    await outbox.show('imports');
    await imports.open();
    await imports.pick(app, sampleList);
    await page.getByRole('button', { name: imports.words.continueRows }).click();
    await outbox.keep('Spring');
    await expect(outbox.row('Spring').getByText(words.prepared, { exact: true })).toBeVisible();
    await expectAccessibleInBothThemes(page, 'a prepared import in the list');
    await outbox.button('Spring').click();
    await expect(page.getByText(words.lacks)).toBeVisible();
    await expectAccessibleInBothThemes(page, 'a prepared import');

    // back at the desk
    await page.evaluate(() => window.dialdesk.connections.startDemo());
    const { campaignId, password } = await imports.hints();
    await outbox.button(words.fillIn).click();
    await page.getByRole('combobox', { name: words.callCentre }).selectOption({ index: 1 });
    await imports.fillDestination(campaignId);
    await expectAccessibleInBothThemes(page, 'filling in what is missing');
    await outbox.button(words.save).click();
    await outbox.button(words.send).click();
    await page.getByRole('button', { name: /^(Compare host key…|比对主机密钥…)$/ }).click();
    await page.getByRole('button', { name: imports.words.trust }).click();
    await page.getByRole('button', { name: /^(Enter password…|输入密码…)$/ }).click();
    await page.getByRole('textbox', { name: imports.words.password }).fill(password);
    await page.getByRole('button', { name: imports.words.usePassword }).click();
    await expect(page.getByText(words.started, { exact: true })).toBeVisible();
  });
}

test('taken along as one file: exported, dropped, opened by the menu and by a second start', async ({
  launch,
  userData,
}) => {
  const dialdesk = await launch();
  const { app, page } = dialdesk;
  const imports = new ImportPage(page);
  const outbox = new OutboxPage(dialdesk);
  await imports.startDemo();
  await imports.takeSample();
  await imports.toDestination();
  await outbox.keep('Autumn');
  await outbox.button('Autumn').click();
  const file = join(userData, 'autumn.dialdesk');
  await answerDialogs(app, { save: file, open: [file] });
  await outbox.button('Export…').click();
  await expect(page.getByText(/autumn\.dialdesk saved/)).toBeVisible();

  await outbox.button('Delete').click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('No imports yet')).toBeVisible();

  await dropFiles(page, [file]);
  await expect(page.getByText(/Autumn was opened and checked/)).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Autumn' })).toBeVisible();
  await outbox.show('imports');
  await chooseFromMenu(app, 'File', 'Open prepared import…');
  await expect(page.getByRole('heading', { level: 1, name: 'Autumn' })).toBeVisible();
  await outbox.show('imports');
  await app.evaluate(({ app: running }, path) => {
    running.emit('second-instance', {}, ['dialdesk', path], '/');
  }, file);
  await expect(page.getByRole('heading', { level: 1, name: 'Autumn' })).toBeVisible();
  await outbox.show('imports');
  await expect(page.getByRole('row').filter({ has: outbox.button('Autumn') })).toHaveCount(3);

  await dropFiles(page, [sampleList]);
  await expect(page.getByText('Problems by rule')).toBeVisible();
});

test('many are sent together, and those that lack something stay and say so', async ({ launch }) => {
  const dialdesk = await launch();
  const { page } = dialdesk;
  const outbox = new OutboxPage(dialdesk);
  const imports = new ImportPage(page);
  await imports.startDemo();
  await imports.takeSample();
  await imports.toDestination();
  await outbox.keep('One');
  await outbox.button('More actions for One').click();
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('Two');
  await dialog.getByRole('button', { name: 'Duplicate' }).click();
  // the rows move when the copy comes
  await expect(outbox.row('Two')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Select One' }).check();
  await page.getByRole('checkbox', { name: 'Select Two' }).check();
  await outbox.button('Send 2').click();
  await expect(page.getByRole('alertdialog', { name: 'Send 2 imports?' })).toBeVisible();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByText(/One: still missing campaign, file server/)).toBeVisible();
  await expect(outbox.row('Two').getByText('Prepared', { exact: true })).toBeVisible();
});

test('the outbox by the keyboard alone: choose, reorder, open, decide', async ({ launch, userData }) => {
  const unknown = { code: 'outcome_unknown' as const, message: 'lost' };
  plant(userData, [
    { name: 'First', state: 'paused' },
    { name: 'Second', state: 'paused' },
    {
      name: 'Lost',
      state: 'unknown',
      error: unknown,
      waitingFor: { kind: 'decision', code: 'outcome_unknown', details: {}, retryAt: null },
      steps: [{ id: 'import', state: 'unknown', startedAt: 1, endedAt: 2, detail: null }],
    },
    { name: 'Gone', state: 'done' },
  ]);
  const dialdesk = await launch();
  const { page } = dialdesk;
  const outbox = new OutboxPage(dialdesk);
  await outbox.show('outbox');
  const names = () =>
    page
      .getByRole('row')
      .getByRole('button', { name: /^(First|Second|Lost|Gone)$/ })
      .allTextContents();
  await expect.poll(names).toEqual(['First', 'Second', 'Lost']);
  await expectAccessibleInBothThemes(page, 'the outbox');

  await page.getByRole('grid').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Alt+ArrowUp');
  await expect.poll(names).toEqual(['Second', 'First', 'Lost']);
  await page.keyboard.press('Space');
  await expect(page.getByText('1 selected', { exact: true })).toBeVisible();
  await expectAccessibleInBothThemes(page, 'with something chosen');

  await page.getByRole('grid').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect(page.getByText('It is not known whether this import was started')).toBeVisible();
  await expectAccessibleInBothThemes(page, 'an unknown outcome');
  await page.getByRole('button', { name: 'It was started' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Import started', { exact: true })).toBeVisible();
  await outbox.show('outbox');
  await expect.poll(names).toEqual(['Second', 'First']);
  await page.getByRole('radio', { name: /^Done/ }).check({ force: true });
  await expect.poll(async () => (await names()).toSorted()).toEqual(['Gone', 'Lost']);
});

test('a long list is read in its order once it rests, wherever it was scrolled to', async ({
  launch,
  userData,
}) => {
  plant(
    userData,
    Array.from({ length: 300 }, (_, at) => ({ name: `Job ${at + 1}`, state: 'done' as const })),
  );
  const dialdesk = await launch();
  const { page } = dialdesk;
  await new OutboxPage(dialdesk).show('outbox');
  await page.getByRole('radio', { name: /^Done/ }).check({ force: true });
  const grid = page.getByRole('grid');
  await expect(grid).toHaveAttribute('aria-rowcount', '301');
  /** Whether the rows come one after the other, as read aloud or walked through by Tab, with this one among them. */
  const inOrderAround = (wanted: number) =>
    grid.getByRole('row').evaluateAll((rows, at) => {
      const [, ...indexes] = rows.map((row) => Number(row.getAttribute('aria-rowindex')));
      return indexes.includes(at) && indexes.every((index, place) => index === (indexes[0] ?? 0) + place);
    }, wanted);

  await grid.focus();
  await expect.poll(() => inOrderAround(2)).toBe(true);
  for (let presses = 0; presses < 40; presses++) await page.keyboard.press('ArrowDown');
  await expect.poll(() => inOrderAround(42)).toBe(true);
  // what has the focus in a row keeps it, and the order waits until it is gone
  const box = page.getByRole('checkbox', { name: 'Select Job 32', exact: true });
  await box.focus();
  await grid.evaluate((element) => element.scrollBy(0, -576));
  await page.waitForTimeout(1_000); // several times as long as a rest takes: no event tells that nothing was moved
  expect(await inOrderAround(25)).toBe(false);
  await expect(box).toBeFocused();
  await box.blur();
  await expect.poll(() => inOrderAround(25)).toBe(true);

  await grid.focus();
  await page.keyboard.press('End');
  await expect.poll(() => inOrderAround(301)).toBe(true);
});
