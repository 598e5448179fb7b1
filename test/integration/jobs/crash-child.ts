/**
 * The queue in a process of its own, as the app runs it, to be killed. It reads one JSON line of orders from its
 * arguments, says `added ID` for each job that is on record, and runs until it is killed or nothing is left.
 */
import { createHash } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { systemClock } from '../../../src-main/platform/clock.ts';
import type { CleanListWriter, ImportCaller } from '../../../src-main/features/imports/job/collaborators.ts';
import { fileServerSession } from '../../../src-main/features/imports/job/file-server-session.ts';
import { SentImports } from '../../../src-main/features/imports/sent-before.ts';
import { ImportJob } from '../../../src-main/features/imports/job/import-job.ts';
import { JobFiles } from '../../../src-main/features/outbox/job-files.ts';
import { foundImport } from '../../../src-main/features/imports/job/import-manifest.ts';
import { recoverJobs } from '../../../src-main/features/outbox/recover-jobs.ts';
import { JobQueue } from '../../../src-main/jobs/job-queue.ts';
import { openSession } from '../../../src-main/sftp/session.ts';
import { openStore } from '../../../src-main/store/store.ts';
import type { CrashOrders } from './crash-orders.ts';
import { contentOf, importOf } from './crash-orders.ts';
import { failure } from '../../support/dialdesk-error.ts';
import { silentWitnesses } from '../../support/memory-import.ts';

const orders = JSON.parse(process.argv[2] ?? '') as CrashOrders;

/** Dies here, if this is the place, at its n-th passing. Nothing after it happens, not even a flush. */
let passings = orders.killAt?.passing ?? 0;
function at(place: string): void {
  if (place !== orders.killAt?.place || --passings > 0) return;
  process.kill(process.pid, 'SIGKILL');
}

const writer: CleanListWriter = {
  async writeClean(_jobId, payload, path) {
    const content = contentOf(payload.source.name);
    const file = await open(`${path}.part`, 'w');
    await file.write(content.subarray(0, content.length / 2));
    at('half written');
    await file.write(content.subarray(content.length / 2));
    await file.sync();
    await file.close();
    await rename(`${path}.part`, path);
    const folder = await open(dirname(path));
    await folder.sync();
    await folder.close();
    at('written');
    const hash = sha256(content);
    return { rows: payload.rows, bytes: content.length, sha256: hash, rowsSha256: hash };
  },
};

const caller: ImportCaller = {
  importFromServer: (_connectionId, { fileName }) => {
    at('before the order');
    return new Promise((resolve, reject) => {
      const lost = () => {
        reject(failure('outcome_unknown'));
      };
      const sent = request(`${orders.countingUrl}/${fileName}`, { method: 'POST' }, (answer) => {
        answer.on('error', lost);
        answer.setEncoding('utf8').on('data', (importTaskId: string) => {
          at('order answered');
          resolve({ importTaskId });
        });
      });
      sent.on('error', lost).end(() => {
        at('order sent');
      });
    });
  },
};

const store = openStore(orders.folder);
const save = store.jobs.save.bind(store.jobs);
store.jobs.save = (job, cargo) => {
  at('before a save');
  const found = save(job, cargo);
  at('after a save');
  return found;
};
const files = new JobFiles(join(orders.folder, 'outbox'));
const auth = { kind: 'privateKey', key: await readFile(orders.identityFile, 'utf8') } as const;
const hostKeys = { find: () => orders.hostKeys, remember: () => undefined, replace: () => undefined };
const kind = new ImportJob({
  files,
  writer,
  caller,
  sftp: {
    open: async ({ ip, port, userName }, signal) => {
      const target = { host: ip, port, username: userName, auth };
      const session = fileServerSession(await openSession(target, { hostKeys, signal }));
      return {
        ...session,
        get open() {
          return session.open;
        },
        upload: async (file) => {
          await session.upload({
            ...file,
            onState: (state) => {
              file.onState(state);
              at(state ? `upload ${String(state['phase'])}` : 'upload ended');
            },
          });
        },
      };
    },
  },
  witnesses: silentWitnesses,
  sent: new SentImports({ ...store, sent: store.sentImports, now: Date.now }),
  seenAt: () => 0,
  now: Date.now,
});
const queue = new JobQueue({
  jobs: store.jobs,
  kinds: [kind],
  clock: systemClock,
  random: Math.random,
  newId: randomUUID,
  concurrency: 3,
});

await recoverJobs(files, queue, store.jobs, [foundImport], await files.list());
for (const id of orders.add) {
  if (!store.jobs.knows(id)) {
    const payload = importOf(id, orders.server);
    queue.add({ id, kind: 'import', name: id, connectionId: randomUUID(), payload });
  }
  console.log(`added ${id}`);
}
for (const { id, arrived } of orders.decide) {
  queue.decide(id, arrived ? { kind: 'arrived', result: {} } : { kind: 'send-again' });
}
queue.subscribe(() => {
  const { queued, running, waiting } = queue.counts();
  if (queued + running + waiting === 0) void end();
});
console.log('started');
queue.start();
if (queue.counts().queued + queue.counts().running + queue.counts().waiting === 0) await end();

async function end(): Promise<void> {
  await queue.stop();
  store.close();
  process.exit(0);
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
