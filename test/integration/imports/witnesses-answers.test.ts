// What witnesses of a lost answer make of answers that tell less than they seem to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CampaignCounts } from '../../../src-main/contract/campaign-progress.ts';
import { ImportWitnesses } from '../../../src-main/features/imports/witnesses/import-witnesses.ts';
import { answeringService } from '../../support/answering-service.ts';

const noCounts: CampaignCounts = { called: null, connected: null, left: null, total: null };

/** What the tasks and the statistics say, as `says reason`. */
async function heard(answers: readonly unknown[], counts: Partial<CampaignCounts> = {}) {
  await using service = await answeringService(answers);
  const now = Date.now();
  const witnesses = new ImportWitnesses({
    clientOf: () => Promise.resolve(service.client),
    unlessMissing: (_id, name, ask) => (name === 'calllogs' ? Promise.resolve(null) : ask()),
    statistics: {
      ofMark: () => Promise.resolve({ kind: 'counted', counts: { ...noCounts, ...counts } }),
      state: () => ({ askedAt: now, nextAt: now, outcome: 'given', error: null }),
    },
    zonesOf: () => [],
    ofOthers: () => new Set(),
    othersWithMark: () => false,
    otherImport: () => false,
    now: () => now,
  });
  const { witnesses: said } = await witnesses.hear(
    {
      ...{ jobId: 'J', connectionId: 'K', campaignId: '1646', serverId: 'S1', folder: '' },
      ...{ fileName: 'leads.xlsx', startsAt: null, sentAt: now - 60_000, lostAt: now - 50_000, rows: 30 },
      ...{ mark: 'dd-1', noMark: null },
    },
    AbortSignal.timeout(60_000),
  );
  const of = (name: string): string => {
    const one = said.find(({ witness }) => witness === name);
    return `${one?.says} ${one?.reason}`;
  };
  return { tasks: of('tasks'), statistics: of('statistics') };
}

const old = { id: '1', status: '2', beginTime: Date.UTC(2026, 4, 6) };
const full = Array.from({ length: 100 }, (_, at) => ({ ...old, id: String(at) }));

test('tasks that were not all given are no “none of that time”', async () => {
  const tasks = async (...answers: unknown[]) => (await heard(answers)).tasks;
  assert.equal(await tasks({ count: 1, result: [old] }), 'not_found null');
  assert.equal(await tasks({ count: 0 }), 'not_found null');
  assert.equal(await tasks({ result: [] }), 'not_found null');
  assert.equal(await tasks({}), 'nothing incomplete', 'without a list');
  assert.equal(await tasks({ count: 150, result: [old] }), 'nothing incomplete', 'fewer than there are');
  assert.equal(await tasks({ count: 900, result: full }), 'nothing incomplete', 'more than are read');
  const untimed = { ...old, beginTime: '2026-05-06 07:00:00' };
  assert.equal(
    await tasks({ count: 1, result: [untimed] }),
    'nothing incomplete',
    'in a zone that is not told',
  );
});

test('a counter that is missing is not 0', async () => {
  const statistics = async (counts: Partial<CampaignCounts>) =>
    (await heard([{ count: 0, result: [] }], counts)).statistics;
  assert.equal(await statistics({ total: 0 }), 'not_found null');
  assert.equal(await statistics({ called: 0, left: 0 }), 'not_found null');
  assert.equal(await statistics({ left: 0 }), 'nothing unreadable');
  assert.equal(await statistics({ called: 0 }), 'nothing unreadable');
  assert.equal(await statistics({ left: 3 }), 'found null');
});
