import * as v from 'valibot';

/**
 * What the voice engine says about a file, and what it may be asked to make of it. Everything here is
 * data; words come from the message catalogue.
 */

/** What the platform takes, and therefore what a conversion can make: tag 6, tag 7, tag 1 at 8 bit. */
export const VoiceTarget = v.picklist(['alaw', 'mulaw', 'pcm8']);
export type VoiceTarget = v.InferOutput<typeof VoiceTarget>;

/**
 * One point of a file that keeps it from being ready, or that is worth a warning.
 * Where the rule is a field of the header it has the field's name.
 */
export const voiceRules = [
  'container', // RIFX, RF64, BW64, or no WAV at all: `found` is its name, e.g. MP3
  'empty', // no bytes, or no frame of sound
  'fmt', // no usable format chunk
  'data', // no data chunk
  'codec', // a coding the platform does not take
  'formatTag', // WAVE_FORMAT_EXTENSIBLE around a coding that has a plain tag of its own
  'channels',
  'sampleRate', // Hz
  'bitsPerSample',
  'byteRate', // contradicts rate, channels and depth; bytes per second
  'blockAlign', // contradicts channels and depth; bytes
  'dataSize', // the header's size of the sound is not what is there; bytes
  'dataChunks', // the sound is in several pieces
  'leadingBytes', // bytes before the container, a music program's tag for example
  'chunkOrder', // the format comes behind the sound
  'formatChunks', // more than one
  'brokenChunk', // a chunk that contradicts itself; `found` is its id
  'fileBytes', // over the limit; bytes
  // warnings only
  'base64Bytes', // the file is under the limit, its base64 over it
  'riffSize', // the header's size of the whole is not what is there
  'trailingBytes', // bytes behind the last chunk
  'partialFrame', // the sound ends within a frame
  'silent', // hardly anything to be heard; loudest tenth of a second in dBFS, or 'silence'
] as const;
export const VoiceRule = v.picklist(voiceRules);
export type VoiceRule = v.InferOutput<typeof VoiceRule>;

export const VoicePoint = v.object({
  rule: VoiceRule,
  found: v.union([v.string(), v.number()]),
  wanted: v.union([v.string(), v.number()]),
});
export type VoicePoint = v.InferOutput<typeof VoicePoint>;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A WAV whose header could be read. */
export const ReadableVoice = v.object({
  readable: v.literal(true),
  container: v.picklist(['RIFF', 'RIFX', 'RF64', 'BW64']),
  /** `pcm`, `float`, `alaw`, `mulaw`, or the id of a coding that is known by name only. */
  codec: v.string(),
  /** The coding as people write it, e.g. "A-law", "Microsoft ADPCM". */
  codecName: v.string(),
  /** The header's own tag: 65534 for EXTENSIBLE, whose sub-format is in `codec`. */
  formatTag: count,
  channels: count,
  sampleRate: count,
  bitsPerSample: count,
  /** As the header says, not as it should be. */
  byteRate: count,
  blockAlign: count,
  /** Bytes of sound that are really there, over all data chunks. */
  dataBytes: count,
  frames: count,
  seconds: v.number(),
  fileBytes: count,
  base64Bytes: count,
  ready: v.boolean(),
  /** Whether a conversion can make a ready file of it. */
  convertible: v.boolean(),
  problems: v.array(VoicePoint),
  warnings: v.array(VoicePoint),
});
export type ReadableVoice = v.InferOutput<typeof ReadableVoice>;

/** A file that is no readable WAV; `found` names what it is, as far as that is known. */
export const UnreadableVoice = v.object({
  readable: v.literal(false),
  found: v.string(),
  fileBytes: count,
  base64Bytes: count,
  ready: v.literal(false),
  convertible: v.literal(false),
  problems: v.array(VoicePoint),
  warnings: v.array(VoicePoint),
});
export type UnreadableVoice = v.InferOutput<typeof UnreadableVoice>;

export const VoiceInspection = v.variant('readable', [ReadableVoice, UnreadableVoice]);
export type VoiceInspection = v.InferOutput<typeof VoiceInspection>;

/** The wave for drawing: one lowest and one highest sample for each column, of full scale (-1 to 1). */
export const VoiceWave = v.object({
  min: v.array(v.number()),
  max: v.array(v.number()),
  /** Whether every sample was looked at; long files are drawn from parts. */
  exact: v.boolean(),
});
export type VoiceWave = v.InferOutput<typeof VoiceWave>;

/** How a file is made ready. Levels are in dBFS, loudness in LUFS (ITU-R BS.1770, gated). */
export const ConversionOptions = v.object({
  codec: v.optional(VoiceTarget, 'alaw'),
  /** TPDF dither of one step, for `pcm8` only: A-law and mu-law steps vary, so there it would only add noise. */
  dither: v.optional(v.boolean(), false),
  /** Cuts what is silence in this recording at both ends, at least all below -50 dBFS, and leaves 0.1 s of it. */
  trimSilence: v.optional(v.boolean(), false),
  normalise: v.optional(
    v.variant('to', [
      v.object({ to: v.literal('none') }),
      v.object({
        to: v.literal('peak'),
        level: v.optional(v.pipe(v.number(), v.minValue(-40), v.maxValue(0)), -1),
      }),
      v.object({
        to: v.literal('loudness'),
        level: v.optional(v.pipe(v.number(), v.minValue(-40), v.maxValue(-5)), -18),
      }),
    ]),
    { to: 'none' },
  ),
});
export type ConversionOptions = v.InferOutput<typeof ConversionOptions>;

/** Level of a sound in dBFS, of its loudest channel and without constant offset; null for silence. */
export const SoundLevel = v.object({
  peak: v.nullable(v.number()),
  /** Over the whole length. */
  rms: v.nullable(v.number()),
  /** Over the loudest tenth of a second. */
  loudest: v.nullable(v.number()),
});
export type SoundLevel = v.InferOutput<typeof SoundLevel>;

/**
 * How the channels became one: their sum, their sum with some inverted because they cancelled each other,
 * or one alone (counted from 1) because no sum kept the sound.
 */
export const VoiceMix = v.object({
  kind: v.picklist(['sum', 'inverted', 'channel']),
  channel: v.nullable(count),
});
export type VoiceMix = v.InferOutput<typeof VoiceMix>;

/** What a conversion did. What was not measured when it was made is missing. */
export const ConversionReport = v.object({
  codec: VoiceTarget,
  frames: count,
  seconds: v.number(),
  fileBytes: count,
  base64Bytes: count,
  /** Lower-case hex SHA-256 of the file that was written. */
  sha256: v.string(),
  /** Samples beyond full scale, which were held at it. */
  clipped: count,
  /** Gain that was applied; 0 without normalising. */
  gainDb: v.number(),
  /** Seconds cut at the start and the end; 0 without trimming. */
  trimmedStart: v.number(),
  trimmedEnd: v.number(),
  /** Level below which the ends were cut, in dBFS; null without trimming. */
  trimmedBelow: v.optional(v.nullable(v.number())),
  mix: v.optional(VoiceMix),
  /** Of the original, and of what was written. */
  before: v.optional(SoundLevel),
  after: v.optional(SoundLevel),
});
export type ConversionReport = v.InferOutput<typeof ConversionReport>;
