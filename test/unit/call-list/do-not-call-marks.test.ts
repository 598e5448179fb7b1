import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { CallListEngine } from '../../../src-main/call-list/engine.ts';
import { markColumnsOf } from '../../../src-main/call-list/mapping/do-not-call-marks.ts';
import { tempFolder } from '../../support/temp-folder.ts';

interface MarkedList {
  readonly why: string;
  /** The headers behind the phone, and for each customer what stands below them. */
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The customers (from 0) who are not called. */
  readonly marked: readonly number[];
}

const lists: readonly MarkedList[] = [
  { why: 'a mark', headers: ['Do not call'], rows: [['yes'], ['no'], ['']], marked: [0] },
  { why: 'words around the name', headers: ['Is DNC flag?'], rows: [['1'], ['0'], ['']], marked: [0] },
  {
    why: 'words around it in Chinese',
    headers: ['客户是否禁呼标记'],
    rows: [['是'], ['否'], ['']],
    marked: [0],
  },
  {
    why: 'reasons and not marks',
    headers: ['DNC'],
    rows: [['complained'], ['asked us by mail'], ['no']],
    marked: [0, 1],
  },
  {
    why: 'two columns of marks',
    headers: ['DNC', '黑名单'],
    rows: [
      ['n', '是'],
      ['y', ''],
      ['', '否'],
    ],
    marked: [0, 1],
  },
  { why: 'the opposite', headers: ['Consent to call'], rows: [['no'], ['yes'], ['2030-01-05']], marked: [0] },
  { why: 'the opposite in Chinese', headers: ['是否可致电'], rows: [['否'], ['是'], ['']], marked: [0] },
  {
    why: 'a consent that is no longer one',
    headers: ['可否致电'],
    rows: [['已撤回'], ['是'], ['']],
    marked: [0],
  },
  { why: 'a status among others', headers: ['status'], rows: [['DNC'], ['NEW'], ['NA']], marked: [0] },
  { why: 'one label of several', headers: ['标签'], rows: [['VIP；勿扰'], ['VIP'], ['']], marked: [0] },
  { why: 'a remark', headers: ['备注'], rows: [['请勿致电！'], ['请勿致电前台，打手机'], ['']], marked: [0] },
  {
    why: 'numbers under such a name',
    headers: ['DNC'],
    rows: [['13800000001'], ['13800000002'], ['']],
    marked: [],
  },
  ...[
    '请勿拨打',
    '不要联系',
    '是否拒绝外呼',
    '不接受电话营销',
    '請勿撥打',
    '禁止打扰客户',
    '未授权外呼',
    'Bloctel',
    '통화 거부',
    '架電不可',
  ].map((header) => ({
    why: header,
    headers: [header],
    rows: [['是'], ['否'], ['']],
    marked: [0],
  })),
  ...[
    '是否允许拨打',
    '能否外呼',
    '客户是否接受电话回访',
    '可否聯絡',
    '外呼授权',
    'Permission to call',
    'Contactable',
  ].map((header) => ({
    why: header,
    headers: [header],
    rows: [['否'], ['是'], ['']],
    marked: [0],
  })),
  ...['是否联系', '是否回访', '可联系时间', '拒绝原因'].map((header) => ({
    why: `${header}, which says nothing of it`,
    headers: [header],
    rows: [['否'], ['是'], ['']],
    marked: [],
  })),
  {
    why: 'the last disposition',
    headers: ['Last disposition'],
    rows: [['DNC'], ['Do Not Call - Federal'], ['NA']],
    marked: [0, 1],
  },
  {
    why: 'what the customer has asked for',
    headers: ['备注'],
    rows: [['客户要求不要再打'], ['对方表示拒绝联系了（投诉）'], ['不要打座机'], ['拒绝接听'], ['拒绝']],
    marked: [0, 1],
  },
  {
    why: 'the same in English',
    headers: ['Notes', 'Phone status'],
    rows: [
      ['do not call again', ''],
      ['Customer asked not to be called', ''],
      ['please call after 5', 'Do not call'],
      ['do not call before 9', 'OK'],
    ],
    marked: [0, 1, 2],
  },
  { why: 'visits that are refused', headers: ['是否拒访'], rows: [['是'], ['否'], ['']], marked: [0] },
  { why: 'a Korean refusal', headers: ['전화거부'], rows: [['Y'], ['N'], ['']], marked: [0] },
  { why: 'a Spanish refusal', headers: ['No contactar'], rows: [['sí'], ['no'], ['']], marked: [0] },
  { why: 'a register of refusals', headers: ['TPS registered'], rows: [['Y'], ['N'], ['']], marked: [0] },
  { why: 'not to be disturbed', headers: ['DND'], rows: [['Yes'], ['No'], ['']], marked: [0] },
  { why: 'the day of a refusal', headers: ['Opt-out date'], rows: [['2026-01-05'], [''], ['']], marked: [0] },
  {
    why: 'an hour, and no refusal',
    headers: ['Do not call before'],
    rows: [['9:00'], ['9:00'], ['']],
    marked: [],
  },
  { why: 'mails, not calls', headers: ['HasOptedOutOfEmail'], rows: [['TRUE'], ['TRUE'], ['']], marked: [] },
];

test('whom a list marks as not to be called is not called, however it says so', async (context) => {
  const path = join(tempFolder(context), 'list.csv');
  for (const { why, headers, rows, marked } of lists) {
    const lines = rows.map((row, i) => [`1390077000${i}`, ...row].join(','));
    writeFileSync(path, [['phone', ...headers].join(','), ...lines, ''].join('\n'));
    const engine = await CallListEngine.open(path);
    try {
      await engine.check({ ivr: false, duplicates: 'first', mapping: { called: [{ column: 'phone' }] } });
      const left = [...engine.checked.allIssues()].filter(({ rule }) => rule === 'marked-do-not-call');
      assert.deepEqual(
        left.map(({ row }) => row - 2),
        marked,
        why,
      );
    } finally {
      await engine.close();
    }
  }
});

test('a name of marks stays one where all of the first customers have none', () => {
  assert.deepEqual(markColumnsOf(['phone', 'DNC'], [['13900770000', '']]), [{ column: 1, says: 'must-not' }]);
});
