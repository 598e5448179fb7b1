import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Testimony, WitnessReport } from '../../../src-main/contract/witnesses.ts';
import { answerWords } from '../../../src-renderer/imports/answer-words.ts';

const testimony = (witness: Testimony['witness'], says: Testimony['says']): Testimony => ({
  ...{ reason: null, error: null, at: null, count: null, code: null, rows: null, nextAt: null },
  ...{ witness, says, askedAt: 1 },
});
const report = (witnesses: readonly Testimony[], doubt: WitnessReport['doubt'] = null): WitnessReport => ({
  sentAt: 1,
  rows: 15_985,
  tasks: [],
  witnesses: [...witnesses],
  doubt,
});

test('beside each answer stands who speaks for it, and why that does not settle it', () => {
  const found = report([testimony('log', 'found'), testimony('tasks', 'not_found')], 'other_rows');
  const arrived = answerWords('arrived', found);
  assert.deepEqual(arrived.known, ['Speaks for it: Log of interface calls (Found).']);
  assert.match(arrived.doubt, /different number of rows/);
  const again = answerWords('send-again', found);
  assert.deepEqual(again.known, ['Did not see it, which proves nothing: Import tasks (Not found).']);
  assert.equal(again.doubt, '');
  assert.match(again.then, /called twice/);
});

test('a call that was refused speaks for sending again', () => {
  const { known } = answerWords('send-again', report([testimony('log', 'refused')]));
  assert.deepEqual(known, ['Speaks for it: Log of interface calls (Refused).']);
});

test('who could not be asked or cannot tell speaks for neither answer', () => {
  for (const says of ['not_asked', 'not_there', 'nothing'] as const) {
    for (const answer of ['arrived', 'send-again']) {
      const { known } = answerWords(answer, report([testimony('log', says)]));
      assert.deepEqual(known, ['Nothing that was found speaks for it.'], `${says}: ${answer}`);
    }
  }
});

test('before anybody was asked, that is what is said', () => {
  assert.deepEqual(answerWords('arrived', null).known, ['Nobody has been asked yet.']);
  assert.deepEqual(answerWords('send-again', null).known, ['Nobody has been asked yet.']);
  // of an earlier version, which asked for the tasks and named no witnesses
  assert.deepEqual(answerWords('send-again', report([])).known, ['Nothing that was found speaks for it.']);
});
