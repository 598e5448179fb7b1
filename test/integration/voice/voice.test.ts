// Voice files through the handlers, with the real engine, database and wire, against the demo system.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { VoiceFile } from '../../../src-main/contract/voice-files.ts';
import type { ConversionOptions } from '../../../src-main/contract/voice.ts';
import { demoSystem } from '../../support/demo-system.ts';
import { dialdeskError } from '../../support/dialdesk-error.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { tone } from '../../support/tone.ts';
import { voiceConnectionId as connectionId, voiceDeps } from '../../support/voice-handlers.ts';
import { container, format, pcm16, silence, wav } from '../../support/wav-builder.ts';

const plain: ConversionOptions = {
  codec: 'alaw',
  dither: false,
  trimSilence: false,
  normalise: { to: 'none' },
};
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const studio = (seconds = 1): Buffer =>
  wav(pcm16(tone(440, 44100 * 2, seconds)), { tag: 1, bits: 16, channels: 2, sampleRate: 44100 });

async function voicePlace(context: TestContext, options: Parameters<typeof voiceDeps>[3] = {}) {
  const folder = tempFolder(context);
  const demo = await demoSystem(context);
  const parts = await voiceDeps(context, join(folder, 'data'), demo, options);
  mkdirSync(join(folder, 'studio'));
  const file = (name: string, bytes: Uint8Array): string => {
    const path = join(folder, 'studio', name);
    writeFileSync(path, bytes);
    return path;
  };
  return { ...parts, demo, folder, file };
}

function only(files: readonly VoiceFile[]): VoiceFile {
  assert.equal(files.length, 1);
  return files[0] as VoiceFile;
}

test('each file is told by itself: ready, off by named points, or no WAV', async (context) => {
  const { open, file } = await voicePlace(context);
  const { files, refused } = await open(
    file('welcome.wav', wav(silence())),
    file('menu.wav', studio()),
    file('holiday.wav', readFileSync('test/fixtures/voice/mp3.wav')),
  );
  assert.deepEqual(refused, []);
  assert.deepEqual(
    files.map(({ name, inspection }) => [
      name,
      inspection.ready,
      inspection.problems.map(({ rule }) => rule),
    ]),
    [
      ['welcome.wav', true, []],
      ['menu.wav', false, ['sampleRate', 'bitsPerSample', 'channels']],
      ['holiday.wav', false, ['container']],
    ],
  );
});

test('a file that is gone by then is named, and does not keep the others away', async (context) => {
  const { handlers, open, file } = await voicePlace(context);
  const first = file('a.wav', wav(silence()));
  const id = only((await open(first)).files).id;
  rmSync(first);
  assert.deepEqual(await handlers.look({ files: [id], connectionId }), []);
});

test('the same file twice is one row', async (context) => {
  const { open, file } = await voicePlace(context);
  const path = file('a.wav', wav(silence()));
  const first = only((await open(path, path)).files);
  assert.equal(only((await open(path)).files).id, first.id);
});

test('a connection’s own limit counts', async (context) => {
  const { open, handlers, file } = await voicePlace(context, { voiceLimitMb: 0.1 });
  const row = only((await open(file('long.wav', wav(silence(200_000))))).files);
  assert.deepEqual(
    row.inspection.problems.map(({ rule, wanted }) => [rule, wanted]),
    [['fileBytes', 104_857]],
  );
  const [again] = await handlers.look({ files: [row.id], connectionId: null });
  assert.equal(again?.inspection.ready, true);
});

test('converts, keeps the result, and never touches the original', async (context) => {
  const { open, handlers, file, progress } = await voicePlace(context);
  const original = studio(2);
  const path = file('menu.wav', original);
  const { id } = only((await open(path)).files);
  const made = await handlers.convert({ file: id, options: plain, connectionId });
  assert.equal(made.result?.inspection.ready, true);
  assert.equal(made.result.report.seconds, 2);
  assert.deepEqual(readFileSync(path), original);
  assert.equal(progress.at(-1)?.done, 1);
  assert.equal(
    progress.every((one) => one.file === id && one.work === 'convert'),
    true,
  );
});

test('a result outlives the session, until its original changes', async (context) => {
  const first = await voicePlace(context);
  const path = first.file('menu.wav', studio());
  const { id } = only((await first.open(path)).files);
  await first.handlers.convert({ file: id, options: plain, connectionId });
  await first.end();

  const second = await voiceDeps(context, join(first.folder, 'again'), first.demo);
  assert.equal(only((await second.open(path)).files).result, null, 'another user has nothing of it');
  const third = await voicePartsOver(context, first);
  assert.equal(only((await third.open(path)).files).result?.report.codec, 'alaw');
  utimesSync(path, new Date(0), new Date(0));
  assert.equal(only((await third.open(path)).files).result, null);
});

/** The same data folder in a new session; its connection is there already. */
function voicePartsOver(context: TestContext, before: Awaited<ReturnType<typeof voicePlace>>) {
  return voiceDeps(context, join(before.folder, 'data'), before.demo, { known: true });
}

test('converting again replaces the kept file', async (context) => {
  const { open, handlers, file, folder } = await voicePlace(context);
  const { id } = only((await open(file('menu.wav', studio()))).files);
  await handlers.convert({ file: id, options: plain, connectionId });
  const made = await handlers.convert({ file: id, options: { ...plain, codec: 'mulaw' }, connectionId });
  assert.equal(made.result?.inspection.readable && made.result.inspection.codec, 'mulaw');
  assert.equal(readdirSync(join(folder, 'data', 'voice')).length, 1);
});

test('clipping is counted, and said', async (context) => {
  const { open, handlers, file } = await voicePlace(context);
  const loud = wav(Buffer.from(new Float32Array(tone(440, 8000, 0.5, 2)).buffer), {
    tag: 3,
    bits: 32,
    sampleRate: 8000,
  });
  const { id } = only((await open(file('loud.wav', loud))).files);
  const made = await handlers.convert({ file: id, options: plain, connectionId });
  assert.equal((made.result?.report.clipped ?? 0) > 1000, true);
});

test('a conversion can be stopped, and leaves nothing behind', async (context) => {
  const { open, handlers, file, folder, onProgress } = await voicePlace(context);
  const { id } = only((await open(file('long.wav', studio(120)))).files);
  onProgress(() => void handlers.cancel({ file: id }));
  await assert.rejects(
    Promise.resolve(handlers.convert({ file: id, options: plain, connectionId })),
    dialdeskError('cancelled'),
  );
  assert.deepEqual(readdirSync(join(folder, 'data', 'voice')), []);
});

test('the result is saved where the user says, but never over the original', async (context) => {
  let target = '';
  const { open, handlers, file, folder } = await voicePlace(context, { saveAs: () => target });
  const original = studio();
  const path = file('menu.wav', original);
  const { id } = only((await open(path)).files);
  const made = await handlers.convert({ file: id, options: plain, connectionId });
  target = join(folder, 'saved.wav');
  assert.deepEqual(await handlers.saveResult({ file: id }), {
    name: 'saved.wav',
    bytes: made.result?.report.fileBytes,
  });
  assert.equal(sha256(readFileSync(target)), made.result?.report.sha256);
  target = path;
  await assert.rejects(Promise.resolve(handlers.saveResult({ file: id })), dialdeskError('conflict'));
  assert.deepEqual(readFileSync(path), original);
});

test('uploads what is ready; the system has the very bytes, and the library the path', async (context) => {
  const { open, handlers, file, demo, progress } = await voicePlace(context);
  const bytes = wav(silence(300_000));
  const { id } = only((await open(file('welcome.wav', bytes))).files);
  const { upload } = await handlers.upload({ file: id, version: 'original', connectionId });
  assert.ok(upload);
  const [there] = demo.state.voiceFiles;
  assert.equal(upload.fileName, there?.fileName);
  assert.deepEqual(upload.locationIds, ['0', '256']);
  assert.equal(upload.sha256, sha256(bytes));
  assert.deepEqual(readFileSync(there?.storedAs ?? ''), bytes);
  const last = progress.at(-1);
  assert.equal(last?.work, 'upload');
  assert.equal(last.done, last.total);
  assert.equal(last.total > (bytes.length * 4) / 3, true, 'progress counts the bytes that are sent');
  assert.deepEqual(await handlers.library({ search: '', offset: 0, limit: 10 }), {
    total: 1,
    uploads: [upload],
  });
});

test('never sends what is not ready', async (context) => {
  const { open, handlers, file, demo } = await voicePlace(context);
  const { id } = only((await open(file('menu.wav', studio()))).files);
  await assert.rejects(
    Promise.resolve(handlers.upload({ file: id, version: 'original', connectionId })),
    dialdeskError('invalid_request'),
  );
  await assert.rejects(
    async () => handlers.upload({ file: id, version: 'result', connectionId }),
    dialdeskError('not_found'),
  );
  assert.equal(demo.state.voiceFiles.length, 0);
});

test('a lost answer is unknown, and stays so in the library', async (context) => {
  const { open, handlers, file, demo } = await voicePlace(context);
  const { id } = only((await open(file('welcome.wav', wav(silence())))).files);
  demo.faults.add({ http: [{ on: 'ivr/uploadFile', fault: { kind: 'lost' } }] });
  await assert.rejects(
    Promise.resolve(handlers.upload({ file: id, version: 'original', connectionId })),
    dialdeskError('outcome_unknown'),
  );
  assert.equal(demo.state.voiceFiles.length, 1, 'it was sent, and not sent again');
  const { uploads } = await handlers.library({ search: '', offset: 0, limit: 10 });
  assert.deepEqual(
    uploads.map(({ outcome, fileName }) => [outcome, fileName]),
    [['unknown', null]],
  );
  const earlier = await handlers.sameSound({ file: id, version: 'original' });
  assert.equal(earlier.length, 1, 'the next upload of it is warned about');
});

test('a refusal leaves nothing in the library', async (context) => {
  const { open, handlers, file, demo } = await voicePlace(context);
  const { id } = only((await open(file('welcome.wav', wav(silence())))).files);
  demo.faults.add({ http: [{ on: 'ivr/uploadFile', fault: { kind: 'code', resultCode: '0300004' } }] });
  await assert.rejects(
    Promise.resolve(handlers.upload({ file: id, version: 'original', connectionId })),
    dialdeskError('result_code'),
  );
  assert.equal((await handlers.library({ search: '', offset: 0, limit: 10 })).total, 0);
});

test('an upload can be stopped: what cannot have arrived is not in the library', async (context) => {
  const { open, handlers, file, demo, onProgress } = await voicePlace(context);
  const { id } = only((await open(file('long.wav', wav(silence(5_000_000))))).files);
  onProgress(({ done, total }) => {
    if (done < total) void handlers.cancel({ file: id });
  });
  await assert.rejects(
    Promise.resolve(handlers.upload({ file: id, version: 'original', connectionId })),
    dialdeskError('cancelled'),
  );
  assert.equal(demo.state.voiceFiles.length, 0);
  assert.equal((await handlers.library({ search: '', offset: 0, limit: 10 })).total, 0);
});

test('the same sound is known again, whatever its file is called and says besides', async (context) => {
  const { open, handlers, file } = await voicePlace(context);
  const sound = silence(9001);
  const remark = { id: 'LIST', content: Buffer.from('INFOISFT\x04\0\0\0cut\0', 'latin1') };
  const { files } = await open(
    file('welcome.wav', wav(sound)),
    file('copy.wav', container([{ id: 'fmt ', content: format() }, { id: 'data', content: sound }, remark])),
    file('other.wav', wav(silence(9000))),
  );
  const [welcome, copy, other] = files.map(({ id }) => id) as [string, string, string];
  assert.deepEqual(await handlers.sameSound({ file: welcome, version: 'original' }), []);
  const { upload } = await handlers.upload({ file: welcome, version: 'original', connectionId });
  assert.ok(upload);
  assert.deepEqual(await handlers.sameSound({ file: copy, version: 'original' }), [upload]);
  assert.deepEqual(await handlers.sameSound({ file: other, version: 'original' }), []);
  await handlers.forget({ id: upload.id });
  assert.deepEqual(await handlers.sameSound({ file: copy, version: 'original' }), []);
});

test('plays before and after, from any place', async (context) => {
  const { open, handlers, file, playbacks } = await voicePlace(context);
  const { id } = only((await open(file('menu.wav', studio()))).files);
  await handlers.convert({ file: id, options: plain, connectionId });
  const before = await handlers.play({ file: id, version: 'original' });
  const after = await handlers.play({ file: id, version: 'result' });
  assert.equal(before.seconds, 1);
  const response = playbacks.answer(before.url, null);
  assert.equal(response?.status, 200);
  const whole = Buffer.from(await response.arrayBuffer());
  assert.equal(whole.readUInt32LE(24), 44100);
  const part = playbacks.answer(after.url, 'bytes=24-27');
  assert.equal(part?.status, 206);
  assert.equal(Buffer.from(await part.arrayBuffer()).readUInt32LE(0), 8000);
});
