import { parentPort } from 'node:worker_threads';
import { DialdeskError, type ErrorShape } from '../contract/errors.ts';
import { CallListEngine } from './engine.ts';
import { issueWords, rejectWords } from './reject-words.ts';
import type { WorkerCall, WorkerReply, WorkerRequest } from './worker-messages.ts';

/** The entry of a call list's worker: one engine, told what to do by session.ts. */
if (parentPort === null) throw new Error('This file is the entry of a worker thread.');
const port = parentPort;
const running = new Map<number, AbortController>();
let engine: CallListEngine | undefined;
/** Calls are done one after the other: the engine is one list with one state. */
let queue: Promise<void> = Promise.resolve();
/** Calls that only read the list, for seconds where it is long. */
const reading: ReadonlySet<WorkerCall> = new Set([
  'previewMends',
  'preview',
  'writeClean',
  'writeRejects',
  'writeIssues',
]);
/** Calls in the queue that may change what is known of the list. */
let changing = 0;

port.on('message', (request: WorkerRequest) => {
  if (request.kind === 'cancel') {
    running.get(request.id)?.abort();
    return;
  }
  const stop = new AbortController();
  running.set(request.id, stop);
  const run = async (): Promise<void> => {
    try {
      stop.signal.throwIfAborted();
      reply({ kind: 'done', id: request.id, value: await perform(request, stop.signal) });
    } catch (error) {
      reply({ kind: 'failed', id: request.id, error: shapeOf(error) });
    } finally {
      running.delete(request.id);
    }
  };
  // A page of problems is there at once, and need not wait until the list has been read to its end.
  if (request.name === 'issues' && changing === 0) void run();
  else if (reading.has(request.name)) queue = queue.then(run);
  else {
    changing += 1;
    queue = queue.then(run).finally(() => (changing -= 1));
  }
});

async function perform(
  request: Extract<WorkerRequest, { kind: 'call' }>,
  signal: AbortSignal,
): Promise<unknown> {
  const watch = {
    signal,
    onProgress: (progress: Extract<WorkerReply, { kind: 'progress' }>['progress']) =>
      reply({ kind: 'progress', id: request.id, progress }),
  };
  if (request.name === 'open') {
    engine = await CallListEngine.open(request.args[0], request.args[1]);
    return engine.info;
  }
  if (engine === undefined) throw new DialdeskError('conflict', 'No list is open.');
  switch (request.name) {
    case 'read':
      return engine.read(request.args[0]);
    case 'check': {
      const [options, now] = request.args;
      return engine.check(options, watch, now === null ? undefined : new Date(now));
    }
    case 'summary':
      return engine.summary();
    case 'issues':
      return engine.issues(request.args[0]);
    case 'rowAt':
      return engine.rowAt(request.args[0]);
    case 'edit':
      return engine.edit(request.args[0]);
    case 'previewMends':
      return engine.previewMends(...request.args, watch);
    case 'applyMends':
      return engine.applyMends(...request.args, watch);
    case 'writeClean':
      return engine.writeClean(request.args[0], watch, request.args[1] ?? undefined);
    case 'writeRejects': {
      const [path, titles, language] = request.args;
      return engine.writeRejects(path, await rejectWords(titles, language), watch);
    }
    case 'writeIssues': {
      const [path, titles, language] = request.args;
      return engine.writeIssues(path, await issueWords(titles, language), watch);
    }
    case 'propose':
      return engine.propose();
    case 'preview':
      return engine.preview(request.args[0]);
    case 'close':
      await engine.close();
      return null;
  }
}

function reply(message: WorkerReply): void {
  port.postMessage(message);
}

function shapeOf(error: unknown): ErrorShape {
  if (error instanceof DialdeskError) return error.toShape();
  if (error instanceof Error && error.name === 'AbortError')
    return { code: 'cancelled', message: 'Stopped.' };
  // The stack tells where; it names our files and no value of the list.
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'internal', message };
}
