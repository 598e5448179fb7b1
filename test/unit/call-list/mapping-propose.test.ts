import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as v from 'valibot';
import { Mapping } from '../../../src-main/contract/mapping.ts';
import { compileMapping } from '../../../src-main/call-list/mapping/compile.ts';
import { headerFingerprint } from '../../../src-main/call-list/mapping/fingerprint.ts';
import { proposeMapping } from '../../../src-main/call-list/mapping/propose.ts';

interface Case {
  readonly why: string;
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly mapping: unknown;
}

const cases: readonly Case[] = [
  {
    why: 'a Chinese CRM: several phones in order, remarks, recycle time',
    headers: ['姓名', '手机号码（必填）', '备用电话', '备注', '回收时间'],
    rows: [['王芳', '13800138000', '0755-88886666', 'VIP', '2026-01-05 18:00:00']],
    mapping: {
      called: [{ column: '手机号码（必填）' }, { column: '备用电话' }],
      customField: { column: '备注' },
      recycleTime: { column: '回收时间' },
    },
  },
  {
    why: 'traditional characters',
    headers: ['客戶編號', '行動電話', '備註', '主叫號碼'],
    rows: [['C1', '13800138000', '', '075588886666']],
    mapping: {
      called: [{ column: '行動電話' }],
      sessionId: { column: '客戶編號' },
      caller: { column: '主叫號碼' },
      customField: { column: '備註' },
    },
  },
  {
    why: 'an English CRM: punctuation, case, formatted numbers',
    headers: [
      'Lead ID',
      'Full name',
      'Mobile No.',
      'Work phone',
      'E-mail',
      'Comments',
      'Caller ID',
      'Expiry date',
    ],
    rows: [['L1', 'Lin', '138-0013-8000', '+86 (755) 8888 6666', 'a@b.cn', '', '075588886666', '2026/1/5']],
    mapping: {
      called: [{ column: 'Mobile No.' }, { column: 'Work phone' }],
      sessionId: { column: 'Lead ID' },
      caller: { column: 'Caller ID' },
      customField: { column: 'Comments' },
      // a day without a time breaks the rule of `recycleTime`, and would reject every row
    },
  },
  {
    why: 'delays and types go with the phone of the same number',
    headers: ['phone1', 'phone2', 'delay2', 'delay1', '电话类型1'],
    rows: [['13800138000', '13900139000', '60', '0', '1']],
    mapping: {
      called: [
        { column: 'phone1', delayTime: { column: 'delay1' }, type: { column: '电话类型1' } },
        { column: 'phone2', delayTime: { column: 'delay2' } },
      ],
    },
  },
  {
    why: 'delays without numbers go with the phone at their left',
    headers: ['手机', '延迟时间', '座机', '呼叫间隔(秒)'],
    rows: [['13800138000', '0', '075588886666', '60']],
    mapping: {
      called: [
        { column: '手机', delayTime: { column: '延迟时间' } },
        { column: '座机', delayTime: { column: '呼叫间隔(秒)' } },
      ],
    },
  },
  {
    why: 'repeated and empty headers are referred to by number',
    headers: ['电话', '电话', '', 'ID'],
    rows: [['13800138000', '13900139000', '', '7']],
    mapping: { called: [{ column: 1 }, { column: 2 }], sessionId: { column: 'ID' } },
  },
  {
    why: 'no telling names: the values speak',
    headers: ['F1', 'F2', 'F3'],
    rows: [
      ['王', '13800138000', '12'],
      ['李', '86 139 0013 9000', '15'],
    ],
    mapping: { called: [{ column: 'F2' }] },
  },
  {
    why: 'no header at all',
    headers: ['王芳', '13800138000'],
    rows: [['李娜', '13900139000']],
    mapping: { headerRow: null, called: [{ column: 2 }] },
  },
  {
    why: "the template's own names need no proof",
    headers: ['sessionId', 'called', 'caller', 'callData', 'customField', 'recycleTime'],
    rows: [['1', "[{'calledNo':1234566}]", 'x', '-', '-', 'soon']],
    mapping: {
      called: [{ column: 'called' }],
      sessionId: { column: 'sessionId' },
      caller: { column: 'caller' },
      callData: { column: 'callData' },
      customField: { column: 'customField' },
      recycleTime: { column: 'recycleTime' },
    },
  },
  {
    why: "other people's numbers, and numbers that are no phones, are left alone",
    headers: [
      '手机号',
      '紧急联系人电话',
      'Fax',
      '身份证号码',
      '生日',
      '手机型号',
      'Order number',
      '业务员手机',
    ],
    rows: [
      [
        ...['13800138000', '13900139000', '075511112222', '440301199001011234'],
        ...['19900101', 'Mate 60', '2026010512345', '13700137000'],
      ],
    ],
    mapping: { called: [{ column: '手机号' }] },
  },
  {
    why: 'masked numbers are not dialled, and whole ones are',
    headers: ['手机号', '联系电话'],
    rows: [
      ['139****8000', '13900138000'],
      ['139 ＊＊＊＊ 8001', '13900138001'],
    ],
    mapping: { called: [{ column: '联系电话' }] },
  },
  {
    why: 'nothing but masked numbers',
    headers: ['手机号', '姓名'],
    rows: [['139****8000', '王芳']],
    mapping: null,
  },
  {
    why: 'nothing to call',
    headers: ['姓名', '手机型号', '金额'],
    rows: [['王芳', 'Mate 60', '100']],
    mapping: null,
  },
];

for (const { why, headers, rows, mapping } of cases) {
  test(`${headers.join(', ')}: ${why}`, () => {
    assert.deepEqual(proposeMapping(headers, rows).mapping, mapping);
  });
}

test('each column says what it was taken for, how surely, and why', () => {
  const { columns } = proposeMapping(['客户手机', 'x', '姓名'], [['13800138000', '13900139000', '王芳']]);
  assert.deepEqual(
    columns.map(({ column, role, because }) => [column, role, because]),
    [
      [1, 'phone', 'both'],
      [2, 'phone', 'values'],
      [3, null, 'nothing'],
    ],
  );
  const [named, lookalike] = columns;
  assert.ok(named && lookalike && named.confidence > 0.8 && lookalike.confidence < 0.5);
});

test('a proposal always keeps the schema and fits the header that it was made from', () => {
  const header = fc.oneof(
    fc.constantFrom('手机', 'Phone', 'phone ', 'delay', '主叫', 'ID', '', '备注', '延迟1', 'data'),
    fc.string(),
  );
  const cell = fc.oneof(fc.constantFrom('13800138000', '[{"calledNo":"1"}]', '{}', '60', ''), fc.string());
  fc.assert(
    fc.property(
      fc.array(header, { maxLength: 8 }),
      fc.array(fc.array(cell, { maxLength: 10 })),
      (headers, rows) => {
        const { mapping } = proposeMapping(headers, rows);
        if (!mapping) return;
        v.parse(Mapping, mapping);
        assert.doesNotThrow(() => compileMapping(mapping, mapping.headerRow === null ? [] : headers));
      },
    ),
    { numRuns: 500 },
  );
});

test('the fingerprint is of the headers and their order, not of how they are written', () => {
  const one = headerFingerprint(['手机号', 'Full Name', '']);
  assert.match(one, /^[0-9a-f]{64}$/);
  assert.equal(headerFingerprint([' 手机号（必填）', 'full_name', '', ' ']), one);
  for (const other of [
    ['Full Name', '手机号'],
    ['手机号'],
    ['手机号', 'Full Name', 'x'],
    ['手机号Full Name'],
  ]) {
    assert.notEqual(headerFingerprint(other), one);
  }
});

test('a column that says whom not to call is proposed as such, and as nothing else', () => {
  const rows = [
    ['Li', '13900770001', 'yes', 'no', 'NEW'],
    ['Wu', '13900770002', '', 'yes', 'DNC'],
  ];
  const headers = ['Name', 'Phone', 'Do not phone', 'Consent to call', 'Status'];
  const { columns, mapping } = proposeMapping(headers, rows);
  // A status may say so among other things: it is looked at, and stays what it is.
  assert.deepEqual(
    columns.map(({ role }) => role),
    [null, 'phone', 'doNotCall', 'doNotCall', null],
  );
  assert.deepEqual(mapping, { called: [{ column: 'Phone' }] });
});
