import type { CheckSummary } from '../../src-main/contract/call-list.ts';

/** Groups of problems that are seen at once beside a picture of the rows that are ready. */
const shortList = 3;

/** Whether a check found so many kinds of problems that their list needs the whole height. */
export const isLongList = ({ groups }: Pick<CheckSummary, 'groups'>): boolean => groups.length > shortList;
