import assert from 'node:assert/strict';
import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import * as v from 'valibot';
import { callCentreOf } from '../../../src-main/contract/connections.ts';
import { FetchedResults } from '../../../src-main/contract/call-results.ts';
import { callCauses, causeOfCode, type CallCause } from '../../../src-main/contract/fail-codes.ts';
import type { Job } from '../../../src-main/contract/jobs.ts';
import type { DemoOptions } from '../../../src-main/demo/demo-options.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { connectionToDemo } from '../../support/dialdesk.ts';
import type { DemoPlace } from '../../support/demo-import.ts';
import { readRows } from '../../support/read-rows.ts';
import { calledCell, placeWithCalls, sendList, type ListRow } from '../../support/sent-import.ts';

const number = (index: number): string => `1380000${String(index).padStart(4, '0')}`;
const rowsOf = (count: number): ListRow[] =>
  Array.from({ length: count }, (_, i) => ({ sessionId: `S${i}`, called: calledCell(number(i)) }));

/** Fetches the results of an import, and waits until they are saved. */
async function fetchResults(place: DemoPlace, sent: Job, list: 'beside' | 'left_out' = 'beside') {
  const { dialdesk, folder } = place;
  dialdesk.dialogs.save = join(folder, 'results.xlsx');
  const job = await dialdesk.client.callResults.fetch({ job: sent.id, list });
  assert.ok(job);
  const done = await dialdesk.until(job.id, 'done');
  const fetched = v.parse(FetchedResults, done.result?.['fetched']);
  return {
    fetched,
    done,
    rows: Object.values(await readRows(dialdesk.dialogs.save)).map((row) => row ?? []),
  };
}

async function sentTo(context: TestContext, count: number, options: Partial<DemoOptions> = {}) {
  const place = await placeWithCalls(context, options);
  return { place, sent: await sendList(place, rowsOf(count)) };
}

test('results stand beside the rows of the list, and add up', async (context) => {
  const { place, sent } = await sentTo(context, 1_200);
  const { fetched, rows } = await fetchResults(place, sent);
  const { connected, failed, unknown, none, again, others, failedBy } = fetched;
  assert.equal(connected + failed, 1_200);
  assert.deepEqual([unknown, none, again, others, fetched.missing], [0, 0, 0, 0, 0]);
  assert.equal(
    failedBy.reduce((sum, { count }) => sum + count, 0),
    failed,
  );
  assert.deepEqual([fetched.list, fetched.firstPage, fetched.fileName], ['beside', 1, 'results.xlsx']);
  const [header = [], first = []] = rows;
  assert.equal(rows.length, 1_201);
  assert.deepEqual(header.slice(-5), [
    'Number called',
    'Outcome',
    'Failure code',
    'Call time (time zone not stated)',
    'Call ID',
  ]);
  assert.equal(first[0], 'S0');
  for (const row of rows.slice(1)) assert.equal(calledCell(row[7] ?? ''), row[1]);
  const words = new Set(rows.slice(1).map((row) => row[8]));
  // the call centre's own names come first, then the documents' words, then the code
  for (const word of ['Connected', '用户忙', 'All agents busy, the customer hung up', '01153']) {
    assert.ok(words.has(word), word);
  }
  // nothing of it is kept but the counts and, without any number, what became of each row
  assert.deepEqual(readdirSync(join(place.folder, 'outbox')), []);
  const [kept = ''] = readdirSync(join(place.folder, 'call-results'));
  assert.match(kept, /\.outcomes$/);
});

test('of a list with a mark only its own results come; without one those of the campaign, matched by number', async (context) => {
  let now = Date.now();
  const place = await placeWithCalls(context, { callsPerMinute: 60, clock: () => new Date(now) });
  await sendList(place, [...rowsOf(10), { called: calledCell('13900139000') }], 'first');
  // ten numbers are in two lists: the second time they are repeats, which are not imported
  const marked = await sendList(place, rowsOf(30), 'second');
  const plain = await sendList(
    place,
    rowsOf(40).map(({ called = '' }) => ({ called })),
    'third',
    false,
  );
  now += 60_000;
  const own = (await fetchResults(place, marked)).fetched;
  assert.deepEqual([own.connected + own.failed, own.none, own.others], [20, 10, 0]);
  const { fetched, rows } = await fetchResults(place, plain);
  assert.deepEqual([fetched.connected + fetched.failed, fetched.none, fetched.others], [40, 0, 1]);
  assert.equal(rows.length, 41, 'the results of other lists are left out');
  assert.equal((await place.dialdesk.client.callResults.of({ job: plain.id })).mark, null);
});

test('a list that is gone is asked for, and only the very file is taken', async (context) => {
  const { place, sent } = await sentTo(context, 50);
  const { dialdesk, folder } = place;
  const path = join(folder, 'leads.xlsx');
  const moved = join(folder, 'moved.xlsx');
  renameSync(path, moved);
  assert.equal((await dialdesk.client.callResults.of({ job: sent.id })).list, 'not_found');
  const plain = await fetchResults(place, sent, 'left_out');
  assert.deepEqual([plain.fetched.list, plain.rows.length, plain.rows[0]?.length], ['left_out', 51, 5]);
  writeFileSync(join(folder, 'other.xlsx'), 'other');
  dialdesk.dialogs.open = [join(folder, 'other.xlsx')];
  await assert.rejects(dialdesk.client.callResults.findList({ job: sent.id }), dialdeskError('file_changed'));
  dialdesk.dialogs.open = [moved];
  assert.equal((await dialdesk.client.callResults.findList({ job: sent.id }))?.list, 'there');
  const { fetched } = await fetchResults(place, sent);
  assert.deepEqual([fetched.list, fetched.connected + fetched.failed], ['beside', 50]);
});

test('those that failed by some causes become a prepared import of their own rows', async (context) => {
  const { place, sent } = await sentTo(context, 400);
  const { dialdesk, folder } = place;
  const { fetched, rows } = await fetchResults(place, sent);
  const causes: CallCause[] = ['busy', 'no_answer', 'switched_off'];
  const made = await dialdesk.client.callResults.callAgain({ job: sent.id, causes, name: 'again' });
  assert.deepEqual([made.state, made.hold, made.kind], ['prepared', true, 'import']);
  const wanted = new Set(['00145', '00537', '00146', '00147', '01040', '00208', '00548', '00549']);
  const failed = rows.slice(1).filter((row) => wanted.has(row[9] ?? ''));
  assert.ok(failed.length > 0 && failed.length < fetched.failed);
  const clean = await readRows(join(folder, 'outbox', made.id, 'clean.xlsx'));
  assert.deepEqual(
    Object.values(clean)
      .slice(1)
      .map((row) => row?.slice(0, 2)),
    failed.map((row) => row.slice(0, 2)),
  );
  const plan = await dialdesk.client.imports.plan({ id: made.id });
  assert.equal(plan.campaignId, sent.summary.kind === 'import' ? sent.summary.campaignId : '');
  const { sent: count } = await dialdesk.client.imports.send({ ids: [made.id], again: [] });
  assert.equal(count, 1);
  await dialdesk.until(made.id, 'done');
  const summary = dialdesk.store.jobs.get(made.id)?.summary;
  const [own, first] = [summary, sent.summary].map((of) => (of?.kind === 'import' ? of.mark : null));
  assert.ok(own && first && own !== first, 'the call centre can tell the two lists apart');
  const fields = Object.values(clean).slice(1);
  assert.ok(fields.every((row) => row?.[4] === own));
  const codes = new Set(rows.slice(1).map((row) => row[9] ?? ''));
  const never = callCauses.find((cause) => ![...codes].some((code) => causeOfCode(code) === cause));
  if (never !== undefined) {
    await assert.rejects(
      dialdesk.client.callResults.callAgain({ job: sent.id, causes: [never], name: 'none' }),
      dialdeskError('nothing_to_send'),
    );
  }
});

test('what is called again belongs to the call centre that was called, wherever its connection leads', async (context) => {
  const { place, sent } = await sentTo(context, 100);
  const { dialdesk, demo, id: connectionId } = place;
  await fetchResults(place, sent);
  const settings = connectionToDemo(demo);
  await dialdesk.client.connections.update({
    id: connectionId,
    settings: { ...settings, vdnId: settings.vdnId + 1 },
  });
  const causes = [...callCauses];
  const made = await dialdesk.client.callResults.callAgain({ job: sent.id, causes, name: 'again' });
  assert.equal(made.centre, callCentreOf(settings));
});

test('fetching stops with the network and goes on with it, after a restart too', async (context) => {
  const { place, sent } = await sentTo(context, 1_800);
  const { dialdesk, demo, folder } = place;
  dialdesk.dialogs.save = join(folder, 'results.xlsx');
  demo.faults.add({
    http: [{ on: 'callresult', after: 3, times: 50, fault: { kind: 'status', status: 503 } }],
  });
  const job = await dialdesk.client.callResults.fetch({ job: sent.id, list: 'beside' });
  await dialdesk.until(job?.id ?? '', 'waiting');
  const asked = demo.counters.requests.callresult;
  const again = await place.reopen();
  demo.faults.clear();
  again.resumeWaitingFor('network');
  const done = await again.until(job?.id ?? '', 'done');
  const fetched = v.parse(FetchedResults, done.result?.['fetched']);
  assert.equal(fetched.connected + fetched.failed, 1_800);
  // pages 1, 0 and those that came are not asked for again
  assert.ok(demo.counters.requests.callresult - asked <= 4);
  assert.ok(existsSync(join(folder, 'results.xlsx')));
});

test('a system without results is missed once, and asked again when somebody wishes', async (context) => {
  const { place, sent } = await sentTo(context, 5, { lacks: ['callresult'] });
  const { dialdesk, demo } = place;
  dialdesk.dialogs.save = join(place.folder, 'results.xlsx');
  const job = await dialdesk.client.callResults.fetch({ job: sent.id, list: 'beside' });
  const failed = await dialdesk.until(job?.id ?? '', 'failed');
  assert.equal(failed.error?.code, 'not_offered');
  assert.equal((await dialdesk.client.callResults.of({ job: sent.id })).offered, false);
  assert.equal(demo.counters.requests.callresult, 0);
});
