import type { DemoOptions } from '../../../../src-main/demo/demo-options.ts';
import { below, pick, type Random } from '../../../../src-main/demo/random.ts';

/** Call centres that differ in what they can tell; of 100 lost answers, `share` are in such a one. */
export const centres = {
  usual: { share: 38, options: {} },
  'log of another form': {
    share: 10,
    options: {
      logUrl: 'part',
      logRequest: 'object',
      omitLogCount: true,
      omitLogFields: ['id', 'type'],
      ignoreTaskIds: true,
    },
  },
  'log in its own zone': { share: 10, options: { logZoneMinutes: 480, logOutside: true, logUrl: 'ignored' } },
  'log that is late': { share: 10, options: { logDelayMs: 90_000 } },
  'no log': { share: 12, options: { lacks: ['calllogs'] } },
  'log without requests': { share: 5, options: { logRequest: 'missing' } },
  'no statistics': { share: 10, options: { lacks: ['statistics'] } },
  'neither log nor statistics': { share: 5, options: { lacks: ['calllogs', 'statistics'] } },
} as const satisfies Record<string, { share: number; options: Partial<DemoOptions> }>;
export type CentreName = keyof typeof centres;

const minute = 60_000;

/** What happens to one import whose answer is lost, and around it. Times are milliseconds. */
export interface Fate {
  readonly outcome: 'arrived' | 'never arrived' | 'refused';
  /** How long the request takes to be recorded, and then until its answer is given up. */
  readonly onItsWay: number;
  readonly givenUp: number;
  readonly rows: number;
  readonly marked: boolean;
  readonly scheduled: boolean;
  readonly fileName: string;
  readonly campaign: number;
  /** Calls of a colleague's with a file of that name, from when ours is sent. */
  readonly colleague: readonly number[];
  /** When the colleague imports the very file that was uploaded from here; null: never. */
  readonly sameFileAt: number | null;
  /** How far this computer's clock is ahead, and by how much it is put right after the answer was lost. */
  readonly clockAhead: number;
  readonly clockPutRight: boolean;
  /** How long its import runs, or waits for its turn. */
  readonly importTakes: number;
}

const chance = (random: Random, percent: number): boolean => random() * 100 < percent;

/** Draws one. @param canSchedule whether an import that starts later can be told by anybody */
export function drawFate(random: Random, canSchedule: boolean): Fate {
  const outcome = pick(random, [
    ...Array.from({ length: 12 }, () => 'arrived' as const),
    ...Array.from({ length: 5 }, () => 'never arrived' as const),
    ...Array.from({ length: 3 }, () => 'refused' as const),
  ]);
  const apart = () => minute + below(random, 9 * minute);
  const colleague = chance(random, 70)
    ? []
    : pick(random, [
        [-apart(), -apart()],
        [apart(), apart()],
        [-apart(), apart()],
        ...(chance(random, 40) ? [[below(random, 25_000)]] : [[-apart()]]),
      ]);
  const skews = [0, below(random, 10_000), below(random, 10 * minute), below(random, 90 * minute)];
  const clockAhead = pick(random, skews) * pick(random, [1, -1]);
  return {
    outcome,
    onItsWay: below(random, 2_000),
    givenUp: chance(random, 20) ? 30_000 : below(random, 500),
    rows: 30 + below(random, 30),
    marked: chance(random, 80),
    scheduled: canSchedule && chance(random, 10),
    fileName: pick(random, ['leads.xlsx', 'leads-2.xlsx', '春季名单.xlsx', 'april 2026.xlsx']),
    campaign: below(random, 6),
    colleague: [...colleague].sort((a, b) => a - b),
    sameFileAt: chance(random, 4) ? apart() : null,
    clockAhead,
    clockPutRight: chance(random, 2),
    importTakes: chance(random, 25) ? below(random, 10 * minute) : 0,
  };
}
