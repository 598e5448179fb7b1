import { expect } from 'playwright/test';
import { pageObject } from '../page-object.ts';

const words = {
  en: {
    demo: 'Start the demo system',
    screen: 'Reservations',
    byId: 'Modify by ID…',
    create: 'New reservation',
    list: 'List',
    day: 'Day',
    book: 'Done here',
    id: 'Appointment ID',
    agent: 'Agent: business account',
    remark: /^Remark/,
    hour: 'Hour',
    modify: 'Modify',
    reservedFor: /Reserved for .*James Okafor|Reserved for .*james\.okafor/,
    customer: 'Customer number',
    campaign: 'Campaign ID',
    automatic: 'Automatic',
    oneDay: '+1 day',
    early: /five minutes early: at/,
    dialled: 'Dialled at',
    review: 'Review',
    reserve: 'Reserve call',
    reserved: /Appointment ID: \d+/,
    cancelThis: (name: string) => `Cancel the reservation of ${name}`,
    cancel: 'Cancel the reservation',
    cancelled: 'Reservation cancelled.',
    nextDay: 'Next day',
    overlapping: /\d+ overlapping/,
    grid: 'Reservations by agent and hour',
    none: 'No matches',
  },
  zh: {
    demo: '启动演示系统',
    screen: '预约外呼',
    byId: '按 ID 修改…',
    create: '新建预约',
    list: '列表',
    day: '按日',
    book: '本机操作',
    id: '预约 ID',
    agent: '座席业务账号',
    remark: /^备注/,
    hour: '时',
    modify: '修改',
    reservedFor: /已预约：.*(James Okafor|james\.okafor)/,
    customer: '客户号码',
    campaign: '外呼活动 ID',
    automatic: '自动',
    oneDay: '+1 天',
    early: /自动外呼提前五分钟/,
    dialled: '拨出时间',
    review: '核对',
    reserve: '提交预约',
    reserved: /预约 ID：\d+/,
    cancelThis: (name: string) => `取消 ${name} 的预约`,
    cancel: '取消预约',
    cancelled: '预约已取消。',
    nextDay: '后一天',
    overlapping: /\d+ 个重叠/,
    grid: '座席预约时间表',
    none: '没有匹配项',
  },
} as const;

/** The reservations as a supervisor uses them: by names and roles. */
export class ReservationsPage extends pageObject(words) {
  get dialog() {
    return this.page.getByRole('dialog');
  }
  /** The rows of the list, without its head. */
  get rows() {
    return this.page.getByRole('row').filter({ has: this.page.getByRole('gridcell') });
  }

  /** Starts the demo system and shows its reservations. */
  async openDemo(): Promise<void> {
    await this.button(this.words.demo).click();
    await expect(this.page.getByRole('button', { name: /VDN \d+/ })).toBeVisible();
    await this.show();
    await expect(this.rows.first()).toContainText(/\d{11}/);
  }

  async show(): Promise<void> {
    await this.page.getByRole('navigation').getByRole('button', { name: this.words.screen }).click();
    await expect(this.page.getByRole('heading', { level: 1, name: this.words.screen })).toBeVisible();
  }

  async view(name: 'list' | 'day' | 'book'): Promise<void> {
    await this.page.getByText(this.words[name], { exact: true }).click();
    await expect(this.page.getByRole('radio', { name: this.words[name], exact: true })).toBeChecked();
  }
}
