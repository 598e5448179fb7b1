/**
 * Kills the real app with SIGKILL, again and again, at every step of its jobs and at random moments, and looks at
 * each start whether the screen, the outbox and the call centre agree.
 */
import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CrashReport } from '../../integration/jobs/crash-report.ts';
import type { CleanUp } from '../app.ts';
import { titleOf } from './cargo.ts';
import type { CrashJob } from './cargo.ts';
import { CountingCentre, isWhole } from './counting-centre.ts';
import { CrashApp, startAndKill } from './crash-app.ts';
import type { Destination } from './crash-app.ts';
import { killPlaces } from './kill-places.ts';
import type { KillPlace } from './kill-places.ts';

export interface AppCrashParts {
  readonly cleanUp: CleanUp;
  /** The user-data folder, empty. */
  readonly userData: string;
  /** A keychain that outlives the app, so that its jobs go on unattended at each start. */
  readonly env: NodeJS.ProcessEnv;
  /** Called after each kill. */
  readonly progress?: (kills: number, place: string) => void;
}

/** How long a start may go on before it is killed at a random moment: from nothing at all to jobs well under way. */
const longestStart = 4_000;
/** How long a place may take to be met. */
const patience = 60_000;

/** Kills the app until `kills` have hit it, then lets it come to its end in peace. */
export async function appCrash(kills: number, parts: AppCrashParts): Promise<CrashReport> {
  const centre = await CountingCentre.start(parts.cleanUp);
  const crash = new AppCrash(centre, parts);
  parts.cleanUp.after(() => crash.end());
  return crash.run(kills);
}

class AppCrash {
  readonly #centre: CountingCentre;
  readonly #parts: AppCrashParts;
  readonly #sources: string;
  readonly #jobs: CrashJob[] = [];
  /** Those that were seen to have come to their end. */
  readonly #over = new Set<CrashJob>();
  readonly #lost = new Set<string>();
  readonly #wrong = new Set<string>();
  #to: Destination | null = null;
  #app: CrashApp | null = null;
  #unknown = 0;

  constructor(centre: CountingCentre, parts: AppCrashParts) {
    this.#centre = centre;
    this.#parts = parts;
    this.#sources = join(parts.userData, 'lists');
    mkdirSync(this.#sources, { recursive: true });
  }

  async run(kills: number): Promise<CrashReport> {
    const { userData, env, progress } = this.#parts;
    let killed = 0;
    for (let round = 0; killed < kills; round++) {
      const place = killPlaces[round % killPlaces.length];
      if (place === undefined) break;
      await this.#life(place);
      killed += 1;
      progress?.(killed, place.name);
      await this.#lookAtFiles();
      if (round % 3 !== 2 || killed >= kills) continue;
      const moment = randomInt(100, longestStart);
      await startAndKill(userData, env, moment);
      killed += 1;
      progress?.(killed, `${moment} ms after a start`);
      await this.#lookAtFiles();
    }
    await this.#lastLife();
    return {
      kills: killed,
      jobs: this.#jobs.length,
      unknown: this.#unknown,
      lost: [...this.#lost],
      repeated: this.#jobs.filter((job) => this.#centre.count(job) > 1).map(titleOf),
      wrong: [...this.#wrong],
    };
  }

  /** Ends what runs, also after a failure. */
  async end(): Promise<void> {
    this.#app?.kill();
    await this.#app?.gone();
  }

  async #start(): Promise<CrashApp> {
    return (this.#app = await CrashApp.start(this.#parts.userData, this.#parts.env));
  }

  /** Starts it, brings everything from the last life to rest, puts in a new job, and kills at a place of its way. */
  async #life(place: KillPlace): Promise<void> {
    const { userData } = this.#parts;
    const app = await this.#start();
    const to = (this.#to ??= await app.setUp(this.#centre));
    await this.#bringToRest(app);
    const changes = place.kind === 'reservation-change' ? (place.rows ?? 1) : 0;
    const job: CrashJob = {
      kind: place.kind,
      name: `crash-${this.#jobs.length + 1}`,
      reservations: this.#centre.reservations(changes, this.#jobs),
      id: null,
    };
    this.#jobs.push(job);
    const callOff = place.set({ centre: this.#centre, userData, job }, () => app.kill());
    const late = setTimeout(() => {
      this.#wrong.add(`"${place.name}" was never met`);
      app.kill();
    }, patience);
    // It may well be killed while it is still asked for the job, and what it was asked may then never be answered.
    app.add(job, to, this.#sources).catch(() => undefined);
    await app.gone();
    clearTimeout(late);
    callOff();
  }

  async #lastLife(): Promise<void> {
    const { userData } = this.#parts;
    const app = await this.#start();
    await this.#bringToRest(app);
    await app.close();
    for (const flaw of await this.#centre.flaws(this.#jobs, true)) this.#wrong.add(flaw);
    const outbox = join(userData, 'outbox');
    const left = existsSync(outbox) ? readdirSync(outbox) : [];
    for (const name of left) this.#wrong.add(`${name} was left in the outbox`);
  }

  /** Compares what the screen says of each job with what the call centre counted, until nothing is open. */
  async #bringToRest(app: CrashApp): Promise<void> {
    const open: CrashJob[] = [];
    for (const job of this.#jobs.filter((each) => !this.#over.has(each))) {
      const found = await app.find(job);
      if (found !== null) open.push(Object.assign(job, { id: found }));
      // One that was never said to be on record may be there or not.
      else if (job.id !== null) this.#lost.add(titleOf(job));
      this.#over.add(job);
    }
    if (open.length > 0) await app.showOutbox();
    for (const job of open) {
      const state = await app.stateOnScreen(job);
      if (job.kind === 'reservation-change') {
        await this.#compareChanges(app, job, state);
        continue;
      }
      const count = this.#centre.count(job);
      if (state === 'Outcome unknown') {
        this.#unknown++;
        await app.decide(job, count > 0);
        const decided = await app.stateOnScreen(job);
        if (/unknown|Failed/.test(decided)) this.#wrong.add(`${titleOf(job)} stays ${decided}`);
      } else if (state === 'Failed' || count === 0) {
        this.#wrong.add(`${titleOf(job)} says ${state}, and arrived ${count} times`);
      }
      if (this.#centre.count(job) !== 1) {
        this.#wrong.add(`${titleOf(job)} is over, and arrived ${this.#centre.count(job)} times`);
      }
    }
  }

  /** Compares what the screen says of each reservation, before and after it was looked up. */
  async #compareChanges(app: CrashApp, job: CrashJob, state: string): Promise<void> {
    const { told, lookedUp } = await app.changesOnScreen(job);
    const saysUnknown = [...told.values()].includes('Unknown');
    if (saysUnknown) this.#unknown++;
    if (saysUnknown === (state === 'Changed')) this.#wrong.add(`${titleOf(job)} says ${state}`);
    for (const { appointId } of job.reservations) {
      const count = this.#centre.changesOf(appointId);
      const [before, after] = [told.get(appointId), lookedUp.get(appointId)];
      if (before === undefined || after === undefined) {
        this.#lost.add(`${appointId} of ${titleOf(job)}`);
        continue;
      }
      const fits = before === 'Unknown' ? count <= 1 : before === 'Sent' && count === 1;
      if (!fits || after !== (count === 1 ? 'Sent' : 'Failed')) {
        this.#wrong.add(
          `${appointId} of ${titleOf(job)} says ${before}, then ${after}, and was changed ${count} times`,
        );
      }
    }
  }

  /** While nothing runs: the database was not found damaged, and what has its final name is whole. */
  async #lookAtFiles(): Promise<void> {
    const { userData } = this.#parts;
    const damaged = readdirSync(userData).filter((name) => name.includes('.damaged.'));
    for (const name of damaged) this.#wrong.add(`the database was damaged: ${name}`);
    for (const flaw of await this.#centre.flaws(this.#jobs, false)) this.#wrong.add(flaw);
    for (const job of this.#jobs) {
      const workbook = join(userData, 'outbox', job.id ?? '', 'clean.xlsx');
      if (job.id !== null && existsSync(workbook) && !(await isWhole(workbook, job))) {
        this.#wrong.add(`the workbook of ${titleOf(job)} is not whole in the outbox`);
      }
    }
  }
}
