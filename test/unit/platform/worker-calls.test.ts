import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { WorkerCalls } from '../../../src-main/platform/worker-calls.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import type { ChildCalls } from './worker-child.ts';

const entry = new URL('./worker-child.ts', import.meta.url);

function started(context: TestContext): WorkerCalls<ChildCalls> {
  const worker = new WorkerCalls<ChildCalls>(entry);
  context.after(() => worker.close());
  return worker;
}

/** Stops a call as soon as it has begun. */
function stopping() {
  const stop = new AbortController();
  return { signal: stop.signal, onProgress: () => stop.abort() };
}

test('calls answer side by side', async (context) => {
  const worker = started(context);
  const waiting = stopping();
  const [answer, numbers] = await Promise.all([
    worker.call('untilStopped', { finishes: true }, waiting),
    worker.call('double', [1, 2]),
  ]);
  assert.deepEqual([answer, numbers], ['past stopping', [2, 4]]);
});

test('an error comes back as what it was, and a defect says where', async (context) => {
  const worker = started(context);
  await assert.rejects(worker.call('refuse', { what: 'ours' }), (error) => {
    assert.ok(error instanceof DialdeskError);
    assert.deepEqual(error.toShape(), {
      code: 'invalid_request',
      message: 'no',
      fields: [{ path: 'a.b', rule: 'text' }],
      details: { row: 7 },
    });
    return true;
  });
  await assert.rejects(worker.call('refuse', { what: 'defect' }), {
    code: 'internal',
    message: /a defect[^]*worker-child\.ts/,
  });
});

test('what is stopped is cancelled by the worker, and what was past it still answers', async (context) => {
  const worker = started(context);
  await assert.rejects(worker.call('untilStopped', { finishes: false }, stopping()), { code: 'cancelled' });
  assert.equal(await worker.call('untilStopped', { finishes: true }, stopping()), 'past stopping');
  assert.equal(await worker.call('stopped', null), 2);
});

test('who does not wait for the worker is through at once, and the worker stops all the same', async (context) => {
  const worker = started(context);
  await assert.rejects(worker.call('untilStopped', { finishes: true }, stopping(), 'reject'), {
    code: 'cancelled',
  });
  assert.equal(await worker.call('stopped', null), 1);
});

test('what is stopped before it begins is not sent', async (context) => {
  const worker = started(context);
  const watch = { signal: AbortSignal.abort() };
  await assert.rejects(worker.call('untilStopped', { finishes: true }, watch), { code: 'cancelled' });
  assert.equal(await worker.call('stopped', null), 0);
});

test('a thread that ends fails what waits and what comes later', async (context) => {
  const worker = started(context);
  const waiting = assert.rejects(worker.call('untilStopped', { finishes: true }), { code: 'internal' });
  await assert.rejects(worker.call('refuse', { what: 'nothing' }), { code: 'internal', message: /7/ });
  await waiting;
  assert.equal(worker.ended, true);
  await assert.rejects(worker.call('double', []), { code: 'internal' });
});

test('closing cancels what waits and what comes later', async (context) => {
  const worker = started(context);
  const waiting = assert.rejects(worker.call('untilStopped', { finishes: true }), { code: 'cancelled' });
  await worker.close();
  await waiting;
  await assert.rejects(worker.call('double', []), { code: 'cancelled' });
});

test('a thread of which nothing is asked keeps no process alive', { timeout: 60_000 }, async (context) => {
  const calls = new URL('../../../src-main/platform/worker-calls.ts', import.meta.url);
  const program = `
    const { WorkerCalls } = await import('${calls.href}');
    console.log(await new WorkerCalls(new URL('${entry.href}')).call('double', [21]));`;
  const file = join(tempFolder(context), 'program.mjs');
  writeFileSync(file, program);
  const { stdout } = await promisify(execFile)(process.execPath, [file]);
  assert.match(stdout, /42/);
});
