import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inlineRows, workbookParts } from '../../support/workbook-parts.ts';
import { zipArchive } from '../../support/zip-archive.ts';
import { expect, test, type Fixtures } from '../app.ts';
import { expectAccessible } from '../axe.ts';
import { answerDialogs } from '../desktop.ts';
import { ImportPage } from './import-page.ts';
import { largeWorkbook } from '../../support/large-workbook.ts';

/** “姓名,手机,备用电话,城市” and rows below it, in GB18030, which nothing in Node writes: the bytes are given. */
const chineseHeader = Buffer.from('d0d5c3fb2ccad6bbfa2cb1b8d3c3b5e7bbb02cb3c7cad0', 'hex');
const linZihang = Buffer.from('c1d6d7d3babd', 'hex'); // 林子航
const shenzhen = Buffer.from('c9eedbda', 'hex'); // 深圳

function chineseList(rows: number): Buffer {
  const lines = Array.from({ length: rows }, (_, i) => [
    Buffer.from('\r\n'),
    linZihang,
    Buffer.from(`,${13_800_000_000 + i},${i % 3 === 0 ? `0755${26_000_000 + i}` : ''},`),
    shenzhen,
  ]);
  return Buffer.concat([chineseHeader, ...lines.flat()]);
}

const header = ['sessionId', 'called', 'caller', 'callData', 'customField', 'recycleTime'];
const row = (number: string): string[] => ['', `[{"calledNo":"${number}"}]`, '', '{}', '', ''];

/** Forty good rows, twenty with dashes, one that only a person can mend. */
function messyWorkbook(): Uint8Array {
  const rows = Array.from({ length: 61 }, (_, i) => {
    const number = String(13_800_000_000 + i);
    if (i === 60) return row('none');
    return row(i % 3 === 0 ? `${number.slice(0, 3)}-${number.slice(3)}` : number);
  });
  return zipArchive(workbookParts({ rows: inlineRows([header, ...rows]) }));
}

const words = {
  en: {
    packs: 'Source of callData',
    type: 'Type of number 1',
    typeForAll: 'Type of number 1 for every row',
    preview: 'Preview: first rows as sent',
    another: 'Choose another file…',
    check: 'Check this list',
    menu: /^Mapping:/,
    save: 'Save mapping…',
    saveNow: 'Save',
    mend: /^Fix \d+…$/,
    mendNow: /^Fix \d+ cells?$/,
    doNotCall: /^Do-not-call list/,
  },
  zh: {
    packs: 'callData 的来源',
    type: '号码 1 的类型',
    typeForAll: '每行的号码 1 类型',
    preview: '预览：前几行的发送内容',
    another: '选择其他文件…',
    check: '检查此名单',
    menu: /^映射：/,
    save: '保存映射…',
    saveNow: '保存',
    mend: /^修正 \d+ 个…$/,
    mendNow: /^修正 \d+ 个单元格$/,
    doNotCall: /^禁呼名单/,
  },
} as const;

async function start(launch: Fixtures['launch'], language: 'en' | 'zh' = 'en') {
  const { app, page } = await launch({ language });
  const imports = new ImportPage(page, language);
  await imports.startDemo();
  await imports.open();
  return { app, page, imports };
}

for (const language of ['en', 'zh'] as const) {
  test(`a GB18030 text file of other columns is mapped, saved and sent (${language})`, async ({
    launch,
    userData,
  }) => {
    const path = join(userData, 'crm.csv');
    await writeFile(path, chineseList(300));
    const { app, page, imports } = await start(launch, language);
    const text = words[language];
    await imports.pick(app, path);
    await expect(page.getByRole('region', { name: text.preview })).toContainText('13800000000');
    await page.getByLabel(text.packs).selectOption('pack');
    await expect(page.getByRole('region', { name: text.preview })).toContainText(
      '{"姓名":"林子航","城市":"深圳"}',
    );
    await page.getByLabel(text.type, { exact: true }).selectOption('constant');
    await page.getByLabel(text.typeForAll).fill('7');
    await expect(page.getByRole('region', { name: text.preview })).toContainText('"type":"7"');
    await expectAccessible(page, 'mapping');

    await page.getByRole('button', { name: text.menu }).click();
    await page.getByRole('menuitem', { name: text.save }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('CRM');
    await expectAccessible(page, 'save mapping');
    await page.getByRole('dialog').getByRole('button', { name: text.saveNow, exact: true }).click();
    await expect(page.getByRole('button', { name: text.menu })).toContainText('CRM');

    // the same headers again: known now
    await page.getByRole('button', { name: text.another }).click();
    await expect(page.getByText(/CRM”/).first()).toBeVisible();
    await page.getByRole('button', { name: text.check }).click();
    const { campaignId, password } = await imports.hints();
    await imports.toDestination();
    await imports.fillDestination(campaignId);
    await imports.toReview(password);
    await imports.send();
  });

  test(`a messy workbook is mended in bulk and against a do-not-call list (${language})`, async ({
    launch,
    userData,
  }) => {
    const path = join(userData, 'messy.xlsx');
    await writeFile(path, messyWorkbook());
    const { app, page, imports } = await start(launch, language);
    const text = words[language];
    await imports.pick(app, path);
    await page.getByRole('button', { name: text.mend }).click();
    await expect(page.getByRole('dialog').getByRole('row')).toHaveCount(7);
    await expectAccessible(page, 'mend');
    await page.getByRole('dialog').getByRole('button', { name: text.mendNow }).click();
    await expect(page.getByRole('button', { name: imports.words.continueRows })).toContainText('60');
    await expectAccessible(page, 'mended');

    const list = join(userData, 'do-not-call.txt');
    await writeFile(list, '13800000003\n138 0000 0004\n');
    await answerDialogs(app, { open: [list] });
    await page.getByRole('button', { name: text.doNotCall }).click();
    // mended rows stay mended: 13800000003 had a dash
    await expect(page.getByRole('button', { name: imports.words.continueRows })).toContainText('58');
  });
}

test('a cell is mended in its place by the keyboard alone', async ({ launch, userData }) => {
  const path = join(userData, 'messy.xlsx');
  await writeFile(path, messyWorkbook());
  const { app, page, imports } = await start(launch);
  await imports.pick(app, path);
  const grid = page.getByRole('grid');
  await expect(grid.getByRole('row')).not.toHaveCount(1);
  for (let presses = 0; !(await grid.evaluate((element) => element === document.activeElement)); presses++) {
    expect(presses, 'the table cannot be reached by Tab').toBeLessThan(60);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const input = page.getByRole('textbox', { name: 'New value of called in row 62' });
  await expect(input).toBeFocused();
  await expect(input).toHaveValue('[{"calledNo":"none"}]');
  await expectAccessible(page, 'editing');
  await page.keyboard.press('Escape');
  await expect(input).toHaveCount(0);
  await expect(grid).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(input).toHaveValue('[{"calledNo":"none"}]');
  await page.keyboard.type('[{"calledNo":"13900139000"}]');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Continue with 41 rows$/ })).toBeVisible();
  await expect(grid).toBeFocused();
  await expect(page.getByText('Row 62 is now ready.')).toBeAttached();
});

// How smoothly it goes is measured by `npm run bench -- window`.
test('a check of 600,000 rows tells how far it is and can be stopped; they go out as two imports', async ({
  launch,
  userData,
}) => {
  const path = join(userData, 'large.xlsx');
  await largeWorkbook(path, 600_000);
  const { app, page, imports } = await start(launch);
  // The page presses as soon as rows are read: on a busy machine a click from outside may come after the check's end.
  await page.evaluate(() => {
    const watch = new MutationObserver(() => {
      if (!/[1-9][\d,]* rows read/.test(document.body.innerText)) return;
      const cancel = [...document.querySelectorAll('button')].find(({ innerText }) => innerText === 'Cancel');
      if (!cancel) return;
      watch.disconnect();
      cancel.click();
    });
    watch.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await imports.pick(app, path);
  await expect(page.getByText('Check stopped')).toBeVisible();
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(page.getByText('Too many rows for one import: 600,000 rows are ready')).toBeVisible({
    timeout: 60_000,
  });

  await page.getByRole('button', { name: 'Send as 2 imports' }).click();
  await expectAccessible(page, 'split');
  const { campaignId, password } = await imports.hints();
  await imports.toDestination();
  await imports.fillDestination(campaignId);
  await page.getByLabel('File name').fill('large.xlsx');
  await imports.toReview(password);
  await expect(page.getByText(/large-1\.xlsx/)).toBeVisible();
  await imports.sendButton.click();
  await expect(page.getByText('2 imports added.', { exact: false })).toBeVisible();
  await expect(page.getByText('large (1/2)')).toBeVisible();
  await expect(page.getByText('large (2/2)')).toBeVisible();
});
