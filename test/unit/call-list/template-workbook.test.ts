import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { callDataTemplate } from '../../../src-main/contract/call-data-template.ts';
import { writeTemplate } from '../../../src-main/call-list/template-workbook.ts';
import { readWithExceljs } from '../../support/read-with-peers.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** Table 1 of the import interface, by hand. */
const header = ['sessionId', 'called', 'caller', 'callData', 'customField', 'recycleTime'];

test('the empty template is the header of Table 1 and nothing else', async (context) => {
  const target = path.join(tempFolder(context), 'template.xlsx');
  assert.equal((await writeTemplate(target, 'empty')).rows, 0);
  assert.deepEqual((await readWithExceljs(target))[0]?.rows, [header]);
});

test('the examples keep the rules that they are to explain', async (context) => {
  const target = path.join(tempFolder(context), 'template.xlsx');
  assert.equal((await writeTemplate(target, 'examples')).rows, 2);
  const [first, ...examples] = (await readWithExceljs(target))[0]?.rows ?? [];
  assert.deepEqual(first, header);
  for (const row of examples) {
    for (const [i, value] of row.entries()) {
      const rule = callDataTemplate.columns.find(({ name }) => name === header[i]);
      assert.ok(rule && value.length <= (rule.maxLength ?? Infinity), `${header[i] ?? ''} is too long`);
    }
    const [, called = '', , callData = '', , recycleTime = ''] = row;
    for (const number of JSON.parse(called) as Record<string, string>[]) {
      assert.match(number['calledNo'] ?? '', /^[0-9*#]{1,24}$/);
      assert.ok(Number(number['delayTime'] ?? 0) <= callDataTemplate.called.delayTime.max);
    }
    assert.equal(typeof JSON.parse(callData), 'object');
    assert.match(recycleTime, /^$|^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  }
});
