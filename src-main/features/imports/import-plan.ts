import type { ImportPlan } from '../../contract/imports.ts';
import { fileNameOf } from './file-name.ts';
import type { ImportPayload } from './job/import-payload.ts';

/** The destination of an import, as a plan that may be changed. */
export function planOf({ destination, draft, source }: ImportPayload): Omit<ImportPlan, 'connectionId'> {
  const known = destination ?? draft;
  return {
    campaignId: known?.campaignId ?? null,
    serverId: known?.serverId ?? null,
    serverName: destination?.server.ip ?? draft?.serverName ?? null,
    folder: known?.folder ?? '',
    fileName: known?.fileName ?? `${fileNameOf(source.name.replace(/\.[^.]*$/, ''))}.xlsx`,
    startsAt: known?.startsAt ?? null,
  };
}
