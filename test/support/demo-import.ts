import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import * as v from 'valibot';
import type { RequestLog } from '../../src-main/aicc/request-log.ts';
import { HostKeyInfo } from '../../src-main/contract/host-keys.ts';
import type { DemoOptions } from '../../src-main/demo/demo-options.ts';
import type { DemoSystem } from '../../src-main/demo/demo-system.ts';
import type { FaultScript } from '../../src-main/demo/faults.ts';
import { MemoryVault } from './memory-vault.ts';
import { demoSystem } from './demo-system.ts';
import { connectionToDemo, openDialdesk, type Dialdesk } from './dialdesk.ts';
import { tempFolder } from './temp-folder.ts';

/** Dialdesk with a connection to a demo system of the test's own. */
export interface DemoPlace {
  readonly demo: DemoSystem;
  readonly folder: string;
  readonly dialdesk: Dialdesk;
  /** The connection. */
  readonly id: string;
  /** Closes Dialdesk and opens it again over the same folder, with the same keychain. */
  readonly reopen: () => Promise<Dialdesk>;
}

/** Opens it. */
export async function placeWithDemo(
  context: TestContext,
  faults: FaultScript = {},
  fileLog?: (folder: string) => RequestLog,
  folder = tempFolder(context),
  options: Partial<DemoOptions> = {},
): Promise<DemoPlace> {
  const demo = await demoSystem(context, { ...options, faults });
  const vault = new MemoryVault();
  const log = fileLog === undefined ? {} : { fileLog: fileLog(folder) };
  const dialdesk = await openDialdesk(context, folder, { vault, ...log });
  const { id } = await dialdesk.client.connections.create({
    settings: connectionToDemo(demo),
    secretKey: demo.secretKey,
  });
  const reopen = async (): Promise<Dialdesk> => {
    await dialdesk.close();
    return openDialdesk(context, folder, { vault, ...log });
  };
  return { demo, folder, dialdesk, id, reopen };
}

/** Trusts the first file server's key, keeps its password, and gives its ID. */
export async function readyServer({ dialdesk, demo, id: connectionId }: DemoPlace): Promise<string> {
  const page = { connectionId, search: '', offset: 0, limit: 10, refresh: false };
  const { servers } = await dialdesk.client.servers.list(page);
  const serverId = servers.find(({ port }) => port === String(demo.sftp.port))?.serverId ?? '';
  const offered = await dialdesk.client.servers
    .lookAt({ connectionId, serverId, folder: '', fileName: 'a.xlsx' })
    .then(
      () => assert.fail('the key was not known'),
      (error: unknown) => v.parse(v.object({ details: HostKeyInfo }), error).details,
    );
  await dialdesk.client.hostKeys.trust(offered);
  await dialdesk.client.servers.savePassword({ connectionId, serverId, password: demo.sftp.password });
  return serverId;
}

/** Opens and checks a call list, the sample if none is named, and gives its ID. */
export async function checkedList({ dialdesk }: DemoPlace, path?: string): Promise<string> {
  const { list } = await dialdesk.client.callLists.open({ token: await dialdesk.drop(path) });
  await dialdesk.client.callLists.check({ list, options: {} });
  return list;
}

/** Puts the import of a checked list into the outbox, as NAME.xlsx for the demo system's first campaign; gives the job's ID. */
export async function addImport(
  { dialdesk, demo, id: connectionId }: DemoPlace,
  serverId: string,
  list: string,
  name = 'leads',
): Promise<string> {
  const [campaignId = ''] = demo.state.campaigns.keys();
  const [job] = await dialdesk.client.imports.add({
    list,
    name,
    connectionId,
    campaignId,
    destination: { connectionId, serverId, folder: '', fileName: `${name}.xlsx` },
    replace: false,
    startsAt: null,
    split: false,
  });
  return job?.id ?? '';
}

/**
 * Checks and sends a call list, the sample if none is named, and gives the job's ID once it is done.
 * @param server one that is ready already
 */
export async function sendSample(place: DemoPlace, path?: string, server?: string): Promise<string> {
  const list = await checkedList(place, path);
  const job = await addImport(place, server ?? (await readyServer(place)), list);
  const { id } = await place.dialdesk.until(job, 'done');
  return id;
}
