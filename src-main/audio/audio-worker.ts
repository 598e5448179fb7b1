import type { Watch } from '../platform/worker-protocol.ts';
import { serve } from '../platform/worker-server.ts';
import { convertVoiceFile, type ConversionRequest } from './convert.ts';
import type { VoiceLimits } from './inspect.ts';
import { listenToVoiceFile } from './listen.ts';
import { hashVoiceFile } from './sound-hash.ts';
import { readWaveOfFile } from './wave.ts';

// The entry of audio-engine.ts's worker, so that converting an hour of sound never holds up the window. Calls run side
// by side; each waits for the disk between blocks, and messages such as a cancellation come in then.

interface Conversion {
  readonly from: string;
  readonly to: string;
  readonly options: ConversionRequest;
}

const calls = {
  inspect: ({ path, limits }: { path: string; limits: VoiceLimits }) => listenToVoiceFile(path, limits),
  wave: ({ path, columns }: { path: string; columns: number }) => readWaveOfFile(path, columns),
  hash: (path: string) => hashVoiceFile(path),
  convert({ from, to, options }: Conversion, { signal, onProgress }: Watch<number>) {
    let reported = 0;
    return convertVoiceFile(from, to, options, {
      signal,
      onProgress: (done) => {
        // A hundred messages are enough for any bar.
        if (done - reported < 0.01 && done < 1) return;
        reported = done;
        onProgress?.(done);
      },
    });
  },
};
export type AudioCalls = typeof calls;

serve(calls);
