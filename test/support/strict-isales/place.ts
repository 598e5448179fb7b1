import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '../../../src-main/contract/jobs.ts';
import { companyTrust, testKeys } from '../aicc-client.ts';
import { openDialdesk, type Dialdesk } from '../dialdesk.ts';
import { eventually } from '../eventually.ts';
import { MemoryVault } from '../memory-vault.ts';
import { sampleConnection } from '../sample-connection.ts';
import { startScriptedServer } from '../scripted-sftp.ts';
import { calledCell, writeList, type ListRow } from '../sent-import.ts';
import { tempFolder } from '../temp-folder.ts';
import { StrictIsales, type StrictOptions } from './strict-isales.ts';

/** Dialdesk with a connection to a strict CC-iSales, and a file server with OpenSSH's own sftp-server behind it. */
export interface StrictPlace {
  readonly strict: StrictIsales;
  readonly folder: string;
  readonly dialdesk: Dialdesk;
  readonly vault: MemoryVault;
  readonly connectionId: string;
  /** Sends a list into campaign 7, and waits until the call centre has imported it. */
  readonly send: (name: string, rows: readonly ListRow[], more?: object) => Promise<Job>;
}

/** The campaign that runs, and one that is suspended. */
export const running = 7;
export const suspended = 8;

/** So many customers, one number each. @param first the last digits of the first number */
export const customers = (count: number, first = 0): ListRow[] =>
  Array.from({ length: count }, (_, i) => ({
    sessionId: `S${first + i}`,
    called: calledCell(`138${String(first + i).padStart(8, '0')}`),
  }));

/** The mark of a list that was sent. */
export function markOf({ summary }: Job): string {
  const mark = summary.kind === 'import' ? summary.mark : null;
  if (mark === null) throw new Error('it has no mark');
  return mark;
}

/** Opens it. */
export async function strictPlace(
  context: { after(done: () => void | Promise<void>): void },
  options: Partial<Pick<StrictOptions, 'omit' | 'firstPage' | 'pastEnd' | 'lacks'>> = {},
): Promise<StrictPlace> {
  const folder = tempFolder(context);
  const files = join(tempFolder(context), 'files');
  mkdirSync(files);
  const sftp = await startScriptedServer({ password: 'right' });
  context.after(() => sftp.close().catch(() => undefined));
  const strict = await StrictIsales.start(context, {
    ...options,
    files,
    sftpPort: sftp.port,
    keys: testKeys,
  });
  strict.records.campaigns = [
    { id: running, name: 'Spring renewals', status: 2, deviceType: 3, numbers: [] },
    { id: suspended, name: 'Autumn', status: 3, deviceType: 2, numbers: [] },
    { id: 9, name: 'Draft', status: 1, deviceType: 5, numbers: [] },
  ];
  const vault = new MemoryVault();
  const dialdesk = await openDialdesk(context, folder, { vault });
  const at = { host: '127.0.0.1', port: strict.port };
  const { id: connectionId } = await dialdesk.client.connections.create({
    settings: sampleConnection({
      ...{ isales: at, ccfs: at, vdnId: 53, accessKey: testKeys.accessKey, trust: companyTrust },
    }),
    secretKey: testKeys.secretKey,
  });
  await dialdesk.client.hostKeys.trust(sftp.hostKey);
  const { serverId } = strict;
  await dialdesk.client.servers.savePassword({ connectionId, serverId, password: 'right' });

  const send: StrictPlace['send'] = async (name, rows, more = {}) => {
    const path = join(folder, `${name}.xlsx`);
    await writeList(path, rows);
    const { list } = await dialdesk.client.callLists.open({ token: await dialdesk.drop(path) });
    await dialdesk.client.callLists.check({ list, options: {} });
    const [job] = await dialdesk.client.imports.add({
      ...{ list, name, connectionId, campaignId: String(running) },
      destination: { connectionId, serverId, folder: '', fileName: `${name}.xlsx` },
      ...{ replace: false, startsAt: null, split: false, mark: true, ...more },
    });
    const done = await dialdesk.until(job?.id ?? '', 'done');
    await eventually(() => strict.records.tasks.every(({ status }) => status > 1) || undefined);
    await dialdesk.client.importResults.askAgain({ job: done.id });
    await dialdesk.untilResult(done.id, ({ task }) => task?.status === 'complete');
    return done;
  };
  return { strict, folder, dialdesk, vault, connectionId, send };
}
