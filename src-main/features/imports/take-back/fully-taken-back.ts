import type { Job, JobSummary } from '../../../contract/jobs.ts';

/**
 * The import that a job has taken back whole: nothing of it is left in its campaign, and nobody was called, so that it may
 * be sent again as if it had never been. Null for all else; a count that is not known is not taken for 0.
 */
export function fullyTakenBack({
  state,
  summary,
  result,
}: Job): Extract<JobSummary, { kind: 'take-back' }> | null {
  if (summary.kind !== 'take-back' || state !== 'done') return null;
  return result?.['called'] === 0 && result['left'] === 0 ? summary : null;
}
