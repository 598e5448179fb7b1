import * as v from 'valibot';
import { call, push } from './define.ts';

/** How far an update has come. */
export const UpdatePhase = v.variant('kind', [
  /** This copy has no place to look at: it runs from the sources, or was packaged without one. */
  v.object({ kind: v.literal('unsupported') }),
  /** The organisation installs them. */
  v.object({ kind: v.literal('managed') }),
  /** Nothing newer as far as is known. `checkedAt` in epoch milliseconds; null before the first look. */
  v.object({ kind: v.literal('idle'), checkedAt: v.nullable(v.number()) }),
  v.object({ kind: v.literal('checking') }),
  /** There is one that this system’s own tools install. */
  v.object({ kind: v.literal('available'), version: v.string() }),
  v.object({ kind: v.literal('downloading'), version: v.string(), percent: v.number() }),
  /** Downloaded and verified; it waits for Dialdesk to end. */
  v.object({ kind: v.literal('ready'), version: v.string() }),
  v.object({ kind: v.literal('failed'), text: v.string() }),
]);
export type UpdatePhase = v.InferOutput<typeof UpdatePhase>;

export const UpdateState = v.object({
  /** Whether Dialdesk looks for updates by itself. */
  automatic: v.boolean(),
  phase: UpdatePhase,
});
export type UpdateState = v.InferOutput<typeof UpdateState>;

/** Updates of Dialdesk. */
export const updates = {
  state: call(v.void(), UpdateState),
  /** Whether Dialdesk looks for updates by itself. */
  setAutomatic: call(v.boolean(), UpdateState),
  /** Looks now; the outcome is announced by `changed`. */
  look: call(v.void(), v.void()),
  /** Ends Dialdesk and starts the downloaded version. `conflict` while something is under way. */
  install: call(v.void(), v.void()),
  changed: push(UpdateState),
} as const;
