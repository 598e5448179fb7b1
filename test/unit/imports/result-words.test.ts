import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { ImportTask } from '../../../src-main/contract/call-data-import.ts';
import type { ImportResult } from '../../../src-main/contract/import-results.ts';
import { lookTitle, resultVerdict, takenBackVerdict } from '../../../src-renderer/app/jobs/result-words.ts';

const task = (change: Partial<ImportTask>): ImportTask => ({
  id: '7',
  status: 'complete',
  statusText: '2',
  beginTime: null,
  endTime: null,
  imported: null,
  repeated: null,
  failed: null,
  blocked: null,
  errorText: null,
  ...change,
});
const result = (
  change: Partial<ImportTask> | null,
  following: ImportResult['following'] = 'ended',
): ImportResult => ({
  jobId: '3f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e01',
  connectionId: '3f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e02',
  campaignId: '900',
  taskId: '7',
  sent: 29_947,
  sentAt: 1,
  following,
  task: change && task(change),
  lookedAt: 1,
  nextAt: null,
  error: null,
  takenBack: null,
});
const none = { repeated: 0, failed: 0, blocked: 0 };

suite('how an import went', () => {
  const cases = [
    ['every row imported', { imported: 29_947, ...none }, 'ok', false, '29,947 of 29,947 imported'],
    [
      'repeated and blocked are accounted for',
      { imported: 29_940, repeated: 4, blocked: 3, failed: 0 },
      'ok',
      false,
      '29,940 of 29,947 imported · 4 repeated · 3 blocked',
    ],
    [
      'rows are missing',
      { imported: 1, ...none },
      'warn',
      true,
      '1 of 29,947 imported · 29,946 unaccounted for',
    ],
    [
      'more than were sent',
      { imported: 29_948, ...none },
      'warn',
      true,
      '29,948 of 29,947 imported · 1 more than were sent',
    ],
    [
      'nothing imported',
      { imported: 0, ...none, repeated: 29_947 },
      'warn',
      true,
      '0 of 29,947 imported · 29,947 repeated',
    ],
    [
      'some failed',
      { imported: 29_946, ...none, failed: 1 },
      'warn',
      true,
      '29,946 of 29,947 imported · 1 failed',
    ],
    ['no counts', {}, 'neutral', false, 'The call centre provided no counts'],
    ['failed there', { status: 'failed' as const }, 'danger', true, ''],
    ['an unknown state', { status: 'unknown' as const, statusText: '9' }, 'warn', true, ''],
  ] as const;
  for (const [name, counts, tone, look, note] of cases) {
    test(name, () => {
      const verdict = resultVerdict(result(counts));
      assert.deepEqual([verdict?.tone, verdict?.look, verdict?.note], [tone, look, note]);
      assert.equal(lookTitle(result(counts)) !== null, look);
    });
  }

  test('what is still being imported is no shortfall', () => {
    const verdict = resultVerdict(result({ status: 'running', imported: 1, ...none }, 'following'));
    assert.deepEqual([verdict?.tone, verdict?.look], ['accent', false]);
    assert.equal(verdict?.note, '1 of 29,947 imported · 29,946 not reported yet');
  });

  test('where nothing is told, nothing is said of it', () => {
    assert.equal(resultVerdict(result(null, 'not_offered')), null);
    assert.equal(resultVerdict(result(null, 'no_task_id')), null);
    assert.equal(resultVerdict(result(null, 'stopped')), null);
  });
});

suite('an import that was taken back', () => {
  const of = (called: number | null, left: number | null) => {
    const verdict = takenBackVerdict({ takenBack: { at: 1, counts: { takenBack: 5, called, left } } });
    return verdict && [verdict.label, verdict.note, verdict.tone, verdict.look];
  };

  test('says how many were called before, and what is left', () => {
    assert.deepEqual(of(0, 0), ['Taken back', '', 'neutral', false]);
    assert.deepEqual(of(1200, 0), ['Taken back', '1,200 already called', 'neutral', false]);
    assert.deepEqual(of(3, 2), [
      'Partly taken back',
      '3 already called · 2 still to be called',
      'warn',
      true,
    ]);
  });

  test('does not say what is not known', () => {
    assert.deepEqual(of(null, null), ['Taken back', '', 'neutral', false]);
    assert.equal(takenBackVerdict({ takenBack: { at: 1, counts: null } })?.note, '');
    assert.equal(takenBackVerdict({ takenBack: null }), null);
  });
});
