import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { ListProgress, StatisticsOutcome } from '../../../src-main/contract/campaign-progress.ts';
import type { ErrorShape } from '../../../src-main/contract/errors.ts';
import type { ListMark } from '../../../src-main/contract/list-mark.ts';
import { m } from '../../../src-main/contract/messages/messages.js';
import { formatTime } from '../../../src-renderer/app/format.ts';
import { listFigures } from '../../../src-renderer/campaigns/list-figures.ts';

const importId = '3f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2f';
const at = Date.UTC(2026, 4, 6, 12);
const time = formatTime(at);
const point = { called: 4, connected: null, left: 6, total: 10, at, seenAt: at };
const counted: ListProgress = { seen: [point], shared: false };
const none: ListProgress = { seen: [], shared: false };
const made: ListMark = { mark: 'dd-1', markOrigin: 'dialdesk' };

const figures = (
  mark: ListMark,
  progress: ListProgress,
  outcome: StatisticsOutcome | null = 'given',
  failure: ErrorShape | null = null,
) =>
  listFigures({ importId, ...mark }, progress, {
    state: { askedAt: at, nextAt: at, outcome, error: null },
    failure,
  });

suite('the figures of a list', () => {
  test('say until when they count, and that they are of today alone', () => {
    assert.deepEqual(figures(made, counted), {
      heading: m.campaigns_today_list(),
      seen: [point],
      notes: [m.campaigns_today_list_as_of({ time })],
    });
  });

  test('are those of a mark where others carry it too, or may', () => {
    const heading = m.campaigns_today_mark({ mark: 'dd-1' });
    const shared = figures(made, { ...counted, shared: true });
    assert.deepEqual([shared?.heading, shared?.notes[1]], [heading, m.campaigns_today_list_shared()]);
    const may = figures({ mark: 'dd-1', markOrigin: 'list' }, counted);
    assert.deepEqual([may?.heading, may?.notes[1]], [heading, m.campaigns_today_list_may_share()]);
  });

  test('that were not given are none, not 0; while nobody was asked there is nothing to say', () => {
    assert.deepEqual(figures(made, none), {
      heading: m.campaigns_today_list(),
      seen: [],
      notes: [m.campaigns_today_list_none({ time })],
    });
    for (const outcome of ['limited', 'failed', 'lacking', null] as const)
      assert.equal(figures(made, none, outcome), null);
  });

  test('that were seen stay, whatever became of the next time', () => {
    for (const outcome of ['limited', 'failed', 'lacking', null] as const)
      assert.deepEqual(figures(made, counted, outcome)?.seen, [point]);
  });

  const reasons = [
    ['off', m.campaigns_today_list_off],
    ['rows', m.campaigns_today_list_rows],
    ['unknown', m.campaigns_today_list_no_mark],
  ] as const;
  for (const [markOrigin, why] of reasons) {
    test(`of a list without a mark are none, and why: ${markOrigin}`, () => {
      const noMark: ListMark = { mark: null, markOrigin };
      assert.deepEqual(figures(noMark, none)?.notes, [why()]);
      // a system without figures says so once
      assert.equal(figures(noMark, none, 'lacking'), null);
      const error: ErrorShape = { code: 'secret_key_needed', message: '' };
      assert.deepEqual(figures(noMark, none, 'lacking', error)?.notes, [why()]);
    });
  }
});
