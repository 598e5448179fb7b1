// The rows of the bench's call lists: the same for every form of file, and realistic in length and variety.
import type { Mapping } from '../../../src-main/contract/mapping.ts';
import { givenNames, products, surnames } from '../../support/customers.ts';

export const header = ['sessionId', 'called', 'caller', 'callData', 'customField', 'recycleTime'] as const;

const two = (number: number): string => String(number).padStart(2, '0');
const pick = <T>(list: readonly T[], seed: number): T => list[seed % list.length] as T;

/** Spreads row numbers, so that neighbours have nothing in common (multiplier of Knuth's hash). */
const spread = (number: number): number => Math.imul(number + 1, 2_654_435_761) >>> 0;

/** The row with that number, from 0. No two rows have a number in common. */
export function goodRow(number: number): string[] {
  const seed = spread(number);
  const phone = `1${3 + (seed % 7)}${String(100_000_000 + number).slice(-9)}`;
  const second =
    number % 4 === 0 ? `,{"calledNo":"0755${String(number).padStart(8, '0')}","delayTime":"60"}` : '';
  return [
    `S${String(20_260_000_000_000 + number)}`,
    `[{"calledNo":"${phone}","delayTime":"${String(seed % 7200)}","type":"1"}${second}]`,
    '075588886666',
    `{"fullName":"${pick(surnames, seed)}${pick(givenNames, seed >>> 5)}","riskName":"${pick(products, seed >>> 9)}",` +
      `"policy":"P${String(seed)}","amount":"${String((seed >>> 3) % 100_000)}","address":"深圳市${pick(surnames, seed >>> 7)}园路${String(seed % 900)}号"}`,
    `batch ${String(seed % 50)}`,
    `2030-${two(1 + (seed % 12))}-${two(1 + (seed % 28))} ${two(9 + (seed % 10))}:${two(seed % 60)}:00`,
  ];
}

/** The row with that number, as one that can be dialled in China: the other one's numbers are only of the right length. */
export function dialledRow(number: number): string[] {
  const row = goodRow(number);
  const phone = `13${String(900_000_000 + number).slice(-9)}`;
  const second =
    number % 4 === 0 ? `,{"calledNo":"0755${String(80_000_000 + number)}","delayTime":"60"}` : '';
  row[1] = `[{"calledNo":"${phone}","delayTime":"${String(number % 7200)}","type":"1"}${second}]`;
  return row;
}

/** The columns of a list as a supervisor's own system writes it, and a mapping for them. */
export const ownHeader = [
  '姓名',
  '手机',
  '备用电话',
  '产品',
  '保单号',
  '金额',
  '地址',
  '批次',
  '备注',
] as const;
export const ownMapping: Mapping = {
  called: [{ column: '手机' }, { column: '备用电话', delayTime: { constant: '60' } }],
  callData: {
    pack: [
      { name: 'fullName', column: '姓名' },
      { name: 'riskName', column: '产品' },
      { name: 'policy', column: '保单号' },
      { name: 'amount', column: '金额' },
      { name: 'address', column: '地址' },
    ],
  },
  customField: { column: '批次' },
};

/** The row with that number in a list of the kind; no two have a number in common. */
export function ownRow(number: number): string[] {
  const seed = spread(number);
  return [
    pick(surnames, seed) + pick(givenNames, seed >>> 5),
    `1${3 + (seed % 7)}${String(100_000_000 + number).slice(-9)}`,
    number % 4 === 0 ? `0755${String(number).padStart(8, '0')}` : '',
    pick(products, seed >>> 9),
    `P${String(seed)}`,
    String(((seed >>> 3) % 1_000_000) / 100),
    `深圳市${pick(surnames, seed >>> 7)}园路${String(seed % 900)}号`,
    `batch ${String(seed % 50)}`,
    number % 20 === 0 ? `约周${String(1 + (seed % 5))}回访` : '',
  ];
}

/** What usually is wrong with a row, one after the other. */
const faults: readonly ((row: string[]) => void)[] = [
  (row) => (row[1] = ''),
  (row) => (row[1] = '13800138000'),
  (row) => (row[1] = '[{"calledNo":"+86 138-0013-8000"}]'),
  (row) => (row[0] = 'S'.repeat(40)),
  (row) => (row[2] = 'Service hotline of the branch'),
  (row) => (row[3] = JSON.stringify({ note: '备注'.repeat(600) })),
  (row) => (row[4] = '备注'.repeat(150)),
  (row) => (row[5] = '2030/1/5 18:30'),
  (row) => (row[5] = '2030-02-30 18:30:00'),
  (row) => (row[1] = "[{'calledNo':13800138000,'delayTime':9000}]"),
];

/** Like `goodRow`, but every fifth row has something wrong with it. */
export function messyRow(number: number): string[] {
  const row = goodRow(number);
  if (number % 5 === 0) pick(faults, number / 5)(row);
  return row;
}
