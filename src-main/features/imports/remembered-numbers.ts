import type { CheckOptions, CheckRequest } from '../../contract/call-list.ts';
import { callCentreOf } from '../../contract/connections.ts';
import type { Job } from '../../contract/jobs.ts';
import type { ImportResult } from '../../contract/import-results.ts';
import { calledBeforeSetting } from '../../store/app-settings.ts';
import type { ConnectionsTable } from '../../store/connections.ts';
import type { SettingsTable } from '../../store/settings.ts';
import type { NumberMemory } from '../memory/number-memory.ts';
import type { JobFiles } from '../outbox/job-files.ts';
import type { NumberLedger } from './job/collaborators.ts';
import type { SourceWriter } from './job/source-writer.ts';
import { fullyTakenBack } from './take-back/fully-taken-back.ts';

/** What is done with numbers that were sent before, until a supervisor has chosen something else. */
const usual = { action: 'warn', days: 7 } as const;

export interface RememberedNumbersDeps {
  readonly memory: NumberMemory;
  readonly connections: Pick<ConnectionsTable, 'get'>;
  readonly settings: Pick<SettingsTable, 'get' | 'set'>;
  readonly files: Pick<JobFiles, 'cleanPath'>;
  readonly writer: Pick<SourceWriter, 'numbersOf'>;
  readonly now: () => number;
  readonly logError: (message: string, error: unknown) => void;
}

/** Joins imports and the memory of numbers: what a check asks of it, and what it learns when an import is sent. */
export class RememberedNumbers implements NumberLedger {
  readonly #deps: RememberedNumbersDeps;

  constructor(deps: RememberedNumbersDeps) {
    this.#deps = deps;
  }

  /** What a check asks, the habit of the connection filled in; what was chosen becomes the habit. */
  asked(request: NonNullable<CheckRequest['calledBefore']>): CheckOptions['calledBefore'] | undefined {
    const { connections, settings } = this.#deps;
    const { connectionId } = request;
    const connection = connections.get(connectionId);
    if (connection === null) return undefined;
    const habits = settings.get(calledBeforeSetting);
    const before = habits[connectionId] ?? usual;
    const { action = before.action, days = before.days, campaignId = null } = request;
    if (action !== before.action || days !== before.days) {
      settings.set(calledBeforeSetting, { ...habits, [connectionId]: { action, days } });
    }
    return { action, days, campaignId, connectionId, centre: callCentreOf(connection.settings) };
  }

  async begin({ jobId, name, connectionId, payload }: Parameters<NumberLedger['begin']>[0]) {
    const { memory, connections, files, writer, now, logError } = this.#deps;
    const { source, destination } = payload;
    const settings = connections.get(connectionId)?.settings;
    const numbers = await writer.numbersOf(jobId, files.cleanPath(jobId), payload).catch((error: unknown) => {
      logError('the numbers of an import could not be read', error);
      return null;
    });
    return memory.begin(numbers, {
      jobId,
      name,
      sourceName: source.name,
      centre: settings ? callCentreOf(settings) : connectionId,
      campaignId: destination?.campaignId ?? '',
      campaignName: destination?.campaignName ?? null,
      at: now(),
    });
  }

  /** A lost answer has turned up, a person has decided that the import arrived, or it was taken back. */
  heard(job: Job): void {
    if (job.kind === 'import' && job.state === 'done') void this.#deps.memory.settle((id) => id === job.id);
    const undone = fullyTakenBack(job);
    if (undone) void this.#deps.memory.forget(undone.importId);
  }

  /** Nobody was imported, and so nobody is called. What the call centre does not count is no proof of that. */
  ended({ jobId, task }: Pick<ImportResult, 'jobId' | 'task'>): void {
    if (task?.status === 'failed' && task.imported === 0) void this.#deps.memory.forget(jobId);
  }
}
