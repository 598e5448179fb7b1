import { importCallData } from '../../../aicc/call-data-import.ts';
import type { AiccClient } from '../../../aicc/client.ts';
import type { ImportCaller } from './collaborators.ts';

/**
 * The call centre's own interface.
 * @param clientOf the client of a connection; throws `secret_key_needed` and `not_found`, before anything is sent
 */
export function serviceCaller(clientOf: (connectionId: string) => Promise<AiccClient>): ImportCaller {
  return {
    importFromServer: async (connectionId, order, signal) =>
      importCallData(await clientOf(connectionId), order, { signal }),
  };
}
