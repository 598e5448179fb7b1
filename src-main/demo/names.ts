import { below, digits, pick } from './random.ts';
import type { Random } from './random.ts';

const campaignTopics = [
  ['Renewal reminder', '续保提醒'],
  ['Welcome call', '新客户欢迎回访'],
  ['Satisfaction survey', '满意度调查'],
  ['Card activation', '信用卡激活'],
  ['Overdue notice', '逾期提醒'],
  ['Appointment confirmation', '预约确认'],
  ['Delivery notice', '派送通知'],
  ['Product recall', '产品召回通知'],
  ['Loyalty offer', '会员回馈'],
  ['Contract expiry', '合约到期提醒'],
  ['Meter reading', '抄表通知'],
  ['Health check follow-up', '体检随访'],
  ['Event invitation', '活动邀请'],
  ['Win-back', '流失客户召回'],
] as const;

const regions = [
  ['North', '华北'],
  ['East', '华东'],
  ['South', '华南'],
  ['Central', '华中'],
  ['South-west', '西南'],
  ['Shenzhen', '深圳'],
  ['Hong Kong', '香港'],
  ['Singapore', '新加坡'],
] as const;

/** A campaign's name, every other one in Chinese: topic, region, month and a running number. */
export function campaignName(random: Random, index: number, month: Date): string {
  const [topic, topicZh] = pick(random, campaignTopics);
  const [region, regionZh] = pick(random, regions);
  const number = String(index + 1).padStart(4, '0');
  const year = month.getUTCFullYear();
  return index % 2 === 0
    ? `${topic} ${region} ${year}-${String(month.getUTCMonth() + 1).padStart(2, '0')} #${number}`
    : `${regionZh}${topicZh}${year}年${month.getUTCMonth() + 1}月（${number}）`;
}

/** An agent with both of the names a system may know them by. */
export interface Agent {
  readonly userAccount: string;
  readonly workNo: string;
  readonly userName: string;
}

const people = [
  ['wangfang', '王芳'],
  ['liwei', '李伟'],
  ['zhangmin', '张敏'],
  ['chenjie', '陈洁'],
  ['liuyang', '刘洋'],
  ['zhaolei', '赵磊'],
  ['anna.keller', 'Anna Keller'],
  ['james.okafor', 'James Okafor'],
  ['maria.santos', 'Maria Santos'],
  ['tom.baker', 'Tom Baker'],
  ['lina.haddad', 'Lina Haddad'],
  ['priya.nair', 'Priya Nair'],
] as const;

/** The agents of the demo call centre: work numbers 101 to 112. */
export const agents: readonly Agent[] = people.map(([userAccount, userName], index) => ({
  userAccount,
  workNo: String(101 + index),
  userName,
}));

const remarks = [
  '',
  '',
  'Prefers the afternoon',
  'Asked for the new tariff',
  '客户要求下午联系',
  '请携带合同编号',
  'Call the second number if busy',
  '询问续保价格',
] as const;

export const remark = (random: Random): string => pick(random, remarks);

/** A Chinese mobile number that is not in use: the prefix 100 is not assigned. */
export const phoneNumber = (random: Random): string => `100${below(random, 10)}${digits(random, 7)}`;
