import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'node:test';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { AudioEngine } from '../../../src-main/audio/audio-engine.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { tone } from '../../support/tone.ts';
import { pcm16, wav } from '../../support/wav-builder.ts';

const studio = wav(pcm16(tone(440, 44100, 4)), { tag: 1, bits: 16, sampleRate: 44100 });

test('inspects, draws and converts in its thread', async (context) => {
  const folder = tempFolder(context);
  const [input, output] = [join(folder, 'in.wav'), join(folder, 'out.wav')];
  writeFileSync(input, studio);
  const engine = new AudioEngine();
  context.after(() => engine.close());
  const seen: number[] = [];
  const [before, wave, report] = await Promise.all([
    engine.inspect(input),
    engine.wave(input, 50),
    engine.convert(input, output, { codec: 'mulaw' }, { onProgress: (done) => seen.push(done) }),
  ]);
  assert.equal(before.ready, false);
  assert.equal(wave.max.length, 50);
  assert.equal(report.frames, 32_000);
  assert.equal(seen.at(-1), 1);
  assert.equal((await engine.inspect(output)).ready, true);
});

test('errors keep their code and details on the way back', async (context) => {
  const engine = new AudioEngine();
  context.after(() => engine.close());
  const file = join(tempFolder(context), 'song.wav');
  writeFileSync(file, 'ID3\x03');
  await assert.rejects(engine.wave(file, 10), (error) => {
    assert.ok(error instanceof DialdeskError);
    assert.equal(error.code, 'file_unreadable');
    assert.deepEqual(error.details, { reason: 'not-wav', found: 'MP3' });
    return true;
  });
});

test('a conversion is stopped from outside', async (context) => {
  const folder = tempFolder(context);
  const input = join(folder, 'in.wav');
  writeFileSync(input, studio);
  const engine = new AudioEngine();
  context.after(() => engine.close());
  const stop = new AbortController();
  const conversion = engine.convert(input, join(folder, 'out.wav'), {}, { signal: stop.signal });
  stop.abort();
  await assert.rejects(conversion, { code: 'cancelled' });
  await assert.rejects(engine.convert(input, join(folder, 'out.wav'), {}, { signal: stop.signal }), {
    code: 'cancelled',
  });
  assert.ok(!existsSync(join(folder, 'out.wav')));
});

test('closing fails what waits, and a dead worker is replaced at the next call', async (context) => {
  const folder = tempFolder(context);
  const input = join(folder, 'in.wav');
  writeFileSync(input, studio);
  const engine = new AudioEngine();
  const waiting = engine.wave(input, 10);
  const [outcome] = await Promise.allSettled([waiting, engine.close()]);
  assert.equal(outcome.status === 'rejected' && (outcome.reason as DialdeskError).code, 'cancelled');

  const broken = join(folder, 'broken.mjs');
  writeFileSync(broken, 'throw new Error("no")');
  const lost = new AudioEngine(pathToFileURL(broken));
  await assert.rejects(lost.inspect(input), { code: 'internal' });
  await assert.rejects(lost.inspect(input), { code: 'internal' });
  await lost.close();
});
