import type { ServerSettings, ServerSettingsTable } from '../../store/server-settings.ts';
import type { ListedServer, ServerDirectory } from './server-directory.ts';

/**
 * The servers that a search finds, in what the call centre says of them and in their names here; those that an import
 * went to last come first, the others as the call centre lists them. Errors as `queryServer`.
 */
export async function findServers(
  { directory, settings }: { readonly directory: ServerDirectory; readonly settings: ServerSettingsTable },
  { connectionId, search, refresh }: { connectionId: string; search: string; refresh: boolean },
): Promise<readonly ListedServer[]> {
  const own: ReadonlyMap<string, ServerSettings> = settings.ofConnection(connectionId);
  const found = await directory.find(connectionId, search, refresh, (id) => own.get(id)?.label ?? null);
  const usedAt = ({ serverId }: ListedServer): number => own.get(serverId)?.usedAt ?? 0;
  return [...found].sort((one, other) => usedAt(other) - usedAt(one));
}
