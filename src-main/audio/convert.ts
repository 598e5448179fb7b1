import { realpath } from 'node:fs/promises';
import * as v from 'valibot';
import { DialdeskError } from '../contract/errors.ts';
import { ConversionOptions, type ConversionReport } from '../contract/voice.ts';
import { writeAtomically, type AtomicFile, type FileFacts } from '../platform/atomic-file.ts';
import { withFile } from './byte-source.ts';
import { base64Length, wanted } from './inspect.ts';
import { chooseMix } from './mix-choice.ts';
import { measure, type Measurement } from './measure.ts';
import { makeQuantiser, type Quantiser } from './quantise.ts';
import { isSupportedRate, Resampler, resampledFrames } from './resample.ts';
import { monoBlocks, openSound, type Sound } from './sound-stream.ts';
import { confirmHeader } from './confirm-header.ts';
import { targetTags, wavHeader, wavPadding } from './wav-header.ts';

export interface ConversionControl {
  readonly signal?: AbortSignal | undefined;
  /** Called with the part that is done, 0 to 1, once for each block read. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** Options before their defaults are filled in. */
export type ConversionRequest = v.InferInput<typeof ConversionOptions>;

/**
 * Makes a file that the platform takes (8 kHz, mono, 8 bit) of any WAV that can be decoded. Streams: memory
 * does not grow with length. The original is opened for reading only, and `output` appears whole or not
 * at all; what stood there before is replaced. Sound that the file's header promises and the file lacks
 * is not made up.
 * Throws what `withFile` and `openSound` throw; `conflict` if output is the input; `file_unreadable` with
 * reason `sample-rate` for a rate that cannot be resampled; `file_changed`; `local_disk`; `cancelled`.
 */
export async function convertVoiceFile(
  input: string,
  output: string,
  request: ConversionRequest = {},
  control: ConversionControl = {},
): Promise<ConversionReport> {
  const options = v.parse(ConversionOptions, request);
  await refuseSameFile(input, output);
  return withFile(input, async (source) => {
    const sound = await openSound(source);
    if (!isSupportedRate(sound.sampleRate)) {
      throw new DialdeskError('file_unreadable', `${sound.sampleRate} Hz cannot be resampled`, {
        details: { reason: 'sample-rate', sampleRate: sound.sampleRate },
      });
    }
    const passes = needsMeasuring(options) ? 2 : 1;
    const progress = (pass: number) => (done: number) => control.onProgress?.((pass + done) / passes);
    const signal = control.signal;
    const chosen = await chooseMix(sound, signal);
    const telephone = (pass: number) =>
      telephoneBlocks(sound, { signal, onProgress: progress(pass) }, chosen.weights);
    const measured = passes === 2 ? await measure(telephone(0), wanted.sampleRate) : undefined;
    const plan = planConversion(sound, options, measured);
    let quantised: Quantised | undefined;
    const { bytes, sha256 } = await writeAtomically(output, async (file) => {
      quantised = await writeSound(file, telephone(passes - 1), plan, options);
    });
    return {
      ...reportOf(plan, options, { bytes, sha256, clipped: quantised?.clipped ?? 0 }),
      mix: chosen.mix,
      before: chosen.before.level(),
      after: quantised?.level(),
    };
  });
}

const needsMeasuring = ({ trimSilence, normalise }: ConversionOptions) =>
  trimSilence || normalise.to !== 'none';

/** The sound at 8 kHz, mono, still in full precision; each block is overwritten by the next. */
export async function* telephoneBlocks(
  sound: Sound,
  { signal, onProgress }: ConversionControl = {},
  weights?: Float64Array,
): AsyncGenerator<Float64Array> {
  const resampler = new Resampler(sound.sampleRate, wanted.sampleRate, sound.frames);
  let read = 0;
  for await (const block of monoBlocks(sound, weights)) {
    if (signal?.aborted) throw new DialdeskError('cancelled', 'the conversion was stopped');
    yield resampler.push(block, block.length);
    read += block.length;
    onProgress?.(read / sound.frames);
  }
  yield resampler.finish();
}

interface Plan {
  /** Frames at 8 kHz, of the whole and of the part that is kept. */
  readonly all: number;
  readonly from: number;
  readonly to: number;
  readonly gain: number;
  /** Level below which the ends were cut, in dBFS; null where nothing was to be cut. */
  readonly below: number | null;
}

function planConversion(sound: Sound, options: ConversionOptions, measured: Measurement | undefined): Plan {
  const all = resampledFrames(sound.frames, sound.sampleRate, wanted.sampleRate);
  if (all === 0) {
    throw new DialdeskError('file_unreadable', 'the sound is too short', { details: { reason: 'no-sound' } });
  }
  if (!measured) return { all, from: 0, to: all, gain: 1, below: null };
  const kept = options.trimSilence ? { from: measured.from, to: measured.to } : { from: 0, to: all };
  const below = options.trimSilence ? measured.below : null;
  return { all, ...kept, gain: gainFor(options, measured), below };
}

/** Highest peak that normalising for loudness may make, in dBFS: it turns up, but not into clipping. */
const loudnessCeiling = -1;

function gainFor({ normalise }: ConversionOptions, { peak, loudness }: Measurement): number {
  if (normalise.to === 'none' || peak === 0) return 1;
  if (normalise.to === 'peak') return fromDb(normalise.level) / peak;
  if (loudness === undefined) return 1;
  return Math.min(fromDb(normalise.level - loudness), Math.max(1, fromDb(loudnessCeiling) / peak));
}

const fromDb = (db: number) => 10 ** (db / 20);

/** What is known of a sound once it is written. */
type Quantised = Pick<Quantiser, 'clipped' | 'level'>;

async function writeSound(
  file: AtomicFile,
  blocks: AsyncIterable<Float64Array>,
  { from, to, gain }: Plan,
  { codec, dither }: ConversionOptions,
): Promise<Quantised> {
  const frames = to - from;
  const header = wavHeader({
    formatTag: targetTags[codec],
    channels: 1,
    sampleRate: 8000,
    bitsPerSample: 8,
    frames,
  });
  confirmHeader(header, codec, frames);
  const quantiser = makeQuantiser(codec, dither);
  await file.append(header);
  let at = 0;
  let encoded = new Uint8Array(0);
  for await (const block of blocks) {
    const part = block.subarray(Math.max(0, from - at), Math.max(0, to - at));
    at += block.length;
    if (gain !== 1) for (let i = 0; i < part.length; i += 1) part[i] = (part[i] as number) * gain;
    if (encoded.length < part.length) encoded = new Uint8Array(part.length);
    quantiser.write(part, encoded);
    await file.append(encoded.subarray(0, part.length));
  }
  const made = file.size - header.length;
  if (made !== frames) throw new DialdeskError('file_changed', `made ${made} frames instead of ${frames}`);
  await file.append(new Uint8Array(wavPadding(frames)));
  return quantiser;
}

function reportOf(
  { all, from, to, gain, below }: Plan,
  { codec }: ConversionOptions,
  { bytes, sha256, clipped }: FileFacts & { readonly clipped: number },
): ConversionReport {
  return {
    codec,
    frames: to - from,
    seconds: (to - from) / wanted.sampleRate,
    fileBytes: bytes,
    base64Bytes: base64Length(bytes),
    sha256,
    clipped,
    gainDb: gain === 1 ? 0 : 20 * Math.log10(gain),
    trimmedStart: from / wanted.sampleRate,
    trimmedEnd: (all - to) / wanted.sampleRate,
    trimmedBelow: below,
  };
}

/** The one thing that would touch the original: naming it, or a link to it, as the output. */
async function refuseSameFile(input: string, output: string) {
  const [from, to] = await Promise.all([input, output].map((path) => realpath(path).catch(() => undefined)));
  if (from !== undefined && from === to) {
    throw new DialdeskError('conflict', 'the output is the input; the original is never changed');
  }
}
