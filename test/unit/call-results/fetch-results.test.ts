import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { rowOf } from '../../../src-main/call-list/results/result-lines.ts';
import type { CallResultQuery, CallResultRow } from '../../../src-main/contract/call-result-rows.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import {
  notBegun,
  ResultFetch,
  type FetchState,
} from '../../../src-main/features/call-results/fetch-results.ts';
import { ResultPages } from '../../../src-main/features/call-results/result-pages.ts';
import { resultPeriods } from '../../../src-main/features/call-results/result-periods.ts';

const row = (index: number, callId: string | null = `C${index}`): CallResultRow => ({
  called: `138${index}`,
  sessionId: null,
  time: '2026-05-06 07:00:00',
  outcome: 'connected',
  failCode: '00000',
  resultCode: null,
  callId,
});

/** A system that answers pages of rows. */
interface Scripted {
  readonly base?: 0 | 1;
  /** What a page below the first is. */
  readonly low?: 'refused' | 'first' | 'empty';
  /** Whether pages behind the last are refused. */
  readonly endRefused?: true;
  readonly mostOnPage?: number;
  readonly total?: (rows: readonly CallResultRow[]) => number | null;
  /** Changes its rows before a page is answered. */
  readonly before?: (page: number, rows: CallResultRow[]) => void;
  readonly failAt?: number;
}

function place(rows: CallResultRow[], script: Scripted = {}, mark?: string) {
  const { base = 1, low = 'refused', mostOnPage = 500, total = (all) => all.length } = script;
  const asked: number[] = [];
  const kept: CallResultRow[] = [];
  let turns = 0;
  let sideBySide = 0;
  let groups = 0;
  let most = 0;
  let state: FetchState = notBegun;
  let failAt = script.failAt;
  const ask = async ({ pageNum, pageSize }: CallResultQuery) => {
    asked.push(pageNum);
    if (sideBySide === 0) groups += 1;
    most = Math.max(most, (sideBySide += 1));
    await Promise.resolve();
    sideBySide -= 1;
    if (pageNum === failAt) {
      failAt = undefined;
      throw new DialdeskError('timed_out', 'scripted');
    }
    script.before?.(pageNum, rows);
    const page = pageNum - base;
    const size = Math.min(pageSize, mostOnPage);
    const pastEnd = script.endRefused === true && page > 0 && page * size >= rows.length;
    if (pastEnd || (page < 0 && low === 'refused')) {
      throw new DialdeskError('result_code', 'no such page', {
        details: { interface: 'callresult', resultCode: '02000007', resultDesc: '' },
      });
    }
    if (page < 0 && low === 'empty') return { rows: [], total: total(rows) };
    return { rows: rows.slice(Math.max(0, page) * size, (Math.max(0, page) + 1) * size), total: total(rows) };
  };
  const lines = {
    clear: () => {
      kept.length = 0;
      return Promise.resolve();
    },
    restore: (bytes: number, visit: (row: CallResultRow) => void) => {
      kept.length = bytes;
      kept.forEach(visit);
      return Promise.resolve(true);
    },
    append: (more: readonly string[]) => {
      kept.push(...more.map((line) => rowOf(line.slice(0, -1))));
      return Promise.resolve(more.length);
    },
  };
  const fetch = () => {
    const pages = new ResultPages(lines, 1);
    return new ResultFetch(
      {
        ask: async (query) => {
          const page = await ask(query);
          return { ...pages.hold(page.rows), total: page.total };
        },
        pages,
        width: 10,
        inTurn: (wanted) => {
          turns += 1;
          return wanted();
        },
        keep: (next) => (state = next),
        progress: () => undefined,
      },
      { campaignId: '1', ...(mark !== undefined && { customField: mark }) },
      [{ beginTime: '2026-05-01', endTime: '2026-05-08' }],
      state,
      new AbortController().signal,
    ).run();
  };
  return {
    fetch,
    asked,
    kept,
    turns: () => turns,
    groups: () => groups,
    most: () => most,
    state: () => state,
  };
}
const many = (count: number): CallResultRow[] => Array.from({ length: count }, (_, i) => row(i));
const ids = (rows: readonly CallResultRow[]): string[] => rows.map(({ callId }) => callId ?? '').toSorted();

const systems: readonly [string, Scripted, 0 | 1][] = [
  ['counts pages from 1 and refuses 0', {}, 1],
  ['counts pages from 1 and takes 0 for it', { low: 'first' }, 1],
  ['counts pages from 1 and gives nothing for 0', { low: 'empty' }, 1],
  ['counts pages from 0', { base: 0 }, 0],
  ['gives 100 rows a page, whatever is asked for', { mostOnPage: 100 }, 1],
  ['refuses pages past the end', { endRefused: true }, 1],
  ['refuses them, and counts from 0', { endRefused: true, base: 0 }, 0],
  ['refuses them, and gives no total', { endRefused: true, base: 0, total: () => null }, 0],
  ['gives no total', { total: () => null }, 1],
  ['gives no total and counts from 0', { total: () => null, base: 0 }, 0],
];
for (const [what, script, firstPage] of systems) {
  for (const count of [0, 1, 499, 500, 501, 1_000, 1_730]) {
    test(`${count} rows come once each from a system that ${what}`, async () => {
      const rows = many(count);
      const { fetch, kept } = place(rows, script);
      const state = await fetch();
      assert.deepEqual(ids(kept), ids(rows));
      assert.equal(state.rows, count);
      assert.equal(state.firstPage, count === 0 ? null : firstPage);
      assert.equal(state.missing, script.total ? null : 0);
    });
  }
}

test('pages are asked for ten side by side, each group in its turn', async () => {
  const { fetch, turns, groups, most } = place(many(15_000));
  await fetch();
  assert.equal(most(), 10);
  assert.ok(groups() > 3);
  assert.equal(turns(), groups());
});

test('the groups of a second pass wait for their turn too', async () => {
  const { fetch, turns, asked, groups } = place(many(5_700), { total: (all) => all.length + 1 });
  await fetch();
  assert.ok(asked.filter((page) => page === 1).length > 1, 'there is a second pass');
  assert.equal(turns(), groups());
});

test('page 0 whose answer is lost is asked for again: nothing says that there is none', async () => {
  const rows = many(1_200);
  const { fetch, kept } = place(rows, { base: 0, total: () => null, failAt: 0 });
  await assert.rejects(fetch(), { code: 'timed_out' });
  const state = await fetch();
  assert.deepEqual([ids(kept), state.firstPage], [ids(rows), 0]);
});

test('a page 0 that the system could not look up is not taken for none', async () => {
  const rows = many(1_200);
  let out = true;
  const { fetch, kept } = place(rows, {
    base: 0,
    total: () => null,
    before: (page) => {
      if (page !== 0 || !out) return;
      out = false;
      throw new DialdeskError('result_code', 'database', {
        details: { interface: 'callresult', resultCode: '0200006', resultDesc: '' },
      });
    },
  });
  await assert.rejects(fetch(), { code: 'result_code' });
  await fetch();
  assert.deepEqual(ids(kept), ids(rows));
});

test('rows that move to later pages meanwhile neither double nor vanish', async () => {
  const rows = many(2_000);
  let more = 10_000;
  const { fetch, kept } = place(rows, {
    before: (page, all) => {
      // a call ends before each page: the latest stands first
      if (page > 1 && more < 10_006) all.unshift(row((more += 1)));
    },
  });
  const state = await fetch();
  assert.deepEqual(ids(kept), ids(rows));
  assert.equal(state.missing, 0);
});

test('a row that slips to an earlier page is looked for again', async () => {
  const rows = many(2_000);
  let left = 3;
  const { fetch, kept } = place(rows, {
    before: (page, all) => {
      // a number is being called anew: its old result goes, and what follows moves up
      if (page === 3 && left-- > 0) all.splice(0, 1);
    },
  });
  const state = await fetch();
  const lost = ids(rows).filter((id) => !ids(kept).includes(id));
  assert.deepEqual([lost, state.missing], [[], 0]);
});

test('a number that is called anew moves the rows behind it: they are looked for again', async () => {
  const rows = many(2_000);
  let left = 1;
  const { fetch, kept } = place(
    rows,
    {
      before: (page, all) => {
        if (page !== 3 || left-- <= 0) return;
        const [first] = all.splice(0, 1);
        if (first) all.push({ ...first, callId: 'later' });
      },
    },
    'mark',
  );
  await fetch();
  assert.deepEqual(
    ids(rows).filter((id) => !ids(kept).includes(id)),
    [],
  );
});

test('what the system counts and does not give is said', async () => {
  const { fetch, asked } = place(many(700), { total: (all) => all.length + 5 });
  const state = await fetch();
  assert.equal(state.missing, 5);
  assert.ok(asked.length < 20, 'it does not ask for ever');
});

test('a system that pays no heed to pages is no endless one', async () => {
  const rows = many(30);
  const { fetch, kept, asked } = place(rows, { base: 0, mostOnPage: 30, total: () => null, low: 'first' });
  await fetch();
  assert.equal(kept.length, 30);
  assert.ok(asked.length < 6);
});

test('after a failure it goes on where it was', async () => {
  const rows = many(9_000);
  const { fetch, kept, asked, state } = place(rows, { failAt: 7 });
  await assert.rejects(fetch(), { code: 'timed_out' });
  assert.ok(state().page >= 7);
  const before = asked.length;
  await fetch();
  assert.deepEqual(ids(kept), ids(rows));
  assert.ok(!asked.slice(before).includes(1) && !asked.slice(before).includes(3));
});

test('rows without an ID are told apart by what they say', async () => {
  const rows = Array.from({ length: 600 }, (_, i) => row(i, null));
  const { fetch, kept } = place(rows, { low: 'first' });
  await fetch();
  assert.equal(kept.length, 600);
});

test('whatever the page size, base and size of the list, every row comes once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 3_000 }),
      fc.constantFrom<0 | 1>(0, 1),
      fc.constantFrom<'refused' | 'first' | 'empty'>('refused', 'first', 'empty'),
      fc.constantFrom(37, 100, 500),
      fc.boolean(),
      async (count, base, low, mostOnPage, counts) => {
        const rows = many(count);
        const { fetch, kept } = place(rows, { base, low, mostOnPage, ...(!counts && { total: () => null }) });
        await fetch();
        assert.deepEqual(ids(kept), ids(rows));
      },
    ),
    { numRuns: 60 },
  );
});

test('periods overlap by a day, and none is longer than 30', () => {
  const day = (text: string): number => Date.parse(`${text}T12:00:00Z`);
  assert.deepEqual(resultPeriods(day('2026-05-06'), day('2026-05-07')), [
    { beginTime: '2026-05-05', endTime: '2026-05-09' },
  ]);
  const long = resultPeriods(day('2026-01-10'), day('2026-05-07'));
  assert.equal(long[0]?.beginTime, '2026-01-09');
  assert.equal(long.at(-1)?.endTime, '2026-05-09');
  for (const [index, { beginTime, endTime }] of long.entries()) {
    const days = (Date.parse(endTime) - Date.parse(beginTime)) / 86_400_000;
    assert.ok(days > 0 && days <= 30);
    const next = long[index + 1];
    if (next) assert.ok(next.beginTime < endTime);
  }
  assert.equal(resultPeriods(day('2026-05-07'), day('2026-05-01')).length, 1, 'a clock that was set back');
});
