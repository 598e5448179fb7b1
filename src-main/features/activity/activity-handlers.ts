import { basename } from 'node:path';
import type { Handlers } from '../../contract/derive.ts';
import { m } from '../../contract/messages/messages.js';
import type { Store } from '../../store/store.ts';
import { writeActivityCsv } from './activity-csv.ts';
import type { ActivityLog } from './activity-log.ts';
import { forgetOldActivity } from './retention.ts';
import { taskLines } from './task-lines.ts';
import type { Desktop } from '../app/desktop.ts';
import { activityDaysSetting } from '../../store/app-settings.ts';

export interface ActivityDeps {
  readonly store: Pick<Store, 'activity' | 'jobs' | 'settings'>;
  readonly log: Pick<ActivityLog, 'flush'>;
  readonly desktop: Desktop;
  readonly now: () => number;
}

/** What was done: a page of it, a file of it, and for how long it is kept. */
export function activityHandlers(deps: ActivityDeps): Handlers['activity'] {
  const { log, desktop, now } = deps;
  const { activity: table, settings } = deps.store;
  return {
    list(query) {
      log.flush();
      return table.list(query);
    },
    tasks(query) {
      log.flush();
      return taskLines(table, query, (id) => deps.store.jobs.get(id));
    },
    connections: () => table.connections(),
    async saveCsv(filter) {
      const day = new Date(now()).toISOString().slice(0, 10);
      const path = await desktop.pickSavePath(`${m.activity_csv_file()}-${day}.csv`);
      if (path === null) return null;
      log.flush();
      return { name: basename(path), ...(await writeActivityCsv(path, table, filter)) };
    },
    days: () => settings.get(activityDaysSetting),
    keepFor({ days }) {
      settings.set(activityDaysSetting, days);
      return { forgotten: forgetOldActivity(table, settings, now()) };
    },
  };
}
