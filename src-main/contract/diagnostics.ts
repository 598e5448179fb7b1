import * as v from 'valibot';
import { call } from './define.ts';

/** What support needs. */
export const diagnostics = {
  /** Asks where to, and saves a redacted zip for support; null when the dialog was cancelled. */
  save: call(v.void(), v.nullable(v.object({ name: v.string(), bytes: v.number() }))),
  /** Shows the folder of the logs in the system's file manager. */
  openLogs: call(v.void(), v.void()),
} as const;
