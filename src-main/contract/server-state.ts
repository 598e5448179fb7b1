import * as v from 'valibot';
import { ErrorShape } from './errors.ts';

/**
 * How a file server stood when it was last tried from this workstation. Each answer is null where the trial
 * did not get that far.
 */
export const ServerState = v.object({
  /** When, milliseconds since 1970 UTC. */
  at: v.number(),
  /** As whom and where it was tried; null where the call centre does not say how to reach it. */
  tried: v.nullable(v.object({ host: v.string(), port: v.number(), userName: v.string(), path: v.string() })),
  reachable: v.nullable(v.boolean()),
  login: v.nullable(v.boolean()),
  /** Whether files can be put into the default path. */
  writable: v.nullable(v.boolean()),
  /** Bytes; null where the server does not tell. */
  free: v.nullable(v.number()),
  /** Algorithms the server forced that are no longer thought strong. */
  weak: v.array(v.string()),
  /** Why it got no further. */
  error: v.nullable(ErrorShape),
});
export type ServerState = v.InferOutput<typeof ServerState>;
