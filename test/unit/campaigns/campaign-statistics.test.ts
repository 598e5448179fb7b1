import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { statisticsEveryMs, type CampaignCounts } from '../../../src-main/contract/campaign-progress.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { CampaignStatistics } from '../../../src-main/features/campaigns/campaign-statistics.ts';
import { MissingInterfaces } from '../../../src-main/features/connections/missing-interfaces.ts';
import { CampaignCountsTable } from '../../../src-main/store/campaign-counts.ts';
import { KeptElsewhere } from '../../../src-main/store/kept-elsewhere.ts';
import { ConnectionsTable } from '../../../src-main/store/connections.ts';
import { SettingsTable } from '../../../src-main/store/settings.ts';
import { dayLines } from '../../../src-renderer/campaigns/day-lines.ts';
import { memoryStatements } from '../../support/memory-store.ts';
import { sampleConnection } from '../../support/sample-connection.ts';

const id = '3f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2f';
const noon = Date.UTC(2026, 4, 6, 12);
const counts = (called: number | null): CampaignCounts => ({ called, connected: 1, left: 2, total: 3 });

function place() {
  const sql = memoryStatements();
  new ConnectionsTable(sql).add({ id, demo: false, settings: sampleConnection() });
  let now = noon;
  let asked = 0;
  let centre = 'home';
  let answer: () => CampaignCounts = () => counts(10);
  let batches: { batchId: string; counts: CampaignCounts }[] = [];
  const open = () =>
    new CampaignStatistics({
      table: new CampaignCountsTable(sql),
      missing: new MissingInterfaces(new SettingsTable(sql)),
      ready: () => Promise.resolve(),
      ask: () => {
        asked += 1;
        return Promise.resolve().then(() => ({
          centre: 'home',
          campaigns: [{ campaignId: '7', counts: answer(), batches }],
        }));
      },
      centreOf: () => centre,
      marks: () => [{ campaignId: '7', mark: 'dd-1' }],
      zoneOf: () => 'UTC',
      now: () => now,
    });
  return {
    open,
    asked: () => asked,
    lead: (to: string) => {
      new KeptElsewhere(sql).led(id, centre, to);
      centre = to;
    },
    answering: (next: () => CampaignCounts) => (answer = next),
    counting: (...next: typeof batches) => (batches = next),
    at: (ms: number) => (now = noon + ms),
  };
}
const failing = (code: 'flow_control' | 'timed_out' | 'name_not_resolved' | 'not_offered') => () => {
  throw new DialdeskError(code, code);
};

suite('the statistics of today', () => {
  test('are asked for once in five minutes, over windows and restarts', async () => {
    const { open, asked, at } = place();
    const statistics = open();
    await Promise.all([statistics.ask(id), statistics.ask(id)]);
    at(statisticsEveryMs - 1);
    await statistics.ask(id);
    await open().ask(id);
    assert.equal(asked(), 1);
    at(statisticsEveryMs);
    await open().ask(id);
    assert.equal(asked(), 2);
  });

  test('are not asked for sooner where the app ended before the answer, or there was none', async () => {
    const { open, asked, answering, at } = place();
    answering(failing('timed_out'));
    await open().ask(id);
    assert.equal(open().state(id).outcome, 'failed');
    at(60_000);
    await open().ask(id);
    assert.equal(asked(), 1);
  });

  test('429 is no failure: nothing is lost, and it says when it may be asked again', async () => {
    const { open, answering, at } = place();
    await open().ask(id);
    at(statisticsEveryMs);
    answering(failing('flow_control'));
    await open().ask(id);
    const { state, seen } = open().progress(id, '7');
    assert.deepEqual(
      [state.outcome, state.error, state.nextAt],
      ['limited', null, noon + 2 * statisticsEveryMs],
    );
    assert.equal(seen[0]?.called, 10);
  });

  test('what reached nobody does not count', async () => {
    const { open, asked, answering } = place();
    answering(failing('name_not_resolved'));
    await open().ask(id);
    answering(() => counts(10));
    await open().ask(id);
    assert.deepEqual([asked(), open().state(id).outcome], [2, 'given']);
  });

  test('a system without them is asked once', async () => {
    const { open, asked, answering, at } = place();
    answering(failing('not_offered'));
    await open().ask(id);
    at(2 * statisticsEveryMs);
    await open().ask(id);
    assert.deepEqual([asked(), open().state(id).outcome], [1, 'lacking']);
  });

  test('a clock that was set back does not forbid asking until it has caught up', async () => {
    const { open, asked, at } = place();
    await open().ask(id);
    at(-86_400_000);
    await open().ask(id);
    assert.equal(asked(), 2);
  });

  for (const [what, answer] of [
    ['an answer', () => counts(10)],
    ['a wish to wait', failing('flow_control')],
    ['a failure', failing('timed_out')],
  ] as const) {
    test(`${what} of one call centre says nothing of the one that the connection leads to by then`, async () => {
      const { open, answering, lead, at } = place();
      const statistics = open();
      await statistics.ask(id);
      at(statisticsEveryMs);
      answering(() => {
        lead('elsewhere');
        return answer();
      });
      await statistics.ask(id);
      const { state, seen } = statistics.progress(id, '7');
      assert.deepEqual([state.outcome, state.error, seen], [null, null, []]);
      assert.deepEqual(await statistics.ofMark(id, '7', 'dd-1', noon - 1), {
        kind: 'later',
        at: noon + 2 * statisticsEveryMs,
      });
    });
  }

  test('what one call centre said earlier is no answer about a list of the one that the connection leads to now', async () => {
    const { open, lead } = place();
    const statistics = open();
    await statistics.ask(id);
    lead('elsewhere');
    const known = await statistics.ofMark(id, '7', 'dd-1', noon - 1);
    assert.deepEqual(known, { kind: 'later', at: noon + statisticsEveryMs });
  });

  test('what stays the same is one row; what is missing stays missing; a new day begins anew', async () => {
    const { open, answering, at } = place();
    const statistics = open();
    const seen = [5, 5, 9, null, 2];
    for (const [index, called] of seen.entries()) {
      at(index * statisticsEveryMs);
      answering(() => counts(called));
      await statistics.ask(id);
      const { seen: points } = statistics.progress(id, '7');
      if (index === 1) {
        assert.deepEqual([points.length, points[0]?.seenAt], [1, noon + statisticsEveryMs]);
      }
      if (index === 3)
        assert.deepEqual(
          points.map((point) => point.called),
          [5, 9, null],
        );
    }
    assert.deepEqual(
      statistics.progress(id, '7').seen.map(({ called }) => called),
      [2],
    );
    assert.equal(statistics.latest(id, ['7', '8'])['7']?.called, 2);
    at(86_400_000);
    assert.deepEqual(statistics.progress(id, '7').seen, []);
  });
});

suite('the figures of a list', () => {
  test('are those of its mark today; what is missing stays missing, and other marks are not kept', async () => {
    const { open, counting, at } = place();
    const own = { ...counts(4), left: null };
    counting({ batchId: 'dd-1', counts: own }, { batchId: 'customer 17', counts: counts(1) });
    await open().ask(id);
    const seen = [{ ...own, at: noon, seenAt: noon }];
    assert.deepEqual(open().ofList(id, '7', 'dd-1'), seen);
    assert.deepEqual([open().ofList(id, '7', 'customer 17'), open().ofList(id, '8', 'dd-1')], [[], []]);
    // the call centre no longer mentions it: what was seen stays as of then
    counting();
    at(statisticsEveryMs);
    await open().ask(id);
    assert.deepEqual(open().ofList(id, '7', 'dd-1'), seen);
    at(86_400_000);
    assert.deepEqual(open().ofList(id, '7', 'dd-1'), []);
  });
});

suite('the chart of the day', () => {
  const point = (at: number, called: number | null) => ({
    ...counts(called),
    connected: null,
    at,
    seenAt: at,
  });
  test('needs two moments', () => {
    assert.equal(dayLines([], 300, 56), null);
    assert.equal(dayLines([point(1, 5)], 300, 56), null);
  });
  test('has no point where a counter is missing', () => {
    const lines = dayLines([point(0, 0), point(50, null), point(100, 10)], 300, 56);
    assert.deepEqual(lines, { from: 0, to: 100, called: '0.0,54.0 300.0,2.0', connected: '' });
  });
});
