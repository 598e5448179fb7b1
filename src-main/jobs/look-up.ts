import { DialdeskError } from '../contract/errors.ts';
import type { Job } from '../contract/jobs.ts';
import { quietContext, type AnyJobKind } from './job-kind.ts';

/**
 * Asks the system what became of a job's unknown step. It only asks: whatever it finds, a person decides.
 * @returns `{ found }` with the kind's own facts, `{ lookUpFailed }` with an error's code, or null where the
 * kind has no way to look.
 */
export async function lookUpOutcome(
  job: Job,
  kind: AnyJobKind,
  { payload, memory }: { readonly payload: unknown; readonly memory: object },
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>> | null> {
  const unknown = job.steps.find(({ state }) => state === 'unknown');
  const step = kind.steps.find(({ id }) => id === unknown?.id);
  if (!step?.lookUp) return null;
  const context = quietContext(job, { payload, memory }, signal);
  try {
    return { found: await step.lookUp(context) };
  } catch (error) {
    return { lookUpFailed: error instanceof DialdeskError ? error.code : 'internal' };
  }
}

/**
 * Looks up one after the other: there may be many, and the call centre has other work. One that cannot be asked now
 * is not asked again for the next job.
 * @param lookUp says whether the system could be asked
 */
export async function lookUpEach(
  unknown: readonly Job[],
  lookUp: (id: string) => Promise<boolean>,
  ended: AbortSignal,
): Promise<void> {
  const silent = new Set<string | null>();
  for (const { id, connectionId } of unknown) {
    if (ended.aborted) return;
    if (silent.has(connectionId)) continue;
    if (!(await lookUp(id).catch(() => true))) silent.add(connectionId);
  }
}
