import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DemoSystem } from '../../../src-main/demo/demo-system.ts';
import type { Campaign } from '../../../src-main/demo/records.ts';
import { callDemo, isalesPath } from '../../support/demo-client.ts';
import { demoSystem } from '../../support/demo-system.ts';

/** All campaigns, ten to a page, but for what `query` asks otherwise; what it has empty is left out. */
async function list(system: DemoSystem, query: Record<string, string> = {}) {
  const all = { status: '0', deviceType: '0', curPage: '1', rowsPerPage: '10', ...query };
  const asked = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
  const { json } = await callDemo(system, { method: 'GET', path: isalesPath(system), query: asked });
  return json as {
    resultCode: string;
    curPage: number;
    totalSize: number;
    rowsPerPage: number;
    data: Campaign[];
  };
}

test('5,000 campaigns are listed page by page', async (context) => {
  const system = await demoSystem(context, { sizes: { campaigns: 5000, reservations: 0 } });
  const first = await list(system);
  assert.deepEqual([first.resultCode, first.curPage, first.rowsPerPage], ['0200000', 1, 10]);
  assert.equal(first.totalSize, 5000);
  const seen = new Set<string>();
  for (let page = 1; page <= 50; page += 1) {
    for (const { id } of (await list(system, { curPage: String(page), rowsPerPage: '100' })).data)
      seen.add(id);
  }
  assert.equal(seen.size, 5000);
  assert.equal((await list(system, { curPage: '51', rowsPerPage: '100' })).data.length, 0);
});

test('campaigns are found by name in both languages, status, device type and time', async (context) => {
  const system = await demoSystem(context);
  const all = [...system.state.campaigns.values()];
  for (const name of ['续保', 'WELCOME call', '#0003', 'a+b & c/d=é']) {
    const wanted = all.filter((campaign) => campaign.name.toLowerCase().includes(name.toLowerCase()));
    assert.equal((await list(system, { name })).totalSize, wanted.length, name);
  }
  assert.equal(
    (await list(system, { status: '3' })).totalSize,
    all.filter(({ status }) => status === '3').length,
  );
  const beginTime = (all[10] as Campaign).beginTime;
  assert.equal(
    (await list(system, { beginTime: new Date(beginTime).toISOString().slice(0, 19).replace('T', ' ') }))
      .totalSize,
    all.filter((campaign) => campaign.beginTime >= beginTime).length,
  );
});

test('query parameters are checked', async (context) => {
  const system = await demoSystem(context);
  for (const [query, code] of [
    [{ rowsPerPage: '101' }, '02000007'],
    [{ rowsPerPage: '0' }, '02000007'],
    [{ rowsPerPage: '' }, '02000001'],
    [{ curPage: '' }, '02000001'],
    [{ curPage: '0' }, '0200000'],
    [{ curPage: 'one' }, '02000008'],
    [{ status: '' }, '02000001'],
    [{ status: '5' }, '02000007'],
    [{ deviceType: '' }, '02000001'],
    [{ deviceType: '4' }, '02000007'],
    [{ name: 'x'.repeat(31) }, '02000003'],
    [{ beginTime: '1630402730000' }, '02000008'],
    [{ beginTime: '2026-01-02 00:00:00', endTime: '2026-01-01 00:00:00' }, '02000009'],
  ] as [Record<string, string>, string][]) {
    assert.equal((await list(system, query)).resultCode, code, JSON.stringify(query));
  }
});

test('the same seed gives the same records, whatever their number', async (context) => {
  const [one, other, different] = await Promise.all([
    demoSystem(context, { sizes: { campaigns: 100, reservations: 50 } }),
    demoSystem(context, { sizes: { campaigns: 200, reservations: 50 } }),
    demoSystem(context, { seed: 2, sizes: { campaigns: 100, reservations: 50 } }),
  ]);
  const ids = (system: DemoSystem) => [...system.state.campaigns.keys()].slice(0, 100);
  assert.deepEqual(ids(one), ids(other));
  assert.notDeepEqual(ids(one), ids(different));
  assert.deepEqual([...one.state.reservations.keys()], [...other.state.reservations.keys()]);
});
