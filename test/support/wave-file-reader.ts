import { readFileSync } from 'node:fs';
import { parentPort, Worker, workerData, isMainThread } from 'node:worker_threads';
import wavefile from 'wavefile';

/** What wavefile, a reader of the strict kind, says of files: the frames it finds, or null where it fails. */
export async function readWithWavefile(path: string): Promise<number | null> {
  // In a thread with little memory: of some broken files it reads marks until there is none left.
  const worker = new Worker(new URL(import.meta.url), {
    workerData: path,
    resourceLimits: { maxOldGenerationSizeMb: 200 },
  });
  return new Promise((resolve) => {
    worker.once('message', (frames: number | null) => resolve(frames));
    worker.once('error', () => resolve(null));
    worker.once('exit', () => resolve(null));
  });
}

if (!isMainThread && typeof workerData === 'string') {
  const file = new wavefile.WaveFile(readFileSync(workerData));
  parentPort?.postMessage((file.data as { chunkSize: number }).chunkSize);
}
