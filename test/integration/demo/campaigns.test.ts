import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DemoSystem } from '../../../src-main/demo/demo-system.ts';
import type { Campaign } from '../../../src-main/demo/records.ts';
import { callDemo, isalesPath } from '../../support/demo-client.ts';
import { demoSystem } from '../../support/demo-system.ts';

async function list(system: DemoSystem, query: Record<string, string> = {}) {
  const { json } = await callDemo(system, { method: 'GET', path: isalesPath(system), query });
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
    (await list(system, { status: '3', deviceType: '' })).totalSize,
    all.filter(({ status }) => status === '3').length,
  );
  const beginTime = (all[10] as Campaign).beginTime;
  assert.equal(
    (await list(system, { beginTime: String(beginTime) })).totalSize,
    all.filter((campaign) => campaign.beginTime >= beginTime).length,
  );
});

test('query parameters are checked', async (context) => {
  const system = await demoSystem(context);
  for (const [query, code] of [
    [{ rowsPerPage: '101' }, '02000007'],
    [{ rowsPerPage: '0' }, '02000007'],
    [{ curPage: '0' }, '02000007'],
    [{ curPage: 'one' }, '02000008'],
    [{ beginTime: '2', endTime: '1' }, '02000009'],
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
