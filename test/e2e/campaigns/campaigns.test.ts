import type { Page } from 'playwright/test';
import { fullSeed } from '../../../src-main/demo/seed.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { expect, test } from '../app.ts';
import { expectAccessible } from '../axe.ts';
import { connectTo } from '../call-centre.ts';
import { ImportPage, sampleList } from '../imports/import-page.ts';

const words = {
  en: { campaign: 'Campaign ID', all: 'All campaigns', recent: 'Recently used', imports: 'Imports' },
  zh: { campaign: '外呼活动 ID', all: '全部外呼活动', recent: '最近使用', imports: '导入' },
} as const;

const options = (page: Page) => page.getByRole('listbox').getByRole('option');

for (const language of ['en', 'zh'] as const) {
  test(`a campaign is found by its name, and known by it afterwards (${language})`, async ({ launch }) => {
    const { page } = await launch({ language });
    const imports = new ImportPage(page, language);
    await imports.startDemo();
    const { password } = await imports.hints();
    await imports.takeSample();
    await imports.toDestination();
    const { campaign, all, recent, imports: screen } = words[language];
    const field = page.getByLabel(campaign);
    await field.click();
    await expect(page.getByText(all)).toBeVisible();
    await expect(options(page)).toHaveCount(100);
    await expectAccessible(page, 'campaigns to choose from');
    const third = await options(page).nth(2).innerText();
    const [name = '', id = ''] = third.split('\n').filter(Boolean);

    await field.fill(name.toUpperCase());
    await expect(options(page).filter({ hasText: id })).toBeVisible();
    await options(page).filter({ hasText: id }).click();
    await expect(field).toHaveValue(id);
    await expect(page.getByRole('status').filter({ hasText: name })).toBeVisible();

    await page
      .getByRole('radio', { name: /127\.0\.0\.1/ })
      .first()
      .check();
    await imports.toReview(password);
    await expect(page.getByText(`${name} · ${id}`)).toBeVisible();
    await imports.send();
    await page.getByRole('button', { name: screen, exact: true }).click();
    const cell = page.getByRole('gridcell', { name });
    await expect(cell).toBeVisible();
    // nor is there a break in it when it is copied
    const copied = await cell.evaluate((element) => {
      const selection = window.getSelection();
      selection?.selectAllChildren(element);
      const text = selection?.toString();
      selection?.removeAllRanges();
      return text;
    });
    expect(copied).toContain(name);

    // the next import offers it first
    await imports.takeSample();
    await imports.toDestination();
    await field.click();
    await expect(page.getByText(recent)).toBeVisible();
    await expect(options(page).first()).toContainText(id);
  });
}

test('thousands are scrolled through, page after page, by wheel and by keys', async ({ launch, cleanUp }) => {
  const demo = await demoSystem(cleanUp, { sizes: fullSeed });
  const { app, page } = await launch();
  await connectTo(page, demo);
  const imports = new ImportPage(page);
  await imports.open();
  await imports.pick(app, sampleList);
  await imports.toDestination();
  const field = page.getByLabel('Campaign ID');
  await field.click();
  await expect(options(page)).toHaveCount(100);
  await page.getByRole('listbox').evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await expect(options(page)).toHaveCount(200);
  await field.press('ArrowUp');
  await expect(options(page)).toHaveCount(300);
  await field.press('Escape');
  await expect(page.getByRole('listbox')).toBeHidden();
  // opening again, from what is known: the page itself counts the frames until it is there
  const frames = await field.evaluate(async (input: HTMLInputElement) => {
    const list = document.getElementById(input.getAttribute('aria-controls') ?? '');
    let drawn = 0;
    input.click();
    while (!list?.matches(':popover-open') || list.querySelectorAll('[role=option]').length === 0) {
      await new Promise(requestAnimationFrame);
      drawn += 1;
    }
    return drawn;
  });
  expect(frames).toBeLessThan(10);
});

test('where the system has no list, it is a plain field; asking again brings the list', async ({
  launch,
  cleanUp,
}) => {
  const demo = await demoSystem(cleanUp, {
    faults: { http: [{ on: 'campaigns', fault: { kind: 'status', status: 404 } }] },
  });
  const { app, page } = await launch();
  await connectTo(page, demo);
  const imports = new ImportPage(page);
  await imports.open();
  await imports.pick(app, sampleList);
  await imports.toDestination();
  await expect(page.getByText(/does not list its campaigns/)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Campaign ID' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Campaign ID' }).fill('1648');
  await expectAccessible(page, 'no list of campaigns');

  await page.getByRole('button', { name: 'Reload list' }).click();
  const field = page.getByRole('combobox', { name: 'Campaign ID' });
  await expect(field).toHaveValue('1648');
  await field.fill('no campaign is called so');
  await expect(page.getByText(/No campaign is selected/)).toBeVisible();
});
