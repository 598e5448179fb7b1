import assert from 'node:assert/strict';
import { packNumber } from '../../src-main/call-list/check/packed-number.ts';
import { NumberTable } from '../../src-main/call-list/check/number-table.ts';

/** A table of these numbers, in their order. */
export function numberTableOf(numbers: readonly string[]): NumberTable {
  const table = new NumberTable();
  const key = new Uint32Array(3);
  for (const number of numbers) {
    assert.ok(packNumber(number, key, 0), number);
    table.intern(key[0] as number, key[1] as number, key[2] as number);
  }
  return table;
}
