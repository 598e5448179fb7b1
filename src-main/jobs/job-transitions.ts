import { DialdeskError, type ErrorCode } from '../contract/errors.ts';
import type { Job, JobDecision, JobStep } from '../contract/jobs.ts';
import type { JobAnswer } from './job-kind.ts';

/** What each answer answers. */
const answers: Readonly<Record<JobAnswer['kind'] | 'go-there', ErrorCode>> = {
  replace: 'file_exists',
  'send-anyway': 'sent_before',
  'go-there': 'call_centre_changed',
  'start-now': 'start_passed',
  'start-at': 'start_passed',
};

/** The job as it goes on: queued, with nothing in the way, from the first step that is not done. */
export function resumed(job: Job): Job {
  return {
    ...job,
    state: 'queued',
    waitingFor: null,
    error: null,
    steps: job.steps.map((step) => (isOver(step) ? step : { ...step, state: 'pending' })),
  };
}

/** A job that the end of the app found running: taken up again, unless a step was being sent. */
export function askedAgain(job: Job): Job {
  if (!job.steps.some(({ state }) => state === 'sending')) return resumed(job);
  const lost = new DialdeskError('outcome_unknown', 'The app ended before the answer came', {
    details: { reason: 'ended' },
  });
  return {
    ...job,
    state: 'unknown',
    error: lost.toShape(),
    waitingFor: { kind: 'decision', code: 'outcome_unknown', details: { reason: 'ended' }, retryAt: null },
    steps: job.steps.map((step) => (step.state === 'sending' ? { ...step, state: 'unknown' } : step)),
  };
}

/**
 * The job after a person's decision; an `answer` is for its kind to take in.
 * @param at epoch milliseconds
 * @throws DialdeskError `conflict` when the decision does not answer what the job asks.
 */
export function decided(job: Job, decision: JobDecision, at: number): { job: Job; answer: JobAnswer | null } {
  const aboutOutcome = decision.kind === 'arrived' || decision.kind === 'send-again';
  const fits = aboutOutcome
    ? job.state === 'unknown'
    : job.state === 'waiting' && job.waitingFor?.code === answers[decision.kind];
  if (!fits) {
    throw new DialdeskError('conflict', `${decision.kind} does not answer a job that is ${job.state}`, {
      details: { state: job.state },
    });
  }
  // what was shown is what is decided: if it leads elsewhere again by now, it is asked again
  if (decision.kind === 'go-there') {
    return { job: { ...resumed(job), centre: decision.centre }, answer: null };
  }
  if (!aboutOutcome) return { job: resumed(job), answer: decision };
  if (decision.kind === 'send-again') {
    const steps = job.steps.map((step): JobStep =>
      step.state === 'unknown' ? { ...step, state: 'pending' } : step,
    );
    return { job: resumed({ ...job, steps }), answer: null };
  }
  // Whoever says so may have found the task's ID in the call centre.
  return { job: arrived(job, { ...decision.result, decidedByUser: true }, at), answer: null };
}

/** An unknown job whose request was carried out. @param at epoch milliseconds */
export function arrived(job: Job, result: Readonly<Record<string, unknown>>, at: number): Job {
  const steps = job.steps.map((step): JobStep =>
    step.state === 'unknown' ? { ...step, state: 'done', endedAt: at } : step,
  );
  return { ...job, state: 'done', steps, result, waitingFor: null, error: null };
}

function isOver({ state }: JobStep): boolean {
  return state === 'done' || state === 'skipped' || state === 'unknown';
}
