import { rm, stat } from 'node:fs/promises';
import { CallListSession } from '../../call-list/session.ts';
import { madeMark, markFor } from '../../contract/list-mark.ts';
import type { Job } from '../../contract/jobs.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import type { NewJob } from '../../jobs/new-job.ts';
import { markToWrite, type ImportPayload } from '../imports/job/import-payload.ts';
import { PreparedJobs } from '../imports/prepared-jobs.ts';
import type { JobFiles } from '../outbox/job-files.ts';

/**
 * Makes a prepared import of rows of one that was sent, checked anew and with a mark of its own. Campaign and server
 * are the same until others are chosen.
 * @param id of the new job, whose folder was prepared
 * @param path of a workbook in template form, which is removed
 * @param like the payload of the import that was sent; `centre` the call centre that its IDs are of
 * @param worker the call list worker's entry, if it is not beside session.ts
 * @throws DialdeskError `nothing_to_send`, `file_unreadable`, `local_disk`
 */
export async function prepareRows(
  {
    queue,
    files,
    worker,
  }: { readonly queue: JobQueue; readonly files: JobFiles; readonly worker?: URL | undefined },
  id: string,
  path: string,
  {
    name,
    connectionId,
    centre,
    like,
  }: Pick<NewJob, 'name' | 'connectionId' | 'centre'> & { readonly like: ImportPayload },
): Promise<Job> {
  const { size, mtimeMs } = await stat(path);
  const session = await CallListSession.open(path, worker ? { workerUrl: worker } : {});
  try {
    const ivr = like.check?.options.ivr ?? false;
    const { rejected, customField } = await session.check({ ivr, duplicates: 'keep-all' });
    const mark = markFor(customField, madeMark(id));
    const clean = await session.writeClean(files.cleanPath(id), { mark: markToWrite({ mark }) });
    await rm(path, { force: true });
    const { destination } = like;
    const payload: ImportPayload = {
      source: { name: like.source.name, path: null, size, mtimeMs, sha256: null },
      check: null,
      rows: clean.rows,
      rejected,
      connectionName: like.connectionName,
      destination: null,
      draft: {
        campaignId: destination?.campaignId ?? null,
        campaignName: destination?.campaignName ?? null,
        serverId: destination?.serverId ?? null,
        serverName: destination?.server.ip ?? null,
        folder: destination?.folder ?? '',
        fileName: `${plainName(name)}.xlsx`,
        startsAt: null,
      },
      startPlan: null,
      again: [],
      mark,
    };
    return await new PreparedJobs({ queue, files }).restore(
      id,
      { name, connectionId, centre, payload },
      clean,
    );
  } finally {
    await session.close();
  }
}

/** A name that every file system takes. */
export function plainName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._ -]+/gu, '-').slice(0, 60) || 'import';
}
