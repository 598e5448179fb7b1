import { callCentreOf } from '../../../contract/connections.ts';
import type { ConnectionsTable } from '../../../store/connections.ts';
import type { ImportResultsTable } from '../../../store/import-results.ts';
import type { JobsTable } from '../../../store/jobs.ts';
import type { SentImportsTable, SentPlace } from '../../../store/sent-imports.ts';
import { importMemoryColumn, importPayloadColumn } from '../job/import-payload.ts';
import type { ImportWitnessesDeps } from './import-witnesses.ts';
import type { SentRequest } from './sent-request.ts';

export interface OwnSendingsDeps {
  readonly results: Pick<ImportResultsTable, 'tasksOf'>;
  readonly sent: Pick<SentImportsTable, 'into' | 'sharesMark'>;
  readonly jobs: Pick<JobsTable, 'cargo'>;
  readonly connections: Pick<ConnectionsTable, 'get'>;
}

/** What this app knows of its own other imports, so that none is taken for the one whose answer was lost. */
export function ownSendings({
  results,
  sent,
  jobs,
  connections,
}: OwnSendingsDeps): Pick<ImportWitnessesDeps, 'ofOthers' | 'otherImport' | 'othersWithMark'> {
  // two connections may lead to the same call centre
  const placeOf = ({ connectionId, campaignId }: SentRequest): SentPlace => {
    const settings = connections.get(connectionId)?.settings;
    return { campaignId, centre: settings ? callCentreOf(settings) : connectionId };
  };
  return {
    ofOthers: (request) => new Set(results.tasksOf(placeOf(request), request.jobId)),
    othersWithMark: (request) =>
      request.mark !== null && sent.sharesMark(request.mark, placeOf(request), request.jobId),
    otherImport: (request, from, to) =>
      sent
        .into(placeOf(request), request.jobId, from - recorded)
        .some(({ jobId, at }) => mayBe(jobs.cargo(jobId), at, request, { from, to })),
  };
}

/** That a request goes out is on record a little before or after it does, milliseconds. */
const recorded = 60_000;

/**
 * Whether a job sent the same file between these moments; one that cannot be read, or was taken off the list, may have.
 * @param at when its sending was recorded
 */
function mayBe(
  cargo: ReturnType<JobsTable['cargo']>,
  at: number,
  request: SentRequest,
  { from, to }: { readonly from: number; readonly to: number },
): boolean {
  if (cargo === null) return at <= to + recorded;
  const payload = importPayloadColumn.decode(cargo.payload);
  const memory = importMemoryColumn.decode(cargo.memory);
  if (!payload.ok || !memory.ok) return true;
  const { sentAt } = memory.value;
  const { destination } = payload.value;
  if (sentAt === null || destination === null || sentAt < from || sentAt > to) return false;
  const { serverId, folder, fileName } = destination;
  return serverId === request.serverId && folder === request.folder && fileName === request.fileName;
}
