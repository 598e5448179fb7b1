import { Worker } from 'node:worker_threads';
import { DialdeskError } from '../contract/errors.ts';
import type { ConversionReport, VoiceInspection, VoiceWave } from '../contract/voice.ts';
import type { ConversionControl, ConversionRequest } from './convert.ts';
import { defaultLimits, type VoiceLimits } from './inspect.ts';
import type { VoiceHashes } from './sound-hash.ts';
import type { FromWorker, ToWorker, VoiceTaskName, VoiceTasks } from './audio-tasks.ts';

interface Waiting {
  resolve(output: never): void;
  reject(error: Error): void;
  onProgress: ((done: number) => void) | undefined;
}

/**
 * Inspection, waves, hashes and conversion in one worker thread, which is started at the first call and keeps no
 * process alive while it has nothing to do. Methods throw what the functions behind them throw; if the
 * thread dies, all that waits fails with `internal` and the next call starts another.
 */
export class AudioEngine {
  readonly #workerUrl: URL;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #lastId = 0;

  /** `workerUrl` is where voice-worker is: the packaged app bundles it under another name. */
  constructor(workerUrl: URL = new URL('./audio-worker.ts', import.meta.url)) {
    this.#workerUrl = workerUrl;
  }

  inspect(path: string, limits: VoiceLimits = defaultLimits): Promise<VoiceInspection> {
    return this.#run('inspect', { path, limits });
  }

  wave(path: string, columns: number): Promise<VoiceWave> {
    return this.#run('wave', { path, columns });
  }

  hash(path: string): Promise<VoiceHashes> {
    return this.#run('hash', { path });
  }

  convert(
    from: string,
    to: string,
    options: ConversionRequest = {},
    control: ConversionControl = {},
  ): Promise<ConversionReport> {
    return this.#run('convert', { from, to, options }, control);
  }

  /** Ends the thread; what still waits fails with `cancelled`. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#failAll(new DialdeskError('cancelled', 'the voice engine was closed'));
    await worker?.terminate();
  }

  #run<N extends VoiceTaskName>(
    task: N,
    input: VoiceTasks[N]['input'],
    { signal, onProgress }: ConversionControl = {},
  ): Promise<VoiceTasks[N]['output']> {
    if (signal?.aborted) return Promise.reject(new DialdeskError('cancelled', 'stopped before it began'));
    const worker = (this.#worker ??= this.#start());
    const id = (this.#lastId += 1);
    const cancel = () => worker.postMessage({ id, task: 'cancel' } satisfies ToWorker);
    signal?.addEventListener('abort', cancel, { once: true });
    const outcome = new Promise<VoiceTasks[N]['output']>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, onProgress });
    });
    worker.ref();
    worker.postMessage({ id, task, input });
    return outcome.finally(() => signal?.removeEventListener('abort', cancel));
  }

  #start(): Worker {
    const worker = new Worker(this.#workerUrl);
    worker.on('message', (message: FromWorker) => this.#hear(message));
    const lost = (cause: unknown) => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#failAll(new DialdeskError('internal', `the voice worker ended: ${String(cause)}`));
    };
    worker.on('error', lost);
    worker.on('exit', (code) => lost(`code ${code}`));
    return worker;
  }

  #hear(message: FromWorker) {
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    if (message.kind === 'progress') {
      waiting.onProgress?.(message.done);
      return;
    }
    this.#waiting.delete(message.id);
    if (this.#waiting.size === 0) this.#worker?.unref();
    if (message.kind === 'done') waiting.resolve(message.output as never);
    else {
      const { code, message: text, ...more } = message.error;
      waiting.reject(
        new DialdeskError(code, text, {
          ...(more.fields && { fields: more.fields }),
          ...(more.details && { details: more.details }),
        }),
      );
    }
  }

  #failAll(error: Error) {
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}
