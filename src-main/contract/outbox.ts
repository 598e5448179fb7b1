import * as v from 'valibot';
import { Job, JobDecision, JobId, JobMove, JobPage, JobQuery, JobsChanged } from './jobs.ts';
import { call, push } from './define.ts';

/** The outbox: jobs of every kind. */
export const outbox = {
  list: call(JobQuery, JobPage),
  get: call(v.object({ id: JobId }), Job),
  pause: call(v.object({ id: JobId }), v.void()),
  resume: call(v.object({ id: JobId }), v.void()),
  retry: call(v.object({ id: JobId }), v.void()),
  /** Does not wait any longer, for all that wait for the network, a password or a host key. */
  tryAll: call(v.void(), v.void()),
  /** Runs a job sooner or later. */
  move: call(JobMove, v.void()),
  cancel: call(v.object({ id: JobId }), v.void()),
  /** Takes an ended job, and its files, off the list. */
  remove: call(v.object({ id: JobId }), v.void()),
  decide: call(v.object({ id: JobId, decision: JobDecision }), v.void()),
  changed: push(JobsChanged),
} as const;
