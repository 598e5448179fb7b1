import type { ActivityTable } from '../../store/activity.ts';
import type { SettingsTable } from '../../store/settings.ts';
import { activityDaysSetting } from '../../store/app-settings.ts';

const day = 86_400_000;

/**
 * Deletes entries older than the setting allows.
 * @returns how many were deleted; also 0 if the database refused, since the next run will catch up
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

/** Deletes old entries once startup is over, and then daily, because Dialdesk may stay open for weeks. */
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
