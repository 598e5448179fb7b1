import type { RequestLog } from '../../aicc/request-log.ts';
import type { ActivityEntry } from '../../contract/activity.ts';
import type { Handlers, Pushes } from '../../contract/derive.ts';
import type { JobsChanged } from '../../contract/jobs.ts';
import type { TransfersChanged } from '../../contract/transfers.ts';
import { currentJob } from '../../platform/current-job.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Store } from '../../store/store.ts';
import type { Desktop } from '../app/desktop.ts';
import { activityHandlers } from './activity-handlers.ts';
import { ActivityLog } from './activity-log.ts';
import { JobActivity } from './job-activity.ts';
import { requestActivity, type Requester } from './request-activity.ts';
import { forgetOldActivity, keepForgetting } from './retention.ts';
import { TransferActivity } from './transfer-activity.ts';

export interface OpenActivity {
  readonly log: ActivityLog;
  /** A log for the requests made on a connection's behalf: the file's log and the activity. */
  readonly requests: (requester: Requester) => RequestLog;
  /** Receives the changes the queue reports. */
  readonly jobs: (changed: JobsChanged) => void;
  /** Receives the changes of manual transfers. */
  readonly transfers: (changed: TransfersChanged) => void;
  readonly close: () => void;
  readonly handlers: Pick<Handlers, 'activity'>;
}

/** Sets up recording: requests from the clients, manual transfers, and outcomes of jobs from the queue. */
export function openActivity(deps: {
  readonly store: Pick<Store, 'activity' | 'connections' | 'jobs' | 'settings'>;
  readonly desktop: Desktop;
  readonly push: Pick<Pushes, 'activity'>;
  readonly fileLog: RequestLog;
  readonly clock: Clock;
  readonly logError: (message: string, error: unknown) => void;
}): OpenActivity {
  const { store, desktop, fileLog } = deps;
  const { now, after } = deps.clock;
  /** Entries were added or deleted. */
  const changed = (): void => deps.push.activity.changed({});
  const log = new ActivityLog({ table: store.activity, written: changed, log: deps.logError, after });
  const record = (entry: ActivityEntry): void => log.record(entry);
  const connectionName = (id: string): string => store.connections.get(id)?.settings.name ?? '';
  const transfers = new TransferActivity({ record, connectionName, now });
  const jobs = new JobActivity({
    record,
    connectionName,
    lastOutcome: (jobId) =>
      store.activity.list({ jobId, kind: 'job', offset: 0, limit: 1 }).entries[0]?.outcome ?? null,
    since: now(),
  });
  /** An action must not fail because it could not be recorded. */
  const safely = (note: () => void): void => {
    try {
      note();
    } catch (error) {
      deps.logError('the activity could not be noted', error);
    }
  };
  const stopForgetting = keepForgetting(() => {
    if (forgetOldActivity(store.activity, store.settings, now()) > 0) changed();
  }, after);
  return {
    log,
    requests: (requester) => ({
      record: (entry) => {
        fileLog.record(entry);
        safely(() => log.record(requestActivity(entry, requester, currentJob())));
      },
    }),
    jobs: (news) => safely(() => jobs.changed(news)),
    transfers: (news) => safely(() => transfers.changed(news)),
    close: () => {
      stopForgetting();
      log.close();
    },
    handlers: { activity: activityHandlers({ store, log, desktop, now }) },
  };
}
