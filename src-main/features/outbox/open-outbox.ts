import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Handlers, Pushes } from '../../contract/derive.ts';
import type { JobsChanged } from '../../contract/jobs.ts';
import type { Clock } from '../../platform/clock.ts';
import type { AnyJobKind } from '../../jobs/job-kind.ts';
import { JobQueue } from '../../jobs/job-queue.ts';
import type { Store } from '../../store/store.ts';
import type { OverallProgress } from '../app/overall-progress.ts';
import { JobFiles } from './job-files.ts';
import { outboxHandlers } from './outbox-handlers.ts';
import { recoverJobs, type FindJob } from './recover-jobs.ts';

/** How many jobs run side by side. Those of one file server take turns anyway. */
const sideBySide = 3;

export interface OpenOutbox {
  readonly queue: JobQueue;
  readonly files: JobFiles;
  /** Registers a kind of job, and how one is rebuilt from its manifest. To be called before `start`. */
  readonly addKind: (kind: AnyJobKind, find?: FindJob) => void;
  /** Whether unfinished jobs need a connection. */
  readonly inUse: (connectionId: string) => boolean;
  /** Reconciles the outbox with the database, and starts the queue. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly handlers: Pick<Handlers, 'outbox'>;
}

/** The durable queue of all jobs, over its folder of large files. Features register their kinds of job. */
export function openOutbox(deps: {
  readonly store: Pick<Store, 'jobs' | 'connections'>;
  readonly dataFolder: string;
  readonly push: Pick<Pushes, 'outbox'>;
  readonly progress: Pick<OverallProgress, 'jobs'>;
  readonly clock: Clock;
  /** Keeps a record of what became of each job. */
  readonly record: (changed: JobsChanged) => void;
  /** Called with what could not be tidied up at the start. */
  readonly logError?: (message: string, error: unknown) => void;
}): OpenOutbox {
  const { jobs, connections } = deps.store;
  const files = new JobFiles(join(deps.dataFolder, 'outbox'));
  // now, because the window may add a job before the keychain has answered and jobs begin
  const left = files.list();
  const find: FindJob[] = [];
  const queue = new JobQueue({
    jobs,
    kinds: [],
    clock: deps.clock,
    random: Math.random,
    newId: randomUUID,
    concurrency: sideBySide,
    hasConnection: (id) => connections.get(id) !== null,
    centreOf: (id) => connections.centreOf(id) ?? undefined,
  });
  queue.subscribe((changed) => {
    deps.push.outbox.changed(changed);
    deps.progress.jobs(changed);
    deps.record(changed);
  });
  return {
    queue,
    files,
    addKind(kind, finds) {
      queue.addKind(kind);
      if (finds) find.push(finds);
    },
    inUse: (connectionId) => jobs.needsConnection(connectionId),
    async start() {
      await recoverJobs(files, queue, jobs, find, await left, (what, error) =>
        deps.logError?.(`${what} could not be tidied up`, error),
      );
      queue.start();
    },
    stop: () => queue.stop(),
    handlers: { outbox: outboxHandlers(queue) },
  };
}
