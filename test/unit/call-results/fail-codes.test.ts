import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  callCauses,
  causeOfCode,
  failCodeOf,
  failCodes,
  failureText,
} from '../../../src-main/contract/fail-codes.ts';

test('every code of the documents has words in both languages, and every cause has codes', () => {
  for (const [code, { en, zh }] of Object.entries(failCodes)) {
    assert.match(code, /^\d{5}$/);
    assert.ok(en !== '' && /\p{Script=Han}/u.test(zh), code);
  }
  const used = new Set(Object.values(failCodes).map(({ cause }) => cause));
  assert.deepEqual(
    [...callCauses].filter((cause) => !used.has(cause)),
    [],
  );
});

const failures: readonly [string | null, string | null, string | null][] = [
  ['00145', null, 'Busy'],
  ['145', null, 'Busy'],
  ['00145', 'OB1', 'Line engaged'],
  ['00145', 'OB2', 'Busy'],
  ['01153', 'OB2', '01153'],
  [null, 'OB2', 'OB2'],
  [null, null, null],
  ['constructor', 'toString', 'constructor'],
];
for (const [failCode, resultCode, text] of failures) {
  test(`the failure ${failCode} with the display code ${resultCode} is ${text}`, () => {
    assert.equal(failureText({ failCode, resultCode }, { OB1: 'Line engaged' }, 'en'), text);
  });
}

test('an unknown code has no cause that it would be called again for', () => {
  for (const code of ['01153', '', 'constructor', null]) assert.equal(causeOfCode(code), 'other');
  assert.equal(failCodeOf('01153'), undefined);
});
