import type { ImportResultsTable } from '../../../store/import-results.ts';
import type { JobsTable } from '../../../store/jobs.ts';
import type { SentImportsTable } from '../../../store/sent-imports.ts';
import { importMemoryColumn, importPayloadColumn } from '../job/import-payload.ts';
import type { ImportWitnessesDeps } from './import-witnesses.ts';
import type { SentRequest } from './sent-request.ts';

export interface OwnSendingsDeps {
  readonly results: Pick<ImportResultsTable, 'tasksOf'>;
  readonly sent: Pick<SentImportsTable, 'into' | 'withMark'>;
  readonly jobs: Pick<JobsTable, 'cargo'>;
}

/** What this app knows of its own other imports, so that none is taken for the one whose answer was lost. */
export function ownSendings({
  results,
  sent,
  jobs,
}: OwnSendingsDeps): Pick<ImportWitnessesDeps, 'ofOthers' | 'otherImport' | 'othersWithMark'> {
  return {
    ofOthers: ({ campaignId, jobId }) => new Set(results.tasksOf(campaignId, jobId)),
    othersWithMark: ({ connectionId, campaignId, jobId, mark }) =>
      mark !== null && sent.withMark(mark, connectionId, campaignId, jobId).length > 0,
    otherImport: (request, from, to) =>
      sent
        .into(request.connectionId, request.campaignId, request.jobId)
        .some((jobId) => mayBe(jobs.cargo(jobId), request, from, to)),
  };
}

/** Whether a job sent the same file between these moments; one that cannot be read may have. */
function mayBe(
  cargo: ReturnType<JobsTable['cargo']>,
  request: SentRequest,
  from: number,
  to: number,
): boolean {
  // one that was taken off the list ended long before, with an outcome that was known
  if (cargo === null) return false;
  const payload = importPayloadColumn.decode(cargo.payload);
  const memory = importMemoryColumn.decode(cargo.memory);
  if (!payload.ok || !memory.ok) return true;
  const { sentAt } = memory.value;
  const { destination } = payload.value;
  if (sentAt === null || destination === null || sentAt < from || sentAt > to) return false;
  const { serverId, folder, fileName } = destination;
  return serverId === request.serverId && folder === request.folder && fileName === request.fileName;
}
