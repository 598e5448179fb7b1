import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  VoiceTarget,
  type ConversionReport,
  type SoundLevel,
  type VoiceInspection,
  type VoicePoint,
} from '../contract/voice.ts';
import { systemCode } from '../platform/system-error.ts';
import { convertVoiceFile, type ConversionRequest } from './convert.ts';
import { nearlySilent } from './level-meter.ts';
import { listenToVoiceFile } from './listen.ts';

// `npm run -s voice -- inspect FILE [--json]`: exit code 0 if the file is ready, 1 if not, 2 if it is no
// readable WAV. `npm run -s voice -- convert IN OUT [--codec alaw|mulaw|pcm8]`: 0 if OUT was made, else 2.

const usage = `Checks and converts voice files for CC-FS (8 kHz, 8 bit, mono).

  npm run -s voice -- inspect FILE [--json] [--limit-mb N]
  npm run -s voice -- convert IN OUT [options]

  --json              print one JSON object
  --limit-mb N        size limit of the system, in MB (default 5)
  --codec CODEC       alaw (default), mulaw or pcm8
  --dither            for pcm8: add fine noise instead of distortion in quiet passages
  --trim              cut silence at both ends, leaving 0.1 s
  --peak=-DB          normalise to this peak, in dBFS, for example --peak=-3
  --loudness=-LUFS    normalise to this loudness, in LUFS, for example --loudness=-18

Exit status of inspect: 0 if the file is ready, 1 if it is not, 2 if it is not a readable WAV file.
Exit status of convert: 0 if OUT was written, else 2. IN is never changed.
`;
/** Where to find help, after the error in a command. */
const seeHelp = 'For all options: npm run -s voice -- --help\n';

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
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const [command, first, second, ...more] = positionals;
  if (command === 'inspect' && first !== undefined && second === undefined) {
    const maxBytes = toNumber('--limit-mb', values['limit-mb']) * 1_048_576;
    return inspect(fromCaller(first), maxBytes, values.json);
  }
  if (command === 'convert' && first !== undefined && second !== undefined && more.length === 0) {
    const codec = VoiceTarget.options.find((name) => name === values.codec);
    if (!codec)
      throw new UsageError(`--codec must be one of ${VoiceTarget.options.join(', ')}, not ${values.codec}`);
    return convert(fromCaller(first), fromCaller(second), {
      codec,
      dither: values.dither,
      trimSilence: values.trim,
      normalise: normalising(values.peak, values.loudness),
    });
  }
  if (command === 'inspect') throw new UsageError('inspect needs one file');
  if (command === 'convert') throw new UsageError('convert needs two files, IN and OUT');
  throw new UsageError(command === undefined ? 'inspect or convert?' : `unknown command: ${command}`);
}

async function inspect(path: string, maxBytes: number, json: boolean): Promise<number> {
  const inspection = await listenToVoiceFile(path, { maxBytes });
  process.stdout.write(json ? `${JSON.stringify(published(inspection))}\n` : inWords(inspection));
  if (!inspection.readable) {
    process.stderr.write(`voice: ${path}: not a readable WAV file: ${inspection.found}\n`);
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
    lines.push('the channels cancel each other out: one of them was inverted before mixing');
  if (mix?.kind === 'channel')
    lines.push(`the channels cancel each other out: only channel ${mix.channel} is used`);
  if (before && after) lines.push(`level before: ${levelInWords(before)}; after: ${levelInWords(after)}`);
  if (after && (after.loudest === null || after.loudest < nearlySilent)) lines.push('warning: nearly silent');
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

const pointInWords = ({ rule, found, wanted }: VoicePoint) => `${rule}: ${found}, required ${wanted}`;

function normalising(peak: string | undefined, loudness: string | undefined): ConversionRequest['normalise'] {
  if (peak !== undefined && loudness !== undefined)
    throw new UsageError('use --peak or --loudness, not both');
  if (peak !== undefined) return { to: 'peak', level: toNumber('--peak', peak) };
  if (loudness !== undefined) return { to: 'loudness', level: toNumber('--loudness', loudness) };
  return { to: 'none' };
}

function toNumber(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new UsageError(`${option} must be a number, not ${text}`);
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

/** What went wrong, in the system's words, which name the file, but for its own names that have a plain one. */
function plain(error: unknown): string {
  const cause = error instanceof Error && systemCode(error.cause) !== undefined ? error.cause : error;
  return (cause instanceof Error ? cause.message : String(cause))
    .replace(/ To specify a positional argument.*$/s, '')
    .replace(/^ENOENT: [^']*'(.*)'$/, '$1: file not found (ENOENT)');
}

// Last, for the functions above use constants of this file.
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`voice: ${plain(error)}\n${isUsageError(error) ? seeHelp : ''}`);
  process.exitCode = 2;
}
