import { DialdeskError } from '../contract/errors.ts';
import type { Job } from '../contract/jobs.ts';
import type { AnyJobKind } from './job-kind.ts';

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
  const nothing = () => undefined;
  const { id: jobId, name, connectionId } = job;
  const context = {
    jobId,
    name,
    connectionId,
    payload,
    memory,
    signal,
    remember: nothing,
    progress: nothing,
    detail: nothing,
  };
  try {
    return { found: await step.lookUp(context) };
  } catch (error) {
    return { lookUpFailed: error instanceof DialdeskError ? error.code : 'internal' };
  }
}
