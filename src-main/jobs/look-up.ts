import { DialdeskError } from '../contract/errors.ts';
import type { Job } from '../contract/jobs.ts';
import { quietContext, type AnyJobKind, type LookedUp } from './job-kind.ts';

/**
 * Asks the system what became of a job's unknown step. It only asks: what is not proved, a person decides.
 * @returns what the kind found, an error's code where it could not look, or null where it has no way to look
 */
export async function lookUpOutcome(
  job: Job,
  kind: AnyJobKind,
  { payload, memory }: { readonly payload: unknown; readonly memory: object },
  signal: AbortSignal,
): Promise<LookedUp | { readonly failed: string } | null> {
  const step = kind.steps.find(({ id }) => id === unknownStep(job)?.id);
  if (!step?.lookUp) return null;
  const context = quietContext(job, { payload, memory }, signal);
  try {
    return await step.lookUp(context);
  } catch (error) {
    return { failed: error instanceof DialdeskError ? error.code : 'internal' };
  }
}

/** The step whose outcome is unknown. */
export function unknownStep(job: Job) {
  return job.steps.find(({ state }) => state === 'unknown');
}

/**
 * Looks up one after the other: there may be many, and the call centre has other work. One that cannot be asked now
 * is not asked again for the next job.
 * @param lookUp says whether the system could be asked
 * @returns those whose system was not asked for them
 */
export async function lookUpEach(
  unknown: readonly Job[],
  lookUp: (id: string) => Promise<boolean>,
  ended: AbortSignal,
): Promise<Job[]> {
  const silent = new Set<string | null>();
  const skipped: Job[] = [];
  for (const job of unknown) {
    if (ended.aborted) break;
    if (silent.has(job.connectionId)) skipped.push(job);
    else if (!(await lookUp(job.id).catch(() => true))) silent.add(job.connectionId);
  }
  return skipped;
}
