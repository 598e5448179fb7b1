/**
 * The app's part of an import, in a process of its own: `mended-list-child.ts FOLDER die` checks FOLDER/leads.csv,
 * mends and edits it, puts it in the queue, and is killed in the middle of writing; `… live` is the next start.
 */
import { randomUUID } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { OpenCallLists } from '../../../src-main/features/imports/open-call-lists.ts';
import { systemClock } from '../../../src-main/platform/clock.ts';
import type { CleanListWriter } from '../../../src-main/features/imports/job/collaborators.ts';
import { ImportJob } from '../../../src-main/features/imports/job/import-job.ts';
import { JobFiles } from '../../../src-main/features/outbox/job-files.ts';
import { SourceWriter } from '../../../src-main/features/imports/job/source-writer.ts';
import { JobQueue } from '../../../src-main/jobs/job-queue.ts';
import { openStore } from '../../../src-main/store/store.ts';
import {
  CountingCaller,
  MemoryFileServer,
  sampleImport,
  forgetful,
  silentWitnesses,
} from '../../support/memory-import.ts';

const [folder = '', fate = ''] = process.argv.slice(2);
const store = openStore(folder);
const source = new SourceWriter();
const writer: CleanListWriter = {
  writeClean: (jobId, payload, path, { signal, onProgress }) =>
    source.writeClean(jobId, payload, path, {
      signal,
      onProgress: (fraction) => {
        onProgress(fraction);
        // Nothing after this happens, not even a flush.
        if (fate === 'die' && fraction > 0.4) process.kill(process.pid, 'SIGKILL');
      },
    }),
};
const server = new MemoryFileServer();
server.before = (request, file) => {
  if (request === 'upload' && file) copyFileSync(file.local, join(folder, 'arrived.xlsx'));
};
const queue = new JobQueue({
  jobs: store.jobs,
  kinds: [
    new ImportJob({
      files: new JobFiles(join(folder, 'outbox')),
      writer,
      caller: new CountingCaller(),
      sftp: server,
      witnesses: silentWitnesses,
      sent: forgetful,
      seenAt: () => 0,
      now: Date.now,
    }),
  ],
  clock: systemClock,
  random: Math.random,
  newId: randomUUID,
  concurrency: 1,
});

if (fate === 'die') {
  const lists = new OpenCallLists();
  const { list } = await lists.open(join(folder, 'leads.csv'));
  await lists.check(list, { ivr: false, duplicates: 'first' }, () => undefined);
  await lists.mend(list, {
    chosen: { mends: ['remove-separators'], options: { countryCode: '86' } },
    scope: { rule: 'called-no-characters', column: 'called' },
  });
  await lists.edit(list, { row: 3, column: 'customField', value: 'by hand' });
  const checked = lists.checked(list);
  const { path, size, mtimeMs, options, at, edits, summary } = checked;
  const id = randomUUID();
  source.offer(id, lists.session(list), () => lists.isAsChecked(list, checked));
  queue.add({
    id,
    kind: 'import',
    name: 'Mended',
    connectionId: randomUUID(),
    payload: sampleImport({
      source: { name: 'leads.csv', path, size, mtimeMs, sha256: null },
      check: { options, edits: [...edits], at, part: null },
      rows: summary.ready,
      rejected: summary.rejected,
    }),
  });
}
const done = new Promise<void>((resolve) => {
  const look = (): void => {
    const { queued, running, waiting } = queue.counts();
    if (queued + running + waiting === 0) resolve();
  };
  queue.subscribe(look);
});
queue.start();
await done;
await queue.stop();
store.close();
process.exit(0);
