import { queryImportTasks } from '../../../aicc/call-data-import.ts';
import type { AiccClient } from '../../../aicc/client.ts';
import type { ImportTask } from '../../../contract/call-data-import.ts';
import { DialdeskError } from '../../../contract/errors.ts';

/** Where imports were sent: task IDs of one call centre are those of other imports in another. */
export interface SentTo {
  readonly connectionId: string;
  /** The call centre, as `callCentreOf` names it; undefined where nobody knows. */
  readonly centre: string | undefined;
  readonly campaignId: string;
}

/**
 * Asks for these import tasks of a campaign.
 * @throws DialdeskError `not_offered` if the system has no import results; `call_centre_changed` if the connection leads
 * to another one by now, which is not asked
 */
export type ImportTasks = (
  to: SentTo,
  ids: readonly string[],
  signal: AbortSignal,
) => Promise<readonly ImportTask[]>;

/** The interface's limit, both for IDs and for rows per page. */
const most = 100;
/** How many pages are searched for an ID on a system that ignores the IDs in the request. */
const mostPages = 10;

export interface ImportTasksDeps {
  /** As `Clients.from`. */
  readonly clientOf: (to: SentTo) => Promise<AiccClient>;
  /** Asks, or returns null if the connection's system is known to lack the interface. */
  readonly unlessMissing: <T>(connectionId: string, ask: () => Promise<T>) => Promise<T | null>;
}

/**
 * queryDataImportTask, for following imports that were sent. Newest first, in whatever order they arrive.
 */
export function importTasksOf({ clientOf, unlessMissing }: ImportTasksDeps): ImportTasks {
  return async (to, ids, signal) => {
    const client = await clientOf(to);
    const { connectionId, campaignId } = to;
    const tasks = await unlessMissing(connectionId, async () => {
      const found: ImportTask[] = [];
      for (let from = 0; from < ids.length; from += most) {
        found.push(...(await these(client, campaignId, ids.slice(from, from + most), signal)));
      }
      return found;
    });
    if (tasks === null) throw new DialdeskError('not_offered', 'this system has no import results');
    return tasks.toSorted((a, b) => String(b.beginTime).localeCompare(String(a.beginTime)));
  };
}

async function these(
  client: AiccClient,
  campaignId: string,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<ImportTask[]> {
  const wanted = new Set(ids);
  const found = new Map<string, ImportTask>();
  for (let pages = 0; pages < mostPages; pages++) {
    const query = { ...page(campaignId, pages * most), importTaskIds: [...ids] };
    const { tasks, count } = await queryImportTasks(client, query, { signal });
    // asked for a single task, a system may omit the ID in its answer
    const [only, ...others] = tasks;
    if (ids.length === 1 && only?.id === null && others.length === 0)
      return [{ ...only, id: ids[0] ?? null }];
    for (const task of tasks) if (task.id !== null && wanted.has(task.id)) found.set(task.id, task);
    const looked = (pages + 1) * most;
    if (found.size === wanted.size || tasks.length < most || (count !== null && looked >= count)) break;
  }
  return [...found.values()];
}

const page = (campaignId: string, offset: number) => ({ campaignId, offset, limit: most });
