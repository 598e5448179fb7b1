import * as v from 'valibot';
import { ImportResult } from '../../../contract/import-results.ts';
import type { FollowedImport, ImportResultsTable } from '../../../store/import-results.ts';
import type { TakeBacksTable } from '../../../store/take-backs.ts';

/** Results of imports as the window sees them: with what was taken back of them. */
export class ShownResults {
  readonly #results: ImportResultsTable;
  readonly #takeBacks: TakeBacksTable;

  constructor(results: ImportResultsTable, takeBacks: TakeBacksTable) {
    this.#results = results;
    this.#takeBacks = takeBacks;
  }

  /** Those of these jobs that were sent. */
  of(jobIds: readonly string[]): ImportResult[] {
    return this.#results.of(jobIds).map((result) => this.shown(result));
  }

  shown(followed: FollowedImport): ImportResult {
    const { deletedAt = null, counts = null } = this.#takeBacks.deletionOf(followed.jobId) ?? {};
    const takenBack = deletedAt === null ? null : { at: deletedAt, counts };
    return v.parse(ImportResult, { ...followed, takenBack });
  }
}
