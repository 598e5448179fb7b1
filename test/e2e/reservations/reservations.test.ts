import { wallTimeAt } from '../../../src-main/contract/zoned-time.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { expect, test } from '../app.ts';
import { expectAccessible } from '../axe.ts';
import { connectTo } from '../call-centre.ts';
import { chooseFromMenu } from '../menu.ts';
import { ReservationsPage } from './reservations-page.ts';
import { expectAccessibleInBothThemes } from '../themes.ts';

/** Runs in the page: what of a day's marks cannot be read, or lies over another. */
function faultsOfMarks(): string[] {
  const faults: string[] = [];
  for (const cell of document.querySelectorAll('[role=gridcell]')) {
    const marks = [...cell.querySelectorAll('.mark')];
    for (const mark of marks) if (mark.scrollWidth > mark.clientWidth) faults.push(`cut: ${mark.outerHTML}`);
    const boxes = [...marks, ...cell.querySelectorAll('.more')].map((each) => each.getBoundingClientRect());
    for (const [at, one] of boxes.entries()) {
      const covered = boxes
        .slice(at + 1)
        .some(
          (other) =>
            one.left < other.right - 1 &&
            one.right - 1 > other.left &&
            one.top < other.bottom - 1 &&
            one.bottom - 1 > other.top,
        );
      if (covered) faults.push(`covered: ${cell.textContent}`);
    }
  }
  return faults;
}

const zone = { TZ: 'Europe/Berlin' };

for (const language of ['en', 'zh'] as const) {
  test(`list, day, modify, create and cancel (${language})`, async ({ launch }, info) => {
    const { page } = await launch({ language, env: zone });
    const reservations = new ReservationsPage(page, language);
    const { words, dialog } = reservations;
    await reservations.openDemo();
    await expect(page.getByRole('grid', { name: words.screen })).toHaveAttribute('aria-rowcount', '20001');
    await expectAccessibleInBothThemes(page, 'list');

    // the day, by keys: the first booked hour holds one reservation or a list of several
    await reservations.view('day');
    await page.getByRole('button', { name: words.nextDay }).click();
    await expect(page.getByText(words.overlapping).first()).toBeVisible();
    const grid = page.getByRole('grid', { name: words.grid });
    for (const length of ['5', '15', '30']) {
      await page.getByRole('combobox').filter({ hasText: length }).selectOption(length);
      await expect
        .poll(() => page.evaluate(faultsOfMarks), { message: `calls of ${length} minutes` })
        .toEqual([]);
    }
    await page.screenshot({ path: info.outputPath('day.png') });
    await grid.focus();
    await page.keyboard.press('Control+ArrowRight');
    await expect(grid).toHaveAttribute('aria-activedescendant', /-0-\d+$/);
    await expectAccessibleInBothThemes(page, 'day');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeVisible();
    await expectAccessible(page, 'an hour');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();

    await reservations.view('list');
    await reservations.button(words.create).click();
    await expectAccessible(page, 'nothing filled in');
    await dialog.getByText(words.automatic, { exact: true }).click();
    await dialog.getByLabel(words.customer).fill('138 0013-8000');
    const hints = await page.evaluate(() => window.dialdesk.connections.demoHints());
    await dialog.getByLabel(words.campaign).fill((hints.ok && hints.value?.campaignId) || '');
    await dialog.getByRole('button', { name: words.oneDay }).click();
    await expect(dialog.getByText(words.early)).toBeVisible();
    await dialog.getByRole('button', { name: words.review }).click();
    await expect(dialog.getByText(words.dialled)).toBeVisible();
    await expectAccessible(page, 'review');
    await dialog.getByRole('button', { name: words.reserve }).click();
    await expect(page.getByText(words.reserved).first()).toBeVisible();

    await page.getByLabel(words.customer).fill('13800138000');
    await expect(reservations.rows).toHaveCount(1);
    await reservations.button(words.cancelThis('13800138000')).click();
    await dialog.getByRole('button', { name: words.cancel, exact: true }).click();
    await expect(page.getByText(words.cancelled)).toBeVisible();
    await expect(page.getByRole('heading', { name: words.none })).toBeVisible();
    await reservations.view('book');
    await expect(reservations.rows).toHaveCount(1);
    await expectAccessibleInBothThemes(page, 'done here');
  });
}

test('a reservation is moved by the keyboard alone: paste, time, agent, Enter', async ({
  launch,
  cleanUp,
}) => {
  const demo = await demoSystem(cleanUp);
  const { app, page } = await launch({ env: zone });
  await connectTo(page, demo);
  const reservation = demo.state.reservations.values().find(({ callType }) => callType === '1');
  if (reservation === undefined) throw new Error('the demo system has a manual reservation');
  const remark = reservation.remark;
  await chooseFromMenu(app, 'File', 'Modify reservation…');
  await expect(page.getByLabel('Appointment ID')).toBeFocused();
  await expectAccessible(page, 'an ID is asked for');

  await page.keyboard.insertText(`  ${reservation.appointId} `);
  await page.keyboard.press('Tab');
  await page.keyboard.type('20301201');
  await page.keyboard.press('Tab');
  await page.keyboard.type('1430');
  await page.keyboard.press('Tab'); // the three shifts
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Agent: business account')).toBeFocused();
  await page.keyboard.type('james.okafor');
  await expect(page.getByText('2030-12-01 13:30 UTC')).toBeVisible();
  await expect(page.getByText('To be sent: agent, new time.')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText(/Reserved for 2030-12-01 14:30 CET, james\.okafor/)).toBeVisible();
  expect(demo.state.reservations.get(reservation.appointId)).toMatchObject({
    appointTime: Date.UTC(2030, 11, 1, 13, 30),
    userAccount: 'james.okafor',
    remark,
  });
});

test('what cannot be sent is told before the server does, and its codes in words', async ({
  launch,
  cleanUp,
}) => {
  const demo = await demoSystem(cleanUp, {
    faults: {
      http: [
        { on: 'appoint/update', fault: { kind: 'code', resultCode: '0200006' } },
        { on: 'appoint/update', fault: { kind: 'code', resultCode: '04000004' } },
        { on: 'appoint/update', fault: { kind: 'lost' } },
      ],
    },
  });
  const { page } = await launch({ env: zone });
  await connectTo(page, demo);
  const reservations = new ReservationsPage(page);
  const { dialog } = reservations;
  await reservations.show();
  await expect(reservations.rows.first()).toContainText(/\d{11}/);

  // automatic ones cannot be modified
  await page.getByLabel('Type', { exact: true }).selectOption('automatic');
  await reservations
    .button(/^Open \d+$/)
    .first()
    .click();
  await expect(dialog.getByText('Automatic reservations cannot be modified')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Modify', exact: true })).toBeHidden();
  await page.keyboard.press('Escape');
  await page.getByLabel('Type', { exact: true }).selectOption('manual');
  await reservations
    .button(/^Modify \d+$/)
    .first()
    .click();

  const day = dialog.getByRole('group', { name: 'Time', exact: true }).first().getByRole('textbox');
  await day.fill('2020-01-01');
  await expect(dialog.getByText('This time has passed. Select a later one.')).toBeVisible();
  // the question before it is given up stands over the form
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Keep editing' }).click();
  await expect(day).toHaveValue('2020-01-01');
  // 31 March 2030, 02:30 does not exist in Berlin; 27 October, 02:30 comes twice
  await day.fill('2030-03-31');
  await dialog.getByLabel('Hour').fill('02');
  await dialog.getByLabel('Minute').fill('30');
  await expect(dialog.getByText(/does not exist in Europe\/Berlin.* 03:30/)).toBeVisible();
  await expectAccessible(page, 'a time that does not exist');
  await day.fill('2030-10-27');
  await dialog.getByLabel(/^Second: 2030-10-27 02:30 CET/).check();
  await expect(dialog.getByText('2030-10-27 01:30 UTC')).toBeVisible();

  const send = dialog.getByRole('button', { name: 'Modify', exact: true });
  await send.click();
  await expect(dialog.getByText('Database error in the call centre (0200006)')).toBeVisible();
  await send.click();
  await expect(dialog.getByText('Reservation not found (04000004)')).toBeVisible();
  await expectAccessible(page, 'refused');
  await send.click();
  await expect(dialog.getByText('Sent, but the answer was lost')).toBeVisible();
  await dialog.getByRole('button', { name: 'Look it up' }).click();
  await expect(dialog.getByText('The system shows that it was carried out.')).toBeVisible();
  expect(demo.counters.requests['appoint/update']).toBe(3);
});

test('a change that cannot be sent now is left to the outbox, and goes by itself', async ({
  launch,
  cleanUp,
}) => {
  const demo = await demoSystem(cleanUp, {
    faults: { http: [{ on: 'appoint/update', fault: { kind: 'status', status: 429 } }] },
  });
  const { page } = await launch({ env: zone });
  await connectTo(page, demo);
  const reservations = new ReservationsPage(page);
  const { dialog } = reservations;
  await reservations.show();
  const reservation = demo.state.reservations.values().find(({ callType }) => callType === '1');
  await reservations.button(reservations.words.byId).click();
  await page.getByLabel('Appointment ID').fill(reservation?.appointId ?? '');
  await page.getByLabel('Agent: business account').fill('wangfang');
  await dialog.getByRole('button', { name: 'Modify', exact: true }).click();
  await expect(dialog.getByText(/Nothing was sent/)).toBeVisible();
  await expectAccessible(page, 'it can wait');
  await dialog.getByRole('button', { name: 'Keep in outbox' }).click();
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(page.getByText('Changed', { exact: true }).first()).toBeVisible();
  expect(demo.state.reservations.get(reservation?.appointId ?? '')?.userAccount).toBe('wangfang');
  await page.getByRole('button', { name: 'Show each result' }).click();
  await expect(page.getByRole('grid', { name: 'Results' }).getByText('Sent', { exact: true })).toBeVisible();
});

test('a system without the list keeps a book, and says so once', async ({ launch, cleanUp }) => {
  const demo = await demoSystem(cleanUp, {
    lacks: ['appoint/create', 'appoint/delete'],
    // once only: had it been asked again, the day would be full
    faults: { http: [{ on: 'appoint/list', fault: { kind: 'status', status: 404 } }] },
  });
  const { page } = await launch({ env: zone });
  await connectTo(page, demo);
  const reservations = new ReservationsPage(page);
  await reservations.show();
  await expect(page.getByText('This system does not list its reservations')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'List' })).toHaveCount(0);
  await expectAccessibleInBothThemes(page, 'no list');

  const reservation = demo.state.reservations.values().find(({ callType }) => callType === '1');
  await reservations.button(reservations.words.byId).first().click();
  await page.getByLabel('Appointment ID').fill(reservation?.appointId ?? '');
  // not by "+1 day": shortly before midnight that is the day after the next
  const tomorrow = wallTimeAt(Date.now() + 86_400_000, zone.TZ).date;
  const time = reservations.dialog.getByRole('group', { name: 'Time', exact: true }).first();
  await time.getByRole('textbox').first().fill(tomorrow);
  await time.getByLabel('Hour').fill('10');
  await time.getByLabel('Minute').fill('00');
  await page.getByLabel('Agent: business account').fill('wangfang');
  await reservations.dialog.getByRole('button', { name: 'Modify', exact: true }).click();
  await expect(reservations.rows).toHaveCount(1);
  await expect(reservations.rows.first()).toContainText('Modified');

  await reservations.view('day');
  await page.getByRole('button', { name: 'Next day' }).click();
  await expect(page.getByRole('rowheader', { name: /wangfang/ })).toBeVisible();
  await expect(page.getByRole('rowheader')).toHaveCount(1);
});
