import type { ReadableVoice, VoiceInspection, VoicePoint } from '../contract/voice.ts';
import { withFile, type ByteSource } from './byte-source.ts';
import { unknownSize } from './chunk-headers.ts';
import { isSupportedRate, resampledFrames } from './resample.ts';
import { soundCoding } from './sample-coding.ts';
import { readWavLayout, type WavFormat, type WavLayout } from './wav-layout.ts';

/** The platform's limit on the file, in bytes ("Third-Party Upload File Size Limit", 5 MB unless changed). */
export interface VoiceLimits {
  readonly maxBytes: number;
}

export const defaultLimits: VoiceLimits = { maxBytes: 5 * 1_048_576 };

/** What the platform takes: "WAV voice files: 8 bit, 8000 Hz, 64 kbit/s, and mono" (ivr/uploadFile, `data`). */
export const wanted = { sampleRate: 8000, channels: 1, bitsPerSample: 8 } as const;

/**
 * Reports whether the platform will accept a file, and if not, each reason. Reads headers only,
 * so the size of the file does not matter.
 * Throws `not_found` or `file_unreadable` (details.reason) if the file cannot be opened or read;
 * a file that is no WAV is an answer, not an error.
 */
export function inspectVoiceFile(
  path: string,
  limits: VoiceLimits = defaultLimits,
): Promise<VoiceInspection> {
  return withFile(path, (source) => inspectVoice(source, limits));
}

/** As `inspectVoiceFile`, for bytes wherever they are. */
export async function inspectVoice(
  source: ByteSource,
  limits: VoiceLimits = defaultLimits,
): Promise<VoiceInspection> {
  const reading = await readWavLayout(source);
  const sizes = { fileBytes: source.size, base64Bytes: base64Length(source.size) };
  if (reading.ok) return describe(reading.layout, sizes, limits);
  const { rule, found } = reading.problem;
  const point: VoicePoint =
    rule === 'empty' ? { rule, found: 0, wanted: 'sound' } : { rule, found, wanted: wantedInstead[rule] };
  return {
    readable: false,
    found,
    ...sizes,
    ready: false,
    convertible: false,
    problems: [point],
    warnings: [],
  };
}

const wantedInstead = { container: 'RIFF', fmt: 'fmt chunk', data: 'data chunk' } as const;

/** Length of the base64 of so many bytes, with padding and without line breaks. */
export const base64Length = (bytes: number) => 4 * Math.ceil(bytes / 3);

function describe(
  layout: WavLayout,
  sizes: { fileBytes: number; base64Bytes: number },
  limits: VoiceLimits,
): ReadableVoice {
  const { format } = layout;
  const frames = countFrames(layout);
  const problems = [...headerProblems(layout, frames), ...sizeProblems(sizes, limits)];
  return {
    readable: true,
    container: layout.container.name,
    codec: format.coding.id,
    codecName: format.coding.name,
    formatTag: format.tag,
    channels: format.channels,
    sampleRate: format.sampleRate,
    bitsPerSample: format.bitsPerSample,
    byteRate: format.byteRate,
    blockAlign: format.blockAlign,
    dataBytes: layout.dataBytes,
    frames,
    seconds: format.sampleRate > 0 ? frames / format.sampleRate : 0,
    ...sizes,
    ready: problems.length === 0,
    convertible: soundCoding(layout) !== undefined && hasFramesLeft(frames, format.sampleRate),
    problems,
    warnings: warnings(layout, sizes, limits),
  };
}

/** Whether sound of this rate (Hz) can be resampled, and lasts long enough for a frame at the wanted rate. */
const hasFramesLeft = (frames: number, rate: number): boolean =>
  isSupportedRate(rate) && resampledFrames(frames, rate, wanted.sampleRate) > 0;

/**
 * Frames of the sound that is there. A compressed coding has no fixed size of a frame: its `fact` chunk
 * counts, or its blocks, or in the end its byte rate.
 */
function countFrames(layout: WavLayout): number {
  const { format, dataBytes } = layout;
  const coding = soundCoding(layout);
  if (coding) return Math.floor(dataBytes / (coding.bytesPerSample * format.channels));
  const { framesPerBlock, blockAlign, byteRate, sampleRate } = format;
  const { factFrames = 0, declaredBytes } = layout;
  // The count is that of the whole sound; of a file that was cut, it tells how long the rest is by its share.
  if (factFrames > 0 && dataBytes >= declaredBytes) return factFrames;
  if (factFrames > 0 && !(framesPerBlock > 0 && blockAlign > 0) && declaredBytes < unknownSize)
    return Math.floor((factFrames * dataBytes) / declaredBytes);
  if (framesPerBlock > 0 && blockAlign > 0) return Math.floor(dataBytes / blockAlign) * framesPerBlock;
  // Without a size to compare with, the count is all there is.
  if (factFrames > 0) return factFrames;
  return byteRate > 0 ? Math.round((dataBytes / byteRate) * sampleRate) : 0;
}

const plainTags = new Map([
  ['pcm', 1],
  ['alaw', 6],
  ['mulaw', 7],
]);

function headerProblems(layout: WavLayout, frames: number): VoicePoint[] {
  const { container, format } = layout;
  const points: VoicePoint[] = [];
  const check = (
    rule: VoicePoint['rule'],
    found: string | number,
    right: string | number,
    broken: boolean,
  ) => {
    if (broken) points.push({ rule, found, wanted: right });
  };
  // Only plain RIFF: that the platform reads the other three is said nowhere, and converting loses nothing.
  check('container', container.name, 'RIFF', container.name !== 'RIFF');
  const tag = plainTags.get(format.coding.id);
  check('codec', format.coding.name, 'A-law, µ-law or 8-bit PCM', tag === undefined);
  check('formatTag', format.tag, tag ?? 6, tag !== undefined && format.tag !== tag);
  for (const rule of ['sampleRate', 'bitsPerSample', 'channels'] as const) {
    check(rule, format[rule], wanted[rule], format[rule] !== wanted[rule]);
  }
  const derived = derivedSizes(format);
  if (derived) {
    check('blockAlign', format.blockAlign, derived.blockAlign, format.blockAlign !== derived.blockAlign);
    check('byteRate', format.byteRate, derived.byteRate, format.byteRate !== derived.byteRate);
  }
  check('leadingBytes', container.start, 0, container.start > 0);
  // Readers of a stream, sox and telephone switches among them, need the format before the sound.
  check('chunkOrder', 'data, fmt', 'fmt, data', layout.formatLast);
  check('formatChunks', layout.formatChunks, 1, layout.formatChunks > 1);
  check('brokenChunk', layout.brokenChunk ?? '', 'whole', layout.brokenChunk !== undefined);
  check('dataChunks', layout.dataChunks, 1, layout.dataChunks > 1);
  check('dataSize', layout.declaredBytes, layout.dataBytes, layout.declaredBytes !== layout.dataBytes);
  check('empty', frames, 'sound', frames === 0);
  return points;
}

/**
 * Block size and byte rate as they follow from the other fields. With 8 bit, 8000 Hz and mono this makes
 * the byte rate 8000, which is the platform's 64 kbit/s. Undefined for codings that do not fix them.
 */
function derivedSizes({ coding, channels, sampleRate, bitsPerSample }: WavFormat) {
  const bits = coding.id === 'alaw' || coding.id === 'mulaw' ? 8 : bitsPerSample;
  if (!plainTags.has(coding.id) && coding.id !== 'float') return undefined;
  const blockAlign = channels * Math.ceil(bits / 8);
  return { blockAlign, byteRate: blockAlign * sampleRate };
}

function sizeProblems({ fileBytes }: { fileBytes: number }, { maxBytes }: VoiceLimits): VoicePoint[] {
  return fileBytes > maxBytes ? [{ rule: 'fileBytes', found: fileBytes, wanted: maxBytes }] : [];
}

function warnings(
  layout: WavLayout,
  { fileBytes, base64Bytes }: { fileBytes: number; base64Bytes: number },
  { maxBytes }: VoiceLimits,
): VoicePoint[] {
  const points: VoicePoint[] = [];
  // Whether the limit is meant of the file or of its base64 is not said anywhere (ivr/uploadFile).
  if (fileBytes <= maxBytes && base64Bytes > maxBytes)
    points.push({ rule: 'base64Bytes', found: base64Bytes, wanted: maxBytes });
  const { declaredSize, name } = layout.container;
  const whole = layout.fileBytes - layout.container.start - layout.trailingBytes - 8;
  // RF64 keeps the size elsewhere; a pad byte more or less does no harm.
  if (
    (name === 'RIFF' || name === 'RIFX') &&
    (declaredSize === undefined || Math.abs(declaredSize - whole) > 1)
  )
    points.push({ rule: 'riffSize', found: declaredSize ?? 'not known', wanted: whole });
  if (layout.trailingBytes > 0)
    points.push({ rule: 'trailingBytes', found: layout.trailingBytes, wanted: 0 });
  const coding = soundCoding(layout);
  const frame = coding ? coding.bytesPerSample * layout.format.channels : 1;
  if (layout.dataBytes % frame !== 0)
    points.push({ rule: 'partialFrame', found: layout.dataBytes % frame, wanted: 0 });
  return points;
}
