import type { Client } from '../../src-main/contract/derive.ts';
import type { ImportPlan } from '../../src-main/contract/imports.ts';
import type { FileServer } from '../../src-main/contract/servers.ts';

/** The server of a plan as the call centre describes it now; null where it cannot be found, and is to be chosen. */
export async function serverOfPlan(
  client: Pick<Client, 'servers'>,
  connectionId: string,
  { serverId, serverName }: ImportPlan,
): Promise<FileServer | null> {
  if (serverId === null) return null;
  const asked = { connectionId, search: serverName ?? '', offset: 0, limit: 50, refresh: false };
  const page = await client.servers.list(asked).catch(() => null);
  return page?.servers.find((server) => server.serverId === serverId) ?? null;
}
