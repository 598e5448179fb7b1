/**
 * Kills the queue's process with SIGKILL, again and again, against a real sshd and a call centre that counts,
 * and then looks whether every job arrived once. `node test/integration/jobs/crash.ts [kills]` is the long form.
 */
import { spawn } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Job } from '../../../src-main/contract/jobs.ts';
import { openStore } from '../../../src-main/store/store.ts';
import { startSshd } from '../../support/sshd.ts';
import type { Sshd } from '../../support/sshd.ts';
import type { CrashOrders } from './crash-orders.ts';
import { contentOf, killPlaces } from './crash-orders.ts';
import { crashLine } from './crash-report.ts';
import type { CrashReport } from './crash-report.ts';

/** Jobs that are under way at a time: enough that every place of killing is met. */
const inFlight = 3;

/** Runs until `kills` processes have been killed, then lets one end in peace. */
export async function crash(kills: number): Promise<CrashReport> {
  const folder = mkdtempSync(join(tmpdir(), 'dialdesk-crash-'));
  const sshd = await startSshd();
  const centre = await countingCentre();
  try {
    return await new Crash(folder, sshd, centre).run(kills);
  } finally {
    centre.close();
    await sshd.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

class Crash {
  readonly #folder: string;
  readonly #sshd: Sshd;
  readonly #centre: CountingCentre;
  /** Jobs that a process said are on record. */
  readonly #added = new Set<string>();
  readonly #wrong = new Set<string>();
  #unknown = 0;

  constructor(folder: string, sshd: Sshd, centre: CountingCentre) {
    this.#folder = folder;
    this.#sshd = sshd;
    this.#centre = centre;
    mkdirSync(join(sshd.files, 'in'));
  }

  async run(kills: number): Promise<CrashReport> {
    let killed = 0;
    for (let round = 0; killed < kills; round++) {
      const place = killPlaces[round % (killPlaces.length + 3)];
      // Three rounds in thirteen are killed from outside, at any moment.
      const killAt = place ? { place, passing: randomInt(1, 3) } : null;
      if (await this.#life(killAt, true)) killed++;
      this.#lookAtServer();
    }
    // Until nothing is left: the supervisor answers for what is unknown, and the process is left alone.
    for (let calm = 0; calm < 5 && this.#jobs().some(({ state }) => state !== 'done'); calm++) {
      await this.#life(null, false);
    }
    return this.#report(killed);
  }

  /** One process, from its start to its end. Says whether it was killed. */
  async #life(killAt: CrashOrders['killAt'], kill: boolean): Promise<boolean> {
    const jobs = this.#jobs();
    const open = jobs.filter(({ state }) => state !== 'done').length;
    const unknown = jobs.filter(({ state }) => state === 'unknown');
    this.#unknown += unknown.length;
    const { host: ip, port, username: userName, files: filePath, identityFile, hostKeys } = this.#sshd;
    const orders: CrashOrders = {
      folder: this.#folder,
      add: kill ? Array.from({ length: Math.max(0, inFlight - open) }, () => randomUUID()) : [],
      // The supervisor looks into the call centre, and tells the truth.
      decide: unknown.map(({ id }) => ({ id, arrived: this.#centre.count(id) > 0 })),
      countingUrl: this.#centre.url,
      server: { ip, port, filePath, userName },
      identityFile,
      hostKeys,
      killAt,
    };
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'crash-child.ts'), JSON.stringify(orders)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const exited = once(child, 'exit');
    createInterface(child.stdout).on('line', (line) => {
      const [what, id] = line.split(' ');
      if (what === 'added' && id) this.#added.add(id);
      if (what === 'started' && kill && !killAt) setTimeout(() => child.kill('SIGKILL'), randomInt(0, 400));
    });
    const tooLong = setTimeout(() => child.kill('SIGTERM'), 120_000);
    const [, signal] = (await exited) as [number | null, NodeJS.Signals | null];
    clearTimeout(tooLong);
    if (signal === 'SIGTERM') throw new Error('a process did not come to its end');
    return signal === 'SIGKILL';
  }

  /** What the database says now; it must open, whatever happened. */
  #jobs(): Job[] {
    const store = openStore(this.#folder);
    try {
      if (store.report.kind === 'damaged') this.#wrong.add(`database: ${store.report.reason}`);
      for (const { id, reason } of store.jobs.listSetAside()) this.#wrong.add(`${id} set aside: ${reason}`);
      const query = { states: [], search: '', sort: 'order', offset: 0, limit: 10_000 } as const;
      return store.jobs.list({ ...query, states: [] }).jobs;
    } finally {
      store.close();
    }
  }

  /** No file may ever be seen half under its final name. */
  #lookAtServer(): void {
    const folder = join(this.#sshd.files, 'in');
    for (const name of readdirSync(folder)) {
      const id = /^([0-9a-f-]{36})\.xlsx$/.exec(name)?.[1];
      if (id && !readFileSync(join(folder, name)).equals(contentOf(id)))
        this.#wrong.add(`${name} is not whole`);
    }
  }

  #report(kills: number): CrashReport {
    const jobs = new Map(this.#jobs().map((job) => [job.id, job]));
    const ids = [...this.#added];
    this.#lookAtServer();
    for (const id of ids) {
      const job = jobs.get(id);
      const count = this.#centre.count(id);
      if (job && job.state !== 'done') this.#wrong.add(`${id} is ${job.state} (${job.error?.code ?? ''})`);
      if (job?.state === 'done' && count === 0) this.#wrong.add(`${id} is done and never arrived`);
      if (!existsSync(join(this.#sshd.files, 'in', `${id}.xlsx`))) this.#wrong.add(`${id} has no file`);
    }
    for (const name of readdirSync(join(this.#sshd.files, 'in'))) {
      if (name.startsWith('.')) this.#wrong.add(`${name} was left on the server`);
    }
    for (const name of readdirSync(join(this.#folder, 'outbox')))
      this.#wrong.add(`${name} was left in the outbox`);
    return {
      kills,
      jobs: ids.length,
      unknown: this.#unknown,
      lost: ids.filter((id) => !jobs.has(id)),
      repeated: ids.filter((id) => this.#centre.count(id) > 1),
      wrong: [...this.#wrong],
    };
  }
}

interface CountingCentre {
  readonly url: string;
  /** How often the import of a job's file was asked for. */
  count(id: string): number;
  close(): void;
}

/** A call centre that counts what it is asked for, before it answers, as a real one acts before it answers. */
async function countingCentre(): Promise<CountingCentre> {
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    const id = (request.url ?? '').slice(1).replace(/\.xlsx$/, '');
    counts.set(id, (counts.get(id) ?? 0) + 1);
    setTimeout(() => response.end(String(randomInt(1e9, 1e10))), randomInt(5, 60));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    count: (id) => counts.get(id) ?? 0,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

if (import.meta.main) {
  const report = await crash(Number(process.argv[2] ?? 200));
  console.log(crashLine(report));
  for (const wrong of report.wrong) console.error(wrong);
  process.exitCode = report.lost.length + report.repeated.length + report.wrong.length > 0 ? 1 : 0;
}
