import type { CheckSummary } from '../../src-main/contract/call-list.ts';

/** Groups of problems that are seen at once beside a picture of the rows that are ready. */
const shortList = 3;

/** Groups that say what they expect all at once, even where the window is low. */
const shortest = 2;

/** Whether each kind of problem takes one line, and only the chosen one says what it expects. */
export const isDense = ({ groups }: Pick<CheckSummary, 'groups'>): boolean => groups.length > shortest;

/** Whether a check found so many kinds of problems that their list needs the whole height. */
export const isLongList = ({ groups }: Pick<CheckSummary, 'groups'>): boolean => groups.length > shortList;
