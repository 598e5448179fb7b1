import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { demoPassword } from './demo-options.ts';
import type { DemoOptions } from './demo-options.ts';
import { seededRandom } from './random.ts';
import type { DemoState } from './records.ts';
import { fullSeed, seedCampaigns, seedReservations, seedServers } from './seed.ts';
import type { SftpFolder } from './sftp-folder.ts';

/** The records that a demo system with these options begins with. */
export function seededState(
  options: DemoOptions,
  clock: () => Date,
  sftp: { ip: string; port: number },
): DemoState {
  const { seed = 1, vdnId = 53 } = options;
  const sizes = { ...fullSeed, ...options.sizes };
  const now = clock();
  // One source for each kind, so that asking for more of one does not change the others.
  const servers = seedServers(seededRandom(seed), { ...sftp, password: demoPassword });
  const campaigns = seedCampaigns(seededRandom(seed + 1), now, sizes.campaigns);
  const reservations = seedReservations(seededRandom(seed + 2), now, sizes.reservations, campaigns);
  return {
    vdnId,
    clock,
    random: options.random ?? Math.random,
    servers: new Map(servers.map((server) => [server.serverId, server])),
    campaigns: new Map(campaigns.map((campaign) => [campaign.id, campaign])),
    reservations: new Map(reservations.map((reservation) => [reservation.appointId, reservation])),
    imports: [],
    voiceFiles: [],
    touched: new Set(),
    controlled: new Set(),
    dialled: new Map(),
    loaded: new Set(),
    numbers: new Map(),
    imported: new Map(),
  };
}

/** Makes the default path of every registered server that is the demo's own. */
export async function makeDefaultPaths(folder: SftpFolder, state: DemoState, port: number): Promise<void> {
  for (const server of state.servers.values()) {
    if (server.filePath === null || server.port !== String(port)) continue;
    await mkdir(join(folder.root, ...server.filePath.split('/')), { recursive: true });
  }
}
