import type { Page } from 'playwright/test';
import { demoSystem } from '../../support/demo-system.ts';
import { expect, test } from '../app.ts';
import { expectAccessible } from '../axe.ts';
import { connectTo } from '../call-centre.ts';

const words = {
  en: {
    screen: 'Reservations',
    many: 'Change many…',
    fromSheet: 'From a sheet or pasted cells…',
    paste: 'Paste cells',
    take: 'Use these rows',
    edit: 'Edit row 3',
    agent: 'Agent',
    save: 'Save',
    send: /^Change 3 reservations$/,
    partly: 'Partly changed',
    results: 'Results',
    sent: 'Sent',
    failed: 'Failed',
  },
  zh: {
    screen: '预约外呼',
    many: '批量修改…',
    fromSheet: '从表格或粘贴的单元格…',
    paste: '粘贴单元格',
    take: '使用这些行',
    edit: '编辑第 3 行',
    agent: '座席',
    save: '保存',
    send: /^修改 3 个预约$/,
    partly: '部分已修改',
    results: '结果',
    sent: '已发送',
    failed: '失败',
  },
} as const;

async function openBulk(page: Page, w: (typeof words)['en' | 'zh']): Promise<void> {
  await page.getByRole('button', { name: w.screen, exact: true }).click();
  await page.getByRole('button', { name: w.many }).click();
  await page.getByRole('menuitem', { name: w.fromSheet }).click();
}

for (const language of ['en', 'zh'] as const) {
  test(`pasted changes are put right, sent, and told row by row (${language})`, async ({
    launch,
    cleanUp,
  }, info) => {
    const demo = await demoSystem(cleanUp);
    const [first, second] = [...demo.state.reservations.values()].filter(({ callType }) => callType === '1');
    if (!first || !second) throw new Error('the demo system has no manual reservations');
    const { page } = await launch({ language });
    await connectTo(page, demo, words[language].screen);
    const w = words[language];
    await openBulk(page, w);
    await expectAccessible(page, 'where a sheet is taken in');
    await page
      .getByLabel(w.paste)
      .fill(
        [
          'Appointment ID\tNew time\tAgent\tRemark',
          `${first.appointId}\t2099-05-06 10:30\t${first.userAccount}\tmoved`,
          `${second.appointId}\t2099-05-06 10:30\t\t`,
          `no-such-one\t2099-05-06 10:30\t${first.userAccount}\t`,
        ].join('\n'),
      );
    await page.getByRole('button', { name: w.take }).click();
    await page.getByRole('button', { name: w.edit }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByLabel(w.agent)).toHaveAttribute('aria-invalid', 'true');
    await expectAccessible(page, 'a row that is put right');
    await dialog.getByLabel(w.agent).fill(second.userAccount ?? '');
    await dialog.getByRole('button', { name: w.save }).click();
    await expect(dialog).toBeHidden();
    await expectAccessible(page, 'rows to be sent');
    await page.getByRole('button', { name: w.send }).click();
    // how many, when, for whom, and how long it takes is seen before the first goes out
    const question = page.getByRole('alertdialog');
    await expect(question).toContainText('2099-05-06 10:30');
    await expectAccessible(page, 'the question before many changes');
    await page.screenshot({ path: info.outputPath('question.png') });
    await question.getByRole('button', { name: w.send }).click();
    await expect(page.getByRole('status').filter({ hasText: w.partly })).toBeVisible({ timeout: 120_000 });
    const results = page
      .getByRole('table', { name: w.results })
      .or(page.getByRole('grid', { name: w.results }));
    await expect(results.getByText(w.sent, { exact: true })).toHaveCount(2);
    await expect(results.getByText(w.failed, { exact: true })).toHaveCount(1);
    await expectAccessible(page, 'results of a bulk change');
    expect(demo.state.reservations.get(first.appointId)?.remark).toBe('moved');
  });
}

test('a bulk change is paused, goes on, and is stopped; the list tells what was sent', async ({
  launch,
  cleanUp,
}, info) => {
  const demo = await demoSystem(cleanUp);
  const manual = [...demo.state.reservations.values()]
    .filter(({ callType }) => callType === '1')
    .slice(0, 40);
  const { page } = await launch();
  const w = words.en;
  await connectTo(page, demo, w.screen);
  await openBulk(page, w);
  await page
    .getByLabel(w.paste)
    .fill(
      manual.map(({ appointId, userAccount }) => `${appointId}\t2099-05-06 10:30\t${userAccount}`).join('\n'),
    );
  await page.getByRole('button', { name: w.take }).click();
  // one a second: slow enough to be met in between
  await page.getByLabel('Pace').selectOption('60');
  await page.getByRole('button', { name: 'Change 40 reservations' }).click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('60 a minute');
  expect(demo.counters.requests['appoint/update']).toBe(0);
  await question.getByRole('button', { name: 'Change 40 reservations' }).click();
  await expect.poll(() => demo.counters.requests['appoint/update']).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Paused' })).toBeVisible();
  const paused = demo.counters.requests['appoint/update'];
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect.poll(() => demo.counters.requests['appoint/update']).toBeGreaterThan(paused);
  await page.getByRole('button', { name: 'Stop…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Stopped' })).toBeVisible();
  const sent = demo.counters.requests['appoint/update'];
  expect(sent).toBeLessThan(40);
  await expect(page.locator('.sum').getByText(String(sent), { exact: true })).toBeVisible();
  await expect(page.locator('.sum').getByText(String(40 - sent), { exact: true })).toBeVisible();
  // exactly which
  await page.getByText('Sent', { exact: true }).first().click();
  const rows = page.getByRole('grid', { name: 'Results' }).getByRole('row', { name: /Sent/ });
  await expect(rows).toHaveCount(sent);
  await expect(page.getByRole('button', { name: `Send the remaining ${40 - sent}…` })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save what was not sent…' })).toBeVisible();
  await page.screenshot({ path: info.outputPath('stopped.png') });
  // set back is a sheet of its own, looked through before it goes out; what was never looked up cannot be
  await page.getByRole('button', { name: new RegExp(`^Undo ${sent} sent change`) }).click();
  await expect(page.getByRole('grid', { name: 'Rows of the sheet' })).toBeVisible();
  await page.screenshot({ path: info.outputPath('undo.png') });
});

for (const language of ['en', 'zh'] as const) {
  test(`ticked reservations are moved, handed over and given a remark (${language})`, async ({
    launch,
    cleanUp,
  }, info) => {
    const t = {
      en: {
        listed: 'All in this list…',
        rows: 'Rows of the sheet',
        none: 'Change 0 reservations',
        move: 'Move by…',
        moved: 'Move',
        hand: 'Hand over…',
        to: 'To agent',
        handed: 'Hand over',
        remark: 'Set remark…',
        set: 'Set remark',
        field: 'Remark',
        two: '2 rows ticked',
        send: 'Change 2 reservations',
        find: 'Find a row',
        shown: 'All 1 row shown',
      },
      zh: {
        listed: '此处列出的全部…',
        rows: '表格的行',
        none: '修改 0 个预约',
        move: '调整时间…',
        moved: '调整',
        hand: '转交座席…',
        to: '新座席',
        handed: '转交',
        remark: '设置备注…',
        set: '设置备注',
        field: '备注',
        two: '已勾选 2 行',
        send: '修改 2 个预约',
        find: '查找行',
        shown: '所列全部 1 行',
      },
    }[language];
    const demo = await demoSystem(cleanUp);
    const { page } = await launch({ language });
    const w = words[language];
    await connectTo(page, demo, w.screen);
    await page.getByRole('button', { name: w.screen, exact: true }).click();
    await page.getByRole('button', { name: w.many }).click();
    await page.getByRole('menuitem', { name: t.listed }).click();
    const table = page.getByRole('grid', { name: t.rows });
    const ticks = table.getByRole('checkbox');
    await expect(page.getByRole('button', { name: t.none })).toBeDisabled();
    await expectAccessible(page, 'reservations before any is changed');
    await ticks.nth(0).check();
    await ticks.nth(1).click({ modifiers: ['Shift'] });
    await expect(page.getByRole('status').filter({ hasText: t.two })).toBeVisible();
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: t.move }).click();
    await expectAccessible(page, 'how far times are moved');
    await dialog.getByRole('button', { name: t.moved, exact: true }).click();
    await expect(dialog).toBeHidden();
    await page.getByRole('button', { name: t.hand }).click();
    await dialog.getByLabel(t.to).fill('zhaolei');
    await dialog.getByRole('button', { name: t.handed, exact: true }).click();
    await expect(dialog).toBeHidden();
    await page.getByRole('button', { name: t.remark }).click();
    await dialog.getByLabel(t.field).fill('by phone');
    await dialog.getByRole('button', { name: t.set, exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(table.getByText('by phone')).toHaveCount(2);
    await expect(table.getByText('zhaolei').first()).toBeVisible();
    await expect(page.getByRole('button', { name: t.send })).toBeEnabled();
    await expectAccessible(page, 'reservations as they are to be');
    await page.screenshot({ path: info.outputPath('changed.png') });
    expect(demo.counters.requests['appoint/update'], 'nothing is sent yet').toBe(0);
    const number = await table.getByRole('row').nth(1).locator('.name').textContent();
    await page.getByLabel(t.find).fill(number ?? '');
    // two stay ticked though only one is shown
    await expect(table.getByRole('checkbox')).toHaveCount(1);
    await expect(page.getByRole('status').filter({ hasText: t.two })).toBeVisible();
  });
}
