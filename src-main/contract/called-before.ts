import * as v from 'valibot';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What happens to rows with a number that was sent before. With `ignore` they are counted, and that is all. */
export const CalledBeforeAction = v.picklist(['leave-out', 'warn', 'ignore']);
export type CalledBeforeAction = v.InferOutput<typeof CalledBeforeAction>;

export const calledBeforeDays = [1, 3, 7, 14, 30, 90] as const;
/** How many days back a number counts as sent before. */
export const CalledBeforeDays = v.picklist(calledBeforeDays);
export type CalledBeforeDays = v.InferOutput<typeof CalledBeforeDays>;

/** What is kept for a connection, and offered for its next list. */
export const CalledBeforeHabit = v.object({ action: CalledBeforeAction, days: CalledBeforeDays });
export type CalledBeforeHabit = v.InferOutput<typeof CalledBeforeHabit>;

/** The same of a check. `campaignId` null: whichever campaign a number was sent to. */
export const CalledBeforeChoice = v.object({
  ...CalledBeforeHabit.entries,
  campaignId: v.nullable(v.string()),
});
export type CalledBeforeChoice = v.InferOutput<typeof CalledBeforeChoice>;

/** The ID of the connection whose call centre is asked about. connections.ts imports the errors, which import call lists. */
export const ComparedConnection = v.pipe(v.string(), v.uuid());

/** A campaign that numbers of the list were sent to. */
export const CalledCampaign = v.object({
  campaignId: v.string(),
  campaignName: v.nullable(v.string()),
  /** Different numbers that were sent to it within the days. */
  numbers: Count,
  /** When the last of them was sent, epoch milliseconds. */
  lastAt: v.number(),
});
export type CalledCampaign = v.InferOutput<typeof CalledCampaign>;

/** An import that has numbers of the list, however long ago it was sent. */
export const EarlierImport = v.object({
  jobId: v.string(),
  name: v.string(),
  sourceName: v.string(),
  campaignId: v.string(),
  campaignName: v.nullable(v.string()),
  at: v.number(),
  /** Different numbers it has, and how many of them the list has as well. */
  numbers: Count,
  shared: Count,
  /** Its answer was lost: it may not have been carried out. */
  unsure: v.boolean(),
});
export type EarlierImport = v.InferOutput<typeof EarlierImport>;

/**
 * What the memory says of a list. Numbers are those of rows in which nothing else is wrong, those that must not be called
 * among them; each is counted once.
 */
export const CalledBefore = v.object({
  ...CalledBeforeChoice.entries,
  /** Whose call centre was asked about. */
  connectionId: v.string(),
  /** Different numbers of the list, and those of them that were sent within the days, to the campaigns chosen. */
  of: Count,
  numbers: Count,
  /** Of those, the ones of which it is not known whether they were: an answer was lost. */
  unsure: Count,
  /** Rows that were left out, or warned about. */
  rows: Count,
  /** Most numbers first. */
  campaigns: v.array(CalledCampaign),
  /** Most shared numbers first; at most five. */
  imports: v.array(EarlierImport),
  /** Imports that could not be compared: their files are damaged, or were made with a key that is gone. */
  notCompared: Count,
});
export type CalledBefore = v.InferOutput<typeof CalledBefore>;
