import type { ActivityEntry } from '../../src-main/contract/activity.ts';

/** How an outcome looks. A cancelled one was wanted so. */
export const outcomeTones = {
  ok: 'ok',
  failed: 'danger',
  unknown: 'warn',
  cancelled: 'neutral',
} as const satisfies Record<ActivityEntry['outcome'], string>;
