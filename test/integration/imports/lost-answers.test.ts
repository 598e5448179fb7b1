import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { loseAnswers, lostAnswersLine, settledShare } from './lost-answers.ts';

const answers = Number(process.env['DIALDESK_RUNS'] ?? 100);

test('lost answers of mixed fates: those that arrived are settled, and none is wrongly', async (context) => {
  const report = await loseAnswers(context, answers, randomInt(2 ** 31));
  context.diagnostic(lostAnswersLine(report));
  assert.deepEqual(report.wrong, []);
  // one of a hundred may meet two calls that look the same
  assert.ok(
    report.open.length <= Math.max(1, (report.arrived - report.untold) / 100),
    report.open.join('\n'),
  );
  assert.ok(settledShare(report) > 0.9, lostAnswersLine(report));
});
