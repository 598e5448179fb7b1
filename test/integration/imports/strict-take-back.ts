// Imports are taken back at a CC-iSales that follows the documents strictly, and the app ends at every request and every
// saving: `npm run crash -- --strict-take-back`.
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TakeBack } from '../../../src-main/contract/take-back.ts';
import { eventually } from '../../support/eventually.ts';
import { CrashPlan, crashPlaces, type CrashPlace } from '../../support/model/crash-plan.ts';
import { Life } from '../../support/model/life.ts';
import { dial } from '../../support/strict-isales/records.ts';
import { customers, markOf, running, strictPlace } from '../../support/strict-isales/place.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { crashLine, type CrashReport } from '../jobs/crash-report.ts';

/** Where the app ends, and who does what before it starts again. */
interface CrashPoint {
  readonly place: CrashPlace;
  readonly passing: number;
  readonly colleague: 'resumes' | 'pauses' | null;
}

const places = ['request arrives', 'request took effect', 'before a write', 'after a write'] as const;
const waiting = 25;

/**
 * Takes the same import back again and again, each time from the same beginning.
 * @param chosen of all points at which it may end, those at which it does
 */
export async function strictTakeBacks(
  context: { after(done: () => void | Promise<void>): void },
  chosen: (point: CrashPoint, index: number) => boolean,
): Promise<CrashReport & { readonly broken: readonly string[] }> {
  const place = await strictPlace(context);
  const { strict, vault, connectionId } = place;
  const [mine, other] = [
    await place.send('mine', customers(30)),
    await place.send('other', customers(7, 100)),
  ];
  const importId = mine.id;
  const marks = { mine: markOf(mine), other: markOf(other) };
  dial(strict.campaign(running), 4, Date.now());
  const [, , , , inCall] = strict.numbers(running, marks.mine);
  if (inCall !== undefined) inCall.state = 'in a call';
  await place.dialdesk.close();
  const before = structuredClone(strict.records);
  const root = tempFolder(context);
  let runs = 0;
  const report = { kills: 0, jobs: 0, unknown: 0, lost: [], repeated: [], wrong: [] } as {
    kills: number;
    jobs: number;
    unknown: number;
  } & Record<'lost' | 'repeated' | 'wrong', string[]>;

  async function takeBack(point: CrashPoint | null): Promise<Record<CrashPlace, number>> {
    runs += 1;
    const own = join(root, String(runs));
    mkdirSync(own);
    const [first, second] = [join(own, 'first'), join(own, 'second')];
    cpSync(place.folder, first, { recursive: true });
    strict.records = structuredClone(before);
    const passed = Object.fromEntries(crashPlaces.map((name) => [name, 0])) as Record<CrashPlace, number>;
    const plan = new CrashPlan();
    if (point !== null) plan.arm(point.place, point.passing);
    let begun = false;
    const lives: Life[] = [];
    const live = async (folder: string): Promise<Life> => {
      const life = new Life(folder, second, {
        keychain: vault,
        diskTakes: () => true,
        slowNetwork: () => Promise.resolve(),
        crashesAt: (at) => {
          if (!begun) return false;
          passed[at] += 1;
          return plan.passes(at);
        },
      });
      lives.push(life);
      strict.watch = (moment) => {
        life.at(moment === 'arrives' ? 'request arrives' : 'request took effect');
        return !life.crashed;
      };
      await life.start();
      return life;
    };
    let life = await live(first);
    begun = true;
    const beginning = life.dialdesk.client.takeBacks.begin({ importId, shared: [] });
    beginning.catch(() => undefined);
    await Promise.race([life.end, beginning]).catch(() => undefined);
    await Promise.race([life.end, untilOver(life, importId)]);
    if (life.crashed) {
      report.kills += 1;
      await life.close();
      begun = false;
      const campaign = strict.campaign(running);
      if (point?.colleague === 'resumes' && campaign.status === 3) campaign.status = 2;
      if (point?.colleague === 'pauses' && campaign.status === 2) campaign.status = 3;
      life = await live(second);
      // it may have ended before the job was on record: then there is nothing to go on with
      if ((await look(life, importId)) !== null) await untilOver(life, importId);
    }
    report.jobs += 1;
    await judge(life, point);
    await life.close();
    return passed;
  }

  async function judge(life: Life, point: CrashPoint | null): Promise<void> {
    const last = await look(life, importId);
    const campaign = strict.campaign(running);
    const left = strict.numbers(running, marks.mine).filter(({ state }) => state === 'waiting').length;
    const words = `${JSON.stringify(point)}: ${last?.state ?? 'no job'}, held ${last?.held}, campaign ${campaign.status}, ${left} left`;
    const held = await life.dialdesk.client.takeBacks.held({ connectionId });
    const byColleague = point?.colleague === 'pauses';
    if (campaign.status === 3 && !byColleague && held.length === 0) report.lost.push(words);
    if (campaign.status === 2 && held.length > 0) report.wrong.push(`${words}: held, and it runs`);
    if (held.some((one) => one.held === 'perhaps')) report.unknown += 1;
    const stay = strict.numbers(running, marks.mine).filter(({ state }) => state !== 'waiting').length;
    if (strict.numbers(running, marks.other).length !== 7 || stay !== 5) report.repeated.push(words);
    const deleted = last !== null && last.deletedAt !== null;
    if (deleted ? left !== 0 : left !== waiting && left !== 0) report.wrong.push(words);
    if (last?.state === 'done' && !deleted) report.wrong.push(`${words}: done, and nothing was deleted`);
    const { counts = null } = last ?? {};
    if (counts !== null && (counts.left !== left || (counts.called ?? stay) !== stay)) {
      report.wrong.push(`${words}: ${JSON.stringify(counts)}`);
    }
  }

  const passings = await takeBack(null);
  const all = places.flatMap((name) =>
    Array.from({ length: passings[name] }, (_, index) => ({ place: name, passing: index + 1 })),
  );
  const points: CrashPoint[] = ([null, 'resumes', 'pauses'] as const).flatMap((colleague) =>
    all.map((point) => ({ ...point, colleague })),
  );
  for (const point of points.filter(chosen)) await takeBack(point);
  return { ...report, broken: strict.broken };
}

/** As the import's page shows it. */
async function look(life: Life, importId: string): Promise<TakeBack | null> {
  return (await life.dialdesk.client.takeBacks.look({ importId })).last;
}

/** Until the job has ended, or has only to wait for statistics, which may be asked once in five minutes. */
function untilOver(life: Life, importId: string): Promise<true> {
  return eventually(async () => {
    if (life.crashed) return true;
    const last = await look(life, importId).catch(() => null);
    if (last === null) return undefined;
    const counting = last.deletedAt !== null && last.state === 'waiting' && last.held !== 'yes';
    return ['done', 'failed', 'cancelled', 'unknown'].includes(last.state) || counting || undefined;
  });
}

if (import.meta.main) {
  const kills = Number(process.argv[2] ?? 200);
  const done: (() => void | Promise<void>)[] = [];
  const report = await strictTakeBacks(
    { after: (work) => void done.push(work) },
    (_, index) => index < kills,
  );
  for (const work of done.toReversed()) await work();
  for (const what of [...report.lost, ...report.repeated, ...report.wrong, ...report.broken])
    console.error(what);
  console.log(`asked against the documents: ${report.broken.length}, perhaps: ${report.unknown}`);
  console.log(crashLine(report));
  const faults = [report.lost, report.repeated, report.wrong, report.broken];
  process.exitCode = faults.some(({ length }) => length > 0) ? 1 : 0;
}
