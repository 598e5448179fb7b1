import type { CallInput, CallOutput } from '../../contract/define.ts';
import type { callResults as contract } from '../../contract/call-results.ts';
import type { Handlers } from '../../contract/derive.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { Job } from '../../contract/jobs.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import type { Desktop } from '../app/desktop.ts';
import type { MissingInterfaces } from '../connections/missing-interfaces.ts';
import type { ImportMemory, ImportPayload } from '../imports/job/import-payload.ts';
import type { ResultsPayload } from './job/results-payload.ts';
import { plainName } from './prepare-rows.ts';
import type { SentList } from './sent-list.ts';

export interface CallResultDeps {
  readonly queue: JobQueue;
  readonly desktop: Desktop;
  readonly missing: MissingInterfaces;
  readonly sentList: SentList;
  /**
   * Another call centre has other results under the same campaign and mark.
   * @throws DialdeskError `call_centre_changed` where the connection of a job leads to one by now
   */
  readonly requireCentre: (job: Job) => void;
  readonly callAgain: (
    sent: Job,
    results: Job,
    wish: Pick<CallInput<typeof contract.callAgain>, 'causes' | 'name'>,
  ) => Promise<Job>;
}

/** So many fetches are read at once, to look through all of them for an import's. */
const pageOfJobs = 500;
const over: ReadonlySet<Job['state']> = new Set(['done', 'cancelled', 'failed']);

/** The results of an import, number by number. */
export function callResultHandlers(deps: CallResultDeps): Handlers['callResults'] {
  const { queue, desktop, missing, sentList } = deps;

  /** @throws DialdeskError `not_found`, `conflict` for what is no import that was sent */
  function sentImport(id: string): Job & { readonly connectionId: string } {
    const job = queue.get(id);
    const { connectionId } = job;
    if (job.kind === 'import' && job.state === 'done' && connectionId !== null)
      return { ...job, connectionId };
    throw new DialdeskError('conflict', `Job ${id} is ${job.state}`, { details: { state: job.state } });
  }

  function latestOf(importId: string): Job | null {
    const query = { states: [], kinds: ['call-results' as const], search: '', sort: 'newest' as const };
    for (let offset = 0; ; offset += pageOfJobs) {
      const { jobs, total } = queue.list({ ...query, offset, limit: pageOfJobs });
      const found = jobs.find(
        ({ summary }) => summary.kind === 'call-results' && summary.importId === importId,
      );
      if (found || offset + pageOfJobs >= total) return found ?? null;
    }
  }

  async function offerOf(id: string): Promise<CallOutput<typeof contract.of>> {
    const job = sentImport(id);
    const payload = queue.payload(id) as ImportPayload;
    return {
      mark: payload.mark.mark,
      offered: !missing.has(job.connectionId, 'callresult'),
      list: await sentList.state(id),
      sourceName: payload.source.name,
      job: latestOf(id),
    };
  }

  return {
    of: ({ job }) => offerOf(job),
    async fetch({ job: id, list }) {
      const job = sentImport(id);
      const requireStill = (): void => {
        const before = latestOf(id);
        if (before && !over.has(before.state)) {
          throw new DialdeskError('conflict', 'They are being fetched', { details: { state: before.state } });
        }
        deps.requireCentre(job);
      };
      requireStill();
      const payload = queue.payload(id) as ImportPayload;
      const memory = queue.memory(id) as ImportMemory;
      if (!payload.destination) throw new DialdeskError('internal', 'an import was sent nowhere');
      const target = await desktop.pickSavePath(`${plainName(job.name)}-results.xlsx`);
      if (target === null) return null;
      requireStill();
      // somebody wishes to know: a system that lacked it may have been updated
      missing.forget(job.connectionId, 'callresult');
      const results: ResultsPayload = {
        importId: id,
        campaignId: payload.destination.campaignId,
        campaignName: payload.destination.campaignName,
        mark: payload.mark.mark,
        sentAt: memory.sentAt ?? job.updatedAt,
        rows: memory.clean?.rows ?? payload.rows,
        target,
        beside: list === 'beside',
        found: sentList.found(id),
        language: desktop.language(),
      };
      const { connectionId, name } = job;
      return queue.add({ kind: 'call-results', name, connectionId, payload: results });
    },
    async findList({ job: id }) {
      sentImport(id);
      const [path] = await desktop.pickFiles('call-list');
      if (path === undefined) return null;
      await sentList.find(id, path);
      return offerOf(id);
    },
    async callAgain({ job: id, causes, name }) {
      const job = sentImport(id);
      const results = latestOf(id);
      if (results?.state !== 'done') throw new DialdeskError('conflict', 'The results are not there');
      return deps.callAgain(job, results, { causes, name });
    },
  };
}
