import type { ImportResult } from '../../../src-main/contract/import-results.ts';
import type { Job } from '../../../src-main/contract/jobs.ts';
import { jobWords, type JobWords } from './job-words.ts';
import { resultVerdict, takenBackVerdict } from './result-words.ts';

/**
 * The state of a job as every screen says it. What the call centre made of an import counts for more than that it was
 * handed over, and that it was taken back for more than either.
 */
export function jobState(job: Job, result: ImportResult | undefined): JobWords {
  const verdict = job.state === 'done' && result ? (takenBackVerdict(result) ?? resultVerdict(result)) : null;
  return verdict ?? jobWords(job);
}

/** How many rows a job carries; null for one that has none. */
export function rowsOf({ summary }: Pick<Job, 'summary'>): number | null {
  return summary.kind === 'voice-upload' ? null : summary.rows;
}
