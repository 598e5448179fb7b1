import * as v from 'valibot';
import { ConnectionId } from './connections.ts';
import { JobId } from './jobs.ts';
import { SentBefore } from './sent-before.ts';
import { call } from './define.ts';

/** The most that are looked up, newest first: a new one is always among them. */
export const mostSentBefore = 50;

/** The sendings that a supervisor has seen, and after which it may be sent again. One that is not named is asked about. */
export const SeenSendings = v.pipe(v.array(JobId), v.maxLength(1000 * mostSentBefore));

/** Whether this was sent before: a checked list, or an import from the outbox (into its own campaign, if none is named). */
export const SentBeforeQuery = v.variant('kind', [
  v.object({
    kind: v.literal('list'),
    list: v.pipe(v.string(), v.uuid()),
    connectionId: ConnectionId,
    campaignId: v.string(),
  }),
  /** The same file, whatever its name, into whichever campaign: asked once it is opened. */
  v.object({ kind: v.literal('source'), list: v.pipe(v.string(), v.uuid()) }),
  v.object({ kind: v.literal('job'), id: JobId, campaignId: v.optional(v.string()) }),
]);
export type SentBeforeQuery = v.InferOutput<typeof SentBeforeQuery>;

/** Newest first. `comparable` is false where the file cannot be read as it was checked: then nothing is known. */
export const SentBeforeAnswer = v.object({ sent: v.array(SentBefore), comparable: v.boolean() });
export type SentBeforeAnswer = v.InferOutput<typeof SentBeforeAnswer>;

/** Looks for sendings of the same content, by SHA-256, into the same campaign. */
export const sentBefore = call(SentBeforeQuery, SentBeforeAnswer);
