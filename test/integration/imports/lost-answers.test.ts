import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { loseAnswers, lostAnswersLine, settledShare } from './lost-answers.ts';

const answers = Number(process.env['DIALDESK_RUNS'] ?? 100);

test('lost answers of mixed fates: those that arrived are settled, and none is wrongly', async (context) => {
  const report = await loseAnswers(context, answers, randomInt(2 ** 31));
  context.diagnostic(lostAnswersLine(report));
  assert.deepEqual(report.wrong, []);
  // among so few, some may meet two calls that look the same; the long form has to settle 99 of 100
  assert.ok(settledShare(report) >= 0.9, report.open.join('\n'));
});
