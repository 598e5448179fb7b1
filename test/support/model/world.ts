import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from '../../../src-main/contract/connections.ts';
import type { Job } from '../../../src-main/contract/jobs.ts';
import { DialdeskError } from '../../../src-main/contract/errors.ts';
import type { Dialdesk } from '../dialdesk.ts';
import { CallCentre, type Arrived } from './call-centre.ts';
import type { ModelDay } from './clock.ts';
import { CrashPlan } from './crash-plan.ts';
import type { Ground } from './ground.ts';
import { ModelKeychain } from './keychain.ts';
import { Life } from './life.ts';

/** What is shown, and what has arrived, at one moment in which nothing was under way. */
export interface Seen {
  readonly jobs: ReadonlyMap<string, Job>;
  readonly connections: readonly Connection[];
  readonly arrived: readonly Arrived[];
  /** Number of the last thing that had arrived. */
  readonly order: number;
}

/** A promise of an invariant that was not kept. */
export class Broken extends Error {
  readonly kind: 'lost' | 'repeated' | 'misdirected' | 'wrong';

  constructor(kind: Broken['kind'], message: string) {
    super(message);
    this.kind = kind;
  }
}

/** How long nothing may happen before it is taken for a hang, milliseconds. */
const patience = 60_000;

/** One sequence: Dialdesk over its user-data folder, its surroundings, and the user in front of it. */
export class World {
  readonly ground: Ground;
  readonly keychain: ModelKeychain;
  readonly crashPlan = new CrashPlan();
  /** What was done and what came of it, a line each. */
  readonly trace: string[] = [];
  readonly disk = { refuses: 0 };
  readonly counts = { steps: 0, restarts: 0, crashes: 0 };
  readonly #ledTo = new Map<string, Set<string>>();
  #life: Life;
  #lives = 0;
  #pending: Promise<void>[] = [];
  /** What the user was waiting for as the app ended. */
  readonly #late: Promise<unknown>[] = [];
  #held: { readonly promise: Promise<undefined>; readonly release: () => void } | null = null;
  #openLists = new Map<number, string>();
  /** Where the app's folders are, on a disk that may be full, and what its crashes leave. */
  readonly #folder: string;
  readonly #crashed: string;
  #folders: string[] = [];

  private constructor(ground: Ground, name: string, day: ModelDay) {
    this.ground = ground;
    this.#folder = join(ground.room.folder, name);
    this.#crashed = join(ground.folder, `${name}-crashed`);
    ground.room.empty();
    ground.clock.begin(day);
    this.keychain = new ModelKeychain(ground.secrets);
    this.keychain.slow = () => this.#held?.promise ?? Promise.resolve();
    for (const { id, site } of ground.connections) this.leads(id, site);
    for (const site of ground.sites) {
      site.reset();
      site.watch = (moment) => this.#life.at(moment);
    }
    const first = join(this.#folder, '0');
    cpSync(ground.template, first, { recursive: true });
    this.#life = this.#newLife(first);
  }

  /** @param name of its folder */
  static async begin(ground: Ground, name: string, day: ModelDay): Promise<World> {
    const world = new World(ground, name, day);
    await world.#life.start();
    return world;
  }

  get dialdesk(): Dialdesk {
    return this.#life.dialdesk;
  }

  get client(): Dialdesk['client'] {
    return this.dialdesk.client;
  }

  site(name: string): CallCentre {
    const site = this.ground.sites.find((one) => one.name === name);
    if (!site) throw new Error(`there is no ${name}`);
    return site;
  }

  /** The ID of a list that is open and checked. */
  async list(index: number): Promise<string> {
    const open = this.#openLists.get(index);
    if (open !== undefined) return open;
    const { path } = this.ground.lists[index] ?? { path: '' };
    const { client, dialdesk } = this;
    const { list } = await client.callLists.open({ token: await dialdesk.drop(path) });
    await client.callLists.check({ list, options: {} });
    this.#openLists.set(index, list);
    return list;
  }

  /**
   * Does what a user does, and does not wait for the answer: `settle` does. An answer that comes when the app has
   * crashed is not seen any more.
   * @param told what the user learns from the answer
   * @param refused the same of a refusal
   */
  act<T>(
    work: () => Promise<T>,
    told: (answer: T) => string,
    refused: (error: DialdeskError) => unknown = () => undefined,
  ): void {
    const life = this.#life;
    this.crashPlan.asleep = false;
    const see = (line: string): void => void this.trace.push(`    ${line}`);
    const pending = work().then(
      (answer) => {
        if (!life.crashed) see(told(answer));
      },
      (error: unknown) => {
        if (life.crashed) return;
        if (!(error instanceof DialdeskError)) throw error;
        refused(error);
        see(`refused: ${error.code} (${error.message})`);
      },
    );
    // it is waited for by `settle`
    pending.catch(() => undefined);
    this.#pending.push(pending);
  }

  /** Holds the keychain and the network up until `settle`. */
  hold(): void {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#held ??= { promise, release: () => resolve(undefined) };
  }

  /** Waits until all that the user did is answered and nothing is under way; starts the app again if it crashed. */
  async settle(): Promise<Seen> {
    this.#held?.release();
    this.#held = null;
    this.#makeRoom();
    const late = AbortSignal.timeout(patience);
    for (;;) {
      await this.alive();
      const life = this.#life;
      const rest = this.#atRest(late);
      rest.catch(() => undefined);
      await Promise.race([rest, life.end]);
      if (life.crashed) continue;
      this.crashPlan.asleep = true;
      const seen = await this.#see();
      if (seen !== null) return seen;
      this.crashPlan.asleep = false;
    }
  }

  /** Starts the app again if it has crashed. */
  async alive(): Promise<void> {
    while (this.#life.crashed) {
      this.#held?.release();
      this.#held = null;
      this.counts.crashes += 1;
      this.trace.push('    --- it crashed, and was started again');
      await this.#endLife();
      const { copy } = this.#life;
      const folder = join(this.#folder, String(this.#lives));
      this.ground.room.aside(() => {
        cpSync(copy, folder, { recursive: true });
        rmSync(copy, { recursive: true });
        // what is left of the last one may still be at work
        this.#folders.push(folder);
        for (const old of this.#folders.splice(0, this.#folders.length - 2))
          rmSync(old, { recursive: true, force: true });
      });
      await this.#next(folder);
    }
  }

  /** Ends the app in order, and starts it again over the same folder, also while the disk is full. */
  async restart(): Promise<void> {
    this.#held?.release();
    this.#held = null;
    this.disk.refuses = 0;
    this.crashPlan.asleep = false;
    this.counts.restarts += 1;
    const before = this.#life;
    await this.#endLife();
    if (!before.crashed) await this.#next(before.folder);
    return this.alive();
  }

  /** All that took effect anywhere. */
  get arrived(): readonly Arrived[] {
    return this.ground.sites.flatMap((site) => site.arrived);
  }

  /** What arrived until now was looked at: from now on, a connection leads where it is shown to lead. */
  looked({ connections }: Pick<Seen, 'connections'>): void {
    this.#ledTo.clear();
    for (const { id, isales, ccfs } of connections) {
      for (const { demo, name } of this.ground.sites)
        if (demo.isales.port === isales.port || demo.ccfs.port === ccfs.port) this.leads(id, name);
    }
  }

  /** A connection leads there, or may. */
  leads(connectionId: string, site: string): void {
    this.#ledTo.set(connectionId, (this.#ledTo.get(connectionId) ?? new Set()).add(site));
  }

  /** Where it leads, or may. */
  ledTo(connectionId: string): Set<string> {
    return new Set(this.#ledTo.get(connectionId));
  }

  /** Whether it has led there since what arrived was looked at last. */
  hasLed(connectionId: string, site: string): boolean {
    return this.#ledTo.get(connectionId)?.has(site) ?? false;
  }

  async close(): Promise<void> {
    this.crashPlan.disarm();
    this.#held?.release();
    this.#makeRoom();
    await this.#endLife();
    // what is still out must not arrive in the sequence that follows
    await Promise.race([Promise.all(this.#late), pause(patience, undefined, { ref: false })]);
    for (const folder of [this.#folder, this.#crashed]) rmSync(folder, { recursive: true, force: true });
  }

  #makeRoom(): void {
    this.disk.refuses = 0;
    if (this.ground.room.full) this.ground.room.empty();
  }

  /** What the user was still waiting for ends with the app; a request of it that is out may yet arrive. */
  async #endLife(): Promise<void> {
    const pending = Promise.allSettled(this.#pending);
    this.#pending = [];
    this.#late.push(pending);
    await this.#life.close();
    await Promise.race([pending, pause(1_000, undefined, { ref: false })]);
  }

  async #next(folder: string): Promise<void> {
    this.#openLists = new Map();
    this.#life = this.#newLife(folder);
    await this.#life.start();
  }

  #newLife(folder: string): Life {
    this.#lives += 1;
    return new Life(folder, join(this.#crashed, String(this.#lives)), {
      keychain: this.keychain,
      diskTakes: () => {
        if (this.disk.refuses === 0) return true;
        this.disk.refuses -= 1;
        return false;
      },
      slowNetwork: () => this.#held?.promise ?? Promise.resolve(),
      crashesAt: (place) => this.crashPlan.passes(place),
    });
  }

  async #atRest(late: AbortSignal): Promise<void> {
    for (let pending = this.#pending; pending.length > 0; pending = this.#pending) {
      this.#pending = [];
      const hung = new Promise<never>((_, reject) => {
        late.addEventListener('abort', () => reject(new Broken('wrong', 'a call was never answered')));
      });
      await Promise.race([Promise.all(pending), hung]);
    }
    await this.dialdesk.untilAtRest(late).catch((error: unknown) => {
      throw late.aborted ? new Broken('wrong', 'the queue never came to rest') : error;
    });
  }

  /** Null if something began just now. */
  async #see(): Promise<Seen | null> {
    // in one turn: between these two nothing can arrive
    const asked = this.client.outbox.list({ limit: 500 });
    const { arrived } = this;
    const order = CallCentre.lastOrder;
    const { jobs, counts } = await asked;
    if (counts.running > 0) return null;
    const connections = await this.client.connections.list();
    return { jobs: new Map(jobs.map((job) => [job.id, job])), connections, arrived, order };
  }
}
