import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectionSettings } from '../../../src-main/contract/connections.ts';
import type { SecretEntry } from '../../../src-main/secrets/session-vault.ts';
import { connectionToDemo, openDemoServer, openDialdesk } from '../dialdesk.ts';
import { tempFolder } from '../temp-folder.ts';
import { CallCentre } from './call-centre.ts';
import { ModelClock } from './clock.ts';
import { ModelRoom } from './room.ts';
import { ModelKeychain } from './keychain.ts';

/** A connection as every sequence begins with it. */
export interface GroundConnection {
  readonly id: string;
  readonly site: string;
  readonly settings: ConnectionSettings;
  readonly secretKey: string;
}

/** A call list on the user's disk, and the numbers that its customers have. */
export interface GroundList {
  readonly path: string;
  readonly numbers: readonly string[];
}

/** What every sequence begins with: two call centres, and a Dialdesk that is set up for both. */
export interface Ground {
  readonly folder: string;
  readonly clock: ModelClock;
  readonly room: ModelRoom;
  /** The user-data folder, to be copied. */
  readonly template: string;
  readonly secrets: readonly SecretEntry[];
  readonly sites: readonly CallCentre[];
  readonly connections: readonly GroundConnection[];
  /** A file server that both have, by the same ID at another address. */
  readonly serverId: string;
  /** Campaigns that both have. */
  readonly campaigns: readonly string[];
  readonly lists: readonly GroundList[];
}

/** Starts the call centres, and sets Dialdesk up for them as a user does. */
export async function prepareGround(context: {
  after(done: () => void | Promise<void>): void;
}): Promise<Ground> {
  const folder = tempFolder(context);
  const template = join(folder, 'template');
  // each start of the app, and each list, starts a worker from its sources: that is most of the work otherwise
  process.env['NODE_COMPILE_CACHE'] ??= join(folder, 'compiled');
  const clock = new ModelClock();
  clock.install();
  context.after(() => clock.uninstall());
  const room = new ModelRoom(context, folder);
  const sites = [
    await CallCentre.start(context, 'North', clock),
    await CallCentre.start(context, 'South', clock),
  ];
  const vault = new ModelKeychain();
  const dialdesk = await openDialdesk(context, template, { vault });
  const connections: GroundConnection[] = [];
  const servers = new Set<string>();
  for (const { name, demo } of sites) {
    const { secretKey } = demo;
    const settings = settingsOf(name, demo);
    const { id } = await dialdesk.client.connections.create({ settings, secretKey });
    servers.add(await openDemoServer(dialdesk, demo, id));
    connections.push({ id, site: name, settings, secretKey });
  }
  await dialdesk.close();
  const [serverId = '', another] = servers;
  if (another !== undefined) throw new Error('the call centres differ: nothing could go to the wrong one');
  const campaigns = [...(sites[0]?.demo.state.campaigns.keys() ?? [])].slice(0, 3);
  return {
    folder,
    clock,
    room,
    template,
    secrets: vault.entries(),
    sites,
    connections,
    serverId,
    campaigns,
    lists: [1, 2, 3].map((list) => callList(folder, list)),
  };
}

/** How a connection reaches a call centre; each has a host of its own, for by that they are told apart. */
function settingsOf(name: string, demo: CallCentre['demo']): ConnectionSettings {
  const settings = connectionToDemo(demo);
  const { isales, ccfs } = settings;
  const host = name === 'South' ? 'localhost' : isales.host;
  return { ...settings, name, isales: { ...isales, host }, ccfs: { ...ccfs, host } };
}

/** Lists of three lengths whose customers are all different. */
function callList(folder: string, list: number): GroundList {
  const path = join(folder, `list-${list}.csv`);
  const numbers = Array.from({ length: 2 + list }, (_, index) => `138${list}00000${10 + index}`);
  const rows = numbers.map((number, index) => `${index},"[{""calledNo"":""${number}""}]"`);
  writeFileSync(path, ['sessionId,called', ...rows].join('\n'));
  return { path, numbers };
}
