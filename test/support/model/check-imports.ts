import type { Job } from '../../../src-main/contract/jobs.ts';
import type { AskedImport } from './asked-imports.ts';
import type { ArrivedImport } from './call-centre.ts';
import { numbersIn } from './workbook-numbers.ts';
import { Broken, type Seen, type World } from './world.ts';

/** States in which nothing can have gone out since the user has last answered for it. */
const unsent: ReadonlySet<Job['state']> = new Set(['prepared', 'queued', 'waiting', 'paused', 'failed']);

/**
 * Compares what arrived with what was asked for and with what is shown.
 * @param since the last thing that had arrived when this was checked before
 * @throws Broken for the first promise that was not kept
 */
export async function checkImports(
  world: World,
  asked: readonly AskedImport[],
  seen: Seen,
  since: number,
): Promise<void> {
  const byFile = new Map(asked.flatMap((one) => [...one.places.keys()].map((file) => [file, one] as const)));
  for (const job of seen.jobs.values()) {
    if (job.summary.kind !== 'import') continue;
    const one = byFile.get(fileOf(job));
    if (!one) throw new Broken('wrong', `${job.name} is shown, and nobody asked for it`);
    // the app crashed before it could say which job it had become
    one.job ??= job.id;
    if (one.job !== job.id) throw new Broken('repeated', `${job.name} became two jobs`);
  }
  for (const arrived of seen.imports) {
    const one = byFile.get(arrived.task.fileName);
    if (!one) throw new Broken('wrong', `${arrived.task.fileName} arrived, and nobody asked for it`);
    if (arrived.order > since) await checkArrival(world, one, arrived);
  }
  for (const one of asked) checkShown(world, one, seen);
}

/** What arrived is what was asked for, where it was asked for. */
async function checkArrival(
  world: World,
  { places, list }: AskedImport,
  { site, task, workbook }: ArrivedImport,
): Promise<void> {
  const { fileName, campaignId, serverId, filePath, dueTime } = task;
  const place = places.get(fileName);
  if (!place) return;
  if (!world.hasLedTo.get(place.connectionId)?.has(site)) {
    throw new Broken('misdirected', `${fileName} went to ${site}, where its connection does not lead`);
  }
  const due = new Date(dueTime);
  const time = place.startsAt && [due.getHours(), due.getMinutes()];
  const got = JSON.stringify([campaignId, serverId, filePath.replace(/^\//, ''), time]);
  const { startsAt } = place;
  const wanted = [place.campaignId, place.serverId, place.folder];
  const expected = JSON.stringify([...wanted, startsAt && [startsAt.hour, startsAt.minute]]);
  if (got !== expected) throw new Broken('wrong', `${fileName} was asked for with ${got}, not ${expected}`);
  const numbers = workbook === null ? null : await numbersIn(workbook, world.ground.folder);
  if (JSON.stringify(numbers) !== JSON.stringify(world.ground.lists[list]?.numbers)) {
    throw new Broken('wrong', `${fileName} was imported with ${JSON.stringify(numbers)}`);
  }
}

/** What is shown of it is true. */
function checkShown(world: World, one: AskedImport, { jobs, imports }: Seen): void {
  const arrivals = imports.filter(({ task }) => one.places.has(task.fileName));
  const files = [...one.places.keys()].join(' or ');
  if (arrivals.length > 1 + one.again) {
    throw new Broken(
      'repeated',
      `${files} was asked for ${arrivals.length} times, allowed: ${1 + one.again}`,
    );
  }
  if (one.job === null) {
    if (arrivals.length > 0) throw new Broken('lost', `${files} arrived, and no job knows of it`);
    return;
  }
  const job = jobs.get(one.job);
  if (!job) {
    if (!one.removed) throw new Broken('lost', `the job of ${files} is gone`);
    return;
  }
  const place = one.places.get(fileOf(job));
  const { summary } = job;
  if (summary.kind === 'import') {
    const shown = [job.connectionId, summary.campaignId, summary.serverId, summary.startsAt, summary.rows];
    const rows = world.ground.lists[one.list]?.numbers.length;
    const due = [place?.connectionId, place?.campaignId, place?.serverId, place?.startsAt, rows];
    if (JSON.stringify(shown) !== JSON.stringify(due)) {
      throw new Broken('wrong', `${files} is shown as ${JSON.stringify(shown)}, not ${JSON.stringify(due)}`);
    }
  }
  const extra = arrivals.length - one.answeredFor;
  const said = `${files} is ${job.state} (${job.error?.code ?? 'no error'}), and ${extra} arrived unanswered for`;
  const doubtful = job.steps.some(({ state }) => state === 'unknown');
  if (unsent.has(job.state) && extra !== 0) throw new Broken('wrong', said);
  if (job.state === 'cancelled' && !doubtful && extra !== 0) throw new Broken('wrong', said);
  if (job.state === 'done' && job.result?.['decidedByUser'] !== true) {
    if (extra !== 1) throw new Broken('lost', said);
    if (job.result?.['importTaskId'] !== arrivals.at(-1)?.task.id) {
      throw new Broken('wrong', `${files} is shown with another task than the one it became`);
    }
  }
}

/** The name that a shown import has on its server: it says whose it is. */
export function fileOf({ summary }: Job): string {
  if (summary.kind !== 'import') throw new Error('no import');
  return summary.remotePath?.split('/').at(-1) ?? '';
}
