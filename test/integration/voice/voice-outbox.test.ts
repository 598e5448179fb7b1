import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once, EventEmitter } from 'node:events';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { AudioEngine } from '../../../src-main/audio/audio-engine.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import type { JobState } from '../../../src-main/contract/jobs.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { voiceConnectionId as connectionId, voiceDeps } from '../../support/voice-handlers.ts';
import { silence, wav } from '../../support/wav-builder.ts';

type Parts = Awaited<ReturnType<typeof voiceDeps>>;

/** A manager with one ready file on it, and a switch for the network. */
async function studio(context: TestContext) {
  const folder = tempFolder(context);
  const data = join(folder, 'data');
  const demo = await demoSystem(context);
  const network = { on: false };
  const clientOf = () =>
    network.on
      ? undefined
      : Promise.reject(new DialdeskError('unreachable', 'no network', { details: { cause: 'ENETUNREACH' } }));
  mkdirSync(join(folder, 'studio'));
  const path = join(folder, 'studio', 'welcome.wav');
  const bytes = wav(silence(8_000));
  writeFileSync(path, bytes);
  const start = (known = false): Promise<Parts> => voiceDeps(context, data, demo, { clientOf, known });
  const first = await start();
  const { files } = await first.open(path);
  const upload = { file: files[0]?.id ?? '', version: 'original' as const, connectionId };
  return { data, demo, network, path, bytes, start, first, upload };
}

async function until({ jobs }: Parts, id: string, state: JobState): Promise<void> {
  const news = new EventEmitter();
  const leave = jobs.queue.subscribe(() => news.emit('news'));
  const late = AbortSignal.timeout(120_000);
  while (jobs.queue.get(id).state !== state) await once(news, 'news', { signal: late });
  leave();
}

test('offline, a voice file waits in the outbox, and goes from there though its original is gone', async (context) => {
  const { demo, network, path, bytes, first, upload, data } = await studio(context);
  const { job, upload: line } = await first.handlers.upload(upload);
  assert.equal(line, null);
  assert.equal(first.jobs.queue.get(job).waitingFor?.kind, 'network');
  assert.deepEqual(readdirSync(join(data, 'outbox', job)).toSorted(), ['manifest.json', 'voice.wav']);
  assert.equal(
    (await first.handlers.library({ search: '', offset: 0, limit: 10 })).total,
    0,
    'nothing was sent',
  );
  rmSync(path);
  network.on = true;
  first.jobs.queue.tryWaiting(['network']);
  await until(first, job, 'done');
  const { uploads } = await first.handlers.library({ search: '', offset: 0, limit: 10 });
  assert.deepEqual(
    uploads.map(({ id, outcome, fileName }) => [id, outcome, fileName]),
    [[job, 'uploaded', demo.state.voiceFiles[0]?.fileName]],
  );
  assert.deepEqual(readFileSync(demo.state.voiceFiles[0]?.storedAs ?? ''), bytes);
  await first.end();
  assert.deepEqual(readdirSync(join(data, 'outbox')), []);
});

test('it waits through a restart, and through the loss of the database', async (context) => {
  const { demo, network, first, upload, start, data } = await studio(context);
  const { job } = await first.handlers.upload(upload);
  await first.end();
  const second = await start(true);
  assert.notEqual(second.jobs.queue.get(job).state, 'done');
  await second.end();

  for (const name of readdirSync(data)) if (name.startsWith('dialdesk.db')) rmSync(join(data, name));
  network.on = true;
  const third = await start();
  const found = third.jobs.queue.get(job);
  assert.deepEqual(
    [found.kind, found.state, found.hold],
    ['voice-upload', 'prepared', true],
    'nothing goes unasked',
  );
  third.jobs.queue.send(job);
  await until(third, job, 'done');
  assert.equal(demo.state.voiceFiles.length, 1);
});

test('a lost answer is asked about, and sent again only when a person says so', async (context) => {
  const { demo, network, first, upload } = await studio(context);
  network.on = true;
  demo.faults.add({ http: [{ on: 'ivr/uploadFile', fault: { kind: 'lost' } }] });
  await assert.rejects(Promise.resolve(first.handlers.upload(upload)), dialdeskError('outcome_unknown'));
  const { jobs } = first.jobs.queue.list({
    states: ['unknown'],
    kinds: [],
    search: '',
    sort: 'order',
    offset: 0,
    limit: 9,
  });
  const [unknown] = jobs;
  assert.ok(unknown);
  first.jobs.queue.tryWaiting(['network', 'decision']);
  assert.equal(demo.state.voiceFiles.length, 1, 'never by itself');
  const again = await first.handlers.upload(upload);
  assert.equal(again.job, unknown.id, 'the same job, not a second one');
  assert.equal(again.upload?.outcome, 'uploaded');
  assert.equal(demo.state.voiceFiles.length, 2);
  assert.equal((await first.handlers.library({ search: '', offset: 0, limit: 10 })).total, 1);
});

test('what waits is not put there twice, and can be taken out', async (context) => {
  const { demo, network, first, upload, data } = await studio(context);
  const { job } = await first.handlers.upload(upload);
  assert.equal((await first.handlers.upload(upload)).job, job);
  await first.jobs.queue.cancel(job);
  assert.deepEqual(readdirSync(join(data, 'outbox')), []);
  network.on = true;
  first.jobs.queue.tryWaiting(['network']);
  assert.equal(demo.state.voiceFiles.length, 0);
});

test('a file that was changed in the outbox is not sent', async (context) => {
  const { demo, network, first, upload, data } = await studio(context);
  const { job } = await first.handlers.upload(upload);
  writeFileSync(join(data, 'outbox', job, 'voice.wav'), 'something else');
  network.on = true;
  first.jobs.queue.tryWaiting(['network']);
  await until(first, job, 'failed');
  assert.equal(first.jobs.queue.get(job).error?.code, 'file_changed');
  assert.equal(demo.state.voiceFiles.length, 0);
});

test('a file that the system took keeps its path though the library could not be written, and is not sent twice', async (context) => {
  const { demo, network, first, upload } = await studio(context);
  network.on = true;
  const { voiceUploads } = first.store;
  const uploaded = voiceUploads.uploaded.bind(voiceUploads);
  let full = true;
  voiceUploads.uploaded = (...line) => {
    if (full) throw new DialdeskError('local_disk', 'full', { details: { cause: 'ENOSPC' } });
    return uploaded(...line);
  };
  const removed: string[] = [];
  const remove = voiceUploads.remove.bind(voiceUploads);
  voiceUploads.remove = (id) => {
    removed.push(id);
    return remove(id);
  };
  const sent = await first.handlers.upload(upload);
  const [file] = demo.state.voiceFiles;
  assert.equal(sent.upload?.outcome, 'uploaded');
  assert.ok(file && sent.upload.fileName);
  assert.equal(first.jobs.queue.get(sent.job).state, 'done');
  const library = () => first.handlers.library({ search: '', offset: 0, limit: 10 });
  assert.deepEqual(
    (await library()).uploads.map(({ outcome }) => outcome),
    ['unknown'],
    'the line is there, and does not say what it does not know',
  );
  assert.equal(removed.length, 1, 'only before it was sent');
  full = false;
  assert.equal(demo.counters.requests['ivr/uploadFile'], 1);
});

test('a file behind one that waits is left in the outbox too, and its upload is answered', async (context) => {
  const { first, upload, path, network, demo } = await studio(context);
  const { job } = await first.handlers.upload(upload);
  const other = join(path, '..', 'goodbye.wav');
  writeFileSync(other, wav(silence(9_000)));
  const { files } = await first.open(other);
  const behind = await first.handlers.upload({ ...upload, file: files[0]?.id ?? '' });
  assert.equal(behind.upload, null);
  assert.equal(first.jobs.queue.get(behind.job).state, 'queued');
  network.on = true;
  first.jobs.queue.tryWaiting(['network']);
  await until(first, job, 'done');
  await until(first, behind.job, 'done');
  assert.equal(demo.state.voiceFiles.length, 2);
});

/** Asks once more for a file that waits, and lets its job end while the file is still being read. */
async function pressedAgain(
  context: TestContext,
  { first, upload, network }: Awaited<ReturnType<typeof studio>>,
) {
  const { job } = await first.handlers.upload(upload);
  const [read, reading] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  const { mock } = context.mock.method(AudioEngine.prototype, 'inspect');
  mock.mockImplementationOnce(async function (
    this: AudioEngine,
    ...asked: Parameters<AudioEngine['inspect']>
  ) {
    reading.resolve(undefined);
    await read.promise;
    return this.inspect(...asked);
  });
  const again = Promise.resolve(first.handlers.upload(upload));
  await reading.promise;
  network.on = true;
  first.jobs.queue.tryWaiting(['network']);
  return { job, again, read: () => read.resolve(undefined) };
}

test('a file that is sent while it is asked for once more is not sent a second time', async (context) => {
  const place = await studio(context);
  const { job, again, read } = await pressedAgain(context, place);
  await until(place.first, job, 'done');
  read();
  const { job: same, upload } = await again;
  assert.deepEqual([same, upload?.outcome], [job, 'uploaded']);
  assert.equal(place.demo.state.voiceFiles.length, 1);
});

test('a file whose answer is lost while it is asked for once more is not sent again before that was seen', async (context) => {
  const place = await studio(context);
  const { demo, first, upload } = place;
  demo.faults.add({ http: [{ on: 'ivr/uploadFile', fault: { kind: 'lost' } }] });
  const { job, again, read } = await pressedAgain(context, place);
  const told = assert.rejects(again, dialdeskError('outcome_unknown'));
  await until(first, job, 'unknown');
  read();
  await told;
  assert.equal(demo.state.voiceFiles.length, 1);
  assert.equal((await first.handlers.upload(upload)).job, job, 'now it was seen');
  assert.equal(demo.state.voiceFiles.length, 2);
});

test('a file that is given up while it is asked for once more stays given up', async (context) => {
  const place = await studio(context);
  const { first, upload, demo, network } = place;
  const { job } = await first.handlers.upload(upload);
  const again = Promise.resolve(first.handlers.upload(upload));
  await first.jobs.queue.cancel(job);
  network.on = true;
  await assert.rejects(again, dialdeskError('cancelled'));
  assert.equal(demo.state.voiceFiles.length, 0);
});
