import type { PlannedUpload } from '../../src-main/contract/transfers.ts';

/** What is to become of files that are to be sent, before anything is. */
export interface SortedPlan {
  /** Nothing is in their way. */
  readonly free: readonly PlannedUpload[];
  /** A file has the name, and may be replaced if the supervisor says so. */
  readonly taken: readonly PlannedUpload[];
  /** A folder or something else has the name, or it is unfit for a server: these cannot go. */
  readonly blocked: readonly PlannedUpload[];
}

/** Sorts a plan; a link is not replaced, because what else leads there cannot be seen from here. */
export function sortPlan(plan: readonly PlannedUpload[]): SortedPlan {
  const blocked = ({ unfit, existing }: PlannedUpload): boolean =>
    unfit !== null || (existing !== null && existing.kind !== 'file');
  return {
    free: plan.filter((file) => !blocked(file) && file.existing === null),
    taken: plan.filter((file) => !blocked(file) && file.existing !== null),
    blocked: plan.filter(blocked),
  };
}
