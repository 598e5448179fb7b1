import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { table1Columns, templateLayout } from '../../src-main/call-list/template-workbook.ts';
import { fromRows, writeWorkbook } from '../../src-main/call-list/write/workbook.ts';
import type { TemplateColumn } from '../../src-main/contract/call-data-template.ts';
import type { DemoOptions } from '../../src-main/demo/demo-options.ts';
import type { Job } from '../../src-main/contract/jobs.ts';
import { checkedList, readyServer, type DemoPlace } from './demo-import.ts';
import { demoSystem } from './demo-system.ts';
import { connectionToDemo, openDialdesk } from './dialdesk.ts';
import { runningCampaign } from './imported-records.ts';
import { MemoryVault } from './memory-vault.ts';
import { tempFolder } from './temp-folder.ts';

export type ListRow = Partial<Record<TemplateColumn, string>>;

/** A `called` cell of these numbers. */
export const calledCell = (...numbers: string[]): string =>
  JSON.stringify(numbers.map((calledNo) => ({ calledNo })));

/** A workbook in template form. */
export async function writeList(path: string, rows: readonly ListRow[]): Promise<void> {
  await writeWorkbook(
    path,
    templateLayout(),
    fromRows(rows.map((row) => table1Columns.map((name) => row[name] ?? ''))),
  );
}

/** A list of so many customers, one number each, without a mark of its own. @returns its path */
export async function writeLeads(folder: string, customers: number): Promise<string> {
  const path = join(folder, 'leads.xlsx');
  const rows = Array.from({ length: customers }, (_, i) => ({
    sessionId: `S${i}`,
    called: calledCell(`1380000${String(i).padStart(4, '0')}`),
  }));
  await writeList(path, rows);
  return path;
}

/** Dialdesk with a connection to a demo system of these options; its calls are made within moments. */
export async function placeWithCalls(
  context: TestContext,
  options: Partial<DemoOptions> = {},
): Promise<DemoPlace> {
  const folder = tempFolder(context);
  const demo = await demoSystem(context, { callsPerMinute: 100_000_000, ...options });
  const vault = new MemoryVault();
  const dialdesk = await openDialdesk(context, folder, { vault });
  const { id } = await dialdesk.client.connections.create({
    settings: connectionToDemo(demo),
    secretKey: demo.secretKey,
  });
  const reopen = async () => {
    await dialdesk.close();
    return openDialdesk(context, folder, { vault });
  };
  return { demo, folder, dialdesk, id, reopen };
}

/** Sends a list into a campaign that runs, and waits until the call centre has imported it. */
export async function sendList(
  place: DemoPlace,
  rows: readonly ListRow[],
  name = 'leads',
  mark = true,
): Promise<Job> {
  const { dialdesk, demo, id: connectionId, folder } = place;
  const path = join(folder, `${name}.xlsx`);
  await writeList(path, rows);
  const serverId = await readyServer(place).catch(async () => {
    const page = { connectionId, search: '', offset: 0, limit: 10, refresh: false };
    const { servers } = await dialdesk.client.servers.list(page);
    return servers.find(({ port }) => port === String(demo.sftp.port))?.serverId ?? '';
  });
  const list = await checkedList(place, path);
  const [job] = await dialdesk.client.imports.add({
    list,
    name,
    connectionId,
    campaignId: runningCampaign(demo).id,
    destination: { connectionId, serverId, folder: '', fileName: `${name}.xlsx` },
    replace: false,
    startsAt: null,
    split: false,
    mark,
  });
  const done = await dialdesk.until(job?.id ?? '', 'done');
  await dialdesk.untilResult(done.id, ({ following }) => following === 'ended');
  return done;
}
