/**
 * Loses the answers of imports of mixed fates against the demo system, and looks which are settled, and whether any is
 * settled wrongly. `node test/integration/imports/lost-answers.ts [answers] [seed]` is the long form; the seed is printed.
 */
import { randomInt, randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { Job, JobState } from '../../../src-main/contract/jobs.ts';
import { madeMark } from '../../../src-main/contract/list-mark.ts';
import { plannedStart } from '../../../src-main/features/imports/job/start-gate.ts';
import { pick, seededRandom, type Random } from '../../../src-main/demo/random.ts';
import { callDemo, isalesPath } from '../../support/demo-client.ts';
import { sampleImport } from '../../support/memory-import.ts';
import { centres, drawFate, type CentreName, type Fate } from './lost-answers/fates.ts';
import { folder, LostAnswersPlace } from './lost-answers/place.ts';

/** What became of the lost answers. Anything in `wrong` is a defect. */
export interface LostAnswersReport {
  readonly seed: number;
  answers: number;
  /** Requests that arrived and were accepted, and those of them that were settled as such. */
  arrived: number;
  settled: number;
  /** Arrived where nobody can tell: neither log nor statistics, or no mark where there is no log. */
  untold: number;
  readonly by: Record<string, number>;
  /** Settled by rows that are in the campaign because of somebody else's call, which imported that very file. */
  byOthers: number;
  /** Settled ones whose import task is known. */
  followed: number;
  readonly wrong: string[];
  /** Arrived, could have been told, and were left to a person. */
  readonly open: string[];
}

interface Cleanup {
  after(done: () => void | Promise<void>): void;
}

/** So long a lost answer is looked up, milliseconds: a clock that was put right takes a while. */
const patience = { usual: 45 * 60_000, clock: 150 * 60_000 } as const;

/** Loses so many answers. */
export async function loseAnswers(
  context: Cleanup,
  answers: number,
  seed: number,
): Promise<LostAnswersReport> {
  const report: LostAnswersReport = {
    ...{
      seed,
      answers: 0,
      arrived: 0,
      settled: 0,
      untold: 0,
      by: {},
      byOthers: 0,
      followed: 0,
      wrong: [],
      open: [],
    },
  };
  const random = seededRandom(seed);
  for (const [name, { share, options }] of Object.entries(centres)) {
    const count = Math.max(1, Math.round((answers * share) / 100));
    const place = await LostAnswersPlace.open(context, options);
    for (const until = report.answers + count; report.answers < until;) {
      await loseOne(place, name as CentreName, random, report);
    }
  }
  return report;
}

async function loseOne(
  place: LostAnswersPlace,
  centre: CentreName,
  random: Random,
  report: LostAnswersReport,
): Promise<void> {
  const hasLog =
    centre !== 'no log' && centre !== 'neither log nor statistics' && centre !== 'log without requests';
  const hasStatistics = centre !== 'no statistics' && centre !== 'neither log nor statistics';
  const fate = drawFate(random, hasLog);
  const { queue, demo } = place;
  const campaign = pick(random, [...demo.state.campaigns.keys()].slice(fate.campaign, fate.campaign + 1));
  const before = demo.state.imports.length;
  const list = {
    place,
    fate,
    campaign,
    colleagues: new Set<string>(),
    mark: fate.marked ? madeMark(randomUUID()) : '',
  };
  place.fileThere(fate.fileName);
  place.ahead = fate.clockAhead;
  await place.pass(3 * 60_000);
  let passed = await colleagues(list, -20 * 60_000, 0);

  const id = await send(list);
  if (fate.clockPutRight) place.ahead = 0;
  passed = await colleagues(list, 0, 20 * 60_000, passed);
  const limit = fate.clockPutRight ? patience.clock : patience.usual;
  while (queue.get(id).state === 'unknown' && passed < limit) {
    await place.pass(60_000);
    passed += 60_000;
  }
  const job = queue.get(id);
  // not lost: it was noticed that nothing had gone out, and it went again by itself
  if (job.state === 'done' && job.result?.['provedBy'] === undefined) return;
  const told = hasLog || (hasStatistics && fate.marked);
  const ours = demo.state.imports.slice(before).filter((task) => !list.colleagues.has(task.id));
  judge(job, { fate, centre, told, ours: ours.map((task) => task.id), there: rowsThere(list), report });
  if (job.state !== 'done') await queue.cancel(id);
  await place.endImports();
  place.ahead = 0;
}

interface Lost {
  readonly place: LostAnswersPlace;
  readonly fate: Fate;
  readonly campaign: string;
  readonly mark: string;
  /** Import tasks of a colleague's. */
  readonly colleagues: Set<string>;
}

/** Whether the campaign has rows of this list, whoever had them imported. */
function rowsThere({ place, campaign, mark }: Lost): boolean {
  const records = place.demo.state.imported.get(campaign);
  if (mark === '' || records === undefined) return false;
  for (let index = records.size - 1; index >= 0; index--) {
    if (records.at(index).customField === mark) return true;
  }
  return false;
}

const over: ReadonlySet<JobState> = new Set(['unknown', 'done', 'failed', 'waiting']);

/** Sends the import whose answer is lost; the ID of its job. */
async function send({ place, fate, campaign, mark }: Lost): Promise<string> {
  const { demo, queue, writer, connectionId } = place;
  const [server] = demo.state.servers.values();
  const { outcome, rows, fileName } = fate;
  writer.content = randomUUID();
  place.files.set(fileName, { rows, customField: mark });
  if (fate.importTakes > 0) place.holdImports(fate.importTakes);
  place.givenUpAfter = fate.givenUp;
  const fault =
    outcome === 'never arrived'
      ? ({ kind: 'reset' } as const)
      : ({ kind: 'lost', ...(outcome === 'refused' && { resultCode: '02000007' }) } as const);
  const take = demo.faults.takeHttp.bind(demo.faults);
  demo.faults.takeHttp = (name) => {
    if (name !== 'uploadFileServer') return take(name);
    demo.faults.takeHttp = take;
    place.passMeanwhile(fate.onItsWay);
    return fault;
  };
  const due = new Date(place.time + 12 * 3_600_000);
  const startsAt = fate.scheduled ? { hour: due.getHours(), minute: due.getMinutes() } : null;
  const { destination } = sampleImport();
  const payload = sampleImport({
    rows,
    mark: mark === '' ? { mark: null, markOrigin: 'off' } : { mark, markOrigin: 'dialdesk' },
    destination: destination && {
      ...destination,
      ...{ campaignId: campaign, serverId: server?.serverId ?? '', folder, fileName, replace: true },
      startsAt,
    },
    startPlan: plannedStart(startsAt, undefined, place.time + place.ahead),
  });
  const { id } = queue.add({ kind: 'import', name: fileName, connectionId, payload });
  const news = new EventEmitter();
  const end = queue.subscribe(() => news.emit('news'));
  while (!over.has(queue.get(id).state)) await once(news, 'news');
  end();
  await place.atRest();
  return id;
}

/** A colleague's calls that fall between these moments, from when ours is sent. @returns how much time passed */
async function colleagues(lost: Lost, from: number, to: number, passed = 0): Promise<number> {
  const { place, fate } = lost;
  const calls = fate.colleague.filter((at) => at >= from && at < to).map((at) => ({ at, ours: false }));
  if (fate.sameFileAt !== null && from >= 0) calls.push({ at: fate.sameFileAt, ours: true });
  calls.sort((a, b) => a.at - b.at);
  const [first] = calls;
  // before ours: the first begins it, and the time until ours follows the last
  let at = from < 0 ? (first?.at ?? 0) : passed;
  for (const call of calls) {
    await place.pass(Math.max(0, call.at - at));
    at = Math.max(at, call.at);
    await importByColleague(lost, call.ours);
  }
  if (from < 0) await place.pass(-at);
  return from < 0 ? 0 : at;
}

async function importByColleague(
  { place, fate, campaign, mark, colleagues: ids }: Lost,
  sameFile: boolean,
): Promise<void> {
  const [server] = place.demo.state.servers.values();
  const content = sameFile
    ? { rows: fate.rows, customField: mark }
    : { rows: 10 + (fate.rows % 7), customField: '' };
  await place.endImports();
  place.files.set(fate.fileName, content);
  const { json } = await callDemo(place.demo, {
    path: isalesPath(place.demo, 'calldatafile', 'uploadFileServer', campaign),
    body: { serverId: server?.serverId, filePath: `/${folder}`, fileName: fate.fileName },
  });
  ids.add(String(json['importTaskId']));
  await place.endImports();
}

interface Truth {
  readonly fate: Fate;
  readonly centre: CentreName;
  /** Whether anybody can tell. */
  readonly told: boolean;
  /** The tasks that the request made: none, or one. */
  readonly ours: readonly string[];
  readonly there: boolean;
  readonly report: LostAnswersReport;
}

function judge(job: Job, { fate, centre, told, ours, there, report }: Truth): void {
  const about = `${centre}: ${JSON.stringify(fate)} is ${job.state}, ${JSON.stringify(job.result ?? job.waitingFor)}`;
  const [task] = ours;
  const arrived = task !== undefined;
  report.answers += 1;
  if (arrived) report.arrived += 1;
  if (arrived && !told) report.untold += 1;
  if (ours.length > 1) report.wrong.push(`sent twice: ${about}`);
  if (job.state === 'done') {
    const by = String(job.result?.['provedBy']);
    report.by[by] = (report.by[by] ?? 0) + 1;
    // the statistics say that its rows are in the campaign, which is true
    const byRows = by === 'statistics' && there;
    if (!arrived && !byRows) report.wrong.push(about);
    if (!arrived && byRows) report.byOthers += 1;
    const named = job.result?.['importTaskId'] ?? null;
    if (arrived && named !== null && named !== task) report.wrong.push(`its task is ${task}: ${about}`);
    if (named !== null) report.followed += 1;
    if (arrived) report.settled += 1;
  } else if (job.state !== 'unknown') report.wrong.push(about);
  else if (arrived && told) report.open.push(about);
}

/** The share of those that arrived, and that somebody could tell of, that were settled. */
export function settledShare({ arrived, untold, settled }: LostAnswersReport): number {
  return settled / (arrived - untold);
}

export function lostAnswersLine(report: LostAnswersReport): string {
  const { seed, answers, arrived, untold, settled, followed, by, byOthers, wrong } = report;
  const share = (100 * settledShare(report)).toFixed(1);
  return (
    `seed ${seed}: of ${answers} lost answers ${arrived} had arrived, of ${untold} of them nobody can tell; ` +
    `${settled} (${share} %) settled, ${followed} with their task, by ${JSON.stringify(by)}; ` +
    `${byOthers} of others' calls; ${wrong.length} wrongly`
  );
}

if (import.meta.main) {
  const cleanUp: (() => void | Promise<void>)[] = [];
  const seed = Number(process.argv[3] ?? randomInt(2 ** 31));
  const report = await loseAnswers(
    { after: (done) => cleanUp.push(done) },
    Number(process.argv[2] ?? 1000),
    seed,
  );
  for (const done of cleanUp.reverse()) await done();
  for (const wrong of report.wrong) console.error(`wrong: ${wrong}`);
  for (const open of report.open) console.error(`left to a person: ${open}`);
  console.log(lostAnswersLine(report));
  console.log(`kills: ${report.answers}, jobs: ${report.answers}, lost: ${report.wrong.length}, repeated: 0`);
  process.exitCode = report.wrong.length > 0 || settledShare(report) < 0.99 ? 1 : 0;
}
