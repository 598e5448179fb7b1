import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import { JobFiles } from '../../../src-main/features/outbox/job-files.ts';
import { recoverJobs } from '../../../src-main/features/outbox/recover-jobs.ts';
import { openDialdesk } from '../../support/dialdesk.ts';
import { noSmallDisk, smallDisk } from '../../support/small-disk.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { sampleConnection } from '../../support/sample-connection.ts';
import { TestQueue } from '../../support/queue.ts';
import { sampleJob } from '../../support/sample-job.ts';

test('a folder that is locked keeps neither the other leftovers nor the start waiting', async (context) => {
  const outbox = tempFolder(context);
  const [locked, free] = [randomUUID(), randomUUID()];
  for (const id of [locked, free]) mkdirSync(join(outbox, id));
  class Scanned extends JobFiles {
    override remove(jobId: string): Promise<void> {
      if (jobId === locked) return Promise.reject(new DialdeskError('local_disk', 'EBUSY'));
      return super.remove(jobId);
    }
  }
  const untidied: string[] = [];
  const nobody = { states: () => new Map() };
  const files = new Scanned(outbox);
  const { queue } = new TestQueue();
  await recoverJobs(files, queue, nobody, [], [locked, free], (what) => untidied.push(what));
  assert.deepEqual(untidied, [`outbox/${locked}`]);
  assert.equal(existsSync(join(outbox, free)), false);
});

test('what a crash left of a file, and somebody holds, keeps no job from writing it anew', async (context) => {
  const outbox = tempFolder(context);
  const id = randomUUID();
  // a folder stands for what cannot be removed
  mkdirSync(join(outbox, id, 'held.part'), { recursive: true });
  writeFileSync(join(outbox, id, 'half.part'), 'half');
  const files = new JobFiles(outbox);
  await files.prepare(id);
  await files.writeVoice(id, Buffer.from('whole'));
  assert.equal(existsSync(join(outbox, id, 'half.part')), false);
  assert.equal(String(await files.readVoice(id)), 'whole');
});

test('one leftover of call results that somebody holds keeps no other', async (context) => {
  const folder = tempFolder(context);
  const kept = join(folder, 'call-results');
  const names = Array.from({ length: 8 }, () => randomUUID());
  // folders stand for what cannot be removed
  for (const name of names.slice(0, 4)) mkdirSync(join(kept, `${name}.outcomes`), { recursive: true });
  for (const name of names.slice(4)) writeFileSync(join(kept, `${name}.outcomes`), 'old');
  const { logErrors } = await openDialdesk(context, folder, { logErrors: true });
  assert.equal(logErrors.told.length, 4);
  assert.deepEqual(
    readdirSync(kept).sort(),
    names
      .slice(0, 4)
      .map((name) => `${name}.outcomes`)
      .sort(),
  );
});

test(
  'Dialdesk starts on a full disk with an import in error that is followed, and hears of sleep and of a saved connection',
  { skip: noSmallDisk() ?? false },
  async (context) => {
    const disk = smallDisk(context, 8);
    const connectionId = randomUUID();
    const first = await openDialdesk(context, disk.folder);
    first.store.connections.add({ id: connectionId, demo: false, settings: sampleConnection() });
    const job = sampleJob({ connectionId, state: 'done', result: { importTaskId: '1', rows: 1 } });
    first.store.jobs.insert(job, { payload: '{}', memory: null, resource: null });
    const now = Date.now();
    first.store.importResults.save({
      jobId: job.id,
      connectionId,
      campaignId: '7',
      taskId: '1',
      sent: 1,
      sentAt: now,
      following: 'following',
      task: null,
      lookedAt: null,
      nextAt: now + 3_600_000,
      error: { code: 'unreachable', message: 'no network' },
      attempts: 3,
      until: now + 48 * 3_600_000,
    });
    await first.close();
    disk.fill();
    const again = await openDialdesk(context, disk.folder, { logErrors: true });
    assert.doesNotThrow(() => {
      again.resumeWaitingFor('network');
    });
    assert.equal(again.store.importResults.get(job.id)?.following, 'following');
    assert.equal((await again.client.connections.list()).length, 1);
  },
);
