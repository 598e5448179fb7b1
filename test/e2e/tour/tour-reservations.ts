import type { Page } from 'playwright/test';
import { ReservationsPage } from '../reservations/reservations-page.ts';

const words = {
  en: {
    many: 'Change many…',
    fromSheet: 'From a sheet or pasted cells…',
    paste: 'Paste cells',
    take: 'Use these rows',
    lookUp: 'Look up current values',
    header: 'Appointment ID\tNew time\tAgent\tRemark',
    remark: 'asked for the morning',
    send: /^Change \d+ reservations$/,
    finished: 'changed',
  },
  zh: {
    many: '批量修改…',
    fromSheet: '从表格或粘贴的单元格…',
    paste: '粘贴单元格',
    take: '使用这些行',
    lookUp: '查询当前值',
    header: '预约 ID\t新时间\t座席\t备注',
    remark: '客户希望上午',
    send: /^修改 \d+ 个预约$/,
    finished: '已修改',
  },
} as const;

/** Goes through the reservations of the demo system, which is in use already, and takes a picture of each view. */
export async function tourReservations(
  page: Page,
  language: 'en' | 'zh',
  picture: (name: string) => Promise<void>,
): Promise<void> {
  const reservations = new ReservationsPage(page, language);
  const { dialog } = reservations;
  const told = words[language];
  await reservations.show();
  await reservations.rows
    .first()
    .getByText(/\d{11}/)
    .waitFor();
  await picture('reservations');
  await reservations.view('day');
  await page.getByRole('button', { name: reservations.words.nextDay }).click();
  await page.getByText(reservations.words.overlapping).first().waitFor();
  await picture('reservations-day');
  await reservations.view('list');
  const modify = reservations.rows.getByRole('button', { name: modifyThis[language] });
  await modify.first().click();
  await dialog.getByRole('button', { name: reservations.words.oneDay }).click();
  await picture('reservation-modify');
  await reservations.button(reservations.words.modify).last().click();
  await dialog.waitFor({ state: 'hidden' });
  await reservations.view('book');
  await reservations.rows.first().waitFor();
  await picture('reservations-book');

  const asked = await page.evaluate(async () => {
    const connections = await window.dialdesk.connections.list();
    const connectionId = (connections.ok && connections.value[0]?.id) || '';
    const page = await window.dialdesk.reservations.list({ connectionId, query: { offset: 0, limit: 20 } });
    return page.ok ? page.value.reservations : [];
  });
  const lines = asked.map(
    ({ appointId, agent }, at) =>
      `${appointId}\t${at === 3 ? '2020-01-01 10:00' : '2099-05-06 10:30'}\t${at === 5 ? '' : (agent ?? '')}\t${at % 4 === 0 ? told.remark : ''}`,
  );
  await page.getByRole('button', { name: told.many }).click();
  await page.getByRole('menuitem', { name: told.fromSheet }).click();
  await page.getByLabel(told.paste).fill([told.header, ...lines].join('\n'));
  await picture('bulk-source');
  await page.getByRole('button', { name: told.take }).click();
  await page.getByRole('button', { name: told.lookUp }).click();
  // gone once every row is known
  await page.getByRole('button', { name: told.lookUp }).waitFor({ state: 'hidden' });
  await picture('bulk-check');
  await page.getByRole('button', { name: told.send }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: told.send }).click();
  await page.getByRole('status').filter({ hasText: told.finished }).waitFor();
  await picture('bulk-results');
}

const modifyThis = { en: /^Modify \d+$/, zh: /^修改 \d+$/ } as const;
