import type { ElectronApplication } from 'playwright/test';
import { m } from '../../../src-main/contract/messages/messages.js';
import { demoSystem, provesNothing } from '../../support/demo-system.ts';
import { expect, test } from '../app.ts';
import { expectAccessible } from '../axe.ts';
import { connectTo } from '../call-centre.ts';
import { expectToFitSmall } from '../layout.ts';
import { ImportPage, sampleList } from './import-page.ts';

interface Told {
  readonly title: string;
  readonly body: string;
}

/** The desktop notifications from now on; nothing is shown. */
async function listen(app: ElectronApplication) {
  await app.evaluate(({ Notification }) => {
    const told: Electron.Notification[] = [];
    Object.assign(globalThis, { told });
    Notification.prototype.show = function show(this: Electron.Notification) {
      told.push(this);
    };
  });
  const all = (): Promise<Told[]> =>
    app.evaluate(() =>
      (globalThis as unknown as { told: Told[] }).told.map(({ title, body }) => ({ title, body })),
    );
  const click = (): Promise<void> =>
    app.evaluate(() => {
      (globalThis as unknown as { told: Electron.Notification[] }).told[0]?.emit('click');
    });
  return { all, click };
}

const words = {
  en: {
    result: 'Result in the call centre',
    complete: 'Imported',
    ended: 'Import ended',
    imports: 'Imports',
    voice: 'Voice files',
  },
  zh: {
    result: '呼叫中心的导入结果',
    complete: '已导入',
    ended: '导入已结束',
    imports: '导入',
    voice: '语音文件',
  },
} as const;

for (const language of ['en', 'zh'] as const) {
  test(`an import is followed to its end, and the desktop tells (${language})`, async ({ launch }) => {
    const { app, page } = await launch({ language });
    const desktop = await listen(app);
    const imports = new ImportPage(page, language);
    await imports.startDemo();
    const { campaignId, password } = await imports.hints();
    await imports.takeSample();
    await imports.toDestination();
    await imports.fillDestination(campaignId);
    await imports.toReview(password);
    await imports.send();
    const { result, complete, ended, imports: screen, voice } = words[language];
    const card = page.getByRole('region', { name: result });
    await expect(card.getByRole('status').first()).toHaveText(complete, { timeout: 120_000 });
    await expectAccessible(page, 'the result of an import');
    // every row that was sent is accounted for
    const sum = (await card.locator('.sum').innerText()).match(/\d+/g)?.map(Number) ?? [];
    const [sent = 0, ...parts] = sum;
    expect(sent).toBeGreaterThan(0);
    expect(parts.reduce((total, part) => total + part, 0)).toBe(sent);

    await expect.poll(async () => (await desktop.all()).map(({ title }) => title)).toEqual([ended]);
    const [told] = await desktop.all();
    expect(told?.body).toContain('sample-call-list');
    expect(told?.body).not.toMatch(/\d{7,}/);

    await page.getByRole('button', { name: voice, exact: true }).click();
    await desktop.click();
    await expect(card).toBeVisible();
    await page.getByRole('button', { name: screen, exact: true }).click();
    await expect(page.getByRole('gridcell', { name: complete })).toBeVisible();
    await expectAccessible(page, 'results in the list');
  });
}

test('where the system tells no results, the import says where to look', async ({ launch, cleanUp }) => {
  const demo = await demoSystem(cleanUp, { lacks: ['queryDataImportTask'] });
  const { app, page } = await launch();
  await connectTo(page, demo);
  const imports = new ImportPage(page);
  await imports.fileToReview(app, sampleList, demo);
  await imports.send();
  await expect(page.getByText('This system does not provide import results')).toBeVisible();
  await expect(page.getByText(/check Import Result/)).toBeVisible();
  await expectAccessible(page, 'no import results');
});

test('an import whose answer was lost, and that the log proves, is followed as if it had not been', async ({
  launch,
  cleanUp,
}) => {
  const demo = await demoSystem(cleanUp, {
    faults: { http: [{ on: 'uploadFileServer', fault: { kind: 'lost' } }] },
  });
  const { app, page } = await launch();
  await connectTo(page, demo);
  const imports = new ImportPage(page);
  await imports.fileToReview(app, sampleList, demo);
  await imports.sendButton.click();
  await expect(page.getByText(/log shows that it was accepted at/)).toBeVisible({ timeout: 120_000 });
  await expect(
    page.getByRole('region', { name: 'Result in the call centre' }).getByText('Imported', { exact: true }),
  ).toBeVisible({ timeout: 120_000 });
  await expectAccessible(page, 'proved by the log');
  expect(demo.counters.requests.uploadFileServer).toBe(1);
});

for (const language of ['en', 'zh'] as const) {
  test(`before anybody has answered about a lost import, it can be asked about at once (${language})`, async ({
    launch,
    cleanUp,
  }, info) => {
    const at = { locale: language };
    const demo = await demoSystem(cleanUp, {
      ...provesNothing,
      faults: {
        http: [
          { on: 'uploadFileServer', fault: { kind: 'lost' } },
          // longer than this test looks
          { on: 'queryDataImportTask', fault: { kind: 'delay', ms: 25_000 } },
        ],
      },
    });
    const { app, page } = await launch({ language });
    await connectTo(page, demo, m.shell_nav_imports({}, at));
    const imports = new ImportPage(page, language);
    await imports.fileToReview(app, sampleList, demo);
    await imports.sendButton.click();
    const witnesses = page.getByRole('region', { name: m.witnesses_label({}, at) });
    const ask = witnesses.getByRole('button', { name: m.witnesses_ask_now({}, at) });
    await expect(ask).toBeVisible({ timeout: 60_000 });
    const answers = page.getByRole('region', { name: m.answers_title({}, at) }).getByRole('listitem');
    await expect(answers).toContainText([m.answers_not_asked({}, at), m.answers_not_asked({}, at)]);
    await expectAccessible(page, 'nobody has been asked');
    await expectToFitSmall(app, page, 'nobody has been asked');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: info.outputPath(`ask-now-${colorScheme}.png`), animations: 'disabled' });
    }
    // who is asked already is not asked a second time
    await ask.click();
    await expect(ask).toHaveAttribute('aria-busy', 'true');
    await page.screenshot({ path: info.outputPath('asking.png') });
    expect(demo.counters.requests.queryDataImportTask).toBe(1);
  });
}

test('an import whose answer was lost is found among the tasks where nothing proves it, and followed from then on', async ({
  launch,
  cleanUp,
}) => {
  const demo = await demoSystem(cleanUp, {
    ...provesNothing,
    faults: { http: [{ on: 'uploadFileServer', fault: { kind: 'lost' } }] },
  });
  const { app, page } = await launch();
  await connectTo(page, demo);
  const imports = new ImportPage(page);
  await imports.fileToReview(app, sampleList, demo);
  await imports.sendButton.click();
  const table = page.getByRole('table', { name: 'Import tasks of this campaign' });
  await expect(table).toBeVisible({ timeout: 120_000 });
  const witnesses = page.getByRole('region', { name: 'Who may know' });
  await expect(witnesses.getByText('This system has no log of calls.', { exact: false })).toBeVisible();
  // its rows carry values of their own, so that nobody is asked for their mark
  await expect(witnesses.getByText('The rows of this list carry no mark of their own.')).toBeVisible();
  await expect(witnesses.getByText(/^asked /)).toHaveCount(2);
  const asked = demo.counters.requests.queryDataImportTask;
  await witnesses.getByRole('button', { name: 'Ask again' }).click();
  await expect.poll(() => demo.counters.requests.queryDataImportTask).toBeGreaterThan(asked);
  // neither answer is suggested, and beside each stands what is known
  const answers = page.getByRole('region', { name: 'Was it started?' }).getByRole('listitem');
  await expect(answers.first()).toContainText('Speaks for it: Import tasks (One fits).');
  await expect(answers.last()).toContainText('Nothing that was found speaks for it.');
  await expect(answers.last()).toContainText('every customer may be called twice');
  await expect(page.locator('main button.primary')).toHaveCount(0);
  await expectAccessible(page, 'tasks to compare');
  await table.getByRole('button', { name: /^This one is mine/ }).click();
  await expect(
    page.getByRole('region', { name: 'Result in the call centre' }).getByText('Imported', { exact: true }),
  ).toBeVisible({ timeout: 120_000 });
});
