import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crashLine } from './crash-report.ts';
import { crash } from './crash.ts';

test('thirty kills, at every step and at any moment: nothing lost, nothing sent twice', async (context) => {
  const report = await crash(30);
  context.diagnostic(crashLine(report));
  assert.equal(report.kills, 30);
  assert.ok(report.jobs >= 10, `only ${report.jobs} jobs`);
  assert.ok(report.unknown > 0, 'no kill met an order that was out');
  assert.deepEqual(report.lost, []);
  assert.deepEqual(report.repeated, []);
  assert.deepEqual(report.wrong, []);
});
