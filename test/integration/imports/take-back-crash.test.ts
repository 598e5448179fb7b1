import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crashLine } from '../jobs/crash-report.ts';
import { takeBackCrashes } from './take-back-crash.ts';

test('sixty kills while imports are taken back: no campaign is left paused silently', async (context) => {
  const report = await takeBackCrashes(60, 20_261_129);
  context.diagnostic(crashLine(report));
  assert.ok(report.kills >= 60);
  assert.ok(report.unknown > 0, 'no kill met a pause that was out');
  assert.deepEqual([report.lost, report.repeated, report.wrong], [[], [], []]);
});
