import type { Handlers } from '../../contract/derive.ts';
import type { ImportFollower } from './results/import-follower.ts';
import { shownResult } from './results/import-follower.ts';
import type { ImportResultsTable } from '../../store/import-results.ts';
import type { MissingInterfaces } from '../connections/missing-interfaces.ts';

/** What became of the imports that were sent. */
export function importResultHandlers(deps: {
  readonly follower: ImportFollower;
  readonly results: ImportResultsTable;
  readonly missing: MissingInterfaces;
}): Handlers['importResults'] {
  const { follower, results, missing } = deps;
  return {
    of: ({ jobs }) => results.of(jobs).map(shownResult),
    stop({ job }) {
      follower.stopFollowing(job);
    },
    askAgain({ job }) {
      const result = results.get(job);
      if (result) missing.forget(result.connectionId, 'queryDataImportTask');
      follower.askAgain(job);
    },
  };
}
