import * as v from 'valibot';
import type { Screen } from './app.ts';
import { call } from './define.ts';
import { ErrorCode } from './error-codes.ts';

/** The pages of the manual: docs/manual/<language>/<page>.md. */
export const manualPages = [
  'first-day',
  'call-lists',
  'imports',
  'campaigns',
  'voice',
  'file-servers',
  'reservations',
  'settings',
  'shortcuts',
  'administrators',
  'troubleshooting',
] as const;
export const ManualPage = v.picklist(manualPages);
export type ManualPage = v.InferOutput<typeof ManualPage>;

/** The page that explains a screen. */
export const pageOfScreen: Readonly<Record<Screen, ManualPage>> = {
  imports: 'imports',
  outbox: 'imports',
  campaigns: 'campaigns',
  voice: 'voice',
  reservations: 'reservations',
  servers: 'file-servers',
  connections: 'first-day',
  activity: 'settings',
  settings: 'settings',
};

/** A place in the manual: a page, or the entry of an error under Troubleshooting. */
export const ManualPlace = v.variant('kind', [
  v.object({ kind: v.literal('page'), page: ManualPage }),
  v.object({ kind: v.literal('error'), code: ErrorCode }),
]);
export type ManualPlace = v.InferOutput<typeof ManualPlace>;

/** The manual, which main shows in a window of its own, offline and in the language of the app. */
export const manual = {
  open: call(ManualPlace, v.void()),
} as const;
