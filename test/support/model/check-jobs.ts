import type { Job } from '../../../src-main/contract/jobs.ts';
import { namesOf, type Asked } from './asked.ts';
import type { Arrived } from './call-centre.ts';
import { checkImport, checkImportShown } from './check-import.ts';
import { Broken, type Seen, type World } from './world.ts';

/** States in which nothing can have gone out since the user has last answered for it. */
const unsent: ReadonlySet<Job['state']> = new Set(['prepared', 'queued', 'waiting', 'paused', 'failed']);

/**
 * Compares what arrived with what was asked for and with what is shown.
 * @param since the last thing that had arrived when this was checked before
 * @throws Broken for the first promise that was not kept
 */
export async function checkJobs(
  world: World,
  asked: readonly Asked[],
  seen: Seen,
  since: number,
): Promise<void> {
  const shownAs = new Map(asked.flatMap((one) => shownNames(one).map((name) => [name, one] as const)));
  for (const job of seen.jobs.values()) {
    if (job.kind === 'reservation-change') continue;
    const one = shownAs.get(shownName(job));
    if (!one) throw new Broken('wrong', `${job.name} is shown, and nobody asked for it`);
    // the app crashed before it could say which job it had become
    one.job ??= job.id;
    if (one.job !== job.id) throw new Broken('repeated', `${job.name} became two jobs`);
  }
  const byName = new Map(asked.flatMap((one) => namesOf(one).map((name) => [name, one] as const)));
  for (const arrived of seen.arrived) {
    if (arrived.kind === 'reservation') continue;
    const one = byName.get(arrived.name);
    if (!one) throw new Broken('wrong', `${arrived.name} arrived, and nobody asked for it`);
    if (arrived.order > since) await checkArrival(world, one, arrived);
  }
  for (const one of asked) checkShown(world, one, seen);
}

async function checkArrival(world: World, one: Asked, arrived: Arrived): Promise<void> {
  const { name, site } = arrived;
  const place = one.kind === 'import' ? one.places.get(name) : one;
  if (!place?.sites.has(site)) {
    const meant = [...(place?.sites ?? [])].join(' or ');
    throw new Broken('misdirected', `${name} went to ${site}, and was meant for ${meant}`);
  }
  if (one.kind === 'import' && arrived.kind === 'import') await checkImport(world, one, arrived);
}

/** What is shown of it is true. */
function checkShown(world: World, one: Asked, { jobs, arrived }: Seen): void {
  const names = namesOf(one);
  const arrivals = arrived.filter(({ name }) => names.includes(name));
  const called = shownNames(one).join(' or ');
  if (arrivals.length > 1 + one.again) {
    throw new Broken('repeated', `${called} arrived ${arrivals.length} times, allowed: ${1 + one.again}`);
  }
  if (one.job === null) {
    if (arrivals.length > 0) throw new Broken('lost', `${called} arrived, and no job knows of it`);
    return;
  }
  const job = jobs.get(one.job);
  if (!job) {
    if (!one.removed) throw new Broken('lost', `the job of ${called} is gone`);
    return;
  }
  if (one.kind === 'import') checkImportShown(world, one, job);
  const extra = arrivals.length - one.answeredFor;
  const said = `${called} is ${job.state} (${job.error?.code ?? 'no error'}), and ${extra} arrived unanswered for`;
  const doubtful = job.steps.some(({ state }) => state === 'unknown');
  if (unsent.has(job.state) && extra !== 0) throw new Broken('wrong', said);
  if (job.state === 'cancelled' && !doubtful && extra !== 0) throw new Broken('wrong', said);
  if (job.state === 'done' && job.result?.['decidedByUser'] !== true) {
    if (extra !== 1) throw new Broken('lost', said);
    const last = arrivals.at(-1);
    const got = last?.kind === 'import' ? last.task.id : last?.kind === 'voice' ? last.fileName : null;
    const shown = job.result?.[one.kind === 'import' ? 'importTaskId' : 'fileName'];
    if (shown !== got)
      throw new Broken('wrong', `${called} is shown as ${String(shown)}, and is ${String(got)}`);
  }
}

const shownNames = (one: Asked): readonly string[] => (one.kind === 'import' ? namesOf(one) : [one.fileName]);

/** The name of its file: it says whose it is. */
export function shownName({ summary }: Job): string {
  if (summary.kind === 'import') return summary.remotePath?.split('/').at(-1) ?? '';
  return summary.kind === 'voice-upload' ? summary.fileName : '';
}
