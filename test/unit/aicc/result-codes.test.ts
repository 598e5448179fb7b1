import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  interfaceNames,
  resultCodes,
  resultMeaning,
  resultMeanings,
} from '../../../src-main/contract/result-codes.ts';

test('one code, two meanings', () => {
  assert.equal(resultMeaning('updateServer', '0200006'), 'server_not_found');
  assert.equal(resultMeaning('deleteServer', '0200006'), 'server_not_found');
  for (const name of interfaceNames.filter((name) => name.startsWith('appoint/'))) {
    assert.equal(resultMeaning(name, '0200006'), 'database_error');
  }
  assert.equal(resultMeaning('queryServer', '0200006'), undefined);
  assert.equal(resultMeaning('uploadFileServer', '0200006'), undefined);
});

test('nearly equal codes are two', () => {
  assert.equal(resultMeaning('queryServer', '0200001'), 'parameter_error');
  assert.equal(resultMeaning('queryServer', '02000001'), 'parameter_empty');
  assert.equal(resultMeaning('queryServer', '200001'), undefined);
  assert.equal(resultMeaning('queryServer', ' 0200001'), undefined);
});

test('codes beyond the tables have no meaning, whatever they are called', () => {
  for (const code of ['0200000', '', '9999999', 'constructor', '__proto__']) {
    assert.equal(resultMeaning('queryServer', code), undefined);
  }
});

test('every table has the codes that the vendor lists, and no others', () => {
  const common = [
    '0200001',
    ...Array.from({ length: 11 }, (_, index) => `020000${String(index + 1).padStart(2, '0')}`),
  ];
  const documented: [(typeof interfaceNames)[number], string[]][] = [
    ['uploadFileServer', common],
    ['queryServer', [...common, '0200033', '0200034']],
    ['updateServer', [...common, '0200006', '0200033', '0200034']],
    ['appoint/update', ['0200001', '0200006', '02000001', '02000002', '02000003', '04000004']],
  ];
  for (const [name, codes] of documented) {
    assert.deepEqual(Object.keys(resultCodes[name]).sort(), codes.toSorted(), name);
  }
});

test('every meaning is used', () => {
  const used = new Set(Object.values(resultCodes).flatMap((codes) => Object.values(codes)));
  assert.deepEqual(
    [...resultMeanings].filter((meaning) => !used.has(meaning)),
    [],
  );
});
