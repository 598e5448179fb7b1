import type { Job } from '../../../src-main/contract/jobs.ts';
import type { AskedImport } from './asked.ts';
import type { ArrivedImport } from './call-centre.ts';
import { numbersIn } from './workbook-numbers.ts';
import { Broken, type World } from './world.ts';

/** The call centre was asked for what the user asked for, with the rows of that list. */
export async function checkImport(
  world: World,
  { places, list }: AskedImport,
  { name, task, workbook }: ArrivedImport,
): Promise<void> {
  const place = places.get(name);
  if (!place) return;
  const { campaignId, serverId, filePath, dueTime } = task;
  const due = new Date(dueTime);
  const got = [campaignId, serverId, filePath.replace(/^\//, '')];
  const wanted = [place.campaignId, place.serverId, place.folder];
  const { startsAt } = place;
  if (startsAt) {
    got.push(`${due.getHours()}:${due.getMinutes()}`);
    wanted.push(`${startsAt.hour}:${startsAt.minute}`);
  }
  if (String(got) !== String(wanted)) {
    throw new Broken('wrong', `${name} was asked for with ${String(got)}, not ${String(wanted)}`);
  }
  if (startsAt && place.means && !place.means.has(dueTime)) {
    const meant = [...place.means].map((at) => new Date(at).toISOString());
    throw new Broken('wrong', `${name} starts at ${due.toISOString()}, and ${meant.join(' or ')} was meant`);
  }
  const numbers = workbook === null ? 'no file' : String(await numbersIn(workbook, world.ground.folder));
  if (numbers !== String(world.ground.lists[list]?.numbers)) {
    throw new Broken('wrong', `${name} was imported with ${numbers}`);
  }
}

/** It is shown as the user asked for it. */
export function checkImportShown(
  world: World,
  { places, list }: AskedImport,
  { connectionId, summary }: Job,
): void {
  if (summary.kind !== 'import') return;
  const name = summary.remotePath?.split('/').at(-1) ?? '';
  const place = places.get(name);
  const shown = [connectionId, summary.campaignId, summary.serverId, summary.startsAt, summary.rows];
  const rows = world.ground.lists[list]?.numbers.length;
  const asked = [place?.connectionId, place?.campaignId, place?.serverId, place?.startsAt, rows];
  if (JSON.stringify(shown) !== JSON.stringify(asked)) {
    throw new Broken('wrong', `${name} is shown as ${JSON.stringify(shown)}, not ${JSON.stringify(asked)}`);
  }
}
