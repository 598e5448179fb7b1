import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import type { ConversionReport } from '../../../src-main/contract/voice.ts';
import { convertVoiceFile } from '../../../src-main/audio/convert.ts';
import { draws, speech } from '../../support/speech.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { pcm16, wav } from '../../support/wav-builder.ts';

// Speech between seconds of what is no speech: that goes but for a tenth of a second, and nothing of the speech does.

const rate = 16_000;
/** Seconds before the speech, of it, and behind it. */
const [lead, spoken, tail] = [1.5, 3, 2];
const frames = (lead + spoken + tail) * rate;
const voice = speech(spoken, rate, 110, 170);

async function trim(context: TestContext, added: (frame: number) => number): Promise<ConversionReport> {
  const samples = Float64Array.from(
    { length: frames },
    (_, frame) => added(frame) + (voice[frame - lead * rate] ?? 0),
  );
  const input = join(tempFolder(context), 'in.wav');
  writeFileSync(input, wav(pcm16(samples), { tag: 1, bits: 16, sampleRate: rate }));
  return convertVoiceFile(input, `${input}.out`, { trimSilence: true });
}

function noise(level: number): () => number {
  const [draw, gain] = [draws(), Math.sqrt(12) * 10 ** (level / 20)];
  return () => draw() * gain;
}

/** Noise whose power is in what is deep, as that of rooms, traffic and air conditioning. */
function rumble(level: number): () => number {
  const draw = noise(level);
  let last = 0;
  return () => (last = 0.99 * last + Math.sqrt(1 - 0.99 ** 2) * draw());
}

suite('before and behind speech', () => {
  for (const [name, make] of [
    ['hiss at -50 dBFS', () => noise(-50)],
    ['hiss at -35 dBFS', () => noise(-35)],
    ['rumble at -50 dBFS', () => rumble(-50)],
    ['rumble at -40 dBFS', () => rumble(-40)],
    ['rumble at -35 dBFS', () => rumble(-35)],
  ] as const) {
    test(`${name} is trimmed, and it is said how much`, async (context) => {
      const report = await trim(context, make());
      assert.ok(report.trimmedStart > lead - 0.2 && report.trimmedStart <= lead, `${report.trimmedStart} s`);
      assert.ok(report.trimmedEnd > tail - 0.2 && report.trimmedEnd <= tail, `${report.trimmedEnd} s`);
      const kept = spoken + lead + tail - report.trimmedStart - report.trimmedEnd;
      assert.ok(Math.abs(report.seconds - kept) < 0.001);
    });
  }

  test('a hummed sound of a deep voice is kept, and so is what lies between it and the rest', async (context) => {
    const level = Math.SQRT2 * 10 ** (-42 / 20);
    const hum = (frame: number): number =>
      frame >= rate && frame < 1.2 * rate ? level * Math.sin((2 * Math.PI * 110 * frame) / rate) : 0;
    const { trimmedStart } = await trim(context, hum);
    assert.ok(trimmedStart <= 1 && trimmedStart > 0.8, `${trimmedStart} s`);
  });

  test('a click and a breath may be speech, and are kept', async (context) => {
    const draw = noise(-42);
    const click = (frame: number): number => (frame >= 0.5 * rate && frame < 0.5 * rate + 20 ? 0.3 : 0);
    const breath = (frame: number): number => (frame >= 5 * rate && frame < 5.3 * rate ? draw() : 0);
    const report = await trim(context, (frame) => click(frame) + breath(frame));
    assert.ok(report.trimmedStart <= 0.5 && report.trimmedStart > 0.3, `${report.trimmedStart} s`);
    assert.ok(report.trimmedEnd <= 1.2 && report.trimmedEnd > 1, `${report.trimmedEnd} s`);
  });
});
