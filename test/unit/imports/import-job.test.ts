import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once, EventEmitter } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import type { JobState } from '../../../src-main/contract/jobs.ts';
import { clearServer, mayBeThere } from '../../../src-main/features/imports/job/clear-server.ts';
import { ImportJob } from '../../../src-main/features/imports/job/import-job.ts';
import { JobFiles } from '../../../src-main/features/outbox/job-files.ts';
import { remoteFile } from '../../../src-main/features/imports/job/import-payload.ts';
import { foundImport } from '../../../src-main/features/imports/job/import-manifest.ts';
import { recoverJobs } from '../../../src-main/features/outbox/recover-jobs.ts';
import { JobQueue } from '../../../src-main/jobs/job-queue.ts';
import { JobsTable } from '../../../src-main/store/jobs.ts';
import { leftWords } from '../../../src-renderer/app/jobs/left-words.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import {
  CountingCaller,
  forgetful,
  MemoryFileServer,
  MemoryWriter,
  sampleImport,
  silentWitnesses,
} from '../../support/memory-import.ts';
import { memoryStatements } from '../../support/memory-store.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { failure } from '../../support/dialdesk-error.ts';

const path = '/home/sftp/isales/2026/spring.xlsx';

/** A started queue of imports over a file server and a call centre in memory. */
function dialdesk(context: TestContext, folder = tempFolder(context)) {
  const clock = new FakeClock();
  const seen = { at: 0 };
  const jobs = new JobsTable(memoryStatements(), () => clock.now());
  const [writer, server, caller] = [new MemoryWriter(), new MemoryFileServer(), new CountingCaller()];
  const files = new JobFiles(join(folder, 'outbox'));
  const kind = new ImportJob({
    files,
    writer,
    sftp: server,
    caller,
    witnesses: silentWitnesses,
    sent: forgetful,
    seenAt: () => seen.at,
    now: () => clock.now(),
  });
  const parts = { jobs, kinds: [kind], clock, random: () => 0.5, newId: randomUUID, concurrency: 3 };
  const queue = new JobQueue(parts);
  const news = new EventEmitter();
  queue.subscribe(() => news.emit('news'));
  queue.start();
  const add = (payload = sampleImport(), hold = false) =>
    queue.add({ kind: 'import', name: 'Spring', connectionId: randomUUID(), payload, hold }).id;
  const until = async (id: string, state: JobState) => {
    while (queue.get(id).state !== state) await once(news, 'news');
    await new Promise(setImmediate);
    return queue.get(id);
  };
  const steps = (id: string) =>
    queue
      .get(id)
      .steps.map(({ state }) => state)
      .join(' ');
  return { folder, clock, seen, jobs, writer, server, caller, files, queue, parts, add, until, steps };
}

test('a list goes through its folder in the outbox and the file server into its campaign', async (context) => {
  const { add, until, queue, server, caller, folder, steps } = dialdesk(context);
  const startsAt = { hour: 18, minute: 30 };
  const { destination } = sampleImport();
  assert.ok(destination);
  const startPlan = { at: Date.UTC(2026, 2, 4, 18, 30), zone: 'UTC', zoneKnown: true };
  const id = add(sampleImport({ destination: { ...destination, startsAt }, startPlan }));
  const job = await until(id, 'done');
  assert.equal(steps(id), 'done done done done');
  assert.deepEqual([...server.files], [[path, 'a clean list']]);
  assert.deepEqual(server.folders, ['/home/sftp/isales/2026']);
  assert.deepEqual(caller.orders, [
    { campaignId: 'C1', serverId: '42', filePath: '/isales/2026', fileName: 'spring.xlsx', ...startsAt },
  ]);
  assert.deepEqual(job.result, { importTaskId: '1648', path, rows: 3 });
  assert.deepEqual(job.steps[1]?.detail, { path, bytes: 12 });
  await queue.stop();
  assert.deepEqual([server.sessions, server.closed], [1, 1], 'one session for all steps');
  assert.deepEqual(readdirSync(join(folder, 'outbox')), [], 'customer data does not stay');
});

test('a file in the default path itself is named without filePath', async (context) => {
  const { add, until, caller } = dialdesk(context);
  const { destination } = sampleImport();
  assert.ok(destination);
  await until(add(sampleImport({ destination: { ...destination, folder: '' } })), 'done');
  assert.deepEqual(caller.orders, [{ campaignId: 'C1', serverId: '42', fileName: 'spring.xlsx' }]);
});

test('paths have one slash between their parts, whatever the default path ends with', () => {
  const { destination } = sampleImport();
  assert.ok(destination);
  const at = (filePath: string, folder: string) =>
    remoteFile({ ...destination, folder, server: { ...destination.server, filePath } });
  assert.equal(at('/home/sftp/', 'a/b'), '/home/sftp/a/b/spring.xlsx');
  assert.equal(at('/home/sftp', ''), '/home/sftp/spring.xlsx');
  assert.equal(at('/', ''), '/spring.xlsx');
  assert.equal(at('/', 'a'), '/a/spring.xlsx');
});

test('a prepared import is written without a destination, and sent once it has one', async (context) => {
  const { add, until, queue, writer, caller, files } = dialdesk(context);
  const id = add(sampleImport({ destination: null }), true);
  await until(id, 'prepared');
  assert.equal(await files.cleanSize(id), 12);
  assert.throws(() => queue.send(id), {
    code: 'invalid_request',
    fields: [
      { path: 'campaignId', rule: 'required' },
      { path: 'serverId', rule: 'required' },
    ],
  });
  queue.edit(id, { payload: sampleImport() });
  assert.equal(queue.get(id).summary.kind, 'import');
  queue.send(id);
  await until(id, 'done');
  assert.deepEqual([writer.written, caller.orders.length], [1, 1]);
});

test('a workbook that is damaged or gone is written again; a good one is not', async (context) => {
  for (const [damage, written] of [
    [(clean: string) => rmSync(clean), 2],
    [(clean: string) => writeFileSync(clean, 'shorter'), 2],
    [() => undefined, 1],
  ] as const) {
    const { add, until, queue, writer, files } = dialdesk(context);
    const id = add(undefined, true);
    await until(id, 'prepared');
    damage(files.cleanPath(id));
    queue.send(id);
    await until(id, 'done');
    assert.equal(writer.written, written);
  }
});

test('what a crash left in mid-writing is cleared', async (context) => {
  const { add, until, queue, files, folder, writer } = dialdesk(context);
  const id = add(undefined, true);
  await until(id, 'prepared');
  rmSync(files.cleanPath(id));
  writeFileSync(join(folder, 'outbox', id, '.clean.xlsx.0123.part'), 'half');
  queue.edit(id, { payload: sampleImport({ rows: 4 }) });
  const part = join(folder, 'outbox', id, '.clean.xlsx.0123.part');
  writer.writeClean = () => {
    assert.equal(existsSync(part), false);
    return Promise.reject(new DialdeskError('file_changed', 'looked at'));
  };
  queue.send(id);
  assert.equal((await until(id, 'failed')).error?.code, 'file_changed');
});

test('an upload goes on from what it was told last', async (context) => {
  const { add, until, server, clock } = dialdesk(context);
  const resumes: unknown[] = [];
  let cut = true;
  server.before = (request, file) => {
    if (request !== 'upload' || !file) return;
    resumes.push(file.resume);
    if (!cut) return;
    cut = false;
    file.onState({ part: path, acknowledged: 600 });
    throw failure('connection_lost');
  };
  const id = add();
  await until(id, 'waiting');
  clock.advance(2000);
  await until(id, 'done');
  assert.deepEqual(resumes, [null, { part: path, acknowledged: 600 }]);
});

test('a file that is there already waits for a decision; replaced, the job goes on', async (context) => {
  const { add, until, server, queue, caller } = dialdesk(context);
  server.files.set(path, 'of somebody else');
  const id = add();
  const job = await until(id, 'waiting');
  assert.deepEqual([job.waitingFor?.kind, job.waitingFor?.details], ['decision', { path }]);
  assert.equal(server.files.get(path), 'of somebody else');
  queue.decide(id, { kind: 'replace' });
  await until(id, 'done');
  assert.equal(server.files.get(path), 'a clean list');
  assert.equal(caller.orders.length, 1);
});

test('a file that vanished while the import waited is uploaded again before it is imported', async (context) => {
  const { add, until, server, caller, queue } = dialdesk(context);
  caller.answer = () => Promise.reject(new DialdeskError('connection_refused', 'refused'));
  const id = add();
  await until(id, 'waiting');
  server.files.clear();
  caller.answer = () => Promise.resolve({ importTaskId: '7' });
  queue.tryNow(id);
  await until(id, 'done');
  assert.equal(server.files.size, 1);
  assert.equal(caller.orders.length, 2, 'the first one was not carried out');
});

test('a file of another size under the final name is not imported', async (context) => {
  const { add, until, server, caller } = dialdesk(context);
  const upload = server.files.set.bind(server.files);
  server.files.set = (name, content) => upload(name, content.slice(1));
  const job = await until(add(), 'failed');
  assert.deepEqual(job.error?.code, 'verify_failed');
  assert.deepEqual(job.error.details, { path, found: 11, expected: 12 });
  assert.equal(caller.orders.length, 0);
});

test('the lost answer of an import is looked up for the supervisor to compare', async (context) => {
  const { add, until, queue, caller, clock } = dialdesk(context);
  caller.answer = () => Promise.reject(failure('outcome_unknown'));
  const id = add();
  await until(id, 'unknown');
  while (!queue.get(id).waitingFor?.details['found']) await new Promise(setImmediate);
  assert.deepEqual(queue.get(id).waitingFor?.details['found'], {
    sentAt: clock.now(),
    rows: 3,
    tasks: [],
    witnesses: [],
    doubt: null,
  });
  assert.equal(caller.orders.length, 1);
});

test('cancelling removes the job’s files and half an upload', async (context) => {
  const { add, until, server, queue, files, folder } = dialdesk(context);
  let cut = true;
  server.before = (request) => {
    if (request === 'upload' && cut) throw failure('connection_lost');
  };
  const id = add();
  await until(id, 'waiting');
  cut = false;
  await queue.cancel(id);
  assert.deepEqual(server.removed, [{ part: path, acknowledged: 0 }]);
  assert.equal(await files.cleanSize(id), null);
  assert.deepEqual(readdirSync(join(folder, 'outbox')), []);
  assert.equal(server.sessions, server.closed);
});

/** An import that is paused after its upload and before its call. */
async function uploadedOnly(context: TestContext) {
  const there = dialdesk(context);
  const { add, until, server } = there;
  let refused = 0;
  server.before = (request) => {
    // the look of the verify step, after the upload
    if (request === 'sizeOf' && server.files.has(path) && refused++ === 0) {
      throw failure('connection_lost');
    }
  };
  server.modified.set(path, 77_000);
  const id = add();
  await until(id, 'waiting');
  assert.ok(server.files.has(path));
  return { ...there, id };
}

test('cancelling before the call removes the file that nobody will import', async (context) => {
  const { queue, server, id, caller } = await uploadedOnly(context);
  await queue.cancel(id);
  assert.deepEqual([...server.files], []);
  assert.equal(caller.orders.length, 0);
});

test('what a server that cannot be reached may still have is kept with the cancelled import', async () => {
  const state = (change: object) => ({
    version: 1,
    remotePath: path,
    partPath: `${path}.part`,
    asidePath: `${path}.old`,
    localSize: 9,
    localModifiedMs: 1,
    phase: 'sending',
    acknowledgedBytes: 0,
    names: 'part',
    ...change,
  });
  const direct = { names: 'direct', partPath: path, asidePath: path };
  const uploaded = { path, bytes: 9, modifiedMs: 1 };
  const cases = [
    [{ upload: null, unasked: uploaded }, { left: path }],
    [{ upload: state({}), unasked: null }, { left: `${path}.part` }],
    [{ upload: state(direct), unasked: null }, undefined],
    [
      { upload: state({ ...direct, begun: true }), unasked: null },
      { left: path, underName: 'half', oldLost: false },
    ],
    [
      { upload: state({ ...direct, begun: true, overwrites: true }), unasked: null },
      { left: path, underName: 'half', oldLost: true },
    ],
  ] as const;
  for (const [there, details] of cases) assert.deepEqual(mayBeThere(there)?.details, details);

  const server = new MemoryFileServer();
  const session = await server.open();
  const half = state({ ...direct, begun: true });
  assert.equal(await clearServer(session, { upload: half, unasked: null }), null);
  server.leftUnderName = { underName: 'half', oldLost: true };
  assert.deepEqual((await clearServer(session, { upload: half, unasked: null }))?.details, {
    left: path,
    underName: 'half',
    oldLost: true,
  });
});

test('an import cancelled while its server is away says what may be left there', async (context) => {
  const { queue, server, id } = await uploadedOnly(context);
  server.before = () => {
    throw failure('unreachable');
  };
  await queue.cancel(id);
  const job = queue.get(id);
  assert.equal(job.state, 'cancelled');
  assert.match(leftWords(job), new RegExp(path));
  assert.equal(leftWords({ ...job, error: failure('unreachable').toShape() }), '', 'an earlier failure');
});

test('cancelling leaves a file alone that was put there since', async (context) => {
  for (const change of ['size', 'time'] as const) {
    const { queue, server, id } = await uploadedOnly(context);
    if (change === 'size') server.files.set(path, 'a longer list of somebody else');
    else server.modified.set(path, 78_000);
    await queue.cancel(id);
    assert.ok(server.files.has(path), change);
  }
});

test('cancelling an import for which the call centre could not be reached removes its file', async (context) => {
  for (const code of ['unreachable', 'result_code', 'secret_key_needed'] as const) {
    const { add, until, server, queue, caller } = dialdesk(context);
    server.modified.set(path, 77_000);
    caller.answer = () => Promise.reject(failure(code));
    const id = add();
    await until(id, code === 'result_code' ? 'failed' : 'waiting');
    assert.ok(server.files.has(path));
    await queue.cancel(id);
    assert.deepEqual([...server.files], [], code);
  }
});

test('an import that may have arrived once keeps its file, also when it could not be sent again', async (context) => {
  const { add, until, server, queue, caller } = dialdesk(context);
  server.modified.set(path, 77_000);
  caller.answer = () => Promise.reject(failure('outcome_unknown'));
  const id = add();
  await until(id, 'unknown');
  caller.answer = () => Promise.reject(new DialdeskError('unreachable', 'no network'));
  queue.decide(id, { kind: 'send-again' });
  await until(id, 'waiting');
  await queue.cancel(id);
  assert.ok(server.files.has(path));
});

test('a file the call centre was asked for stays, whatever becomes of the job', async (context) => {
  const { add, until, server, queue, caller } = dialdesk(context);
  server.modified.set(path, 77_000);
  await until(add(), 'done');
  assert.ok(server.files.has(path), 'done');
  caller.answer = () => Promise.reject(failure('outcome_unknown'));
  server.files.clear();
  const id = add();
  await until(id, 'unknown');
  queue.decide(id, { kind: 'arrived', result: {} });
  await until(id, 'done');
  await queue.remove(id);
  assert.ok(server.files.has(path), 'its outcome was unknown');
});

test('a full disk while the workbook is written fails the job, which can be tried again', async (context) => {
  const { add, until, queue, writer } = dialdesk(context);
  const write = writer.writeClean.bind(writer);
  writer.writeClean = () =>
    Promise.reject(new DialdeskError('local_disk', 'full', { details: { cause: 'ENOSPC' } }));
  const id = add();
  assert.deepEqual((await until(id, 'failed')).error?.details, { cause: 'ENOSPC' });
  writer.writeClean = write;
  queue.retry(id);
  await until(id, 'done');
});

test('jobs are found again in the outbox when the database is lost', async (context) => {
  const before = dialdesk(context);
  const prepared = before.add(sampleImport({ destination: null }), true);
  await before.until(prepared, 'prepared');
  before.caller.answer = () => Promise.reject(failure('outcome_unknown'));
  const sent = before.add();
  await before.until(sent, 'unknown');
  before.caller.answer = () => Promise.reject(failure('unauthorized'));
  const refused = before.add(sampleImport({ rows: 5, destination: null }), true);
  await before.until(refused, 'prepared');

  const after = dialdesk(context, before.folder);
  const found = await recoverJobs(
    after.files,
    after.queue,
    after.jobs,
    [foundImport],
    await after.files.list(),
  );
  assert.deepEqual(found.sort(), [prepared, sent, refused].sort());
  assert.deepEqual(
    await recoverJobs(after.files, after.queue, after.jobs, [foundImport], await after.files.list()),
    [],
  );
  assert.equal(after.queue.get(prepared).state, 'prepared');
  assert.equal(after.queue.get(sent).state, 'unknown');
  assert.equal(after.steps(sent), 'done pending pending unknown');
  assert.equal(after.caller.orders.length, 0);
  after.queue.edit(prepared, { payload: sampleImport() });
  after.queue.send(prepared);
  await after.until(prepared, 'done');
  assert.equal(after.writer.written, 0, 'the workbook that was found is used');
  assert.equal(after.server.files.get(path), 'a clean list');
});

test('the manifest holds no more than the job and says whether it was sent', async (context) => {
  const { add, until, folder, caller } = dialdesk(context);
  const sending = (id: string): unknown => {
    const text = readFileSync(join(folder, 'outbox', id, 'manifest.json'), 'utf8');
    return (JSON.parse(text) as { value: { sending: boolean } }).value.sending;
  };
  let during: unknown = null;
  const id = add();
  caller.answer = () => {
    during = sending(id);
    return Promise.reject(failure('unauthorized'));
  };
  await until(id, 'failed');
  assert.equal(during, true);
  assert.equal(sending(id), false);
});

test('the manifest still says that it was sent after a server failed in the middle', async (context) => {
  const { add, until, folder, caller } = dialdesk(context);
  const id = add();
  caller.answer = () => Promise.reject(new DialdeskError('http_status', '500', { details: { status: 500 } }));
  await until(id, 'unknown');
  const manifest = JSON.parse(readFileSync(join(folder, 'outbox', id, 'manifest.json'), 'utf8')) as unknown;
  assert.equal((manifest as { value: { sending: boolean } }).value.sending, true);
});

test('what a job that is over left behind is removed at the next start; what is still needed stays', async (context) => {
  const { add, until, queue, jobs, files } = dialdesk(context);
  const over = add();
  await until(over, 'done');
  const prepared = add(sampleImport({ destination: null }), true);
  await until(prepared, 'prepared');
  await files.prepare(over);
  assert.deepEqual(await recoverJobs(files, queue, jobs, [foundImport], await files.list()), []);
  assert.deepEqual(await files.list(), [prepared]);
  assert.equal(await files.cleanSize(prepared), 12);
});

test('a file that was never handed over goes; one whose manifest cannot be read, and one that came since, stay', async (context) => {
  const { folder, files, queue, jobs } = dialdesk(context);
  const [halfway, unreadable, since] = [randomUUID(), randomUUID(), randomUUID()];
  for (const id of [halfway, unreadable, since]) {
    await files.prepare(id);
    await files.writeVoice(id, Buffer.from('sound'));
  }
  writeFileSync(join(folder, 'outbox', unreadable, 'manifest.json'), '{"half');
  assert.deepEqual(await recoverJobs(files, queue, jobs, [foundImport], [halfway, unreadable]), []);
  assert.deepEqual((await files.list()).sort(), [unreadable, since].sort());
});

test('a scheduled import that is late asks, and does what was decided, also after a crash', async (context) => {
  const place = dialdesk(context);
  const { add, until, queue, server, caller, clock, steps } = place;
  const { destination } = sampleImport();
  assert.ok(destination);
  const time = { hour: 18, minute: 30 };
  const at = Date.UTC(2026, 2, 4, 18, 30);
  const zone = 'UTC';
  const scheduled = () =>
    add(
      sampleImport({
        destination: { ...destination, startsAt: time, replace: true },
        startPlan: { at, zone, zoneKnown: true },
      }),
    );
  // the file server takes its time: the hour passes
  let late = 10 * 3_600_000;
  server.before = (request) => {
    if (request === 'upload') clock.advance(late);
  };
  const first = scheduled();
  const asks = await until(first, 'waiting');
  assert.equal(steps(first), 'done done done pending');
  assert.deepEqual(asks.waitingFor?.details, { ...time, at, zone, zoneKnown: true });
  assert.deepEqual([asks.waitingFor.kind, asks.waitingFor.code], ['decision', 'start_passed']);
  queue.tryNow(first);
  await until(first, 'running');
  await until(first, 'waiting');
  assert.equal(caller.orders.length, 0);
  assert.throws(() => queue.decide(first, { kind: 'replace' }), { code: 'conflict' });

  // another time that has passed as well is no answer
  queue.decide(first, { kind: 'start-at', at });
  await until(first, 'running');
  await until(first, 'waiting');
  queue.decide(first, { kind: 'start-at', at: at + 86_400_000 });
  await until(first, 'done');
  assert.deepEqual(
    caller.orders.map(({ hour, minute }) => [hour, minute]),
    [[18, 30]],
  );

  late = 24 * 3_600_000;
  const second = scheduled();
  await until(second, 'waiting');
  await queue.stop();
  // decided, and the app ends before anything is done about it
  const next = new JobQueue(place.parts);
  next.decide(second, { kind: 'start-now' });
  const { summary } = next.get(second);
  assert.ok(summary.kind === 'import' && summary.startsAt === null);
  const again = new JobQueue(place.parts);
  const news = new EventEmitter();
  again.subscribe(() => news.emit('news'));
  again.start();
  while (again.get(second).state !== 'done') await once(news, 'news');
  assert.deepEqual(
    caller.orders.map(({ hour }) => hour ?? null),
    [18, null],
  );
  await again.stop();
  await next.stop();
});
