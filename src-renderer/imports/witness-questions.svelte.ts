import * as v from 'valibot';
import { SvelteSet } from 'svelte/reactivity';
import { ErrorCode } from '../../src-main/contract/errors.ts';
import type { Job } from '../../src-main/contract/jobs.ts';
import { WitnessReport } from '../../src-main/contract/witnesses.ts';
import type { App } from '../app/app.ts';
import { attempt } from '../app/failures.ts';

const Found = v.object({ found: WitnessReport });
const Failed = v.object({ lookUpFailed: ErrorCode });

/** What a job of unknown outcome says of its witnesses. */
export interface Looked {
  /** What was found out; null before anybody answered. */
  readonly found: WitnessReport | null;
  /** Why nobody could be asked the last time; null where that went well, or nobody was asked. */
  readonly failed: ErrorCode | null;
}

/** What is on record of the looks for an import whose outcome is unknown. */
export function lookedUp({ waitingFor }: Pick<Job, 'waitingFor'>): Looked {
  const found = v.safeParse(Found, waitingFor?.details);
  const failed = v.safeParse(Failed, waitingFor?.details);
  return {
    found: found.success ? found.output.found : null,
    failed: failed.success ? failed.output.lookUpFailed : null,
  };
}

/** Which imports' witnesses are being asked at a press. What they say comes with the job. */
export class WitnessQuestions {
  readonly #client: Pick<App['client'], 'importResults'>;
  readonly #asking = new SvelteSet<string>();

  constructor({ client }: Pick<App, 'client'>) {
    this.#client = client;
  }

  isAsking(jobId: string): boolean {
    return this.#asking.has(jobId);
  }

  /** A failure is shown, not thrown. */
  async ask(jobId: string): Promise<void> {
    if (this.#asking.has(jobId)) return;

    this.#asking.add(jobId);
    await attempt(() => this.#client.importResults.askWitnesses({ job: jobId }));
    this.#asking.delete(jobId);
  }
}
