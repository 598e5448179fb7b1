import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recordNumbers } from '../../../src-main/demo/import-record.ts';
import type { WorkbookRow } from '../../../src-main/demo/import-record.ts';

const good = '[{"calledNo":"13800138001"}]';

const accepted: [string, WorkbookRow, string[]][] = [
  ['the least there is', { called: good }, ['13800138001']],
  ["the vendor's own form", { called: "[{'calledNo':1234566}]" }, ['1234566']],
  [
    'several numbers with delay and type',
    { called: '[{"calledNo":"1","delayTime":"60","type":"1"},{"calledNo":"*2#","delayTime":7200}]' },
    ['1', '*2#'],
  ],
  [
    'every column at its limit',
    {
      sessionId: 's'.repeat(32),
      called: `[{"calledNo":"${'1'.repeat(24)}"}]`,
      caller: '1'.repeat(24),
      callData: 'd'.repeat(1024),
      customField: '字'.repeat(200),
      recycleTime: '2028-02-29 23:59:59',
    },
    ['1'.repeat(24)],
  ],
  ['an empty delay', { called: '[{"calledNo":"1","delayTime":""}]' }, ['1']],
];

for (const [name, row, numbers] of accepted) {
  test(`imported: ${name}`, () => assert.deepEqual(recordNumbers(row), numbers));
}

const failing: [string, WorkbookRow][] = [
  ['no called', { sessionId: '1' }],
  ['blank called', { called: '  ' }],
  ['a bare number', { called: '13800138001' }],
  ['an object', { called: '{"calledNo":"1"}' }],
  ['an empty list', { called: '[]' }],
  ['not JSON', { called: '[{"calledNo":"1"]' }],
  ['an entry without number', { called: '[{"delayTime":"1"}]' }],
  ['an entry that is null', { called: '[null]' }],
  ['a plus sign', { called: '[{"calledNo":"+8613800138001"}]' }],
  ['25 digits', { called: `[{"calledNo":"${'1'.repeat(25)}"}]` }],
  ['an empty number', { called: '[{"calledNo":""}]' }],
  ['a delay of 7201', { called: '[{"calledNo":"1","delayTime":"7201"}]' }],
  ['a negative delay', { called: '[{"calledNo":"1","delayTime":-1}]' }],
  ['a broken delay', { called: '[{"calledNo":"1","delayTime":"1.5"}]' }],
  ['a type that is an object', { called: '[{"calledNo":"1","type":{}}]' }],
  ['sessionId of 33', { called: good, sessionId: 's'.repeat(33) }],
  ['caller of 25', { called: good, caller: '1'.repeat(25) }],
  ['callData of 1025', { called: good, callData: 'd'.repeat(1025) }],
  ['customField of 201', { called: good, customField: 'c'.repeat(201) }],
  ['recycleTime in another form', { called: good, recycleTime: '2026/01/02 03:04:05' }],
  ['recycleTime that is no day', { called: good, recycleTime: '2026-02-30 00:00:00' }],
  ['recycleTime at 24 o’clock', { called: good, recycleTime: '2026-02-03 24:00:00' }],
];

for (const [name, row] of failing) {
  test(`failed: ${name}`, () => assert.equal(recordNumbers(row), undefined));
}
