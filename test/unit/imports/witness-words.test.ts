import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Testimony, WitnessName } from '../../../src-main/contract/witnesses.ts';
import {
  askedText,
  doubtText,
  listsNoTask,
  provedText,
  witnessWords,
} from '../../../src-renderer/imports/witness-words.ts';

const at = Date.UTC(2026, 4, 6, 7, 0, 1);
function said(witness: WitnessName, says: Testimony['says'], more: Partial<Testimony> = {}): Testimony {
  return {
    ...{ reason: null, error: null, at: null, count: null, code: null, rows: null, nextAt: null },
    ...{ witness, says, askedAt: at },
    ...more,
  };
}

test('each witness says in words what it said, and no sentence takes silence for a no', () => {
  const texts = [
    said('log', 'found', { at }),
    said('log', 'refused', { code: '02000007' }),
    said('log', 'several', { count: 2 }),
    said('log', 'elsewhen', { at, count: 1 }),
    said('log', 'elsewhen', { count: 1 }),
    said('log', 'not_found'),
    said('log', 'not_there'),
    said('tasks', 'found', { count: 1 }),
    said('tasks', 'several', { count: 2 }),
    said('tasks', 'not_found'),
    said('tasks', 'not_there'),
    said('statistics', 'found', { rows: 29_947 }),
    said('statistics', 'not_found'),
    said('statistics', 'not_there'),
    ...(
      ['no_mark', 'shared_mark', 'scheduled', 'later', 'incomplete', 'unreadable', 'no_clock'] as const
    ).map((reason) => said('statistics', 'nothing', { reason, nextAt: at })),
    said('log', 'not_asked', { error: 'timed_out' }),
  ].map((testimony) => witnessWords(testimony).text);
  assert.ok(texts.every((text) => text !== ''));
  assert.equal(new Set(texts).size, texts.length);
  for (const text of texts) assert.doesNotMatch(text, /not arrive|was not sent|never/i);
  assert.match(texts[1] ?? '', /02000007 · .+/);
  assert.match(texts[11] ?? '', /29,947/);
});

test('a task that fits is shown as a guess, and what was found as found', () => {
  const { tone, tag } = witnessWords(said('tasks', 'found', { count: 1 }));
  assert.deepEqual([tone, tag], ['neutral', 'One fits']);
  assert.equal(witnessWords(said('log', 'found', { at })).tone, 'ok');
});

test('when each was asked is said, and nothing of one that was not', () => {
  assert.match(askedText(said('log', 'not_found')), /^asked .*01/);
  assert.equal(askedText(said('statistics', 'nothing', { reason: 'no_mark', askedAt: null })), '');
});

test('a doubt, and a proof, are told', () => {
  const doubts = ['other_rows', 'task_runs', 'other_import', 'elsewhen', 'refused', 'no_tasks'] as const;
  assert.equal(new Set(doubts.map(doubtText)).size, doubts.length);
  assert.equal(doubtText(null), '');
  assert.match(provedText({ provedBy: 'log', proof: said('log', 'found', { at }) }), /accepted at .*01/);
  const counted = said('statistics', 'found', { rows: 53 });
  assert.match(provedText({ provedBy: 'statistics', proof: counted }), /counts 53 rows/);
});

test('that a call centre lists no task is said only where it was asked and gave its list', () => {
  const none = (...says: Testimony['says'][]) =>
    listsNoTask({ tasks: [], witnesses: says.map((each) => said('tasks', each)) });
  assert.equal(none('not_found'), true);
  assert.equal(none(), true, 'as it was kept before there were witnesses');
  for (const each of ['not_there', 'not_asked', 'nothing'] as const) assert.equal(none(each), false, each);
});
