import { importCallData, queryImportTasks } from '../../aicc/call-data-import.ts';
import type { AiccClient } from '../../aicc/client.ts';
import type { ImportCaller } from './collaborators.ts';

/**
 * The call centre's own interfaces.
 * @param clientOf the client of a connection; throws `secret_key_needed` and `not_found`, before anything is sent
 */
export function serviceCaller(clientOf: (connectionId: string) => Promise<AiccClient>): ImportCaller {
  return {
    importFromServer: async (connectionId, order, signal) =>
      importCallData(await clientOf(connectionId), order, { signal }),
    importTasks: async (connectionId, campaignId, signal) => {
      const query = { campaignId, offset: 0, limit: 100 };
      const { tasks } = await queryImportTasks(await clientOf(connectionId), query, { signal });
      // Newest first, whatever order the system gives them in.
      return tasks.toSorted((a, b) => String(b.beginTime).localeCompare(String(a.beginTime)));
    },
  };
}
