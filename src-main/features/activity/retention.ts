import type { ActivityTable } from '../../store/activity.ts';
import type { SettingsTable } from '../../store/settings.ts';
import { activityDaysSetting } from '../../store/app-settings.ts';

const day = 86_400_000;

/**
 * Forgets entries that are older than the setting says.
 * @returns how many went; 0 also where the database refused, which the next time will mend
 */
export function forgetOldActivity(
  table: Pick<ActivityTable, 'prune'>,
  settings: Pick<SettingsTable, 'get'>,
  now: number,
): number {
  try {
    return table.prune(now - settings.get(activityDaysSetting) * day);
  } catch {
    return 0;
  }
}

/** Forgets old entries once the start is over, and then daily, since Dialdesk may stay open for weeks. */
export function keepForgetting(
  forget: () => void,
  after: (ms: number, work: () => void) => () => void,
): () => void {
  let callOff = after(10_000, function again() {
    forget();
    callOff = after(day, again);
  });
  return () => callOff();
}
