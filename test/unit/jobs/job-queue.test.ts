import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { test } from 'node:test';
import { TestQueue } from '../../support/queue.ts';
import { failure } from '../../support/dialdesk-error.ts';

/** A running queue with one job that is at this step. */
async function jobAt(step: 'write' | 'upload' | 'import', centre?: string) {
  const test = new TestQueue({ ...(centre !== undefined && { centre }) });
  test.queue.start();
  const { id } = test.add('leads');
  let under = await test.kind.next();
  while (under.step !== step) {
    under.end();
    under = await test.kind.next();
  }
  return { test, id, under, queue: test.queue, kind: test.kind, clock: test.clock };
}

test('a job takes its steps in order and ends with its result', async () => {
  const { test, kind, queue, id, under } = await jobAt('write');
  under.context.remember({ taskId: '1648' });
  under.end();
  (await kind.next()).end();
  (await kind.next()).end();
  const job = await test.until(id, 'done');
  assert.equal(test.steps(id), 'write done, upload done, import done');
  assert.deepEqual(job.result, { importTaskId: '1648' });
  assert.deepEqual(kind.discarded, [id]);
  assert.equal(queue.counts().done, 1);
});

test('what the database says before a step is taken is true', async () => {
  const { test, under, id, kind } = await jobAt('write');
  assert.equal(test.steps(id), 'write running, upload pending, import pending');
  under.end();
  const upload = await kind.next();
  assert.equal(test.steps(id), 'write done, upload running, import pending');
  upload.end();
  await kind.next();
  assert.equal(test.steps(id), 'write done, upload done, import sending');
});

test('jobs of one resource take turns, others run side by side, up to the limit', async () => {
  const test = new TestQueue({ concurrency: 2 });
  test.queue.start();
  const first = test.add('first', 'A');
  const second = test.add('second', 'A');
  const third = test.add('third', 'B');
  const fourth = test.add('fourth', 'C');
  const states = () => [first, second, third, fourth].map(({ id }) => test.queue.get(id).state);
  assert.deepEqual(states(), ['running', 'queued', 'running', 'queued']);
  await test.queue.cancel(third.id);
  assert.deepEqual(states(), ['running', 'queued', 'cancelled', 'running']);
  await test.queue.cancel(first.id);
  assert.deepEqual(states(), ['cancelled', 'running', 'cancelled', 'running']);
  await test.queue.stop();
});

test('a job that waits for its server keeps others of that server waiting too', async () => {
  const test = new TestQueue();
  test.queue.start();
  const first = test.add('first', 'A');
  const second = test.add('second', 'A');
  (await test.kind.next()).end();
  (await test.kind.next()).fail(failure('password_needed'));
  await test.until(first.id, 'waiting');
  assert.equal(test.queue.get(second.id).state, 'queued');
  await test.queue.pause(first.id);
  assert.equal(test.queue.get(second.id).state, 'running');
  await test.queue.stop();
});

const waits = [
  ['connection_refused', 'network'],
  ['name_not_resolved', 'network'],
  ['timed_out', 'network'],
  ['connection_lost', 'network'],
  ['flow_control', 'network'],
  ['login_refused', 'password'],
  ['password_needed', 'password'],
  ['keychain_locked', 'password'],
  ['secret_key_needed', 'password'],
  ['host_key_unknown', 'host-key'],
  ['host_key_changed', 'host-key'],
  ['file_exists', 'decision'],
] as const;
for (const [code, kind] of waits) {
  test(`${code} makes a job wait for ${kind}`, async () => {
    const { test, under, id } = await jobAt('upload');
    under.fail(failure(code, { host: 'files' }));
    const job = await test.until(id, 'waiting');
    const { waitingFor } = job;
    assert.equal(waitingFor?.kind, kind);
    assert.equal(waitingFor.code, code);
    assert.deepEqual(waitingFor.details, { host: 'files' });
    assert.equal(waitingFor.retryAt === null, kind !== 'network');
    assert.equal(test.steps(id), 'write done, upload pending, import pending');
  });
}

for (const code of [
  'permission_denied',
  'disk_full',
  'verify_failed',
  'file_changed',
  'local_disk',
] as const) {
  test(`${code} fails a job, which can be tried again from there`, async () => {
    const { test, under, id, queue, kind } = await jobAt('upload');
    under.fail(failure(code));
    const job = await test.until(id, 'failed');
    assert.equal(job.error?.code, code);
    assert.equal(test.steps(id), 'write done, upload failed, import pending');
    queue.retry(id);
    assert.equal((await kind.next()).step, 'upload');
    assert.equal(queue.get(id).error, null);
  });
}

test('a defect in a step fails the job and names itself', async () => {
  const { test, under, id } = await jobAt('upload');
  under.fail(new TypeError('x is not a function'));
  assert.deepEqual((await test.until(id, 'failed')).error, {
    code: 'internal',
    message: 'x is not a function',
  });
});

test('the network is tried again by itself, each time later, and at once when told', async () => {
  const { test, under, id, queue, kind, clock } = await jobAt('upload');
  under.fail(failure('connection_refused'));
  await test.until(id, 'waiting');
  // Half of the doubled delay is certain, half is random; the test's random is 0.5.
  assert.equal(clock.nextTimer, 1500);
  for (const delay of [3000, 6000, 12_000]) {
    clock.advance(delay / 2);
    const again = await kind.next();
    assert.equal(again.step, 'upload');
    again.fail(failure('connection_refused'));
    await test.until(id, 'waiting');
    assert.equal(clock.nextTimer, delay);
  }
  assert.equal(queue.get(id).attempts, 4);
  queue.tryNow(id);
  (await kind.next()).end();
  assert.equal((await kind.next()).step, 'import');
  assert.equal(queue.get(id).attempts, 0);
});

test('being online again wakes those that wait for the network and no others', async () => {
  const { test, under, id, queue, kind } = await jobAt('upload');
  under.fail(failure('unreachable'));
  await test.until(id, 'waiting');
  queue.tryWaiting(['password']);
  assert.equal(queue.get(id).state, 'waiting');
  queue.tryWaiting(['network']);
  assert.equal((await kind.next()).step, 'upload');
});

test('a clock set back an hour does not make a job wait for an hour', async () => {
  const { test, under, id, clock, kind } = await jobAt('upload');
  under.fail(failure('connection_refused'));
  await test.until(id, 'waiting');
  clock.setBack(3_600_000);
  clock.advance(1500);
  assert.equal((await kind.next()).step, 'upload');
});

test('a clock set back an hour while the app was closed does not either', async () => {
  const { test, under, id, clock } = await jobAt('upload');
  under.fail(failure('host_key_unknown'));
  await test.until(id, 'waiting');
  clock.setBack(3_600_000);
  const after = new TestQueue({ after: test });
  after.queue.start();
  after.queue.tryNow(id);
  (await after.kind.next()).fail(failure('connection_refused'));
  await after.until(id, 'waiting');
  assert.equal(clock.nextTimer, 1500);
});

test('a wish to be left alone is heeded, whatever else comes due meanwhile', async () => {
  const { test, under, id, clock, kind } = await jobAt('upload');
  const wish = 3_600_000;
  under.fail(failure('flow_control', { retryAfterMs: wish }));
  await test.until(id, 'waiting');
  const other = test.add('other');
  (await kind.next()).end();
  (await kind.next()).fail(failure('connection_refused'));
  await test.until(other.id, 'waiting');
  clock.advance(1500);
  const again = await kind.next();
  assert.equal(again.context.jobId, other.id);
  again.fail(failure('permission_denied'));
  await test.until(other.id, 'failed');
  assert.equal(test.queue.get(id).state, 'waiting');
  clock.advance(wish - 2 * 1500);
  assert.equal(test.queue.get(id).state, 'waiting');
  clock.advance(1500);
  const next = await kind.next();
  assert.deepEqual([next.context.jobId, next.step], [id, 'upload']);
});

// --- at most once ------------------------------------------------------------------------------------

const lost: readonly (readonly [string, unknown])[] = [
  ['the answer was lost', failure('outcome_unknown', { reason: 'connection_lost' })],
  ['the answer cannot be read', failure('bad_answer')],
  ['the server failed in the middle', failure('http_status', { status: 500 })],
  ['the answer points to another page', failure('http_status', { status: 302 })],
  ['our own code failed', new TypeError('undefined is not a function')],
];
for (const [name, error] of lost) {
  test(`when ${name}, the job is unknown and nothing repeats it`, async () => {
    const { test, under, id, queue, kind, clock } = await jobAt('import');
    under.fail(error);
    const job = await test.until(id, 'unknown');
    assert.equal(job.waitingFor?.kind, 'decision');
    assert.equal(test.steps(id), 'write done, upload done, import unknown');
    clock.advance(24 * 3_600_000);
    queue.tryWaiting(['network', 'password', 'host-key', 'decision']);
    for (const attempt of ['retry', 'resume', 'send', 'tryNow'] as const) {
      assert.throws(() => queue[attempt](id), { code: 'conflict' }, attempt);
    }
    const after = new TestQueue({ after: test });
    after.queue.start();
    clock.advance(24 * 3_600_000);
    await after.until(id, 'unknown');
    assert.equal(kind.begun.length + after.kind.begun.length, 0);
  });
}

for (const code of [
  'connection_refused',
  'timed_out',
  'tls_untrusted',
  'tls_failed',
  'tls_changed',
  'unauthorized',
  'result_code',
] as const) {
  test(`${code} at the import is an answer: nothing was carried out`, async () => {
    const { test, under, id, queue } = await jobAt('import');
    under.fail(failure(code));
    const job = await test.until(id, ['unauthorized', 'result_code'].includes(code) ? 'failed' : 'waiting');
    assert.equal(job.error?.code, code);
    if (job.state === 'failed') queue.retry(id);
    else queue.tryNow(id);
    assert.equal((await test.kind.next()).step, 'import');
  });
}

test('a crash while the import is out leaves it unknown; at every other step the job goes on', async () => {
  for (const step of ['write', 'upload', 'import'] as const) {
    const { test, id } = await jobAt(step);
    // The process is gone: nobody ends the step, a new queue finds the database.
    const after = new TestQueue({ after: test });
    after.queue.start();
    if (step === 'import') {
      assert.equal(after.steps(id), 'write done, upload done, import unknown');
      assert.equal(after.queue.get(id).state, 'unknown');
      assert.equal(after.kind.begun.length, 0);
    } else {
      assert.equal((await after.kind.next()).step, step);
    }
  }
});

test('a window that opened before the queue began hears what the crash made of a job', async () => {
  const { test, id } = await jobAt('import');
  const after = new TestQueue({ after: test });
  after.queue.start();
  await new Promise(setImmediate);
  const told = after.heard.flatMap(({ jobs }) => jobs).find((job) => job.id === id);
  assert.equal(told?.state, 'unknown');
});

test('what came to be there before the start is tried at the start', async () => {
  const { test, under, id } = await jobAt('upload');
  under.fail(failure('host_key_unknown'));
  await test.until(id, 'waiting');
  const after = new TestQueue({ after: test });
  after.queue.tryWaiting(['host-key']);
  assert.equal(after.queue.get(id).state, 'waiting', 'not before the outbox was looked through');
  after.queue.start();
  assert.equal((await after.kind.next()).step, 'upload');
});

test('a call centre that cannot be asked is asked for one lost answer only', async () => {
  const test = new TestQueue();
  test.queue.start();
  const connectionId = randomUUID();
  for (const name of ['one', 'two', 'three']) {
    const { id } = test.queue.add({
      kind: 'import',
      name,
      connectionId,
      payload: { server: name, replace: false },
    });
    for (const step of ['write', 'upload', 'import']) {
      const under = await test.kind.next();
      assert.equal(under.step, step);
      if (step === 'import') under.fail(failure('outcome_unknown'));
      else under.end();
    }
    await test.until(id, 'unknown');
  }
  const after = new TestQueue({ after: test });
  let asked = 0;
  const silent = { found: {}, asked: false, again: true };
  after.kind.lookUp = () => {
    asked += 1;
    return Promise.resolve(silent);
  };
  after.queue.start();
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
  assert.equal(asked, 1);
  after.clock.advance(1_500);
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
  assert.equal(asked, 2);
  // it answers again: then the others are looked up as well
  after.kind.lookUp = () => {
    asked += 1;
    return Promise.resolve({ ...silent, asked: true, again: false });
  };
  after.clock.advance(3_000);
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
  assert.equal(asked, 5);
});

test('the supervisor says that it arrived: the job is done', async () => {
  const { test, under, id, queue, kind } = await jobAt('import');
  under.fail(failure('outcome_unknown'));
  await test.until(id, 'unknown');
  assert.throws(() => queue.decide(id, { kind: 'replace' }), { code: 'conflict' });
  const job = queue.decide(id, { kind: 'arrived', result: { importTaskId: '99' } });
  assert.equal(job.state, 'done');
  assert.deepEqual(job.result, { importTaskId: '99', decidedByUser: true });
  assert.equal(test.steps(id), 'write done, upload done, import done');
  assert.deepEqual(kind.discarded, [id]);
});

test('what a cancelled job leaves elsewhere is kept with it, under way or at rest', async () => {
  for (const rest of [false, true]) {
    const { test, under, id, queue, kind } = await jobAt('upload');
    kind.left = new DialdeskError('cancelled', 'stays').withDetails({ left: '/home/sftp/a.xlsx' });
    if (rest) {
      under.fail(failure('permission_denied'));
      await test.until(id, 'failed');
    }
    await queue.cancel(id);
    const { state, error } = queue.get(id);
    assert.equal(state, 'cancelled');
    assert.deepEqual(error?.details, { left: '/home/sftp/a.xlsx' }, rest ? 'at rest' : 'under way');
  }
});

test('the supervisor says to send again: the import is called once more, and only it', async () => {
  const { test, under, id, queue, kind } = await jobAt('import');
  under.fail(failure('outcome_unknown'));
  await test.until(id, 'unknown');
  queue.decide(id, { kind: 'send-again' });
  assert.equal((await kind.next()).step, 'import');
  assert.equal(test.steps(id), 'write done, upload done, import sending');
  assert.throws(() => queue.decide(id, { kind: 'send-again' }), { code: 'conflict' });
});

test('an unknown outcome is looked up, and what is found is shown, not acted on', async () => {
  const { test, under, id, queue, kind } = await jobAt('import');
  kind.lookUp = () => Promise.resolve({ found: { tasks: ['1648'] }, asked: true, again: false });
  under.fail(failure('outcome_unknown', { reason: 'timed_out' }));
  await test.until(id, 'unknown');
  while (!queue.get(id).waitingFor?.details['found']) await new Promise(setImmediate);
  assert.deepEqual(queue.get(id).waitingFor?.details, {
    reason: 'timed_out',
    found: { tasks: ['1648'] },
    lookUpFailed: null,
  });
  assert.equal(queue.get(id).state, 'unknown');
  kind.lookUp = () => Promise.reject(failure('not_offered'));
  await queue.lookUp(id);
  assert.equal(queue.get(id).waitingFor?.details['lookUpFailed'], 'not_offered');
  kind.lookUp = () => Promise.resolve({ found: { tasks: [] }, asked: true, again: false });
  await queue.lookUp(id);
  assert.equal(queue.get(id).waitingFor?.details['lookUpFailed'], null, 'it is over');
});

test('who asks while it is being looked up gets that answer, and the system is asked once', async () => {
  const { test, under, id, queue, kind } = await jobAt('import');
  const answer = Promise.withResolvers<typeof nothingYet>();
  let looks = 0;
  kind.lookUp = () => {
    looks += 1;
    return answer.promise;
  };
  under.fail(failure('outcome_unknown'));
  await test.until(id, 'unknown');
  const asked = queue.lookUp(id);
  answer.resolve(nothingYet);
  assert.equal(await asked, true);
  assert.equal(looks, 1);
  await queue.lookUp(id);
  assert.equal(looks, 2, 'once it is over, another look is a new one');
});

const nothingYet = { found: { tasks: [] }, asked: true, again: true } as const;
const turns = async () => {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
};

test('an outcome that nobody can tell yet is looked up again, more and more rarely, until it is proved', async () => {
  const { test, under, id, queue, kind, clock } = await jobAt('import');
  let looks = 0;
  kind.lookUp = () => {
    looks += 1;
    return Promise.resolve(nothingYet);
  };
  under.fail(failure('outcome_unknown'));
  await test.until(id, 'unknown');
  await turns();
  const waits: (number | null)[] = [];
  for (let look = 0; look < 22; look++) {
    waits.push(clock.nextTimer);
    clock.advance(clock.nextTimer ?? 0);
    await turns();
  }
  assert.equal(looks, 23);
  assert.deepEqual([waits[0], waits[1], waits[12], waits[21]], [1_500, 3_000, 225_000, 1_800_000]);
  kind.lookUp = () =>
    Promise.resolve({ ...nothingYet, arrived: { importTaskId: '7', provedBy: 'log' }, again: false });
  clock.advance(1_800_000);
  const job = await test.until(id, 'done');
  assert.deepEqual(job.result, { importTaskId: '7', provedBy: 'log' });
  assert.equal(test.steps(id), 'write done, upload done, import done');
  assert.deepEqual(kind.discarded, [id]);
  assert.equal(clock.nextTimer, null);
  assert.equal(queue.get(id).waitingFor, null);
});

test('what is found is looked for no more often where the disk does not take it', async () => {
  const { test, under, id, kind, clock } = await jobAt('import');
  kind.lookUp = () => Promise.resolve(nothingYet);
  under.fail(failure('outcome_unknown'));
  await test.until(id, 'unknown');
  test.table.save = () => {
    throw failure('local_disk');
  };
  await turns();
  const waits: (number | null)[] = [];
  for (let look = 0; look < 5; look++) {
    waits.push(clock.nextTimer);
    clock.advance(clock.nextTimer ?? 0);
    await turns();
  }
  assert.deepEqual(waits, [1_500, 3_000, 6_000, 12_000, 24_000]);
});

test('what is found about a request is not taken for the one that was sent after it', async () => {
  const { test, under, id, queue, kind, clock } = await jobAt('import');
  let answer: (found: Awaited<ReturnType<typeof kind.lookUp>>) => void = () => undefined;
  kind.lookUp = () => new Promise((resolve) => (answer = resolve));
  under.fail(failure('outcome_unknown'));
  await test.until(id, 'unknown');
  const first = answer;
  clock.advance(1_000);
  queue.decide(id, { kind: 'send-again' });
  (await kind.next()).fail(failure('outcome_unknown'));
  await test.until(id, 'unknown');
  first({ ...nothingYet, arrived: { importTaskId: '7' } });
  await turns();
  assert.equal(queue.get(id).state, 'unknown');
  answer({ ...nothingYet, arrived: { importTaskId: '8' } });
  await test.until(id, 'done');
});

test('what another call centre says proves nothing, and the own one is asked again once the connection is led back', async () => {
  const { test, under, id, queue, kind, clock } = await jobAt('import', 'own');
  const arrived = { ...nothingYet, arrived: { importTaskId: '7' }, again: false };
  const first = Promise.withResolvers<typeof arrived>();
  let looks = 0;
  kind.lookUp = () => {
    looks += 1;
    return looks === 1 ? first.promise : Promise.resolve(arrived);
  };
  under.fail(failure('outcome_unknown'));
  await test.until(id, 'unknown');
  test.centre = 'another';
  first.resolve(arrived);
  await turns();
  assert.deepEqual([queue.get(id).state, looks], ['unknown', 1]);
  clock.advance(clock.nextTimer ?? 0);
  await turns();
  assert.deepEqual([queue.get(id).state, looks], ['unknown', 1]);
  test.centre = 'own';
  clock.advance(clock.nextTimer ?? 0);
  await turns();
  assert.deepEqual([queue.get(id).state, looks], ['done', 2]);
});

test('once the app ends nothing is looked up any more', async () => {
  const { test, under, id, queue, kind, clock } = await jobAt('import');
  kind.lookUp = () => Promise.resolve(nothingYet);
  under.fail(failure('outcome_unknown'));
  await test.until(id, 'unknown');
  await turns();
  assert.notEqual(clock.nextTimer, null);
  await queue.stop();
  assert.equal(clock.nextTimer, null);
});

// --- the supervisor's hand -----------------------------------------------------------------------------

test('pause stops a step that may be repeated, and resume takes it again', async () => {
  const { test, under, id, queue, kind } = await jobAt('upload');
  under.context.remember({ bytes: 600 });
  const job = await queue.pause(id);
  assert.equal(under.context.signal.reason, 'pause');
  assert.equal(job.state, 'paused');
  assert.equal(test.steps(id), 'write done, upload pending, import pending');
  queue.resume(id);
  const again = await kind.next();
  assert.deepEqual([again.step, again.context.memory.bytes], ['upload', 600]);
});

for (const step of ['write', 'upload'] as const) {
  test(`cancel at ${step} stops it and cleans up`, async () => {
    const { under, id, queue, kind } = await jobAt(step);
    const job = await queue.cancel(id);
    assert.equal(under.context.signal.reason, 'cancel');
    assert.equal(job.state, 'cancelled');
    assert.deepEqual(kind.discarded, [id]);
    assert.equal(kind.begun.length, 0);
  });
}

test('cancel while the import is out waits for the answer; what succeeded is done', async () => {
  const { under, id, queue } = await jobAt('import');
  const cancelled = queue.cancel(id);
  assert.equal(under.context.signal.aborted, false);
  under.end();
  assert.equal((await cancelled).state, 'done');
});

test('cancel while the import is out, which then is refused or lost', async () => {
  for (const [error, state] of [
    [failure('result_code'), 'cancelled'],
    [failure('connection_refused'), 'cancelled'],
    [failure('outcome_unknown'), 'unknown'],
  ] as const) {
    const { under, id, queue } = await jobAt('import');
    const cancelled = queue.cancel(id);
    under.fail(error);
    assert.equal((await cancelled).state, state);
  }
});

test('jobs that do not run are cancelled, paused and removed where that makes sense', async () => {
  const test = new TestQueue();
  const { id } = test.add('leads');
  await assert.rejects(test.queue.remove(id), { code: 'conflict' });
  assert.equal((await test.queue.pause(id)).state, 'paused');
  assert.throws(() => test.queue.retry(id), { code: 'conflict' });
  assert.equal((await test.queue.cancel(id)).state, 'cancelled');
  await test.queue.remove(id);
  assert.throws(() => test.queue.get(id), { code: 'not_found' });
  await assert.rejects(test.queue.remove(id), { code: 'not_found' });
});

test('what is taken off the list cannot be tried again while its files go, nor if the app ends before its row goes', async () => {
  const { test, under, id, queue, kind } = await jobAt('upload');
  under.fail(failure('forbidden'));
  await test.until(id, 'failed');
  let filesGo: () => void = () => undefined;
  kind.discarding = new Promise((resolve) => (filesGo = resolve));
  const removed = queue.remove(id);
  await new Promise(setImmediate);
  assert.deepEqual(kind.discarded, [id]);
  assert.throws(() => queue.retry(id), { code: 'conflict' });
  assert.equal(new TestQueue({ after: test }).queue.get(id).state, 'cancelled');
  filesGo();
  await removed;
  assert.throws(() => queue.get(id), { code: 'not_found' });
  await new Promise(setImmediate);
  // it was taken off the list: nobody is told of a cancellation
  assert.ok(test.heard.every(({ jobs }) => jobs.every(({ state }) => state !== 'cancelled')));
  assert.deepEqual(test.heard.at(-1)?.removed, [id]);
});

test('a job whose file is there already waits; replacing it is allowed once, for this job', async () => {
  const { test, under, id, queue, kind } = await jobAt('upload');
  assert.throws(() => queue.decide(id, { kind: 'replace' }), { code: 'conflict' });
  under.fail(failure('file_exists', { path: '/isales/leads.xlsx' }));
  await test.until(id, 'waiting');
  assert.throws(() => queue.decide(id, { kind: 'send-again' }), { code: 'conflict' });
  queue.decide(id, { kind: 'replace' });
  assert.equal((await kind.next()).context.payload.replace, true);
});

test('a prepared job does what needs no system, and the rest when it is sent', async () => {
  const test = new TestQueue();
  test.queue.start();
  const { id } = test.add('leads', 'A', true);
  const other = test.add('other', 'A');
  assert.equal(test.queue.get(other.id).state, 'running', 'a prepared job holds no server');
  (await test.kind.next()).end();
  await test.until(id, 'prepared');
  assert.equal(test.steps(id), 'write done, upload pending, import pending');
  test.kind.missingNow = failure('invalid_request');
  assert.throws(() => test.queue.send(id), { code: 'invalid_request' });
  test.kind.missingNow = null;
  test.queue.send(id);
  assert.equal(test.queue.get(id).state, 'queued', 'its server is in use now');
  await test.queue.cancel(other.id);
  test.kind.begun.length = 0;
  assert.equal((await test.until(id, 'running')).hold, false);
  await test.queue.stop();
});

test('editing what a step has done makes it do it again', async () => {
  const { under, id, queue, kind } = await jobAt('upload');
  under.context.remember({ bytes: 600 });
  await queue.pause(id);
  queue.edit(id, { name: 'Renamed', payload: { server: 'another', replace: false } });
  queue.resume(id);
  const again = await kind.next();
  assert.deepEqual(
    [again.context.name, again.context.payload.server, again.context.memory.bytes],
    ['Renamed', 'another', 0],
  );
  assert.throws(() => queue.edit(id, { name: 'too late' }), { code: 'conflict' });
});

test('a file that went missing is written again before the job goes on', async () => {
  const { id, queue, kind } = await jobAt('upload');
  await queue.pause(id);
  kind.fileThere = false;
  queue.resume(id);
  assert.equal((await kind.next()).step, 'write');
});

test('jobs run in their order, which can be changed', async () => {
  const test = new TestQueue({ concurrency: 1 });
  const [a, b, c] = [test.add('a'), test.add('b'), test.add('c')];
  test.queue.move(c.id, a.id);
  assert.throws(() => test.queue.move(c.id, randomUUID()), { code: 'not_found' });
  test.queue.start();
  for (const expected of [c, a, b]) {
    const under = await test.kind.next();
    assert.equal(under.context.jobId, expected.id);
    await test.queue.cancel(expected.id);
  }
});

test('a job that cannot be read is set aside, and the next one runs', async () => {
  const test = new TestQueue({ concurrency: 1 });
  const [bad, good] = [test.add('bad'), test.add('good')];
  test.sql.run(`UPDATE jobs SET payload = 'x' WHERE id = ?`, bad.id);
  test.queue.start();
  assert.equal((await test.kind.next()).context.jobId, good.id);
  assert.deepEqual(
    test.table.listSetAside().map(({ id }) => id),
    [bad.id],
  );
});

// --- the end of the app --------------------------------------------------------------------------------

test('stopping saves where jobs are; the next start goes on', async () => {
  const { test, under, id, queue } = await jobAt('upload');
  under.context.remember({ bytes: 600 });
  await queue.stop();
  assert.equal(test.queue.get(id).state, 'queued');
  const after = new TestQueue({ after: test });
  after.queue.start();
  const again = await after.kind.next();
  assert.deepEqual([again.step, again.context.memory.bytes], ['upload', 600]);
});

test('stopping waits for the answer to an import, for as long as it may', async () => {
  const { test, under, id, queue, clock } = await jobAt('import');
  const stopped = queue.stop(5000);
  assert.equal(under.context.signal.aborted, false);
  under.end();
  await stopped;
  assert.equal(test.queue.get(id).state, 'done');

  const slow = await jobAt('import');
  const ended = slow.queue.stop(5000);
  slow.clock.advance(4999);
  assert.equal(slow.under.context.signal.aborted, false);
  slow.clock.advance(1);
  await ended;
  assert.equal(slow.queue.get(slow.id).state, 'unknown');
  assert.equal(clock.nextTimer, null, 'no timer is left');
});

// --- a full disk ---------------------------------------------------------------------------------------

test('with a full disk no step is taken before the last one is on record', async () => {
  const { test, under, id, kind, clock } = await jobAt('upload');
  const save = test.table.save.bind(test.table);
  test.table.save = () => {
    throw failure('local_disk', { cause: 'SQLITE_FULL' });
  };
  under.end();
  for (let second = 0; second < 5; second++) {
    await new Promise(setImmediate);
    clock.advance(1000);
  }
  assert.equal(kind.begun.length, 0, 'the import is not sent');
  assert.equal(test.steps(id), 'write done, upload running, import pending');
  test.table.save = save;
  await new Promise(setImmediate);
  clock.advance(1000);
  assert.equal((await kind.next()).step, 'import');
  assert.equal(test.steps(id), 'write done, upload done, import sending');
});

test('while nothing can be recorded the job says so, though its row cannot', async () => {
  const { test, under, id, queue, clock } = await jobAt('upload');
  const save = test.table.save.bind(test.table);
  test.table.save = () => {
    throw failure('local_disk', { cause: 'SQLITE_FULL' });
  };
  test.heard.length = 0;
  under.end();
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  assert.deepEqual(queue.get(id).error?.details, { cause: 'SQLITE_FULL' });
  assert.deepEqual(
    test.heard.flatMap(({ jobs }) => jobs.map(({ state, error }) => [state, error?.code])),
    [['running', 'local_disk']],
  );
  test.table.save = save;
  clock.advance(1000);
  await test.kind.next();
  assert.equal(queue.get(id).error, null);
});

test('what is due on a full disk is tried each second, and not all the time', async () => {
  const { test, under, id, kind, clock } = await jobAt('upload');
  under.fail(failure('unreachable'));
  await test.until(id, 'waiting');
  const save = test.table.save.bind(test.table);
  let tries = 0;
  test.table.save = () => {
    tries += 1;
    throw failure('local_disk', { cause: 'SQLITE_FULL' });
  };
  clock.advance(1500);
  assert.deepEqual([tries, clock.nextTimer], [1, 1000]);
  clock.advance(1000);
  assert.deepEqual([tries, clock.nextTimer], [2, 1000]);
  test.table.save = save;
  clock.advance(1000);
  assert.equal((await kind.next()).step, 'upload');
});

test('on a full disk it is kept in mind what has come, and what waited for it is tried once there is room', async () => {
  const { test, under, id, queue, kind, clock } = await jobAt('upload');
  under.fail(failure('password_needed'));
  await test.until(id, 'waiting');
  const saveAll = test.table.saveAll.bind(test.table);
  test.table.saveAll = () => {
    throw failure('local_disk', { cause: 'SQLITE_FULL' });
  };
  queue.tryWaiting(['password']);
  assert.equal(queue.get(id).state, 'waiting');
  test.table.saveAll = saveAll;
  clock.advance(1000);
  assert.equal((await kind.next()).step, 'upload');
});

test('what asks about a certificate is tried with its connection, and with no other', async () => {
  const test = new TestQueue({ concurrency: 9 });
  const { queue, kind } = test;
  queue.start();
  const [here, there] = [randomUUID(), randomUUID()];
  const add = (name: string, connectionId: string): string =>
    queue.add({ kind: 'import', name, connectionId, payload: { server: name, replace: false } }).id;
  const failing = [
    [add('certificate', here), 'tls_changed'],
    [add('network', here), 'unreachable'],
    [add('replace', here), 'file_exists'],
    [add('elsewhere', there), 'tls_changed'],
  ] as const;
  for (const [id, code] of failing) {
    const step = kind.begun.find(({ context }) => context.jobId === id) ?? (await kind.next());
    assert.equal(step.context.jobId, id);
    step.fail(failure(code));
    await test.until(id, 'waiting');
  }
  queue.tryConnection(here);
  assert.deepEqual(
    failing.map(([id]) => queue.get(id).state),
    ['running', 'running', 'waiting', 'waiting'],
  );
});

test('jobs that belong together are added all, or on a full disk none', () => {
  const { queue, table, kind } = new TestQueue();
  queue.start();
  const part = (name: string) => ({
    kind: 'import' as const,
    name,
    connectionId: randomUUID(),
    payload: { server: name, replace: false },
  });
  const insert = table.insert.bind(table);
  table.insert = (job, cargo) => {
    if (job.name === 'second') throw failure('local_disk', { cause: 'SQLITE_FULL' });
    insert(job, cargo);
  };
  assert.throws(() => queue.addAll([part('first'), part('second')]), { code: 'local_disk' });
  assert.deepEqual([queue.counts().queued + queue.counts().running, kind.begun.length], [0, 0]);
  table.insert = insert;
  const added = queue.addAll([part('first'), part('second')]);
  assert.deepEqual(
    queue
      .list({ states: [], kinds: [], search: '', sort: 'order', offset: 0, limit: 10 })
      .jobs.map(({ id }) => id),
    added.map(({ id }) => id),
  );
});

test('an import that was answered while the disk was full is recorded once there is room', async () => {
  const { test, under, id, clock } = await jobAt('import');
  const save = test.table.save.bind(test.table);
  test.table.save = () => {
    throw failure('local_disk', { cause: 'SQLITE_FULL' });
  };
  under.end();
  await new Promise(setImmediate);
  assert.equal(test.steps(id), 'write done, upload done, import sending');
  test.table.save = save;
  clock.advance(1000);
  await test.until(id, 'done');
});

test('on a full disk nothing starts until the last crash is on record', async () => {
  const { test, id } = await jobAt('import');
  const after = new TestQueue({ after: test });
  const save = after.table.save.bind(after.table);
  after.table.save = () => {
    throw failure('local_disk', { cause: 'SQLITE_FULL' });
  };
  after.queue.start();
  const { id: next } = after.add('next');
  assert.equal(after.kind.begun.length, 0);
  after.table.save = save;
  after.clock.advance(1000);
  assert.equal(after.queue.get(id).state, 'unknown');
  assert.equal((await after.kind.next()).context.jobId, next);
});

test('a change that cannot be saved is refused, and did not happen', async () => {
  const { id, queue, test } = await jobAt('upload');
  await queue.pause(id);
  test.table.save = () => {
    throw failure('local_disk', { cause: 'SQLITE_FULL' });
  };
  assert.throws(() => queue.resume(id), { code: 'local_disk' });
  assert.equal(queue.get(id).state, 'paused');
});

// --- what the window hears -----------------------------------------------------------------------------

test('listeners hear what changed, once a turn, with the counts', async () => {
  const test = new TestQueue();
  const [a, b] = [test.add('a'), test.add('b')];
  await new Promise(setImmediate);
  assert.equal(test.heard.length, 1);
  assert.deepEqual(
    test.heard[0]?.jobs.map(({ id }) => id),
    [a.id, b.id],
  );
  assert.equal(test.heard[0].counts.queued, 2);
  await test.queue.cancel(b.id);
  await test.queue.remove(b.id);
  await new Promise(setImmediate);
  assert.deepEqual(test.heard.at(-1)?.removed, [b.id]);
  assert.equal(test.heard.at(-1)?.counts.queued, 1);
});

test('progress comes ten times a second, with speed and time left, and is never saved', async () => {
  const { test, under, id, clock, queue } = await jobAt('upload');
  await new Promise(setImmediate);
  test.heard.length = 0;
  const before = test.table.get(id)?.updatedAt;
  // A second of an upload of 1 MB/s that reports every millisecond.
  for (let ms = 1; ms <= 1000; ms++) {
    clock.advance(1);
    under.context.progress(ms * 1000, 4_000_000, 'bytes');
  }
  assert.ok(test.heard.length >= 9 && test.heard.length <= 11, `${test.heard.length} a second`);
  const progress = queue.get(id).progress;
  assert.equal(progress?.done, 1_000_000);
  assert.ok(Math.abs((progress.perSecond ?? 0) - 1_000_000) < 20_000);
  assert.ok(Math.abs((progress.secondsLeft ?? 0) - 3) < 0.1);
  assert.equal(test.table.get(id)?.progress, null);
  assert.equal(test.table.get(id)?.updatedAt, before);
  under.end();
  await test.kind.next();
  assert.equal(queue.get(id).progress, null);
});
