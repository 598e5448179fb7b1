import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import * as v from 'valibot';
import type { ChosenRows } from '../../call-list/results/choose-rows.ts';
import type { WrittenFile } from '../../contract/call-list.ts';
import { FetchedResults } from '../../contract/call-results.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { causeOfCode, type CallCause } from '../../contract/fail-codes.ts';
import type { Job } from '../../contract/jobs.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import type { ImportPayload } from '../imports/job/import-payload.ts';
import type { JobFiles } from '../outbox/job-files.ts';
import type { ResultsPayload } from './job/results-payload.ts';
import { prepareRows } from './prepare-rows.ts';
import type { SentList } from './sent-list.ts';

export interface CallAgainDeps {
  readonly queue: JobQueue;
  readonly files: JobFiles;
  readonly sentList: SentList;
  /** The call list worker's entry, if it is not beside session.ts. */
  readonly worker: URL | undefined;
  readonly choose: (chosen: ChosenRows) => Promise<WrittenFile>;
  readonly outcomesPath: (jobId: string) => Promise<string>;
}

/** The failure codes among results that belong to these causes; '' stands for a failure without a code. */
export function codesOf({ failedBy }: FetchedResults, causes: ReadonlySet<CallCause>): string[] {
  const codes = failedBy.filter(({ failCode }) => causes.has(causeOfCode(failCode)));
  return [...new Set(codes.map(({ failCode }) => failCode ?? ''))];
}

/**
 * Makes a prepared import of the rows that failed by some causes: as they were sent, checked anew, and for the same
 * campaign and server until somebody chooses others.
 * @throws DialdeskError `file_changed` or `file_unreadable` where the list is gone, `nothing_to_send`, `local_disk`
 */
export async function callAgain(
  { queue, files, sentList, worker, choose, outcomesPath }: CallAgainDeps,
  sent: Job,
  results: Job,
  wish: { readonly causes: readonly CallCause[]; readonly name: string },
): Promise<Job> {
  const fetched = v.parse(FetchedResults, results.result?.['fetched']);
  const payload = queue.payload(sent.id) as ImportPayload;
  const { found } = queue.payload(results.id) as ResultsPayload;
  const work = randomUUID();
  try {
    await files.prepare(work);
    const list = `${files.cleanPath(work)}.all.xlsx`;
    const chosen = `${files.cleanPath(work)}.chosen.xlsx`;
    const watch = { signal: new AbortController().signal, onProgress: () => undefined };
    const state = await sentList.write(sent.id, work, sentList.found(sent.id) ?? found, list, watch);
    if (state !== 'beside') {
      throw new DialdeskError('file_changed', 'The list that was sent is no longer there', {
        details: { name: payload.source.name, what: 'source' },
      });
    }
    const codes = codesOf(fetched, new Set(wish.causes));
    const { mark, markOrigin } = payload.mark;
    // the new import gets a mark of its own, and what it is called in the call centre would otherwise be two lists
    const drop = markOrigin === 'dialdesk' ? mark : null;
    await choose({ list, outcomes: await outcomesPath(results.id), codes, drop, target: chosen });
    await rm(list, { force: true });
    const { connectionId, centre } = sent;
    return await prepareRows({ queue, files, worker }, work, chosen, {
      ...{ name: wish.name, connectionId, centre, like: payload },
    });
  } catch (error) {
    await files.remove(work).catch(() => undefined);
    throw error;
  }
}
