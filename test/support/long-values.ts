import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DemoSystem } from '../../src-main/demo/demo-system.ts';

/** Names as long as they come, which differ where they end. */
const campaignNames = [
  '深圳前海分公司 2026 年第四季度存量客户续保提醒 外呼活动 A 组（工作日上午）',
  '深圳前海分公司 2026 年第四季度存量客户续保提醒 外呼活动 B 组（工作日下午）',
  'Renewals 2027 – existing customers of the southern region, second reminder, weekday mornings',
  'Renewals 2027 – existing customers of the southern region, second reminder, weekday afternoons',
] as const;
const agentNames = [
  '欧阳美玲（续保一组 组长）',
  'Maria Magdalena Santos-Okonkwo',
  'Wolfeschlegelsteinhausen',
  '陈',
];
const remarks = [
  'Prefers to be called after the school run; ask for the policy holder, not for the son of the same name',
  '客户要求周五下班前回电，请务必携带合同编号与上次报价单，先确认身份再谈续保方案',
  '',
];

/** Gives what a call centre has the longest names and values that its interfaces take. */
export function lengthen({ state }: Pick<DemoSystem, 'state'>): void {
  [...state.campaigns.values()].forEach((campaign, at) =>
    state.campaigns.set(campaign.id, {
      ...campaign,
      name: `${campaignNames[at % campaignNames.length]} ${at}`,
      callerNo: '008675528780808',
    }),
  );
  [...state.reservations.values()].forEach((reservation, at) => {
    const remark = remarks[at % remarks.length] ?? '';
    state.reservations.set(reservation.appointId, {
      ...reservation,
      calledNo: at % 3 === 0 ? `00852${reservation.calledNo}001` : reservation.calledNo,
      remark,
      ...(reservation.userAccount !== null && {
        userAccount: `${reservation.userAccount}.renewals.southern.region`,
        userName: agentNames[at % agentNames.length] ?? null,
      }),
    });
  });
}

/** Headers as a CRM exports them, of a list that is in no template. */
const headers = [
  '客户联系手机号码（含国家区号，必填，多个号码用分号分隔）',
  'Customer’s preferred form of address and full legal name',
  '保单到期日（年-月-日）',
  'Outstanding premium in CNY including the surcharge for instalments',
  '备注（上次通话纪要、客户要求的回电时间段以及其它需要座席知晓的事项）',
  'Next permitted contact',
];
const notes = [
  '客户要求周五下班前回电，请务必携带合同编号与上次报价单，先确认身份再谈续保方案',
  'Asked twice already whether the instalment surcharge may be waived; escalate to the team lead if it comes up again',
];

/**
 * A list of customers with long headers and values, and with mistakes of many kinds, under a name that differs from
 * others only where it ends.
 */
export async function longList(folder: string): Promise<string> {
  const number = (at: number): string =>
    [
      `1380013${String(at).padStart(4, '0')}`,
      `+86 138-0013-${String(at).padStart(4, '0')} ext. 2048`,
      `００８６１３８００１３${String(at).padStart(4, '0')}`,
      '转人工',
      '',
      `13800138${String(at).padStart(4, '0')}00138001380013800138`,
    ][at % 24 < 6 ? at % 24 : 0] ?? '';
  const rows = Array.from({ length: 240 }, (_, at) =>
    [
      number(at),
      at % 2 ? '欧阳美玲女士（家庭账户主申请人）' : 'Ms Maria Magdalena Santos-Okonkwo',
      '2027-01-31',
      '1,234,567.89',
      notes[at % 2] ?? '',
      '2030-03-09 18:30',
    ]
      .map((value) => `"${value}"`)
      .join(','),
  );
  const file = join(
    folder,
    '2026-11_southern-region_renewals_export-from-crm_华南大区_存量客户_续保提醒_已去重_最终版（2）.csv',
  );
  await writeFile(file, [headers.map((header) => `"${header}"`).join(','), ...rows].join('\n'));
  return file;
}

/** The names that a studio gives to takes: they differ where they end. */
export const takeNames = [
  '欢迎词_前海分公司_存量客户续保提醒_普通话_女声_第12次录音_最终版.wav',
  '欢迎词_前海分公司_存量客户续保提醒_普通话_女声_第13次录音_最终版.wav',
  'renewals-2027_southern-region_second-reminder_weekday-mornings_take-12_final.wav',
];

/** Writes files into a folder, some of which are made first. */
export async function writeAll(
  folder: string,
  names: readonly string[],
  content: Uint8Array,
): Promise<string[]> {
  const files = names.map((name) => join(folder, name));
  for (const [at, file] of files.entries()) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
    // no two are the same sound
    await appendFile(file, new Uint8Array(at));
  }
  return files;
}
