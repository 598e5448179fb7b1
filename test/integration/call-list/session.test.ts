import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import * as v from 'valibot';
import {
  CheckOptions,
  CheckProgress,
  CheckSummary,
  IssuePage,
  RowView,
  SourceInfo,
  type CheckOptionsInput,
} from '../../../src-main/contract/call-list.ts';
import { MendProgress } from '../../../src-main/contract/mends.ts';
import { CallListSession } from '../../../src-main/call-list/session.ts';
import { readRows } from '../../support/read-rows.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { inlineRows, workbookParts } from '../../support/workbook-parts.ts';
import { zipArchive } from '../../support/zip-archive.ts';

const options = (input: CheckOptionsInput = {}): CheckOptions => v.parse(CheckOptions, input);
const header = ['sessionId', 'called', 'caller', 'callData', 'customField', 'recycleTime'];
const row = (number: string, recycleTime = ''): string[] => [
  '',
  `[{"calledNo":"${number}"}]`,
  '',
  '',
  '',
  recycleTime,
];

async function opened(context: TestContext, rows: readonly (readonly string[])[], name = 'list.xlsx') {
  const folder = tempFolder(context);
  const path = join(folder, name);
  const bytes = name.endsWith('.xlsx')
    ? zipArchive(workbookParts({ rows: inlineRows(rows) }))
    : rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n');
  writeFileSync(path, bytes);
  const session = await CallListSession.open(path);
  context.after(() => session.close());
  return { session, folder, path };
}

/** A list of so many rows as text, every tenth with a bad number. */
function large(count: number): string[][] {
  return [
    header,
    ...Array.from({ length: count }, (_, i) => row(i % 10 === 3 ? `${i}-1` : String(13_000_000_000 + i))),
  ];
}

test('what crosses to the window fits the contract', async (context) => {
  const { session } = await opened(context, [
    header,
    row('1'),
    row('x', '2030-01-01 18:30:00'),
    row('2', '2030-01-01 18:30:00'),
  ]);
  assert.ok(v.is(SourceInfo, session.source));
  assert.equal(session.source.template, true);
  const progress: unknown[] = [];
  const summary = await session.check(options(), { onProgress: (one) => progress.push(one) });
  assert.ok(v.is(CheckSummary, summary));
  assert.ok(progress.every((one) => v.is(CheckProgress, one)));
  assert.deepEqual([summary.rows, summary.ready, summary.rejected], [3, 2, 1]);
  assert.deepEqual(summary.groups, [
    { rule: 'called-no-characters', column: 'called', severity: 'error', count: 1 },
  ]);
  assert.deepEqual(summary.rowsByPrefix, [
    { key: '1', count: 1 },
    { key: '2', count: 1 },
  ]);
  assert.deepEqual(
    summary.rowsByRecycleHour.filter(({ count }) => count > 0),
    [{ key: '18', count: 1 }],
  );
  assert.ok(v.is(IssuePage, await session.issues({ offset: 0, limit: 10 })));
  assert.ok(v.is(RowView, await session.rowAt(3)));
});

test('issues are paged, filtered and searched', async (context) => {
  const { session } = await opened(context, large(1000));
  await session.check(options());
  const page = await session.issues({ offset: 50, limit: 20 });
  assert.equal(page.total, 100);
  assert.deepEqual(
    page.items.map((issue) => issue.row),
    Array.from({ length: 20 }, (_, i) => 505 + i * 10),
  );
  assert.equal((await session.issues({ search: '913-1', offset: 0, limit: 5 })).items[0]?.row, 915);
  assert.equal((await session.issues({ search: '915', offset: 0, limit: 5 })).items[0]?.row, 915);
  assert.equal((await session.issues({ rule: 'delay-time', offset: 0, limit: 5 })).total, 0);
  assert.equal((await session.issues({ severity: 'warning', offset: 0, limit: 5 })).total, 0);
  assert.equal(
    (await session.issues({ column: 'called', severity: 'error', offset: 99, limit: 5 })).items.length,
    1,
  );
});

test('an edited cell is checked at once, and written; the source is not touched', async (context) => {
  const { session, folder, path } = await opened(context, [header, row('1'), row('2-2'), row('3')]);
  const before = readFileSync(path);
  await session.check(options());
  const view = await session.rowAt(3);
  assert.deepEqual([view.status, view.issues.length], ['rejected', 1]);
  const mended = await session.editCell(3, 'called', '[{"calledNo":"22"}]');
  assert.deepEqual([mended.status, mended.edited, mended.issues], ['ready', true, []]);
  const { ready, rejected, edited } = await session.summary();
  assert.deepEqual({ ready, rejected, edited }, { ready: 3, rejected: 0, edited: 1 });
  await session.writeClean(join(folder, 'clean.xlsx'));
  assert.deepEqual((await readRows(join(folder, 'clean.xlsx')))[3], ['', '[{"calledNo":"22"}]']);
  assert.deepEqual(readFileSync(path), before);
});

test('an edit can make a duplicate, and take it back', async (context) => {
  const { session } = await opened(context, [header, row('1'), row('2'), row('3')]);
  await session.check(options());
  assert.equal((await session.editCell(2, 'called', '[{"calledNo":"3"}]')).status, 'ready');
  assert.equal((await session.rowAt(4)).status, 'duplicate');
  assert.equal((await session.rowAt(4)).issues[0]?.detail, '2');
  await session.editCell(2, 'called', '[{"calledNo":"9"}]');
  const view = await session.rowAt(4);
  assert.deepEqual([view.status, view.issues], ['ready', []]);
});

test('an edit that empties a row makes it blank; a row that is not there is not found', async (context) => {
  const { session } = await opened(context, [header, row('1'), row('2')]);
  await session.check(options());
  assert.equal((await session.editCell(2, 'called', '')).status, 'blank');
  const { rows, ready, blank } = await session.summary();
  assert.deepEqual({ rows, ready, blank }, { rows: 2, ready: 1, blank: 1 });
  await assert.rejects(session.rowAt(99), { code: 'not_found' });
  await assert.rejects(session.editCell(1, 'called', ''), { code: 'not_found' });
});

test('bulk mends are shown before they are done, and touch only cells with an issue', async (context) => {
  const { session } = await opened(context, [
    header,
    row('138-0013-8000'),
    row('139 0013 9000', '2030-01-01 00:00:00'),
    row('5'),
  ]);
  await session.check(options());
  const chosen = { mends: ['remove-separators' as const], options: { countryCode: '86' } };
  const preview = await session.previewMends(chosen);
  assert.equal(preview.changed, 2);
  assert.deepEqual(preview.examples[0], {
    row: 2,
    column: 'called',
    before: '[{"calledNo":"138-0013-8000"}]',
    after: '[{"calledNo":"13800138000"}]',
  });
  assert.equal((await session.summary()).ready, 1);
  const { ready, rejected, edited } = await session.applyMends(chosen);
  assert.deepEqual({ ready, rejected, edited }, { ready: 3, rejected: 0, edited: 2 });
});

test('bulk mends tell what they have found so far, and stopped ones change nothing', async (context) => {
  const { session } = await opened(context, large(200_000), 'list.csv');
  const before = await session.check(options());
  const chosen = { mends: ['remove-separators' as const], options: { countryCode: '86' } };
  const seen: MendProgress[] = [];
  const preview = await session.previewMends(
    chosen,
    {},
    {
      onProgress: (progress) => {
        assert.ok(v.is(MendProgress, progress));
        seen.push(progress);
      },
    },
  );
  assert.equal(preview.changed, 20_000);
  assert.deepEqual(seen.at(-1), { fraction: 1, found: preview });
  assert.ok(seen.length > 1 && (seen[0]?.found.examples.length ?? 0) > 0, 'the first examples come early');

  const stop = new AbortController();
  const stopped = session.applyMends(chosen, {}, { signal: stop.signal, onProgress: () => stop.abort() });
  await assert.rejects(stopped, { code: 'cancelled' });
  assert.deepEqual(await session.summary(), before);

  const done = await session.applyMends(chosen);
  assert.deepEqual([done.rejected, done.edited], [0, 20_000]);
});

test('mends that cannot be stopped any more answer what they did', async (context) => {
  const { session } = await opened(context, large(20_000), 'list.csv');
  await session.check(options());
  const stop = new AbortController();
  const chosen = { mends: ['remove-separators' as const], options: { countryCode: '86' } };
  const summary = await session.applyMends(
    chosen,
    {},
    {
      signal: stop.signal,
      onProgress: ({ fraction }) => {
        if (fraction === 1) stop.abort();
      },
    },
  );
  assert.equal(summary.rejected, 0);
  assert.equal((await session.summary()).rejected, 0);
});

test('problems are shown while the list is read for something else, and after what changes it', async (context) => {
  const { session } = await opened(context, large(200_000), 'list.csv');
  await session.check(options());
  const chosen = { mends: ['remove-separators' as const], options: { countryCode: '86' } };
  const order: string[] = [];
  const query = { offset: 0, limit: 1 };
  await Promise.all([
    session.previewMends(chosen).then(() => order.push('counted')),
    session.issues(query).then(() => order.push('shown')),
  ]);
  assert.deepEqual(order, ['shown', 'counted']);
  const [, page] = await Promise.all([session.applyMends(chosen), session.issues(query)]);
  assert.equal(page.total, 0);
});

test('progress comes while a list is checked, and a cancelled check ends before the list does', async (context) => {
  const { session } = await opened(context, large(400_000), 'list.csv');
  const whole: number[] = [];
  await session.check(options(), { onProgress: ({ rows }) => whole.push(rows) });
  assert.ok(whole.length >= 2, `${whole.length} times`);
  assert.deepEqual(
    whole,
    whole.toSorted((a, b) => a - b),
  );

  const stop = new AbortController();
  const cut: number[] = [];
  const running = session.check(options(), {
    signal: stop.signal,
    onProgress: ({ rows }) => {
      cut.push(rows);
      stop.abort();
    },
  });
  await assert.rejects(running, { code: 'cancelled' });
  // The worker is free as well: the next call is answered.
  await assert.rejects(session.issues({ offset: 0, limit: 1 }), { code: 'conflict' });
  assert.ok((cut.at(-1) ?? 0) < 400_000, `${cut.at(-1)} rows were read`);
});

test('a cancelled writing leaves no file', async (context) => {
  const { session, folder } = await opened(context, large(200_000), 'list.csv');
  await session.check(options());
  const stop = new AbortController();
  const path = join(folder, 'clean.xlsx');
  const writing = session.writeClean(path, { signal: stop.signal, onProgress: () => stop.abort() });
  await assert.rejects(writing, { code: 'cancelled' });
  await assert.rejects(session.editCell(99_999_999, 'called', ''), { code: 'not_found' }); // after the worker is free
  assert.throws(() => readFileSync(path), { code: 'ENOENT' });
});

test('a list too long for one import can be written in parts', async (context) => {
  const { session, folder } = await opened(context, [
    header,
    ...Array.from({ length: 25 }, (_, i) => row(String(100 + i))),
  ]);
  await session.check(options());
  const paths = [0, 10, 20].map((from) => ({ from, path: join(folder, `part-${from}.xlsx`) }));
  const numbers: string[] = [];
  for (const { from, path } of paths) {
    const written = await session.writeClean(path, { part: { from, count: 10 } });
    const rows = Object.values(await readRows(path)).slice(1);
    assert.equal(rows.length, written.rows);
    numbers.push(...rows.map((cells) => /\d+/.exec(cells?.[1] ?? '')?.[0] ?? ''));
  }
  assert.deepEqual(
    numbers,
    Array.from({ length: 25 }, (_, i) => String(100 + i)),
  );
  await assert.rejects(session.writeClean(join(folder, 'none.xlsx'), { part: { from: 25, count: 10 } }), {
    code: 'nothing_to_send',
  });
});

test('a source that changes after the check is not written', async (context) => {
  const { session, folder, path } = await opened(context, large(10), 'list.csv');
  await session.check(options());
  appendFileSync(path, '\n"","[{""calledNo"":""999""}]"');
  await assert.rejects(session.writeClean(join(folder, 'clean.xlsx')), { code: 'file_changed' });
});

test('rejects are written with words in the user’s language', async (context) => {
  const { session, folder } = await opened(context, [header, row('1-1'), row('2')]);
  await session.check(options());
  const path = join(folder, 'rejects.xlsx');
  const words = { sheetName: '被拒', row: '行', rule: '规则', explanation: '说明' };
  await session.writeRejects(path, { words, language: 'zh' });
  const rejects = await readRows(path);
  assert.deepEqual(rejects[1], [...header, '行', '规则', '说明']);
  assert.match(rejects[2]?.[8] ?? '', /[\u4e00-\u9fff]/);
});

test('an unreadable file, and a worker that runs out of memory, give clear errors', async (context) => {
  const folder = tempFolder(context);
  writeFileSync(join(folder, 'list.xlsx'), '%PDF-1.7');
  await assert.rejects(CallListSession.open(join(folder, 'list.xlsx')), {
    code: 'file_unreadable',
    details: { reason: 'pdf' },
  });

  const hungry = join(folder, 'hungry.mjs');
  writeFileSync(
    hungry,
    'const all = []; setInterval(() => { for (let i = 0; i < 1e6; i += 1) all.push({ i }); }, 1);',
  );
  const { pathToFileURL } = await import('node:url');
  await assert.rejects(CallListSession.open('any', { workerUrl: pathToFileURL(hungry), heapMb: 32 }), {
    code: 'file_unreadable',
    details: { reason: 'out-of-memory' },
  });
});

test('what runs when a list is closed is cancelled, and nothing can be asked after', async (context) => {
  const { session } = await opened(context, large(100_000), 'list.csv');
  const running = assert.rejects(session.check(options()), { code: 'cancelled' });
  await session.close();
  await running;
  await assert.rejects(session.summary(), { code: 'cancelled' });
});
