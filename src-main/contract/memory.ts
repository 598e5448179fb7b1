import * as v from 'valibot';
import { call, push } from './define.ts';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** For how many days the numbers of an import that was sent are remembered; 0: not at all. */
export const memoryDays = [0, 30, 90, 180, 365] as const;
export const MemoryDays = v.picklist(memoryDays);
export type MemoryDays = v.InferOutput<typeof MemoryDays>;

/** An import that was sent and is not remembered: there was no keychain, or its file could not be written. */
export const NotRemembered = v.object({
  name: v.string(),
  /** When it was sent, epoch milliseconds. */
  at: v.number(),
  why: v.picklist(['no_keychain', 'not_written']),
});
export type NotRemembered = v.InferOutput<typeof NotRemembered>;

/** The memory as it is. */
export const MemoryState = v.object({
  days: MemoryDays,
  /** Whether there is a keychain for its key. Without one nothing is remembered, and nothing compared. */
  keychain: v.boolean(),
  /** Imports that are remembered, and their numbers; a number of several imports counts for each. */
  imports: Count,
  numbers: Count,
  /** When the oldest of them was sent, epoch milliseconds. */
  oldest: v.nullable(v.number()),
  /** Files that are damaged, or were made with a key that the keychain no longer has. */
  unreadable: Count,
  /** Newest first. */
  notRemembered: v.array(NotRemembered),
});
export type MemoryState = v.InferOutput<typeof MemoryState>;

/** Who was called: the fingerprints of numbers that were sent. */
export const memory = {
  state: call(v.void(), MemoryState),
  /** Says how many imports were older than that, and are forgotten. */
  keepFor: call(v.object({ days: MemoryDays }), v.object({ forgotten: Count })),
  /** Forgets everything. Says how many imports there were. */
  erase: call(v.void(), v.object({ forgotten: Count })),
  /** Forgets one number, however it is written. Says in how many imports it was. */
  eraseNumber: call(
    v.object({ number: v.pipe(v.string(), v.trim(), v.nonEmpty('required'), v.maxLength(60, 'too_long')) }),
    v.object({ imports: Count, unreadable: Count }),
  ),
  /** Dismisses the notice about imports that are not remembered. */
  seen: call(v.void(), v.void()),
  changed: push(v.object({})),
} as const;
