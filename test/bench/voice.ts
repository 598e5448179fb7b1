import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import wavefile from 'wavefile';
import { convertVoiceFile } from '../../src-main/audio/convert.ts';
import { alaw, mulaw } from '../../src-main/audio/g711.ts';
import { Resampler } from '../../src-main/audio/resample.ts';
import { makeQuantiser } from '../../src-main/audio/quantise.ts';
import { wavHeader } from '../../src-main/audio/wav-header.ts';
import { resampleWhole } from '../support/resample-whole.ts';
import { decibels, fitTone, peakOf, tone } from '../support/tone.ts';
import { pcm16 } from '../support/wav-builder.ts';
import { defineBench } from './framework/bench.ts';
import { uploadPlain, uploadSigned } from './voice/upload.ts';

// Conversion of studio sound to telephone sound, against wavefile (the library we replace there), sox
// and ffmpeg (as oracles of quality and as what C can do).

const run = promisify(execFile);
const studio = (folder: string, minutes: number) => path.join(folder, `studio-${minutes}-min.wav`);
const rates = [4000, 5512, 7999, 8001, 11025, 12000, 16000, 22050, 24000, 32000, 44056, 44100, 47999, 48000];
const highRates = [64000, 88200, 96000, 176400, 191999, 192000];

export default defineBench({
  rounds: 5,
  async prepare(folder) {
    for (const minutes of [1, 20]) {
      if (!existsSync(studio(folder, minutes))) await makeStudioFile(studio(folder, minutes), minutes);
    }
  },
  tasks: {
    dialdesk: async ({ folder, measure }) => {
      await measure(() =>
        convertVoiceFile(studio(folder, 1), path.join(folder, 'ours.wav'), { codec: 'pcm8' }),
      );
      return undefined;
    },
    wavefile: async ({ folder, measure }) => {
      // Reading is not counted, although it takes the whole file into memory: the figure is about these two calls.
      const file = new wavefile.WaveFile(readFileSync(studio(folder, 1)));
      await measure(() => {
        file.toSampleRate(8000);
        file.toBitDepth('8');
      });
      return undefined;
    },
    sox: async ({ folder, measure }) => {
      const to = path.join(folder, 'sox.wav');
      await measure(() => run('sox', [studio(folder, 1), '-r', '8000', '-c', '1', '-b', '8', to]));
      return undefined;
    },
    ffmpeg: async ({ folder, measure }) => {
      const to = path.join(folder, 'ffmpeg.wav');
      const options = ['-ar', '8000', '-ac', '1', '-c:a', 'pcm_u8', to];
      await measure(() => run('ffmpeg', ['-v', 'error', '-y', '-i', studio(folder, 1), ...options]));
      return undefined;
    },
    'dialdesk, 20 min': async ({ folder, measure }) => {
      await measure(() => convertVoiceFile(studio(folder, 20), path.join(folder, 'long.wav')));
      return undefined;
    },
    quality: () => Promise.resolve(quality()),
    oracles: ({ folder }) => g711AgainstOracles(folder),
    'upload, signed': async ({ measure }) => {
      await uploadSigned(measure);
      return undefined;
    },
    'upload, plain': async ({ measure }) => {
      await uploadPlain(measure);
      return undefined;
    },
  },
  figures: (median) =>
    [
      {
        figure: 'convert 60 s of 44.1 kHz 16-bit stereo, file to file',
        value: median('dialdesk', 'seconds'),
        unit: 's',
        peer: 'wavefile toSampleRate + toBitDepth',
        ratio: median('dialdesk', 'seconds') / median('wavefile', 'seconds'),
        target: { of: 'ratio', atMost: 0.2 },
      },
      ...['sox', 'ffmpeg'].map((peer) => ({
        figure: 'the same, with the start of the process',
        value: median('dialdesk', 'seconds'),
        unit: 's',
        peer,
        ratio: median('dialdesk', 'seconds') / median(peer, 'seconds'),
      })),
      {
        figure: 'peak memory, 20 min against 1 min',
        value: median('dialdesk, 20 min', 'peakMB'),
        unit: 'MB',
        peer: 'dialdesk, 1 min',
        ratio: median('dialdesk, 20 min', 'peakMB') / median('dialdesk', 'peakMB'),
        target: { of: 'ratio', atMost: 1.2 },
      },
      figure('SNR of 1 kHz at 44.1 kHz before quantising', 'snr', 'dB', { atLeast: 90 }),
      figure('worst of it over all rates', 'worstSnr', 'dB', { atLeast: 90 }),
      figure('level of 3.4 kHz off by, worst over all rates', 'edge', 'dB', { atMost: 0.5 }),
      figure('loudest alias of 5 to 20 kHz over all rates', 'alias', 'dB', { atMost: -90 }),
      figure('SNR of 1 kHz at -6 dBFS as 8-bit PCM', 'snr8', 'dB', { atLeast: 50 }),
      figure('length off by, worst over all rates', 'length', 'frames', { atMost: 1 }),
      {
        figure: 'processor time that signing and sending 5 MB adds to a plain HTTPS upload of it',
        value: 1000 * (median('upload, signed', 'cpuSeconds') - median('upload, plain', 'cpuSeconds')),
        unit: 'ms',
        target: { of: 'value' as const, atMost: 150 },
      },
      oracle('A-law decoding against sox', 'alawDecode', 1),
      oracle('mu-law decoding against sox', 'mulawDecode', 1),
      oracle('A-law encoding against sox', 'alawEncode', 1),
      oracle('mu-law encoding against sox', 'mulawEncode', 1),
      oracle('A-law encoding against ffmpeg', 'alawEncodeFfmpeg', 1),
      oracle('mu-law encoding against ffmpeg', 'mulawEncodeFfmpeg', 1),
    ].map((line) => ('measure' in line ? { ...line, value: median(line.task, line.measure) } : line)),
});

function figure(
  text: string,
  measure: string,
  unit: string,
  limit: { atLeast: number } | { atMost: number },
) {
  return {
    figure: text,
    task: 'quality',
    measure,
    value: NaN,
    unit,
    target: { of: 'value' as const, ...limit },
  };
}

function oracle(text: string, measure: string, atMost: number) {
  const target = { of: 'value' as const, atMost };
  return { figure: text, task: 'oracles', measure, value: NaN, unit: 'steps apart at most', target };
}

/** The figures of the resampler, before and after quantising. */
function quality() {
  const snr = fitTone(resampleWhole(tone(1000, 44100, 2), 44100), 1000, 8000).snr;
  let [worstSnr, edge, alias, length] = [Infinity, 0, -Infinity, 0];
  for (const rate of [...rates, ...highRates]) {
    worstSnr = Math.min(worstSnr, fitTone(resampleWhole(tone(1000, rate, 2), rate), 1000, 8000).snr);
    if (rate >= 8000) {
      const { amplitude } = fitTone(resampleWhole(tone(3400, rate, 2), rate), 3400, 8000);
      edge = Math.max(edge, Math.abs(decibels(amplitude / 0.5)));
    }
    for (let frequency = 5000; frequency <= 20000 && frequency < rate / 2; frequency += 250) {
      const left = peakOf(resampleWhole(tone(frequency, rate, 0.6), rate), 1000);
      alias = Math.max(alias, decibels(left / 0.5));
    }
    for (const frames of [1, 2, 999, 12345]) {
      const { total } = new Resampler(rate, 8000, frames);
      const made = resampleWhole(new Float64Array(frames), rate).length;
      length = Math.max(length, Math.abs(made - (frames * 8000) / rate), Math.abs(made - total));
    }
  }
  const bytes = new Uint8Array(16000);
  makeQuantiser('pcm8').write(resampleWhole(tone(1000, 44100, 2), 44100), bytes);
  const snr8 = fitTone(
    Float64Array.from(bytes, (byte) => (byte - 128) / 128),
    1000,
    8000,
  ).snr;
  return { snr, worstSnr, edge, alias, length, snr8 };
}

/** How many quantising steps we are from sox and ffmpeg over every 16-bit sample and every code. */
async function g711AgainstOracles(folder: string) {
  const every = path.join(folder, 'every-sample.raw');
  const codes = path.join(folder, 'every-code.raw');
  const samples = Buffer.alloc(131072);
  for (let i = 0; i < 65536; i += 1) samples.writeInt16LE(i - 32768, 2 * i);
  await write(every, samples);
  await write(
    codes,
    Uint8Array.from({ length: 256 }, (_, code) => code),
  );
  const linear = ['-t', 's16', '-r', '8000', '-c', '1'];
  const out: Record<string, number> = {};
  for (const [name, law, sox, ffmpeg] of [
    ['alaw', alaw, 'al', 'alaw'],
    ['mulaw', mulaw, 'ul', 'mulaw'],
  ] as const) {
    const result = path.join(folder, `oracle.${sox}`);
    const companded = ['-t', sox, '-r', '8000', '-c', '1'];
    await run('sox', ['-V1', ...companded, codes, ...linear, result]);
    const decoded = readFileSync(result);
    out[`${name}Decode`] = farthest(
      256,
      (i) => Math.abs(decoded.readInt16LE(2 * i) - (law.decode[i] ?? NaN)) / 8,
    );
    await run('sox', ['-V1', '-D', ...linear, every, ...companded, result]);
    out[`${name}Encode`] = stepsApart(law, readFileSync(result));
    const input = ['-v', 'error', '-y', '-f', 's16le', '-ar', '8000', '-ac', '1', '-i', every];
    await run('ffmpeg', [...input, '-f', ffmpeg, result]);
    out[`${name}EncodeFfmpeg`] = stepsApart(law, readFileSync(result));
  }
  return out;
}

const farthest = (count: number, distance: (i: number) => number) =>
  Math.max(...Array.from({ length: count }, (_, i) => distance(i)));

/** The most codes that lie between ours and theirs, in the order of what they decode to. */
function stepsApart(law: typeof alaw, theirs: Uint8Array) {
  const levels = [...new Set(law.decode)].sort((a, b) => a - b);
  const place = Array.from(law.decode, (level) => levels.indexOf(level));
  let most = 0;
  for (let i = 0; i < 65536; i += 1) {
    const apart = Math.abs((place[law.encode[i] ?? 0] ?? NaN) - (place[theirs[i] ?? 0] ?? NaN));
    most = Math.max(most, apart);
  }
  return most;
}

/** A chord with a slow beat, stereo, a minute at a time. */
async function makeStudioFile(file: string, minutes: number) {
  const seconds = 60 * minutes;
  const header = { formatTag: 1, channels: 2, sampleRate: 44100, bitsPerSample: 16 } as const;
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(wavHeader({ ...header, frames: 44100 * seconds }));
    const second = new Float64Array(2 * 44100);
    for (let i = 0; i < 44100; i += 1) {
      const t = i / 44100;
      second[2 * i] = 0.4 * Math.sin(2 * Math.PI * 440 * t) + 0.2 * Math.sin(2 * Math.PI * 2637 * t);
      second[2 * i + 1] = 0.4 * Math.sin(2 * Math.PI * 660 * t) + 0.2 * Math.sin(2 * Math.PI * 9000 * t);
    }
    const bytes = pcm16(second);
    for (let i = 0; i < seconds; i += 1) await handle.writeFile(bytes);
  } finally {
    await handle.close();
  }
}

async function write(file: string, bytes: Uint8Array) {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(bytes);
  } finally {
    await handle.close();
  }
}
