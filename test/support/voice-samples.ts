import type { VoiceFile, VoiceResult, VoiceUpload } from '../../src-main/contract/voice-files.ts';
import type { ReadableVoice } from '../../src-main/contract/voice.ts';

/** One second of what the platform takes. */
export function readyVoice(change: Partial<ReadableVoice> = {}): ReadableVoice {
  return {
    readable: true,
    container: 'RIFF',
    codec: 'alaw',
    codecName: 'A-law',
    formatTag: 6,
    channels: 1,
    sampleRate: 8000,
    bitsPerSample: 8,
    byteRate: 8000,
    blockAlign: 1,
    dataBytes: 8000,
    frames: 8000,
    seconds: 1,
    fileBytes: 8058,
    base64Bytes: 10_744,
    ready: true,
    convertible: true,
    problems: [],
    warnings: [],
    ...change,
  };
}

/** One second from a studio: 44.1 kHz, 16 bit, stereo. */
export function studioVoice(change: Partial<ReadableVoice> = {}): ReadableVoice {
  return readyVoice({
    codec: 'pcm',
    codecName: 'PCM',
    formatTag: 1,
    channels: 2,
    sampleRate: 44_100,
    bitsPerSample: 16,
    byteRate: 176_400,
    blockAlign: 4,
    frames: 44_100,
    ready: false,
    problems: [
      { rule: 'sampleRate', found: 44_100, wanted: 8000 },
      { rule: 'bitsPerSample', found: 16, wanted: 8 },
      { rule: 'channels', found: 2, wanted: 1 },
    ],
    ...change,
  });
}

/** A file on the manager; its ID is made of one digit. */
export function voiceFile(digit: number, change: Partial<VoiceFile> = {}): VoiceFile {
  return {
    id: `${String(digit).repeat(8)}-0a4b-4c58-9d1e-7b6a5c4d3e2f`,
    name: `prompt-${digit}.wav`,
    inspection: readyVoice(),
    result: null,
    ...change,
  };
}

/** What a conversion made of it. */
export function voiceResult(change: Partial<VoiceResult> = {}): VoiceResult {
  return {
    options: { codec: 'alaw', dither: false, trimSilence: false, normalise: { to: 'none' } },
    report: {
      codec: 'alaw',
      frames: 8000,
      seconds: 1,
      fileBytes: 8058,
      base64Bytes: 10_744,
      sha256: 'f'.repeat(64),
      clipped: 0,
      gainDb: 0,
      trimmedStart: 0,
      trimmedEnd: 0,
    },
    inspection: readyVoice(),
    ...change,
  };
}

/** A line of the library. */
export function voiceUpload(change: Partial<VoiceUpload> = {}): VoiceUpload {
  return {
    id: '7f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2f',
    name: 'prompt-1.wav',
    at: 1_795_258_200_000,
    connectionId: '3f2c1d7e-0a4b-4c58-9d1e-7b6a5c4d3e2f',
    connectionName: 'Shenzhen prod',
    outcome: 'uploaded',
    fileName: 'Y:/3rdfile/53/thirdvoicebotfile/8fSsBaEb_1631869974029.wav',
    locationIds: ['0', '256'],
    seconds: 1,
    bytes: 8058,
    sha256: 'f'.repeat(64),
    ...change,
  };
}
