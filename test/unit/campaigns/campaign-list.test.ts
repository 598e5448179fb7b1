import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { CampaignPage, ListedCampaign } from '../../../src-main/contract/campaigns.ts';
import { CampaignList } from '../../../src-main/features/campaigns/campaign-list.ts';

const row = (id: number): ListedCampaign => ({
  id: String(id),
  name: null,
  status: null,
  deviceType: null,
  begins: null,
  ends: null,
  callerNo: null,
});

interface System {
  readonly count: number;
  /** The most it puts on a page. */
  readonly most?: number;
  readonly counts?: boolean;
  /** Says of each page how many rows it has, instead of how many it may have. */
  readonly countsRows?: boolean;
}

function listOf({ count, most = 100, counts = true, countsRows = false }: System) {
  const asked: string[] = [];
  const list = new CampaignList({
    missing: { ask: (_id: string, _name: string, ask: () => unknown) => ask() } as never,
    page: (_id, { page, rows }) => {
      asked.push(`${page}×${rows}`);
      const size = Math.min(rows, most);
      const campaigns = Array.from({ length: size }, (_, index) => (page - 1) * size + index)
        .filter((index) => index < count)
        .map(row);
      const more = campaigns.length > 0 && (counts ? page * size < count : campaigns.length >= rows);
      const answer: CampaignPage = {
        campaigns,
        total: counts ? count : null,
        more,
        rows: countsRows ? campaigns.length : size,
      };
      return Promise.resolve(answer);
    },
  });
  const range = (offset: number, limit = 100) =>
    list.range({ connectionId: 'c', name: '', filter: 'all', offset, limit });
  const all = async () => {
    const ids: (string | null)[] = [];
    for (let offset = 0; ; offset += 100) {
      const { items, total } = await range(offset);
      ids.push(...items.map(({ id }) => id));
      if (offset + 100 >= total) return { ids, total };
    }
  };
  return { range, all, asked };
}

test('the campaign with the ID that is searched for comes first, and moves the others by one', async () => {
  const own = { ...row(7_000), name: 'other', status: '2' };
  const list = new CampaignList({
    missing: { ask: (_id: string, _name: string, ask: () => unknown) => ask() } as never,
    byId: (_id, search) => Promise.resolve({ campaign: search === '7000' ? own : null, failure: null }),
    page: (_id, { page, rows }) => {
      const ids = Array.from({ length: 250 }, (_, index) => index).slice((page - 1) * rows, page * rows);
      return Promise.resolve({ campaigns: ids.map(row), total: 250, more: page * rows < 250, rows });
    },
  });
  const ids: (string | null)[] = [];
  for (let offset = 0; offset < 251; offset += 100) {
    const { items, total } = await list.range({
      ...{ connectionId: 'c', name: '7000', filter: 'all', offset, limit: 100 },
    });
    assert.equal(total, 251);
    ids.push(...items.map(({ id }) => id));
  }
  assert.deepEqual(ids, ['7000', ...Array.from({ length: 250 }, (_, index) => String(index))]);
});

suite('the list of campaigns by row', () => {
  const systems: [name: string, System][] = [
    ['full pages', { count: 250 }],
    ['pages of ten', { count: 250, most: 10 }],
    ['pages of thirty, which do not divide a hundred', { count: 250, most: 30 }],
    ['no total', { count: 250, counts: false }],
    ['a last page that says how many rows it has', { count: 203, countsRows: true }],
    ['nothing', { count: 0 }],
    ['exactly one page', { count: 100 }],
    ['exactly one page, no total', { count: 100, counts: false }],
  ];
  for (const [name, system] of systems) {
    test(`${name}: every row once, in order`, async () => {
      const { all } = listOf(system);
      const { ids, total } = await all();
      assert.deepEqual(
        ids,
        Array.from({ length: system.count }, (_, index) => String(index)),
      );
      assert.equal(total, system.count);
    });
  }

  test('one page is one request', async () => {
    const { range, asked } = listOf({ count: 250 });
    await range(0);
    await range(100);
    assert.deepEqual(asked, ['1×100', '2×100']);
  });

  test('a total that no page holds leaves no rows that never come', async () => {
    const list = new CampaignList({
      missing: { ask: (_id: string, _name: string, ask: () => unknown) => ask() } as never,
      page: () => Promise.resolve({ campaigns: [row(1)], total: 12, more: false, rows: 100 }),
    });
    const { total } = await list.range({ connectionId: 'c', name: '', filter: 'all', offset: 0, limit: 100 });
    assert.equal(total, 1);
  });
});
