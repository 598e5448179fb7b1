import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Issue } from '../../../src-main/contract/call-list.ts';
import type { Mapping } from '../../../src-main/contract/mapping.ts';
import { asInSource, sourceColumn } from '../../../src-renderer/imports/source-words.ts';

const one: Mapping = {
  called: [{ column: '手机号码' }],
  recycleTime: { column: 3 },
  caller: { constant: '0755' },
};
const two: Mapping = { called: [{ column: '手机' }, { column: '电话' }] };
const issue: Issue = {
  ...{ row: 2, column: 'called', rule: 'number-signs', severity: 'error', expected: '' },
  ...{ value: '[{"calledNo":"158-0332-5105"}]', detail: '158-0332-5105' },
};

test('a problem of a mapped list names the column of the source', () => {
  assert.equal(sourceColumn('called', one), '手机号码');
  assert.equal(sourceColumn('recycleTime', one), 'Column C');
  // which of two it was is not known, what is the same in all rows is no column, and a template has its own names
  assert.equal(sourceColumn('called', two), null);
  assert.equal(sourceColumn('caller', one), null);
  assert.equal(sourceColumn('called', null), null);
});

test('and shows the number as it stands there', () => {
  assert.equal(asInSource(issue, one).value, '158-0332-5105');
  assert.equal(asInSource(issue, null).value, issue.value);
  const cut = { ...issue, value: '[{"calledNo":"158-03…' };
  assert.equal(asInSource(cut, one).value, cut.value);
});
