import { randomUUID } from 'node:crypto';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import type { Job } from '../../../src-main/contract/jobs.ts';
import { JobQueue } from '../../../src-main/jobs/job-queue.ts';
import { JobsTable } from '../../../src-main/store/jobs.ts';
import { SentImportsTable } from '../../../src-main/store/sent-imports.ts';
import type { Statements } from '../../../src-main/store/statements.ts';
import { TakeBacksTable } from '../../../src-main/store/take-backs.ts';
import { CampaignControl } from '../../../src-main/features/campaigns/campaign-control.ts';
import { TakeBackJob } from '../../../src-main/features/imports/take-back/take-back-job.ts';
import { TakeBacks } from '../../../src-main/features/imports/take-back/take-backs.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { memoryStatements } from '../../support/memory-store.ts';
import { randomNumbers } from '../../support/random-numbers.ts';
import { crashLine, type CrashReport } from '../jobs/crash-report.ts';

/** The app was ended at this place: what ran in it goes no further. */
class Killed extends Error {}
const never = (): Promise<never> => new Promise(() => undefined);

/** A campaign with the numbers of two lists, that refuses what the documents say, and may lose answers. */
class Centre {
  status: string;
  readonly numbers = new Map([
    ['dd-mine', 50],
    ['dd-other', 20],
  ]);
  /** Who paused it last, if it is paused. */
  pausedBy: 'dialdesk' | 'colleague' | null;

  constructor(status: string) {
    this.status = status;
    this.pausedBy = status === '3' ? 'colleague' : null;
  }

  control(action: 'pause' | 'resume', by: 'dialdesk' | 'colleague'): void {
    const [from, to] = action === 'pause' ? ['2', '3'] : ['3', '2'];
    if (this.status !== from) throw refusal(`campaign/${action}`, '0200011');
    this.status = to;
    this.pausedBy = action === 'pause' ? by : null;
  }

  delete(mark: string): void {
    if (this.status === '2') throw refusal('calldata/delete', '0200028');
    this.numbers.set(mark, 0);
  }
}

function refusal(name: string, resultCode: string): DialdeskError {
  return new DialdeskError('result_code', resultCode, {
    details: { interface: name, resultCode, resultDesc: '' },
  });
}

/** One run of the app over a database that outlives it. */
class Run {
  readonly queue: JobQueue;
  readonly takeBacks: TakeBacks;
  readonly #random: () => number;
  #left: number;
  dead = false;
  /** Nothing goes wrong any more: what is said is looked at. */
  calm = false;

  /** @param killAt after how many requests and savings it is killed; infinity for never */
  constructor(sql: Statements, clock: FakeClock, centre: Centre, random: () => number, killAt: number) {
    this.#random = random;
    this.#left = killAt;
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the table counts for the run
    const run = this;
    class CountedJobs extends JobsTable {
      override save(...given: Parameters<JobsTable['save']>): boolean {
        run.#passing();
        const there = super.save(...given);
        run.#passing();
        return there;
      }
      override saveMemory(...given: Parameters<JobsTable['saveMemory']>): void {
        run.#passing();
        super.saveMemory(...given);
        run.#passing();
      }
    }
    const jobs = new CountedJobs(sql, () => clock.now());
    const control = new CampaignControl({
      requireCentre: () => undefined,
      send: (_campaign, action) => this.#request(() => centre.control(action, 'dialdesk')),
      detail: () => this.#request(() => ({ status: centre.status })) as never,
      list: {} as never,
      missing: { ask: (_id: string, _name: string, ask: () => unknown) => ask() } as never,
    });
    this.queue = new JobQueue({
      jobs,
      kinds: [
        new TakeBackJob({
          status: (campaign) => control.status(campaign),
          control: (campaign, action) => control.act(campaign, action),
          delete: (_connection, _campaign, mark) => this.#request(() => centre.delete(mark)),
          count: () =>
            this.#request(() => {
              const left = centre.numbers.get('dd-mine') ?? 0;
              return { kind: 'counted' as const, counts: { called: 0, connected: 0, left, total: left } };
            }),
          imported: () => 50,
          isToday: () => true,
          deleted: () => undefined,
          pause: () => Promise.resolve(),
          now: () => clock.now(),
          monotonic: () => clock.monotonic(),
        }),
      ],
      clock,
      random: () => 0.5,
      newId: randomUUID,
      concurrency: 1,
    });
    this.takeBacks = new TakeBacks({
      queue: this.queue,
      jobs,
      table: new TakeBacksTable(sql),
      sent: new SentImportsTable(sql),
      control,
      changed: () => undefined,
      resultOf: () => null,
      offers: () => 'offered',
      centreOf: () => null,
      now: () => clock.now(),
    });
    this.queue.subscribe(({ jobs: changed }) => {
      if (!this.dead) for (const job of changed) this.takeBacks.heard(job);
    });
  }

  /** A request, which may be killed before it arrives and after, and may lose its way or its answer. */
  async #request<T>(carryOut: () => T): Promise<T> {
    await new Promise(setImmediate);
    this.#passing();
    const luck = this.calm ? 0.5 : this.#random();
    if (luck < 0.06) throw new DialdeskError('connection_lost', 'lost', { details: { cause: 'closed' } });
    const value = carryOut();
    this.#passing();
    await new Promise(setImmediate);
    if (this.dead) return never();
    if (luck > 0.94) {
      throw new DialdeskError('outcome_unknown', 'lost', { details: { reason: 'connection_lost' } });
    }
    return value;
  }

  #passing(): void {
    if (this.dead) throw new Killed();
    if (!this.calm) this.#left -= 1;
    if (this.#left > 0) return;
    this.dead = true;
    throw new Killed();
  }
}

function unlessKilled(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
  }
}

const over: readonly Job['state'][] = ['done', 'failed', 'cancelled', 'paused', 'prepared', 'unknown'];

/**
 * Takes imports back, kills the app again and again, and lets a colleague pause and resume in between. `lost` are
 * campaigns left paused without a word, `repeated` those in which numbers of another list were deleted.
 */
export async function takeBackCrashes(kills: number, seed: number): Promise<CrashReport> {
  const below = randomNumbers(seed);
  const random = (): number => below(1_000_000) / 1_000_000;
  const report = {
    kills: 0,
    jobs: 0,
    unknown: 0,
    lost: [] as string[],
    repeated: [] as string[],
    wrong: [] as string[],
  };
  while (report.kills < kills) {
    const sql = memoryStatements();
    const centre = new Centre(random() < 0.8 ? '2' : '3');
    const connectionId = randomUUID();
    const payload = {
      ...{ importId: randomUUID(), importName: 'spring', campaignId: '1', campaignName: null },
      ...{ mark: 'dd-mine', rows: 50, alone: true },
    };
    let id: string | null = null;
    let colleague = false;
    for (let restarts = 0; ; restarts++) {
      // of its own, because timers end with the app
      const clock = new FakeClock();
      const killAt = restarts < 3 ? 1 + Math.floor(random() * 45) : Infinity;
      const run = new Run(sql, clock, centre, random, killAt);
      const name = `sequence ${report.jobs}, restart ${restarts}, kill at ${killAt}`;
      try {
        id ??= run.queue.add({ kind: 'take-back', name: 'spring', connectionId, payload }).id;
        run.queue.start();
      } catch (error) {
        if (!run.dead) throw error;
      }
      for (let turn = 0; turn < 4_000 && !run.dead; turn++) {
        await new Promise(setImmediate);
        if (id !== null && over.includes(new JobsTable(sql, () => 0).get(id)?.state ?? 'queued')) break;
        if (turn % 10 === 9) unlessKilled(() => clock.advance(400_000));
        if (random() < 0.004) {
          colleague = true;
          try {
            centre.control(random() < 0.5 ? 'pause' : 'resume', 'colleague');
          } catch {
            // it is in that state already
          }
        }
      }
      if (run.dead) {
        report.kills += 1;
        continue;
      }
      await verdict(run, centre, { id: id ?? '', name, colleague, connectionId }, report);
      await run.queue.stop();
      break;
    }
    report.jobs += 1;
  }
  return report;
}

async function verdict(
  run: Run,
  centre: Centre,
  {
    id,
    name,
    colleague,
    connectionId,
  }: { id: string; name: string; colleague: boolean; connectionId: string },
  report: { unknown: number; lost: string[]; repeated: string[]; wrong: string[] },
): Promise<void> {
  run.calm = true;
  const job = run.queue.get(id);
  const words = `${name}: ${job.state}, campaign ${centre.status} by ${centre.pausedBy}`;
  if (!over.includes(job.state)) report.wrong.push(`${words}, does not end`);
  const held = await run.takeBacks.held(connectionId);
  if (centre.status === '3' && centre.pausedBy === 'dialdesk' && held.length === 0) report.lost.push(words);
  if (held.some((each) => each.held === 'perhaps')) report.unknown += 1;
  if (centre.numbers.get('dd-other') !== 20) report.repeated.push(words);
  if (job.state === 'done' && centre.numbers.get('dd-mine') !== 0)
    report.wrong.push(`${words}, not taken back`);
  if (!colleague && centre.status === '2' && held.length > 0) report.wrong.push(`${words}, held and runs`);
}

if (import.meta.main) {
  const kills = Number(process.argv[2] ?? 200);
  const seed = process.argv[3] === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(process.argv[3]);
  console.log(`seed: ${seed}`);
  const report = await takeBackCrashes(kills, seed);
  for (const what of [...report.lost, ...report.repeated, ...report.wrong]) console.error(what);
  console.log(
    `campaigns left paused silently: ${report.lost.length}, numbers of another list deleted: ${report.repeated.length}, perhaps: ${report.unknown}`,
  );
  console.log(crashLine(report));
  process.exitCode = report.lost.length + report.repeated.length + report.wrong.length > 0 ? 1 : 0;
}
