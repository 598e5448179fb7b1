import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { AiccClient } from '../../aicc/client.ts';
import { uploadVoiceFile } from '../../aicc/voice-files.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { ImportResult } from '../../contract/import-results.ts';
import type { Job, JobsChanged } from '../../contract/jobs.ts';
import { systemClock } from '../../jobs/clock.ts';
import { ReservationChangeJob } from '../reservations/changes/reservation-change-job.ts';
import { ImportFollower } from '../imports/results/import-follower.ts';
import { importTasksOf } from '../imports/results/import-tasks.ts';
import { fileServerSession } from '../imports/job/file-server-session.ts';
import { ImportJob } from '../imports/job/import-job.ts';
import { Outbox } from './job-files.ts';
import { recoverOutbox } from './recover-jobs.ts';
import { serviceCaller } from '../imports/job/service-caller.ts';
import { SourceWriter } from '../imports/job/source-writer.ts';
import { JobQueue } from '../../jobs/job-queue.ts';
import { VoiceUploadJob } from '../voice/job/voice-upload-job.ts';
import type { Pace } from '../../sftp/transfer/bandwidth.ts';
import type { Store } from '../../store/store.ts';
import type { MissingInterfaces } from '../connections/missing-interfaces.ts';
import { ReservationSender } from '../reservations/reservation-sender.ts';
import type { ServerAccess } from '../servers/server-access.ts';

/** How many jobs run side by side. Those of one file server take turns anyway. */
const sideBySide = 3;

export interface OpenJobs {
  readonly queue: JobQueue;
  readonly writer: SourceWriter;
  readonly outbox: Outbox;
  /** Told of the bytes of a voice upload as they leave, by its job's ID. */
  readonly watchers: Map<string, (sent: number, total: number) => void>;
  readonly follower: ImportFollower;
  /** Whether jobs that are not over need a connection. */
  readonly inUse: (connectionId: string) => boolean;
  /** Makes outbox and database agree, and begins. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Composes the durable queue with the real systems: the outbox folder, SFTP, and the call centre. */
export function openJobs(deps: {
  readonly store: Store;
  readonly dataFolder: string;
  readonly access: Pick<ServerAccess, 'open'>;
  readonly clientOf: (connectionId: string) => Promise<AiccClient>;
  readonly missing: MissingInterfaces;
  readonly changed: (changed: JobsChanged) => void;
  /** The limit that all transfers share. */
  readonly pace?: Pace;
  readonly resultsChanged: (results: ImportResult[]) => void;
  /** An import that was sent has ended in the call centre. */
  readonly importEnded: (job: Job, result: ImportResult) => void;
  /** Where the bundled call list worker lies; left out where sources run unbuilt. */
  readonly worker?: URL;
}): OpenJobs {
  const outbox = new Outbox(join(deps.dataFolder, 'outbox'));
  // now, because the window may put something there before the keychain has answered and jobs begin
  const left = outbox.list();
  const writer = new SourceWriter(deps.worker);
  const tasks = importTasksOf({
    clientOf: deps.clientOf,
    unlessMissing: (connectionId, ask) => deps.missing.ask(connectionId, 'queryDataImportTask', ask),
  });
  const importJob = new ImportJob({
    outbox,
    writer,
    sftp: {
      open: async (server, signal) => fileServerSession(await deps.access.open(server, signal), deps.pace),
    },
    caller: serviceCaller(deps.clientOf, tasks),
    now: Date.now,
  });
  const sender = new ReservationSender({
    book: deps.store.reservationBook,
    clientOf: deps.clientOf,
    newId: randomUUID,
    now: Date.now,
  });
  const reservationChanges = new ReservationChangeJob({
    rows: deps.store.reservationChanges,
    change: async (connectionId, { change, known }) => {
      const connection = deps.store.connections.get(connectionId);
      if (connection === null) throw new DialdeskError('not_found', `no connection ${connectionId}`);
      await sender.modify(connection, change, known);
    },
    clock: systemClock,
  });
  const watchers: OpenJobs['watchers'] = new Map();
  const voiceUploadJob = new VoiceUploadJob({
    outbox,
    watchers,
    uploads: deps.store.voiceUploads,
    send: async (connectionId, file, maxBytes, watch) =>
      uploadVoiceFile(await deps.clientOf(connectionId), file, maxBytes, watch),
    now: Date.now,
  });
  const queue = new JobQueue({
    jobs: deps.store.jobs,
    kinds: [importJob, voiceUploadJob, reservationChanges],
    clock: systemClock,
    random: Math.random,
    newId: randomUUID,
    concurrency: sideBySide,
  });
  queue.subscribe(deps.changed);
  const follower = new ImportFollower({
    results: deps.store.importResults,
    tasks,
    jobOf: (id) => queue.get(id),
    clock: systemClock,
    random: Math.random,
    changed: (results) => deps.resultsChanged([...results]),
    ended: (result) => deps.importEnded(queue.get(result.jobId), result),
  });
  queue.subscribe(({ jobs, removed }) => {
    for (const job of jobs) follower.follow(job);
    for (const id of removed) deps.store.reservationChanges.remove(id);
  });
  return {
    queue,
    writer,
    outbox,
    watchers,
    follower,
    inUse: (connectionId) => deps.store.jobs.needsConnection(connectionId),
    async start() {
      await recoverOutbox(outbox, queue, deps.store.jobs, await left);
      deps.store.reservationChanges.removeOrphans();
      queue.start();
      follower.start();
    },
    async stop() {
      await Promise.all([queue.stop(), follower.stop()]);
    },
  };
}
