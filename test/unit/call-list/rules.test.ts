import assert from 'node:assert/strict';
import test from 'node:test';
import type { TemplateColumn } from '../../../src-main/contract/call-data-template.ts';
import { usualPlan } from '../../../src-main/contract/number-plan.ts';
import { numberRules } from '../../../src-main/contract/number-rules.ts';
import { templateRules, type RuleId } from '../../../src-main/contract/template-rules.ts';
import { CallRecord, columnNumber } from '../../../src-main/call-list/check/call-record.ts';
import { Checker } from '../../../src-main/call-list/check/checker.ts';
import { judgeListed } from '../../../src-main/call-list/check/judge-listed.ts';
import type { Rules } from '../../../src-main/call-list/check/row-rules.ts';
import { ListedNumbers } from '../../../src-main/call-list/do-not-call/listed-numbers.ts';
import { CompiledPlan } from '../../../src-main/numbering/compiled-plan.ts';
import { cellKind } from '../../../src-main/call-list/row.ts';

const good = '[{"calledNo":"13800138000"}]';
const rules: Rules = { ivr: false, duplicates: 'first', now: 20_260_101_000_000 };

type Fields = Partial<Record<TemplateColumn, string>>;

/** The problems of one row, as "error called called-missing (detail)". */
function problems(
  fields: Fields,
  { listed, ...change }: Partial<Rules> & { readonly listed?: ListedNumbers } = {},
  kinds: Partial<Record<TemplateColumn, number>> = {},
  hidden = false,
): string[] {
  const checker = new Checker(1, { ...rules, ...change });
  const record = new CallRecord();
  record.clear(2);
  record.hidden = hidden;
  for (const [column, text] of Object.entries({ called: good, ...fields })) {
    const name = column as TemplateColumn;
    record.setText(columnNumber[name], text, kinds[name] ?? cellKind.text);
  }
  checker.check(record);
  if (listed) judgeListed(checker, listed);
  const found = [...checker.issues.all()];
  const isRejected = found.some(({ severity }) => severity === 'error');
  assert.equal(
    checker.states.status(2),
    isRejected ? 'rejected' : 'ready',
    'errors and nothing else reject a row',
  );
  return found.map(
    ({ severity, column, rule, detail }) => `${severity} ${column} ${rule}${detail && ` (${detail})`}`,
  );
}

const emoji = '😀'; // two UTF-16 code units, four bytes

/** A field, its value, and what is wrong with it. */
const table: readonly (readonly [column: TemplateColumn, value: string, ...problems: string[]])[] = [
  ['sessionId', ''],
  ['sessionId', 'x'.repeat(32)],
  ['sessionId', 'x'.repeat(33), 'error sessionId session-id-too-long'],
  ['sessionId', '中'.repeat(32)],
  ['sessionId', '中'.repeat(33), 'error sessionId session-id-too-long'],
  ['sessionId', emoji.repeat(16)],
  ['sessionId', emoji.repeat(16) + 'x', 'error sessionId session-id-too-long'],
  ['sessionId', 'a\u0001b', 'warning sessionId control-character'],
  ['sessionId', 'a\tb'],

  ['called', good],
  ['called', '[{"calledNo":123456789012345}]'],
  ['called', '[{"calledNo":1234567890123456}]', 'warning called digits-lost (1234567890123456)'],
  ['called', '[{"calledNo":"1234567890123456"}]'],
  ['called', ' [ { "calledNo" : "13800138000" , "delayTime" : "60" , "type" : "1" } ]\n'],
  ['called', '[{"type":"home","delayTime":"0","calledNo":"*#0123456789"}]'],
  ['called', '[{"calledNo":"1"},{"calledNo":"2","delayTime":"7200"}]'],
  ['called', "[{'calledNo':1234566}]"],
  ['called', "[{'calledNo':'1234566','delayTime':60,'type':1}]"],
  ['called', '[{"calledNo":0755123}]'],
  ['called', '[{"calledNo":"\\u0031\\u0033"}]'],
  ['called', '[{"calledNo":"1","delayTime":null,"type":null}]'],
  ['called', '[{"calledNo":"1","type":"a\\"b"}]'],
  ['called', '', 'error called called-missing'],
  ['called', ' \u00a0\u3000\n', 'error called called-missing'],
  ['called', '13800138000', 'error called called-plain-number'],
  ['called', '+86 138-0013-8000', 'error called called-plain-number'],
  ['called', '13800138000;13900139000', 'error called called-plain-number'],
  ['called', '１３８００１３８０００', 'error called called-plain-number'],
  ['called', '"13800138000"', 'error called called-plain-number'],
  ['called', 'none', 'error called called-not-json'],
  ['called', '[{"calledNo":"1"}', 'error called called-not-json'],
  ['called', '[{"calledNo":"1"}]]', 'error called called-not-json'],
  ['called', '[{"calledNo":"1",}]', 'error called called-not-json'],
  ['called', '[{"calledNo":"1"},]', 'error called called-not-json'],
  ['called', '[{calledNo:"1"}]', 'error called called-not-json'],
  ['called', '[{"calledNo":"1\'}]', 'error called called-not-json'],
  ['called', '{"calledNo":"1"}', 'error called called-not-array'],
  ['called', 'true', 'error called called-not-array'],
  ['called', '["1"]', 'error called called-not-array ("1")'],
  ['called', '[]', 'error called called-empty'],
  ['called', '[{}]', 'error called called-no-missing'],
  ['called', '[{"calledNo":""}]', 'error called called-no-missing'],
  ['called', '[{"calledNo":null}]', 'error called called-no-missing'],
  ['called', '[{"delayTime":"1"}]', 'error called called-no-missing'],
  ['called', `[{"calledNo":"${'1'.repeat(24)}"}]`],
  ['called', `[{"calledNo":"${'1'.repeat(25)}"}]`, `error called called-no-too-long (${'1'.repeat(25)})`],
  ['called', '[{"calledNo":"138-0013"}]', 'error called called-no-characters (138-0013)'],
  ['called', '[{"calledNo":" 138"}]', 'error called called-no-characters ( 138)'],
  ['called', '[{"calledNo":"+86138"}]', 'error called called-no-characters (+86138)'],
  ['called', '[{"calledNo":"１３８"}]', 'error called called-no-characters (１３８)'],
  ['called', '[{"calledNo":1.38E10}]', 'error called called-no-characters (1.38E10)'],
  ['called', '[{"calledNo":-1}]', 'error called called-no-characters (-1)'],
  ['called', '[{"calledNo":{"a":1}}]', 'error called called-no-characters ({"a":1})'],
  ['called', '[{"calledNo":"1","delayTime":"7201"}]', 'error called delay-time (7201)'],
  ['called', '[{"calledNo":"1","delayTime":7201}]', 'error called delay-time (7201)'],
  ['called', '[{"calledNo":"1","delayTime":"-1"}]', 'error called delay-time (-1)'],
  ['called', '[{"calledNo":"1","delayTime":-1}]', 'error called delay-time (-1)'],
  ['called', '[{"calledNo":"1","delayTime":"1.5"}]', 'error called delay-time (1.5)'],
  ['called', '[{"calledNo":"1","delayTime":"99999999999"}]', 'error called delay-time (99999999999)'],
  ['called', '[{"calledNo":"1","delayTime":"60s"}]', 'error called delay-time (60s)'],
  ['called', '[{"calledNo":"1","delayTime":""}]', 'error called delay-time'],
  ['called', '[{"calledNo":"1","delayTime":true}]', 'error called delay-time (true)'],
  ['called', '[{"calledNo":"1","type":{"a":1}}]', 'error called called-type ({"a":1})'],
  ['called', '[{"calledNo":"1","calledNo":"2"}]', 'error called called-repeated-key (calledNo)'],
  ['called', '[{"calledNo":"1","delaytime":"5"}]', 'warning called called-unknown-key (delaytime)'],
  ['called', '[{"calledNo":"1"},{"calledNo":"1"}]', 'warning called called-same-number (1)'],
  [
    'called',
    '[{"calledNo":"1-2","delayTime":"x"},{"calledNo":""},3]',
    'error called called-no-characters (1-2)',
    'error called delay-time (x)',
    'error called called-no-missing',
    'error called called-not-array (3)',
  ],

  ['caller', '075512345678'],
  ['caller', '+8675512345678'],
  ['caller', '1'.repeat(24)],
  ['caller', '1'.repeat(25), 'error caller caller-too-long'],
  ['caller', '12', 'warning caller caller-unlikely'],
  ['caller', '0755-123', 'warning caller caller-unlikely'],
  ['caller', 'service', 'warning caller caller-unlikely'],

  ['callData', '{"a":1}'],
  ['callData', '[1,2]'],
  ['callData', '12345'],
  ['callData', 'plain text', 'warning callData call-data-not-json'],
  ['callData', "{'a':1}", 'warning callData call-data-not-json'],
  ['callData', '{"a":1,}', 'warning callData call-data-not-json'],
  ['callData', '{\\"iSales\\":{\\"ServiceID\\":\\"1164541685\\"}}', 'warning callData call-data-escaped'],
  ['callData', '{\\\\\\"a\\\\\\":\\\\\\"b\\\\\\"}', 'warning callData call-data-escaped'],
  ['callData', `"${'x'.repeat(1022)}"`],
  ['callData', `"${'中'.repeat(1022)}"`],
  ['callData', `"${'x'.repeat(1023)}"`, 'error callData call-data-too-long'],
  ['callData', 'x'.repeat(1025), 'error callData call-data-too-long', 'warning callData call-data-not-json'],

  ['customField', '中'.repeat(200)],
  ['customField', '中'.repeat(201), 'error customField custom-field-too-long'],
  ['customField', 'x'.repeat(201), 'error customField custom-field-too-long'],

  ['recycleTime', '2026-12-31 23:59:59'],
  ['recycleTime', '2028-02-29 00:00:00'],
  ['recycleTime', '2400-02-29 00:00:00'],
  ['recycleTime', '2027-02-29 00:00:00', 'error recycleTime recycle-time-not-real'],
  ['recycleTime', '2100-02-29 00:00:00', 'error recycleTime recycle-time-not-real'],
  ['recycleTime', '2026-13-01 00:00:00', 'error recycleTime recycle-time-not-real'],
  ['recycleTime', '2026-00-01 00:00:00', 'error recycleTime recycle-time-not-real'],
  ['recycleTime', '2026-04-31 00:00:00', 'error recycleTime recycle-time-not-real'],
  ['recycleTime', '2026-04-00 00:00:00', 'error recycleTime recycle-time-not-real'],
  ['recycleTime', '2026-04-01 24:00:00', 'error recycleTime recycle-time-not-real'],
  ['recycleTime', '2026-04-01 00:60:00', 'error recycleTime recycle-time-not-real'],
  ['recycleTime', '2026-04-01 00:00:60', 'error recycleTime recycle-time-not-real'],
  ['recycleTime', '0000-01-01 00:00:00', 'error recycleTime recycle-time-not-real'],
  ['recycleTime', '2026-12-31', 'error recycleTime recycle-time-format'],
  ['recycleTime', '2026/12/31 10:00:00', 'error recycleTime recycle-time-format'],
  ['recycleTime', '2026-12-31T10:00:00', 'error recycleTime recycle-time-format'],
  ['recycleTime', '2026-12-31 10:00', 'error recycleTime recycle-time-format'],
  ['recycleTime', '2026-1-1 10:00:00', 'error recycleTime recycle-time-format'],
  ['recycleTime', ' 2026-12-31 10:00:00', 'error recycleTime recycle-time-format'],
  ['recycleTime', '２026-12-31 10:00:00', 'error recycleTime recycle-time-format'],
  ['recycleTime', 'tomorrow', 'error recycleTime recycle-time-format'],
  ['recycleTime', '2026-01-01 00:00:00'],
  ['recycleTime', '2025-12-31 23:59:59', 'warning recycleTime recycle-time-past'],

  ['priority', 'anything'],
];

for (const [column, value, ...expected] of table) {
  const shown = value.length > 60 ? `${value.slice(0, 40)}… (${value.length})` : value;
  test(`${column} ${JSON.stringify(shown)}: ${expected.join(', ') || 'nothing'}`, () => {
    assert.deepEqual(problems({ [column]: value }), expected);
  });
}

test('with an intelligent IVR flow, call data that is no JSON is an error', () => {
  assert.deepEqual(problems({ callData: 'text' }, { ivr: true }), ['error callData call-data-not-json']);
  assert.deepEqual(problems({ callData: '{"a":1}' }, { ivr: true }), []);
  assert.deepEqual(problems({ callData: '' }, { ivr: true }), []);
  assert.deepEqual(problems({ callData: '5' }, { ivr: true }), ['warning callData call-data-not-object']);
  assert.deepEqual(problems({ callData: '{\\"a\\":\\"b\\"}' }, { ivr: true }), [
    'warning callData call-data-escaped',
  ]);
});

test('an error cell is an error in any column, and nothing else is said of it', () => {
  const kinds = {
    called: cellKind.error,
    recycleTime: cellKind.error,
    caller: cellKind.error,
    callData: cellKind.error,
  };
  assert.deepEqual(
    problems({ called: '#N/A', recycleTime: '#REF!', caller: '#N/A', callData: '#N/A' }, {}, kinds),
    [
      'error called cell-error',
      'error caller cell-error',
      'error callData cell-error',
      'error recycleTime cell-error',
    ],
  );
});

test('what a cell was in the source is a problem of its own, whatever stands in it', () => {
  const rejected = [
    [cellKind.noValue, 'formula-no-value'],
    [cellKind.odd, 'cell-unreadable'],
    [cellKind.damaged, 'damaged-character'],
    [cellKind.strayQuote, 'stray-quote'],
    [cellKind.tooWide, 'row-too-wide'],
  ] as const;
  for (const [kind, rule] of rejected) {
    assert.deepEqual(problems({ customField: 'x' }, {}, { customField: kind }), [
      `error customField ${rule}`,
    ]);
    assert.deepEqual(problems({}, {}, { called: kind }), [`error called ${rule}`]);
  }
  assert.deepEqual(problems({ called: '' }, {}, { called: cellKind.noValue }), [
    'error called formula-no-value',
  ]);
});

test('of a cell with ten thousand problems, twenty are listed, and an error among them whatever comes first', () => {
  const many = problems({ called: `[${'{"calledNo":"x"},'.repeat(10_000)}{"calledNo":"y"}]` });
  assert.equal(many.length, 21);
  assert.equal(many.at(-1), 'warning called more-problems');
  const unknown = Array.from({ length: 1000 }, (_, i) => `"key${i}":1,`).join('');
  const late = problems({ called: `[{${unknown}"calledNo":"x"}]` });
  assert.equal(late.length, 21);
  assert.ok(late.includes('error called called-no-characters (x)'));
  const numbers = new ListedNumbers('86');
  const listed = Array.from({ length: 100 }, (_, i) => String(13_800_138_000 + i));
  for (const digits of listed) numbers.add({ digits, international: false });
  const blocked = problems(
    { called: JSON.stringify(listed.map((calledNo) => ({ calledNo }))) },
    { listed: numbers },
  );
  assert.equal(blocked.length, 21);
});

test('a hidden row is warned about, and rejected once hidden rows are left out', () => {
  assert.deepEqual(problems({}, {}, {}, true), ['warning called row-hidden']);
  assert.deepEqual(problems({}, { leaveOutHidden: true }, {}, true), ['error called row-hidden']);
});

test('a number that Excel has rounded is warned about', () => {
  assert.deepEqual(problems({ sessionId: '123456789012345680' }, {}, { sessionId: cellKind.digitsLost }), [
    'warning sessionId digits-lost',
  ]);
});

test('a number on the do-not-call list rejects the row', () => {
  const listed = new ListedNumbers('86');
  listed.add({ digits: '13900139000', international: false });
  const called = '[{"calledNo":"13800138000"},{"calledNo":"13900139000"}]';
  assert.deepEqual(problems({ called }, { listed }), ['error called do-not-call (13900139000)']);
  assert.deepEqual(problems({}, { listed }), []);
  const caller = 'x'.repeat(25);
  assert.deepEqual(
    problems({ called, caller }, { listed }).map((problem) => problem.split(' (')[0]),
    ['error caller caller-too-long', 'warning caller caller-unlikely', 'error called do-not-call'],
    'that a row is rejected already hides nothing',
  );
});

test('a number that the plan does not dial is warned about, and rejects the row where the plan says so', () => {
  const called = '[{"calledNo":"13900139000"},{"calledNo":"1390013800"},{"calledNo":"8613900139000"}]';
  const found = (plan?: CompiledPlan): string[] => problems({ called }, { plan });
  assert.deepEqual(found(), []);
  assert.deepEqual(found(new CompiledPlan(usualPlan('CN'))), [
    'warning called number-too-short (1390013800)',
    'warning called number-form (8613900139000)',
  ]);
  assert.deepEqual(found(new CompiledPlan({ ...usualPlan('CN'), severity: 'error' })), [
    'error called number-too-short (1390013800)',
    'error called number-form (8613900139000)',
  ]);
  const each: Readonly<Record<string, RuleId>> = {
    139001380000: 'number-too-long',
    15412345678: 'number-unknown-prefix',
    '0085291234567': 'number-foreign',
    83630001: 'number-no-area-code',
    '*123': 'number-signs',
  };
  for (const [number, rule] of Object.entries(each)) {
    assert.deepEqual(
      problems({ called: `[{"calledNo":"${number}"}]` }, { plan: new CompiledPlan(usualPlan('CN')) }),
      [`warning called ${rule} (${number})`],
    );
  }
  const many = Array.from({ length: 30 }, (_, i) => ({ calledNo: `154123456${10 + i}` }));
  assert.equal(
    problems({ called: JSON.stringify(many) }, { plan: new CompiledPlan(usualPlan('CN')) }).length,
    21,
  );
});

test('every problem of a row is found', () => {
  const all = problems({
    sessionId: 'x'.repeat(33),
    called: 'x',
    caller: '1'.repeat(30),
    callData: 'x',
    customField: 'x'.repeat(300),
    recycleTime: 'x',
  });
  assert.equal(all.length, 6);
});

test('every rule of the table but that of duplicates is provoked above', () => {
  const provoked = new Set(table.flatMap(([, , ...expected]) => expected.map((text) => text.split(' ')[2])));
  const elsewhere: RuleId[] = [
    'cell-error',
    'error-text',
    'missing-text',
    'formula-no-value',
    'cell-unreadable',
    'damaged-character',
    'stray-quote',
    'row-too-wide',
    'row-hidden',
    'more-problems',
    'digits-lost',
    'do-not-call',
    'do-not-call-likely',
    'text-too-long',
    'marked-do-not-call',
    'called-before',
    'duplicate-number',
    'call-data-not-object',
    'recycle-time-outside-hours',
    ...numberRules.map(({ id }) => id),
  ];
  for (const { id } of templateRules) assert.ok(provoked.has(id) || elsewhere.includes(id), id);
});

test('rule ids are unique and severities are the table’s', () => {
  assert.equal(new Set(templateRules.map(({ id }) => id)).size, templateRules.length);
});
