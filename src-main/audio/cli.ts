import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DialdeskError } from '../contract/errors.ts';
import {
  VoiceTarget,
  type ConversionReport,
  type SoundLevel,
  type VoiceInspection,
  type VoicePoint,
} from '../contract/voice.ts';
import { convertVoiceFile, type ConversionRequest } from './convert.ts';
import { nearlySilent } from './level-meter.ts';
import { listenToVoiceFile } from './listen.ts';

// `npm run -s voice -- inspect FILE [--json]`: exit code 0 if the file is ready, 1 if not, 2 if it is no
// readable WAV. `npm run -s voice -- convert IN OUT [--codec alaw|mulaw|pcm8]`: 0 if OUT was made, else 2.

const usage = `usage: voice inspect FILE [--json] [--limit-mb N]
       voice convert IN OUT [--codec alaw|mulaw|pcm8] [--dither] [--trim] [--peak=-DB | --loudness=-LUFS]
`;

class UsageError extends Error {}

async function main(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      'limit-mb': { type: 'string', default: '5' },
      codec: { type: 'string', default: 'alaw' },
      dither: { type: 'boolean', default: false },
      trim: { type: 'boolean', default: false },
      peak: { type: 'string' },
      loudness: { type: 'string' },
    },
  });
  const [command, first, second, ...more] = positionals;
  if (command === 'inspect' && first !== undefined && second === undefined) {
    const maxBytes = toNumber('--limit-mb', values['limit-mb']) * 1_048_576;
    return inspect(fromCaller(first), maxBytes, values.json);
  }
  if (command === 'convert' && first !== undefined && second !== undefined && more.length === 0) {
    const codec = VoiceTarget.options.find((name) => name === values.codec);
    if (!codec)
      throw new UsageError(`--codec ${values.codec}: must be one of ${VoiceTarget.options.join(', ')}`);
    return convert(fromCaller(first), fromCaller(second), {
      codec,
      dither: values.dither,
      trimSilence: values.trim,
      normalise: normalising(values.peak, values.loudness),
    });
  }
  throw new UsageError('no such command');
}

async function inspect(path: string, maxBytes: number, json: boolean): Promise<number> {
  const inspection = await listenToVoiceFile(path, { maxBytes });
  process.stdout.write(json ? `${JSON.stringify(published(inspection))}\n` : inWords(inspection));
  if (!inspection.readable) {
    process.stderr.write(`voice: ${path}: no readable WAV: ${inspection.found}\n`);
    return 2;
  }
  for (const point of inspection.warnings) process.stderr.write(`voice: warning: ${pointInWords(point)}\n`);
  return inspection.ready ? 0 : 1;
}

async function convert(input: string, output: string, request: ConversionRequest): Promise<number> {
  const report = await convertVoiceFile(input, output, request);
  const { clipped, seconds, fileBytes } = report;
  process.stderr.write(
    `voice: ${output}: ${seconds.toFixed(3)} s, ${fileBytes} bytes, ${clipped} samples clipped\n`,
  );
  for (const line of remarks(report)) process.stderr.write(`voice: ${line}\n`);
  return 0;
}

/** What a conversion did that its user should hear of. */
function remarks({ mix, before, after, trimmedStart, trimmedEnd, trimmedBelow }: ConversionReport): string[] {
  const lines: string[] = [];
  if (mix?.kind === 'inverted')
    lines.push('the channels cancel each other: mixed with some of them inverted');
  if (mix?.kind === 'channel')
    lines.push(`the channels cancel each other: only channel ${mix.channel} is used`);
  if (before && after) lines.push(`level before: ${levelInWords(before)}; after: ${levelInWords(after)}`);
  if (after && (after.loudest === null || after.loudest < nearlySilent))
    lines.push('warning: hardly anything can be heard');
  if (typeof trimmedBelow === 'number') {
    const cut = `${trimmedStart.toFixed(2)} s at the start and ${trimmedEnd.toFixed(2)} s at the end`;
    lines.push(`cut ${cut}, below ${trimmedBelow} dBFS`);
  }
  return lines;
}

const levelInWords = ({ peak, rms }: SoundLevel) =>
  peak === null || rms === null ? 'silence' : `peak ${peak.toFixed(1)}, mean ${rms.toFixed(1)} dBFS`;

/** The object that programs read. Its keys are fixed; what is unknown of a file is null. */
function published(found: VoiceInspection) {
  const header = found.readable ? found : undefined;
  return {
    container: header?.container ?? null,
    codec: header?.codec ?? null,
    formatTag: header?.formatTag ?? null,
    channels: header?.channels ?? null,
    sampleRate: header?.sampleRate ?? null,
    bitsPerSample: header?.bitsPerSample ?? null,
    byteRate: header?.byteRate ?? null,
    dataBytes: header?.dataBytes ?? null,
    frames: header?.frames ?? null,
    seconds: header?.seconds ?? null,
    fileBytes: found.fileBytes,
    base64Bytes: found.base64Bytes,
    ready: found.ready,
    problems: found.problems,
  };
}

function inWords(found: VoiceInspection): string {
  if (!found.readable) return '';
  const { container, codecName, sampleRate, bitsPerSample, channels, seconds, fileBytes, base64Bytes } =
    found;
  const lines = [
    `${container} ${codecName}, ${sampleRate} Hz, ${bitsPerSample} bit, ${channels} channel(s), ${seconds.toFixed(3)} s`,
    `${fileBytes} bytes, ${base64Bytes} as base64`,
    found.ready ? 'ready' : 'not ready:',
    ...found.problems.map((point) => `  ${pointInWords(point)}`),
  ];
  return `${lines.join('\n')}\n`;
}

const pointInWords = ({ rule, found, wanted }: VoicePoint) => `${rule}: ${found}, wanted ${wanted}`;

function normalising(peak: string | undefined, loudness: string | undefined): ConversionRequest['normalise'] {
  if (peak !== undefined && loudness !== undefined)
    throw new UsageError('--peak and --loudness exclude each other');
  if (peak !== undefined) return { to: 'peak', level: toNumber('--peak', peak) };
  if (loudness !== undefined) return { to: 'loudness', level: toNumber('--loudness', loudness) };
  return { to: 'none' };
}

function toNumber(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new UsageError(`${option} ${text}: not a number`);
  return value;
}

/** npm runs a script in the package's folder; INIT_CWD is where the user stood when calling it. */
function fromCaller(path: string): string {
  const base = process.env['npm_lifecycle_event'] === 'voice' ? process.env['INIT_CWD'] : undefined;
  return resolve(base ?? process.cwd(), path);
}

function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

// Last, for the functions above use constants of this file.
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const known = error instanceof DialdeskError || isUsageError(error);
  process.stderr.write(
    `voice: ${known ? error.message : String(error)}\n${isUsageError(error) ? usage : ''}`,
  );
  process.exitCode = 2;
}
