import * as v from 'valibot';
import { call, push } from './define.ts';
import { KeptList, LineNotUnderstood, ListDays, ListId, ListLibraryState } from './do-not-call.ts';

const longestName = 60;
const Name = v.pipe(v.string(), v.trim(), v.nonEmpty('required'), v.maxLength(longestName, 'too_long'));
const Token = v.pipe(v.string(), v.uuid());

/** How far a list has been read, 0 to 1, and how many different numbers were found so far. */
export const ReadProgress = v.object({
  fraction: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  numbers: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type ReadProgress = v.InferOutput<typeof ReadProgress>;

/** A list that was read from a file. */
export const ReadList = v.object({
  list: KeptList,
  firstNotUnderstood: v.nullable(LineNotUnderstood),
  /** Of the list whose place it took: how many numbers that one had; null for a new one, or where it was not readable. */
  before: v.nullable(v.object({ numbers: v.number(), changedAt: v.number() })),
});
export type ReadList = v.InferOutput<typeof ReadList>;

/**
 * Do-not-call lists that are kept, as fingerprints. Reading one fails as `file_unreadable` with `details.file`
 * 'do-not-call', and as `keychain_unavailable` where there is no key; what was kept before stays then.
 */
export const doNotCallLists = {
  state: call(v.void(), ListLibraryState),
  /** Reads a file into a new list. Without a name it has the file's. Fails with `cancelled` after `cancel`. */
  add: call(v.object({ token: Token, name: v.optional(Name) }), ReadList),
  /** Reads a file in the place of what a list has. Fails with `cancelled` after `cancel`, unless it was too late for that. */
  refresh: call(v.object({ id: ListId, token: Token }), ReadList),
  /** Stops reading a file; what was kept before stays. */
  cancel: call(v.object({ token: Token }), v.void()),
  rename: call(v.object({ id: ListId, name: Name }), v.void()),
  /** Whether checks apply it where nothing else is chosen. */
  apply: call(v.object({ id: ListId, applied: v.boolean() }), v.void()),
  remove: call(v.object({ id: ListId }), v.void()),
  oldAfter: call(v.object({ days: ListDays }), v.void()),
  /** How far the reading of a file is. */
  progress: push(v.object({ token: Token, progress: ReadProgress })),
  changed: push(v.object({})),
} as const;
