import * as v from 'valibot';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** After how many days a list is old; 0: never. */
export const listDays = [0, 1, 7, 14, 30, 90, 180, 365] as const;
export const ListDays = v.picklist(listDays);
export type ListDays = v.InferOutput<typeof ListDays>;

/** What was read of a do-not-call list. */
export const ListReading = v.object({
  /** How many different numbers were read. */
  numbers: v.number(),
  /** Where they were read: the header of the column, or its letter; `sheet` is null for a text file. */
  columns: v.array(v.object({ sheet: v.nullable(v.string()), column: v.string(), numbers: v.number() })),
  /** Lines with something in them in which no number, or not every number, was understood. */
  notUnderstood: v.number(),
  /** Lines left out because one of their columns says that the customer may be called. */
  mayBeCalled: v.number(),
  /** Sheets in which there was no number. */
  sheetsWithout: v.array(v.string()),
});
export type ListReading = v.InferOutput<typeof ListReading>;

/** A line in which no number was understood. Shown after a list is read, and never written down: it may hold one. */
export const LineNotUnderstood = v.object({
  sheet: v.nullable(v.string()),
  row: v.number(),
  text: v.string(),
});

/** What is known of a list of the library. What might be a phone number in a name is taken out. */
export const ListFacts = v.object({
  ...ListReading.entries,
  sourceName: v.string(),
  /** When it was read from its source, epoch milliseconds. */
  readAt: v.number(),
  /** When its source had been changed last, epoch milliseconds. */
  changedAt: v.number(),
});
export type ListFacts = v.InferOutput<typeof ListFacts>;

/** Why a list cannot be applied: damaged or unreadable, not there, made with a key that is gone, or there is no key. */
export const ListFault = v.picklist(['damaged', 'gone', 'other-key', 'no-key']);
export type ListFault = v.InferOutput<typeof ListFault>;

export const ListId = v.pipe(v.string(), v.uuid());

/** A list of the library. */
export const KeptList = v.object({
  id: ListId,
  name: v.string(),
  /** Whether checks apply it where nothing else is chosen. */
  applied: v.boolean(),
  fault: v.nullable(ListFault),
  /** Null where they cannot be read. */
  facts: v.nullable(ListFacts),
  /** Its source is older than the days that were set. */
  old: v.boolean(),
});
export type KeptList = v.InferOutput<typeof KeptList>;

/** The library as it is, in the order in which lists were added. */
export const ListLibraryState = v.object({
  /** Whether there is a keychain for the key. Without one nothing is kept, and nothing applied. */
  keychain: v.boolean(),
  oldAfterDays: ListDays,
  lists: v.array(KeptList),
});
export type ListLibraryState = v.InferOutput<typeof ListLibraryState>;

/** The lists of the library that a check is to apply. */
export const ListsToApply = v.object({
  oldAfterDays: ListDays,
  lists: v.array(v.object({ id: ListId, name: v.string() })),
});
export type ListsToApply = v.InferOutput<typeof ListsToApply>;

/** What a list of the library came to in a check. */
export const AppliedList = v.object({
  id: ListId,
  name: v.string(),
  /** Not null: it could not be applied, or not all of it. Nobody knows whether the others of its numbers are in the rows. */
  fault: v.nullable(ListFault),
  facts: v.nullable(ListFacts),
  old: v.boolean(),
  /** Rows that it blocked. A row may be counted for several lists; one that was left out before is counted for none. */
  blockedRows: Count,
  /** Of those, the rows for which the country of a number is a judgement. */
  likelyRows: Count,
});
export type AppliedList = v.InferOutput<typeof AppliedList>;
