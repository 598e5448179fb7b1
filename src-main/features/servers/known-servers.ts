import { namesOneServer, type HostAddress } from '../../sftp/known-hosts.ts';
import type { Store } from '../../store/store.ts';
import type { ServerDirectory } from './server-directory.ts';

/** How long a call centre may take to say which servers it has, ms: whoever waits only wants names compared. */
const patience = 3_000;

/**
 * The addresses of all servers Dialdesk knows of: those whose keys are on record, those the call centres list,
 * and where this workstation reaches them instead. A call centre that does not answer is left out.
 */
export async function knownServers(
  store: Pick<Store, 'connections' | 'hostKeys' | 'serverSettings'>,
  directory: ServerDirectory,
): Promise<HostAddress[]> {
  const late = new Promise<never[]>((resolve) => setTimeout(() => resolve([]), patience).unref());
  const listed = store.connections.list().map(async ({ id }): Promise<HostAddress[]> => {
    const servers = await directory.all(id).catch(() => []);
    return servers.flatMap(({ serverId, ip, port }) => {
      const own = store.serverSettings.get(id, serverId);
      const host = own.host ?? ip;
      return host === null ? [] : [{ host, port: own.port ?? (Number(port) || 22) }];
    });
  });
  const found = await Promise.all(listed.map((servers) => Promise.race([servers, late])));
  const onRecord = store.hostKeys.list().filter(({ host }) => namesOneServer(host));
  const all = [...onRecord, ...found.flat()];
  return [...new Map(all.map(({ host, port }) => [`${host}:${port}`, { host, port }])).values()];
}
