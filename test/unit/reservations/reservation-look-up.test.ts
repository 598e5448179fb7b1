import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { AskedChange, LookedUp } from '../../../src-main/contract/reservation-book.ts';
import type { Reservation } from '../../../src-main/contract/reservations.ts';
import { lookUpOutcome, type AskedFor } from '../../../src-main/features/reservations/reservation-look-up.ts';

type Verdict = LookedUp['verdict'];

const now = Date.UTC(2026, 5, 1);
const before = { agent: 'ann', appointTime: now + 3_600_000, remark: 'call back' };
const moved = now + 7_200_000;

const shown: Reservation = {
  appointId: '17',
  callType: 'manual',
  appointTime: before.appointTime,
  calledNo: '13800138000',
  taskId: '16',
  taskName: 'Spring',
  taskStatus: '2',
  timeout: '0',
  agent: before.agent,
  agentName: 'Ann',
  remark: before.remark,
};

async function verdict(
  entry: Partial<AskedFor>,
  listed: readonly Partial<Reservation>[],
  options: { total?: number | null; others?: readonly string[]; perPage?: number } = {},
): Promise<Verdict> {
  const { total = listed.length, others = [], perPage = 100 } = options;
  const all = listed.map((one) => ({ ...shown, ...one }));
  const asked: AskedFor = {
    action: 'modified',
    appointId: '17',
    agent: before.agent,
    appointTime: before.appointTime,
    calledNo: shown.calledNo,
    taskId: '16',
    callType: 'manual',
    change: null,
    ...entry,
  };
  const page = ({ offset }: { offset: number }) =>
    Promise.resolve({ total, reservations: all.slice(offset, offset + perPage) });
  return (await lookUpOutcome(page, asked, now, (id) => others.includes(id))).verdict;
}

suite('a change is concluded only from what the list tells of what was to change', () => {
  const same = before.agent;
  const lines: readonly [string, Omit<AskedChange, 'before'>, Partial<Reservation>, Verdict, object?][] = [
    ['moved, and shown so', { agent: same, appointTime: moved }, { appointTime: moved }, 'done'],
    [
      'moved, kept as whole minutes',
      { agent: same, appointTime: moved + 30_000 },
      { appointTime: moved },
      'done',
    ],
    ['moved, and shown where it was', { agent: same, appointTime: moved }, {}, 'not_done'],
    ['moved, and no time is told', { agent: same, appointTime: moved }, { appointTime: null }, 'unclear'],
    [
      'moved, and it is somewhere else',
      { agent: same, appointTime: moved },
      { appointTime: moved + 999_999 },
      'unclear',
    ],
    [
      'moved by seconds, where only minutes are kept',
      { agent: same, appointTime: before.appointTime + 20_000 },
      {},
      'unclear',
    ],
    ['another agent, and shown so', { agent: 'bob' }, { agent: 'bob' }, 'done'],
    ['another agent, and the old one is shown', { agent: 'bob' }, {}, 'not_done'],
    ['another agent, and none is told', { agent: 'bob' }, { agent: null }, 'unclear'],
    ['another agent, and a third is shown', { agent: 'bob' }, { agent: 'eve' }, 'unclear'],
    ['a remark, and shown so', { agent: same, remark: 'new' }, { remark: 'new' }, 'done'],
    ['a remark, without its blanks', { agent: same, remark: ' new ' }, { remark: 'new' }, 'done'],
    ['a remark, and the old one is shown', { agent: same, remark: 'new' }, {}, 'not_done'],
    ['a remark, and none is told', { agent: same, remark: 'new' }, { remark: null }, 'unclear'],
    ['a remark taken away, and shown so', { agent: same, remark: '' }, { remark: '' }, 'done'],
    ['a remark taken away, and none is told', { agent: same, remark: '' }, { remark: null }, 'unclear'],
    ['a remark taken away, and the old one is shown', { agent: same, remark: '' }, {}, 'not_done'],
    [
      'all three, of which two are told',
      { agent: 'bob', appointTime: moved, remark: 'new' },
      { agent: 'bob', appointTime: moved, remark: null },
      'unclear',
    ],
    [
      'all three',
      { agent: 'bob', appointTime: moved, remark: 'new' },
      { agent: 'bob', appointTime: moved, remark: 'new' },
      'done',
    ],
    ['what was so before', { agent: same, remark: before.remark }, {}, 'unclear'],
    [
      'a remark of which nothing was known',
      { agent: same, remark: 'new' },
      { remark: 'other' },
      'not_done',
      { remark: null },
    ],
  ];
  for (const [what, asked, listed, expected, known] of lines) {
    test(`${what}: ${expected}`, async () => {
      const change = { ...asked, before: { ...before, ...known } };
      assert.equal(await verdict({ agent: asked.agent ?? null, change }, [listed]), expected);
    });
  }
  test('of which nothing was kept: unclear', async () => {
    assert.equal(await verdict({}, [{}]), 'unclear');
  });
  test('that the list does not show: not_found', async () => {
    assert.equal(await verdict({}, [{ appointId: '18' }]), 'not_found');
  });
});

suite('a creation is found by customer, campaign and time', () => {
  const lines: readonly [string, readonly Partial<Reservation>[], Verdict, (readonly string[])?][] = [
    ['one like it', [{}], 'done'],
    ['none', [], 'not_found'],
    ['another campaign’s', [{ taskId: '99' }], 'not_found'],
    ['another campaign’s before it', [{ taskId: '99' }, {}], 'done'],
    ['one of which the campaign is not told', [{ taskId: null }], 'unclear'],
    ['one of which the time is not told', [{ appointTime: null }], 'unclear'],
    ['one without an ID', [{ appointId: null }], 'unclear'],
    ['another time', [{ appointTime: moved }], 'not_found'],
    ['another agent’s', [{ agent: 'bob' }], 'not_found'],
    ['an automatic one', [{ callType: 'automatic' }], 'not_found'],
    ['two like it', [{}, { appointId: '18' }], 'unclear'],
    ['one like it that is known to be another', [{}], 'not_found', ['17']],
    ['one that is known, and one that is not', [{}, { appointId: '18' }], 'done', ['17']],
  ];
  for (const [what, listed, expected, others = []] of lines) {
    test(`${what}: ${expected}`, async () => {
      assert.equal(await verdict({ action: 'created', appointId: null }, listed, { others }), expected);
    });
  }
});

suite('a cancellation is concluded only from a whole list of the customer', () => {
  const cancelled = { action: 'cancelled' } as const;
  test('it is shown still: not_done', async () => {
    assert.equal(await verdict(cancelled, [{}]), 'not_done');
  });
  test('the whole list is without it: done', async () => {
    assert.equal(await verdict(cancelled, []), 'done');
    assert.equal(await verdict(cancelled, [{ appointId: '18' }], { total: null }), 'done');
  });
  test('it is on the second of two short pages: not_done', async () => {
    assert.equal(await verdict(cancelled, [{ appointId: '18' }, {}], { perPage: 1 }), 'not_done');
  });
  const silent: readonly [string, Partial<AskedFor>, readonly Partial<Reservation>[], number?][] = [
    ['the list says that there are more', {}, [{ appointId: '18' }], 2],
    ['it names no IDs', {}, [{ appointId: null }]],
    ['the customer is not known', { calledNo: null }, []],
    ['its time has come', { appointTime: now - 1 }, []],
    ['its time is not known', { appointTime: null }, []],
  ];
  for (const [what, entry, listed, total = listed.length] of silent) {
    test(`${what}: not_found`, async () => {
      assert.equal(await verdict({ ...cancelled, ...entry }, listed, { total }), 'not_found');
    });
  }
});
