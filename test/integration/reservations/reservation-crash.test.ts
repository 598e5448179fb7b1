import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reservationCrash, reservationCrashLine } from './reservation-crash.ts';

test('a bulk change of a thousand rows, killed thirty times: each row sent or unknown, none twice', async (context) => {
  const report = await reservationCrash(30);
  context.diagnostic(reservationCrashLine(report));
  assert.equal(report.kills, 30);
  assert.ok(report.unknown > 0, 'no kill met a row that was out');
  assert.ok(report.unknown <= 30, 'one kill loses one row at most');
  assert.equal(report.sent + report.unknown, 1_000);
  assert.deepEqual(report.lost, []);
  assert.deepEqual(report.repeated, []);
  assert.deepEqual(report.wrong, []);
});
