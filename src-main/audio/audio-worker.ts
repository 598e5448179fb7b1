import { parentPort } from 'node:worker_threads';
import { DialdeskError } from '../contract/errors.ts';
import { convertVoiceFile } from './convert.ts';
import { listenToVoiceFile } from './listen.ts';
import { hashVoiceFile } from './sound-hash.ts';
import type { FromWorker, ToWorker } from './audio-tasks.ts';
import { readWaveOfFile } from './wave.ts';

// The other end of voice-engine.ts, in a thread of its own, so that converting an hour of sound never
// holds up the window. Tasks run side by side; each waits for the disk between blocks, and messages
// such as `cancel` come in then.

const port = parentPort;
if (!port) throw new Error('voice-worker.ts runs as a worker only');

const running = new Map<number, AbortController>();
const send = (message: FromWorker) => port.postMessage(message);

port.on('message', (message: ToWorker) => {
  if (message.task === 'cancel') running.get(message.id)?.abort();
  else void answer(message);
});

async function answer(message: Exclude<ToWorker, { task: 'cancel' }>) {
  const { id } = message;
  const abort = new AbortController();
  running.set(id, abort);
  try {
    send({ id, kind: 'done', output: await run(message, abort.signal) });
  } catch (cause) {
    const error =
      cause instanceof DialdeskError ? cause : new DialdeskError('internal', String(cause), { cause });
    send({ id, kind: 'failed', error: error.toShape() });
  } finally {
    running.delete(id);
  }
}

function run(message: Exclude<ToWorker, { task: 'cancel' }>, signal: AbortSignal) {
  switch (message.task) {
    case 'inspect':
      return listenToVoiceFile(message.input.path, message.input.limits);
    case 'wave':
      return readWaveOfFile(message.input.path, message.input.columns);
    case 'hash':
      return hashVoiceFile(message.input.path);
    case 'convert': {
      let told = 0;
      const onProgress = (done: number) => {
        // A hundred messages are enough for any bar.
        if (done - told < 0.01 && done < 1) return;
        told = done;
        send({ id: message.id, kind: 'progress', done });
      };
      return convertVoiceFile(message.input.from, message.input.to, message.input.options, {
        signal,
        onProgress,
      });
    }
  }
}
