import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { DemoOptions } from '../../../src-main/demo/demo-options.ts';
import type { Job } from '../../../src-main/contract/jobs.ts';
import { connectionToDemo } from '../../support/dialdesk.ts';
import { runningCampaign } from '../../support/imported-records.ts';
import { calledCell, placeWithCalls, sendList, type ListRow } from '../../support/sent-import.ts';

const rowsFrom = (first: number, customField = ''): ListRow[] =>
  Array.from({ length: 3 }, (_, i) => ({ called: calledCell(String(first + i)), customField }));

async function ready(context: TestContext, options: Partial<DemoOptions> = {}) {
  const place = await placeWithCalls(context, options);
  const { campaigns } = place.dialdesk.client;
  const campaignId = runningCampaign(place.demo).id;
  const of = ({ id }: Job) => campaigns.listProgress({ connectionId: place.id, campaignId, importId: id });
  /** The counters of an import that were seen last, without their moments. */
  const counts = async (job: Job) => {
    const { at, seenAt, ...counted } = (await of(job)).seen.at(-1) ?? assert.fail('nothing was seen');
    assert.equal(at, seenAt);
    return counted;
  };
  const ask = () => campaigns.statistics({ connectionId: place.id, ask: true });
  return { ...place, campaignId, of, counts, ask };
}

test('an import has figures of its own by its mark, and one without a mark has none', async (context) => {
  const place = await ready(context);
  const marked = await sendList(place, rowsFrom(13_800_000_000));
  const plain = await sendList(place, rowsFrom(13_800_000_010), 'plain', false);
  assert.deepEqual(await place.of(marked), { seen: [], shared: false });
  await place.ask();
  const { called, left, total } = await place.counts(marked);
  assert.deepEqual([(called ?? 0) + (left ?? 0), total], [3, 3]);
  assert.deepEqual(await place.of(plain), { seen: [], shared: false });
  assert.equal(place.demo.counters.requests.statistics, 1);
});

test('counters that the system leaves out are not known, and of a shared mark it is said', async (context) => {
  const place = await ready(context, { omitCounters: ['unCallCount', 'dailyCallSucc'] });
  const first = await sendList(place, rowsFrom(13_800_000_000, 'spring'), 'first');
  const second = await sendList(place, rowsFrom(13_800_000_010, 'spring'), 'second');
  await place.ask();
  for (const job of [first, second]) {
    const { connected, left, total } = await place.counts(job);
    assert.deepEqual({ connected, left, total }, { connected: null, left: null, total: 6 });
    assert.equal((await place.of(job)).shared, true);
  }

  // the same campaign of another call centre is another one
  const home = connectionToDemo(place.demo);
  const { connections } = place.dialdesk.client;
  await connections.update({
    id: place.id,
    settings: { ...home, isales: { ...home.isales, host: 'localhost' } },
  });
  assert.deepEqual(await place.of(first), { seen: [], shared: false });
});

test('a system that does not count lists apart gives no figures of one', async (context) => {
  const place = await ready(context, { omitBatches: true });
  const marked = await sendList(place, rowsFrom(13_800_000_000));
  assert.equal((await place.ask()).outcome, 'given');
  assert.deepEqual(await place.of(marked), { seen: [], shared: false });
});
