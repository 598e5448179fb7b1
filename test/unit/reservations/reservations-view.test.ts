import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { DialdeskError, type ErrorCode } from '../../../src-main/contract/errors.ts';
import type { BookedReservation } from '../../../src-main/contract/reservation-book.ts';
import type { Reservation } from '../../../src-main/contract/reservations.ts';
import { resultCodes } from '../../../src-main/contract/result-codes.ts';
import { planDay } from '../../../src-renderer/reservations/day-plan.ts';
import { parseDate } from '../../../src-renderer/ui/date-text.ts';
import { fakeBridge, type Answers } from '../../support/fake-bridge.ts';
import { appState, shownConnection } from '../../support/renderer-samples.ts';
import { mostForTenfold, tenfold } from '../../support/yardstick.ts';
import { Session } from '../../../src-renderer/app/session.svelte.ts';
import { App } from '../../../src-renderer/app/app.ts';
import { Navigation } from '../../../src-renderer/app/navigation.svelte.ts';
import { createClient } from '../../../src-renderer/app/bridge.ts';
import { ModifyForm } from '../../../src-renderer/reservations/modify-form.svelte.ts';
import { CreateForm } from '../../../src-renderer/reservations/create-form.svelte.ts';
import { ReservationScan } from '../../../src-renderer/reservations/reservation-scan.svelte.ts';
import { ReservationFilters } from '../../../src-renderer/reservations/reservation-filters.svelte.ts';
import { ReservationsState } from '../../../src-renderer/reservations/reservations-state.svelte.ts';
import { TimeChoice } from '../../../src-renderer/reservations/time-choice.svelte.ts';
import { reservationFailure } from '../../../src-renderer/reservations/failure-words.ts';
import { whyWords } from '../../../src-renderer/reservations/bulk-words.ts';
import { failure } from '../../support/dialdesk-error.ts';

const connection = shownConnection();
const now = Date.UTC(2026, 4, 6, 7);
const minute = 60_000;
const nothing: Reservation = {
  appointId: null,
  callType: null,
  appointTime: null,
  calledNo: null,
  taskId: null,
  taskName: null,
  taskStatus: null,
  timeout: null,
  agent: null,
  agentName: null,
  remark: null,
};
const listed: Reservation = {
  ...nothing,
  appointId: '17',
  callType: 'manual',
  appointTime: now + 60 * minute,
  calledNo: '13800138000',
  agent: '125',
  agentName: 'Ann',
  remark: 'old',
};

/** What main answers to a change: an entry of the book. */
function booked(change: { appointId: string; agent: string }): BookedReservation {
  return {
    ...nothing,
    ...change,
    id: '3f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2f',
    connectionId: connection.id,
    action: 'modified',
    change: null,
    outcome: 'done',
    at: now,
  };
}

function form(original: Reservation | null, answers: Answers['reservations'] = {}) {
  const fake = fakeBridge({
    reservations: { modify: ({ change }) => booked(change), ...answers },
  });
  const seen = new Map([[listed.appointId, listed]]);
  const made = new ModifyForm(
    {
      client: createClient(fake.bridge),
      connection,
      zone: 'Asia/Shanghai',
      now: () => now,
      seen: (id) => seen.get(id),
    },
    original,
  );
  const sent = () => (fake.calls.at(-1)?.input as { change: unknown } | undefined)?.change;
  return { form: made, sent, calls: fake.calls };
}

suite('modifying', () => {
  test('only what differs is sent, and the agent always', async () => {
    const { form: moved, sent } = form(listed);
    assert.equal(moved.change, null, 'nothing is changed yet');
    moved.time.shift(30 * minute);
    assert.ok(await moved.send());
    assert.deepEqual(sent(), { appointId: '17', agent: '125', appointTime: now + 90 * minute });

    const { form: remarked, sent: sentRemark } = form(listed);
    remarked.remark = '';
    await remarked.send();
    assert.deepEqual(sentRemark(), { appointId: '17', agent: '125', remark: '' });
  });

  test('a pasted ID is trimmed; what is left empty stays as it is', async () => {
    const { form: pasted, sent, calls } = form(null);
    pasted.appointId = ' 99 \n';
    assert.equal(await pasted.send(), null);
    assert.deepEqual([pasted.problem('agent'), calls.length], ['required', 0]);
    pasted.agent = '125';
    await pasted.send();
    assert.deepEqual(sent(), { appointId: '99', agent: '125' });
    pasted.clearRemark = true;
    await pasted.send();
    assert.deepEqual(sent(), { appointId: '99', agent: '125', remark: '' });
  });

  test('a pasted ID that was seen brings its values; they go when it is no longer that one', () => {
    const { form: pasted } = form(null);
    pasted.appointId = '17';
    assert.deepEqual([pasted.agent, pasted.remark, pasted.time.moment], ['125', 'old', listed.appointTime]);
    pasted.appointId = '170';
    assert.deepEqual([pasted.original, pasted.agent, pasted.time.moment], [null, '', null]);
  });

  test('an ID that is corrected takes nothing of the reservation that was named before along', () => {
    const { form: corrected } = form(listed);
    corrected.time.shift(30 * minute);
    corrected.appointId = '170';
    assert.deepEqual([corrected.original, corrected.agent, corrected.remark], [null, '', '']);
    assert.equal(corrected.time.moment, now + 90 * minute, 'what was picked stays');
    corrected.touch('agent');
    assert.deepEqual([corrected.change, corrected.problem('agent')], [null, 'required']);
  });

  test('a remark that nobody touched is not sent, whatever blanks it has at its ends', async () => {
    const { form: moved, sent } = form({ ...listed, remark: ' call the side door ' });
    moved.agent = '126';
    await moved.send();
    assert.deepEqual(sent(), { appointId: '17', agent: '126' });
  });

  test('automatic ones are refused before the server does; an untold type may be tried', () => {
    const { form: automatic } = form({ ...listed, callType: 'automatic' });
    automatic.agent = '126';
    assert.deepEqual([automatic.refused, automatic.change], [true, null]);
    const { form: untold } = form({ ...listed, callType: null });
    untold.agent = '126';
    assert.ok(untold.change);
  });

  test('a half typed time is not taken for no change', () => {
    const { form: half } = form(null);
    half.appointId = '99';
    half.agent = '125';
    half.time.timeIncomplete = true;
    half.touch('time');
    assert.deepEqual([half.change, half.problem('time')], [null, 'time']);
  });

  test('a lost answer can be looked up', async () => {
    const entry = '3f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2f';
    const { form: lost } = form(listed, {
      modify: () => {
        throw failure('outcome_unknown', { entry });
      },
      lookUp: ({ id }) => ({ verdict: id === entry ? 'done' : 'not_found', reservation: null }),
    });
    lost.agent = '126';
    assert.equal(await lost.send(), null);
    assert.equal(lost.sending.failure?.code, 'outcome_unknown');
    await lost.sending.lookUp();
    assert.deepEqual([lost.sending.lookedUp?.verdict, lost.sending.failure], ['done', null]);
  });
});

test('what certainly did not go out can be left to the outbox, and nothing else', async () => {
  const failing = async (code: ErrorCode, status?: number) => {
    const made = form(listed, {
      modify: () => {
        throw failure(code, { status });
      },
    });
    made.form.agent = '126';
    await made.form.send();
    return made.form;
  };
  assert.equal((await failing('outcome_unknown')).sending.mayWait, false);
  assert.equal((await failing('result_code')).sending.mayWait, false);
  assert.equal((await failing('http_status', 400)).sending.mayWait, false);
  // a person is to look at the certificate first
  assert.equal((await failing('tls_changed')).sending.mayWait, false);
  assert.equal((await failing('unreachable')).sending.mayWait, true);
  assert.equal((await failing('tls_untrusted')).sending.mayWait, true);
  assert.equal((await failing('http_status', 511)).sending.mayWait, true);
});

test('a time is past, near, skipped or comes twice', () => {
  const choice = new TimeChoice('Europe/Berlin', () => now, null);
  assert.equal(choice.problem, 'required');
  choice.date = '2026-05-06';
  choice.time = { hour: 9, minute: 0 }; // now
  assert.equal(choice.problem, 'past');
  choice.time = { hour: 9, minute: 14 };
  assert.deepEqual([choice.problem, choice.near], [null, true]);
  choice.time = { hour: 9, minute: 15 };
  assert.equal(choice.near, false);
  choice.date = '2027-03-28';
  choice.time = { hour: 2, minute: 30 };
  assert.deepEqual([choice.problem, choice.afterGap?.hour], ['gap', 3]);
  choice.date = '2026-10-25';
  assert.equal(choice.twice?.length, 2);
  const first = choice.moment;
  choice.later = true;
  assert.equal((choice.moment ?? 0) - (first ?? 0), 60 * minute);
  choice.startFrom(choice.moment);
  assert.deepEqual([choice.later, choice.changed], [true, false]);
});

test('a new reservation: an automatic call needs no agent and is dialled five minutes early', () => {
  const create = new CreateForm({
    client: createClient(fakeBridge({}).bridge),
    connection,
    zone: 'Asia/Shanghai',
    now: () => now,
  });
  assert.equal(create.review(), false);
  assert.deepEqual(
    (['calledNo', 'taskId', 'agent', 'time', 'callData'] as const).map((field) => create.problem(field)),
    ['required', 'required', 'required', 'required', null],
  );
  create.callType = 'automatic';
  create.calledNo = '+86 138';
  assert.equal(create.problem('calledNo'), 'characters');
  create.calledNo = '138 0013-8000';
  create.taskId = '1648';
  create.time.startFrom(now + 60 * minute);
  assert.equal(create.review(), true);
  assert.equal(create.dialledAt, now + 55 * minute);
  assert.deepEqual(create.reservation?.agent, null);
  create.callType = 'manual';
  assert.equal(create.reservation, null);
});

test('every documented code has its words, and 0200006 is a database error here', () => {
  const words = (resultCode: string) =>
    reservationFailure(
      { code: 'result_code', message: '', details: { resultCode, resultDesc: 'as it says' } },
      'appoint/update',
    );
  const titles = Object.keys(resultCodes['appoint/update']).map((code) => words(code).title);
  assert.equal(new Set(titles).size, 6);
  assert.match(words('0200006').title, /Database error/);
  for (const [index, code] of Object.keys(resultCodes['appoint/update']).entries()) {
    assert.ok(titles[index]?.includes(code));
    assert.notEqual(words(code).next, words('9').next);
  }
  assert.match(words('0299999').title, /0299999/);
  const refused = { code: 'result_code', message: '', details: { resultCode: '0200006' } } as const;
  assert.match(
    whyWords({ state: 'failed', error: refused }),
    /Database error/,
    'in the results of many as well',
  );
  assert.match(words('0299999').text, /as it says/);
});

suite('the day', () => {
  const at = (
    hour: number,
    minutes: number,
    agent: string | null = 'ann',
    id = `${agent}${hour}${minutes}`,
  ) => ({
    ...listed,
    appointId: id,
    agent,
    agentName: null,
    appointTime: Date.UTC(2026, 4, 6, hour, minutes),
  });
  const bounds = [Date.UTC(2026, 4, 6), Date.UTC(2026, 4, 7)] as const;

  test('calls of one agent that are too close overlap; those of another, or of nobody, do not', () => {
    const plan = planDay(
      [at(9, 0), at(9, 10), at(9, 25), at(9, 40), at(9, 5, 'bob'), at(9, 0, null), at(9, 1, null, 'x')],
      bounds,
      15 * minute,
    );
    assert.deepEqual(
      plan.agents.map(({ agent, overlaps }) => [agent, overlaps]),
      [
        ['ann', 2],
        ['bob', 0],
        [null, 0],
      ],
    );
    assert.deepEqual(
      plan.agents[0]?.marks.map(({ lane }) => lane),
      [0, 1, 0, 0],
    );
  });

  test('marks of short calls stand on lines of their own where they would cover each other', () => {
    const plan = planDay([at(9, 0), at(9, 5), at(9, 14), at(9, 15), at(9, 20)], bounds, 5 * minute);
    assert.deepEqual(
      plan.agents[0]?.marks.map(({ lane, overlaps }) => [lane, overlaps]),
      [
        [0, false],
        [1, false],
        [2, true],
        [0, true],
        [1, false],
      ],
    );
  });

  test('early and late calls widen the hours; what has no time or another day is left out', () => {
    const plan = planDay([at(5, 30), at(21, 59), at(30, 0), { ...nothing }], bounds, 15 * minute);
    assert.equal(plan.hours.length, 17);
    assert.equal(plan.untimed, 1);
    assert.deepEqual(plan.agents[0]?.cells.map((cell) => cell.length).filter(Boolean), [1, 1]);
  });

  test('20,000 reservations of 200 agents are placed with work in proportion to their number', () => {
    const many = Array.from({ length: 20_000 }, (_, index) =>
      at(8 + (index % 10), index % 60, `a${index % 200}`, `${index}`),
    );
    assert.equal(planDay(many, bounds, 15 * minute).agents.length, 200);
    const growth = tenfold((count) => planDay(many.slice(0, count), bounds, 15 * minute), 2_000);
    assert.ok(growth < mostForTenfold, `${growth.toFixed(1)} times the work`);
  });
});

suite('reading all pages', () => {
  const rows = (from: number, count: number): Reservation[] =>
    Array.from({ length: count }, (_, index) => ({ ...listed, appointId: String(from + index) }));

  test('to the end, each once, also when rows move from page to page', async () => {
    const scan = new ReservationScan((offset, limit) =>
      Promise.resolve({
        total: 950,
        reservations: rows(Math.max(0, offset - 1), Math.min(limit, 950 - offset)),
      }),
    );
    await scan.run();
    assert.equal(new Set(scan.rows.map(({ appointId }) => appointId)).size, scan.rows.length);
    assert.equal(scan.rows.length, 949);
  });

  test('without a total, and from a system that ignores the offset', async () => {
    const untold = new ReservationScan((offset, limit) =>
      Promise.resolve({ total: null, reservations: rows(offset, Math.min(limit, 230 - offset)) }),
    );
    await untold.run();
    assert.equal(untold.rows.length, 230);
    let asked = 0;
    const same = new ReservationScan((_, limit) => {
      asked++;
      return Promise.resolve({ total: null, reservations: rows(0, limit) });
    });
    await same.run();
    assert.deepEqual([same.rows.length, asked], [100, 2]);
  });

  test('what was read before a failure stays', async () => {
    const scan = new ReservationScan((offset, limit) =>
      offset < 100
        ? Promise.resolve({ total: 300, reservations: rows(offset, limit) })
        : Promise.reject(new DialdeskError('timed_out', 'late')),
    );
    await scan.run();
    assert.deepEqual([scan.rows.length, scan.failure?.code, scan.running], [100, 'timed_out', false]);
  });
});

test('filters are asked for as the system takes them', () => {
  const filters = new ReservationFilters('Europe/Berlin', () => now);
  assert.deepEqual([filters.query, filters.any], [{}, false]);
  filters.calledNo = ' 138-0013 8000 ';
  filters.agent = ' ann ';
  filters.from = filters.to = '2026-10-25';
  assert.deepEqual(filters.query, {
    calledNo: '13800138000',
    agents: ['ann'],
    beginTime: Date.UTC(2026, 9, 24, 22),
    endTime: Date.UTC(2026, 9, 25, 23) - 1,
  });
  filters.clear();
  filters.when = 'coming';
  assert.deepEqual(filters.query, { beginTime: now });
  filters.calledNo = 'abc';
  assert.deepEqual([filters.numberProblem, filters.query.calledNo], ['characters', undefined]);
});

test('a list whose rows tell nothing is shown, and one that is lacking is learnt', async () => {
  let lacking = false;
  const fake = fakeBridge({
    app: { state: () => appState({ connectionId: connection.id }) },
    connections: { list: () => [connection] },
    reservations: {
      offers: () => ({ list: !lacking, create: true, delete: true }),
      list: () => {
        if (lacking) throw new DialdeskError('not_offered', 'lacking');
        return { total: null, reservations: [nothing, listed] };
      },
    },
  });
  const client = createClient(fake.bridge);
  const app = new App(client, await Session.open(client), new Navigation('reservations'));
  const state = new ReservationsState(app);
  await state.open(connection.id);
  const page = await state.rows(0, 100, AbortSignal.timeout(60_000));
  assert.deepEqual([page.total, page.items.length], [2, 2]);
  assert.deepEqual(
    state.seen.agents.map(({ value, note }) => [value, note]),
    [['125', 'Ann']],
  );
  lacking = true;
  await assert.rejects(state.rows(0, 100, AbortSignal.timeout(60_000)));
  await new Promise(setImmediate);
  assert.deepEqual([state.offers.list, state.failure], [false, null]);
});

test('a day is typed in the order in which it is shown', () => {
  const today = '2026-11-21';
  for (const [text, day] of [
    ['2026-05-06', '2026-05-06'],
    ['2026/5/6', '2026-05-06'],
    ['20260506', '2026-05-06'],
    ['2026年5月6日', '2026-05-06'],
    ['２０２６-05-06', '2026-05-06'],
    ['12-01', '2026-12-01'],
    ['0506', '2027-05-06'],
    ['02-29', '2028-02-29'],
    ['2026-02-30', undefined],
    ['tomorrow', undefined],
    ['', undefined],
  ] as const) {
    assert.equal(parseDate(text, today), day, text);
  }
});
