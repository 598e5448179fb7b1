import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { AiccClient } from '../aicc/client.ts';
import type { JobsChanged } from '../contract/jobs.ts';
import { systemClock } from '../jobs/clock.ts';
import { fileServerSession } from '../jobs/import/file-server-session.ts';
import { ImportJob } from '../jobs/import/import-job.ts';
import { Outbox } from '../jobs/import/outbox.ts';
import { recoverOutbox } from '../jobs/import/recover-outbox.ts';
import { serviceCaller } from '../jobs/import/service-caller.ts';
import { SourceWriter } from '../jobs/import/source-writer.ts';
import { JobQueue } from '../jobs/job-queue.ts';
import type { Store } from '../store/store.ts';
import type { ServerAccess } from './server-access.ts';

/** How many jobs run side by side. Those of one file server take turns anyway. */
const sideBySide = 3;

export interface OpenJobs {
  readonly queue: JobQueue;
  readonly writer: SourceWriter;
  /** Whether jobs that are not over need a connection. */
  readonly inUse: (connectionId: string) => boolean;
  /** Makes outbox and database agree, and begins. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Composes the durable queue with the real systems: the outbox folder, SFTP, and the call centre. */
export function openJobs(parts: {
  readonly store: Store;
  readonly dataFolder: string;
  readonly access: ServerAccess;
  readonly clientOf: (connectionId: string) => Promise<AiccClient>;
  readonly changed: (changed: JobsChanged) => void;
  /** Where the bundled call list worker lies; left out where sources run unbuilt. */
  readonly worker?: URL;
}): OpenJobs {
  const outbox = new Outbox(join(parts.dataFolder, 'outbox'));
  const writer = new SourceWriter(parts.worker);
  const importJob = new ImportJob({
    outbox,
    writer,
    sftp: { open: async (server, signal) => fileServerSession(await parts.access.open(server, signal)) },
    caller: serviceCaller(parts.clientOf),
    now: Date.now,
  });
  const queue = new JobQueue({
    jobs: parts.store.jobs,
    kinds: [importJob],
    clock: systemClock,
    random: Math.random,
    newId: randomUUID,
    concurrency: sideBySide,
  });
  queue.subscribe(parts.changed);
  return {
    queue,
    writer,
    inUse: (connectionId) => parts.store.jobs.needsConnection(connectionId),
    async start() {
      await recoverOutbox(outbox, queue, parts.store.jobs);
      queue.start();
    },
    stop: () => queue.stop(),
  };
}
