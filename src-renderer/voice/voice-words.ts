import type {
  ConversionReport,
  ReadableVoice,
  SoundLevel,
  VoiceInspection,
  VoicePoint,
  VoiceRule,
  VoiceTarget,
} from '../../src-main/contract/voice.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import { enumerate, formatBytes, formatCount } from '../app/format.ts';
import { twoDigits } from '../../src-main/contract/two-digits.ts';

const targets = {
  alaw: m.voice_codec_alaw,
  mulaw: m.voice_codec_mulaw,
  pcm8: m.voice_codec_pcm8,
} satisfies Record<VoiceTarget, () => string>;

/** What a conversion makes, e.g. "A-law". */
export const targetWords = (target: VoiceTarget): string => targets[target]();

/** A length as players show it: 0:14, 12:05, 1:02:09. Less than a second keeps its tenths: 0:00.4. */
export function clock(seconds: number): string {
  if (seconds > 0 && seconds < 1) return `0:00.${Math.min(9, Math.floor(seconds * 10))}`;
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${twoDigits(rest)}` : `${minutes}:${twoDigits(rest)}`;
}

function channelWords(channels: number): string {
  if (channels === 1) return m.voice_channels_mono();
  return channels === 2 ? m.voice_channels_stereo() : m.voice_channels_many({ count: formatCount(channels) });
}

/** The codec by its name in this language where it has one of its own, else as people write it. */
function codecWords({ codec, codecName }: ReadableVoice): string {
  if (codec === 'alaw') return m.voice_codec_alaw();
  return codec === 'mulaw' ? m.voice_codec_mulaw() : codecName;
}

const bitRate = ({ byteRate }: ReadableVoice): string =>
  m.voice_bit_rate({ rate: formatCount((byteRate * 8) / 1000) });

/**
 * "PCM · 44,100 Hz · 16 bit · stereo"; what it is instead, where it is no WAV, and whether its name says otherwise.
 * @param name the file's
 */
export function formatWords(inspection: VoiceInspection, name: string): string {
  if (!inspection.readable) {
    const { found, problems } = inspection;
    if (problems[0]?.rule !== 'container') return '';
    if (found === 'unknown') return m.voice_found_unknown();
    return name.toLowerCase().endsWith('.wav') ? m.voice_named_wav({ found }) : found;
  }
  return [
    codecWords(inspection),
    m.voice_rate({ rate: formatCount(inspection.sampleRate) }),
    m.voice_bits({ bits: inspection.bitsPerSample }),
    channelWords(inspection.channels),
  ]
    .map(inOneLine)
    .join(' · ');
}

/** The same with the bit rate, where there is room for it. */
export const wholeFormatWords = (inspection: VoiceInspection, name: string): string =>
  [formatWords(inspection, name), ...(inspection.readable ? [inOneLine(bitRate(inspection))] : [])].join(
    ' · ',
  );

/** A line breaks between the parts, never within one. */
const inOneLine = (part: string): string => part.replaceAll(' ', '\u00a0');

const limit = ({ wanted }: VoicePoint): { limit: string } => ({ limit: formatBytes(Number(wanted)) });

/** A point in the fewest words: what is off. Each rule has its own. */
const short = {
  container: m.voice_rule_container,
  empty: m.voice_rule_empty,
  fmt: m.voice_rule_fmt,
  data: m.voice_rule_data,
  codec: m.voice_rule_codec,
  formatTag: m.voice_rule_formatTag,
  channels: m.voice_rule_channels,
  sampleRate: m.voice_rule_sampleRate,
  bitsPerSample: m.voice_rule_bitsPerSample,
  byteRate: m.voice_rule_byteRate,
  blockAlign: m.voice_rule_blockAlign,
  dataSize: m.voice_rule_dataSize,
  dataChunks: m.voice_rule_dataChunks,
  fileBytes: (point) => m.voice_rule_fileBytes(limit(point)),
  base64Bytes: (point) => m.voice_rule_base64Bytes(limit(point)),
  riffSize: m.voice_rule_riffSize,
  trailingBytes: m.voice_rule_trailingBytes,
  partialFrame: m.voice_rule_partialFrame,
  leadingBytes: m.voice_rule_leadingBytes,
  chunkOrder: m.voice_rule_chunkOrder,
  formatChunks: m.voice_rule_formatChunks,
  brokenChunk: ({ found: chunk }) => m.voice_rule_brokenChunk({ chunk }),
  silent: ({ found }) => (typeof found === 'string' ? m.voice_rule_silent() : m.voice_rule_nearly_silent()),
} satisfies Record<VoiceRule, (point: VoicePoint) => string>;

/** "rate, depth, channels, over 5 MB" */
export const pointNames = (points: readonly VoicePoint[]): string =>
  enumerate(points.map((point) => (short[point.rule] as (point: VoicePoint) => string)(point)));

/** A point in full: its name, what was found, what is wanted. */
export function pointWords(point: VoicePoint): { name: string; found: string; wanted: string } {
  const { rule } = point;
  const name =
    rule === 'fileBytes'
      ? m.voice_rule_file_size()
      : rule === 'base64Bytes'
        ? m.voice_rule_base64_size()
        : pointNames([point]);
  return { name, found: value(rule, point.found), wanted: value(rule, point.wanted) };
}

function value(rule: VoiceRule, raw: string | number): string {
  if (typeof raw === 'string') {
    if (raw === 'sound') return m.voice_wanted_sound();
    if (rule === 'silent') return m.voice_found_silence();
    if (rule === 'brokenChunk') return raw === 'whole' ? m.voice_wanted_whole() : raw;
    return rule === 'codec' && raw.includes(' or ') ? m.voice_wanted_codec() : raw;
  }
  switch (rule) {
    case 'sampleRate':
      return m.voice_rate({ rate: formatCount(raw) });
    case 'bitsPerSample':
      return m.voice_bits({ bits: raw });
    case 'channels':
      return channelWords(raw);
    case 'byteRate':
      return m.voice_byte_rate({ rate: formatCount(raw) });
    case 'fileBytes':
    case 'base64Bytes':
      return formatBytes(raw);
    case 'blockAlign':
    case 'dataSize':
    case 'riffSize':
    case 'trailingBytes':
    case 'partialFrame':
    case 'leadingBytes':
      return m.voice_bytes({ count: raw, countText: formatCount(raw) });
    case 'silent':
      return fullScale(raw);
    case 'chunkOrder':
    case 'formatChunks':
    case 'brokenChunk':
    case 'container':
    case 'empty':
    case 'fmt':
    case 'data':
    case 'codec':
    case 'formatTag':
    case 'dataChunks':
      return formatCount(raw);
  }
}

/** A level: "−18.2 dBFS". */
export const fullScale = (level: number): string =>
  `${level < 0 ? '−' : ''}${formatCount(Math.abs(Math.round(level * 10) / 10))} dBFS`;

/** "loudest −3.1 dBFS, mean −22.4 dBFS"; silence by its name. */
export function levelWords({ peak, rms }: SoundLevel): string {
  if (peak === null || rms === null) return m.voice_found_silence();
  return m.voice_level({ peak: fullScale(peak), mean: fullScale(rms) });
}

/** How channels that cancel each other were kept from becoming silence; null for the usual mix. */
export function mixWords({ mix }: ConversionReport): string | null {
  if (mix === undefined || mix.kind === 'sum') return null;
  return mix.kind === 'inverted'
    ? m.voice_mix_inverted()
    : m.voice_mix_channel({ channel: formatCount(mix.channel ?? 1) });
}

/** What trimming did, with the level that was silence; null where it was not asked for. */
export function trimWords({ trimmedStart, trimmedEnd, trimmedBelow }: ConversionReport): string | null {
  if (trimmedStart > 0 || trimmedEnd > 0) {
    const cut = { start: secondsWords(trimmedStart), end: secondsWords(trimmedEnd) };
    return typeof trimmedBelow === 'number'
      ? m.voice_details_trimmed_below({ ...cut, level: fullScale(trimmedBelow) })
      : m.voice_details_trimmed_value(cut);
  }
  return typeof trimmedBelow === 'number'
    ? m.voice_details_trimmed_none({ level: fullScale(trimmedBelow) })
    : null;
}

const secondsWords = (seconds: number): string =>
  m.voice_seconds({ seconds: formatCount(Math.round(seconds * 100) / 100) });

/** A gain with its sign: "+3.2 dB". */
export function decibels(value: number): string {
  const sign = value < 0 ? '−' : '+';
  return `${sign}${Math.abs(value).toFixed(1)} dB`;
}
