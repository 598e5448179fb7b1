import type { ConversionReport, VoiceInspection, VoiceWave } from '../contract/voice.ts';
import { WorkerCalls } from '../platform/worker-calls.ts';
import type { AudioCalls } from './audio-worker.ts';
import type { ConversionControl, ConversionRequest } from './convert.ts';
import { defaultLimits, type VoiceLimits } from './inspect.ts';
import type { VoiceHashes } from './sound-hash.ts';

/**
 * Inspection, waves, hashes and conversion in one worker thread, which is started at the first call and keeps no
 * process alive while it has nothing to do. Methods throw what the functions behind them throw; if the
 * thread dies, all that waits fails with `internal` and the next call starts another.
 */
export class AudioEngine {
  readonly #entry: URL;
  #worker: WorkerCalls<AudioCalls> | undefined;

  /** `entry` is where audio-worker is: the packaged app bundles it under another name. */
  constructor(entry: URL = new URL('./audio-worker.ts', import.meta.url)) {
    this.#entry = entry;
  }

  inspect(path: string, limits: VoiceLimits = defaultLimits): Promise<VoiceInspection> {
    return this.#alive().call('inspect', { path, limits });
  }

  wave(path: string, columns: number): Promise<VoiceWave> {
    return this.#alive().call('wave', { path, columns });
  }

  hash(path: string): Promise<VoiceHashes> {
    return this.#alive().call('hash', path);
  }

  convert(
    from: string,
    to: string,
    options: ConversionRequest = {},
    control: ConversionControl = {},
  ): Promise<ConversionReport> {
    return this.#alive().call('convert', { from, to, options }, control);
  }

  /** Ends the thread; what still waits fails with `cancelled`. */
  async close(): Promise<void> {
    await this.#worker?.close();
  }

  #alive(): WorkerCalls<AudioCalls> {
    if (this.#worker === undefined || this.#worker.ended) this.#worker = new WorkerCalls(this.#entry);
    return this.#worker;
  }
}
