import { parentPort } from 'node:worker_threads';
import { DialdeskError, type ErrorShape } from '../contract/errors.ts';
import type { FromWorker, ToWorker, WorkerTable } from './worker-protocol.ts';

/**
 * Answers the calls of a WorkerCalls in this thread, by the functions of a table.
 * @param schedule starts a call, at once or later. Default: calls run side by side
 */
export function serve<Table extends WorkerTable>(
  table: Table,
  schedule: (name: keyof Table, run: () => Promise<void>) => void = (_, run) => void run(),
): void {
  const port = parentPort;
  if (port === null) throw new Error('This file is the entry of a worker thread.');
  const running = new Map<number, AbortController>();
  const send = (message: FromWorker): void => port.postMessage(message);

  port.on('message', (message: ToWorker) => {
    const { id } = message;
    if (message.kind === 'cancel') {
      running.get(id)?.abort();
      return;
    }
    const { name, input } = message;
    const stop = new AbortController();
    running.set(id, stop);
    const onProgress = (progress: unknown): void => send({ kind: 'progress', id, progress });
    schedule(name, async () => {
      try {
        stop.signal.throwIfAborted();
        const work = table[name];
        if (work === undefined) throw new Error(`no call ${name}`);
        const output = await work(input as never, { signal: stop.signal, onProgress } as never);
        send({ kind: 'done', id, output });
      } catch (error) {
        send({ kind: 'failed', id, error: shapeOf(error) });
      } finally {
        running.delete(id);
      }
    });
  });
}

function shapeOf(error: unknown): ErrorShape {
  if (error instanceof DialdeskError) return error.toShape();
  if (error instanceof Error && error.name === 'AbortError') return { code: 'cancelled', message: 'stopped' };
  // The stack says where. It names our files, and no value of what was worked on.
  return {
    code: 'internal',
    message: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
}
