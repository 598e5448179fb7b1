import { requireSameCallCentre } from '../../contract/connections.ts';
import type { Handlers } from '../../contract/derive.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import type { ImportFollower } from './results/import-follower.ts';
import type { ShownResults } from './results/shown-results.ts';
import type { ConnectionsTable } from '../../store/connections.ts';
import type { ImportResultsTable } from '../../store/import-results.ts';
import type { MissingInterfaces } from '../connections/missing-interfaces.ts';

/** What became of the imports that were sent. */
export function importResultHandlers(deps: {
  readonly follower: ImportFollower;
  readonly results: Pick<ImportResultsTable, 'get'>;
  readonly shown: ShownResults;
  readonly missing: MissingInterfaces;
  readonly queue: Pick<JobQueue, 'get' | 'lookUp'>;
  readonly connections: Pick<ConnectionsTable, 'centreOf'>;
}): Handlers['importResults'] {
  const { follower, results, shown, missing, queue, connections } = deps;
  return {
    of: ({ jobs }) => shown.of(jobs),
    stop({ job }) {
      follower.stopFollowing(job);
    },
    async askWitnesses({ job }) {
      const { connectionId, centre } = queue.get(job);
      // nobody there is asked: to do nothing would look like an answer
      if (connectionId !== null)
        requireSameCallCentre(centre, connections.centreOf(connectionId) ?? undefined);
      for (const name of ['calllogs', 'queryDataImportTask', 'statistics'] as const) {
        if (connectionId !== null) missing.forget(connectionId, name);
      }
      await queue.lookUp(job);
    },
    askAgain({ job }) {
      const result = results.get(job);
      if (result) missing.forget(result.connectionId, 'queryDataImportTask');
      follower.askAgain(job);
    },
  };
}
