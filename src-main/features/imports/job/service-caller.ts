import { importCallData } from '../../../aicc/call-data-import.ts';
import type { AiccClient } from '../../../aicc/client.ts';
import type { ImportTasks } from '../results/import-tasks.ts';
import type { ImportCaller } from './collaborators.ts';

/**
 * The call centre's own interfaces.
 * @param clientOf the client of a connection; throws `secret_key_needed` and `not_found`, before anything is sent
 * @param tasks what the call centre knows about imports that were sent
 */
export function serviceCaller(
  clientOf: (connectionId: string) => Promise<AiccClient>,
  tasks: ImportTasks,
): ImportCaller {
  return {
    importFromServer: async (connectionId, order, signal) =>
      importCallData(await clientOf(connectionId), order, { signal }),
    importTasks: (connectionId, campaignId, signal) => tasks(connectionId, campaignId, null, signal),
  };
}
