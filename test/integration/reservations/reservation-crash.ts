/**
 * Kills a bulk change with SIGKILL, again and again, against a call centre that counts, and looks after each kill
 * whether every row says what is true. `node test/integration/reservations/reservation-crash.ts [kills]` is the long form.
 */
import { spawn } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ChangeRow } from '../../../src-main/contract/reservation-changes.ts';
import { openStore } from '../../../src-main/store/store.ts';
import { crashLine } from '../jobs/crash-report.ts';

/** The orders of a process that is to be killed. */
export interface ReservationCrashOrders {
  readonly folder: string;
  readonly job: string;
  readonly rows: number;
  readonly countingUrl: string;
  /** Where the process kills itself; null when it is killed from outside, or not at all. */
  readonly killAt: { readonly place: string; readonly passing: number } | null;
}

/** Before and after each thing that lasts. */
const killPlaces = [
  'before the mark',
  'after the mark',
  'sent',
  'answered',
  'before the result',
  'after the result',
] as const;

/** What came of it. Anything in `lost`, `repeated` or `wrong` is a defect. */
export interface ReservationCrashReport {
  readonly kills: number;
  readonly rows: number;
  readonly sent: number;
  readonly unknown: number;
  /** Rows that are not on record any more. */
  readonly lost: string[];
  /** Rows that the call centre was asked for more than once. */
  readonly repeated: string[];
  /** Rows that say what is not so. */
  readonly wrong: string[];
}

/** Kills the process until `kills` have hit it, with a job of `rows` rows after another, then lets the last one end. */
export async function reservationCrash(kills: number, rows = 1_000): Promise<ReservationCrashReport> {
  const folder = mkdtempSync(join(tmpdir(), 'dialdesk-crash-'));
  const counts = new Map<string, number>();
  // It counts before it answers, as a real one acts before it answers.
  const server = createServer((asked, answer) => {
    const id = asked.url?.slice(1) ?? '';
    counts.set(id, (counts.get(id) ?? 0) + 1);
    answer.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const countingUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const job = randomUUID();
  const wrong = new Set<string>();
  try {
    let killed = 0;
    if (
      await life({ folder, job, rows, countingUrl, killAt: { place: 'before the job', passing: 1 } }, true)
    ) {
      killed++;
    }
    for (let round = 0; killed < kills && round < kills * 2; round++) {
      const place = killPlaces[round % (killPlaces.length + 2)];
      // Two rounds in eight are killed from outside, at any moment; the others get through a part of the rows.
      const passing = randomInt(1, Math.max(2, Math.floor(rows / kills / 2)));
      const killAt = place ? { place, passing } : null;
      if (await life({ folder, job, rows, countingUrl, killAt }, true)) killed++;
      compare(rowsOf(folder, job), false);
    }
    await life({ folder, job, rows, countingUrl, killAt: null }, false);
    const all = rowsOf(folder, job);
    compare(all, true);
    const there = new Set(all.map(({ change }) => change.appointId));
    const inState = (state: ChangeRow['state']) => all.filter((row) => row.state === state).length;
    return {
      kills: killed,
      rows,
      sent: inState('sent'),
      unknown: inState('unknown'),
      lost: Array.from({ length: rows }, (_, index) => `r${index}`).filter((id) => !there.has(id)),
      repeated: [...counts].filter(([, count]) => count > 1).map(([id]) => id),
      wrong: [...wrong],
    };
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }

  /** A row that says sent was asked for, one that waits was not, and only a lost one may be either. */
  function compare(all: readonly ChangeRow[], over: boolean): void {
    for (const { change, state } of all) {
      const count = counts.get(change.appointId) ?? 0;
      const fits =
        state === 'sent'
          ? count === 1
          : state === 'waiting'
            ? count === 0 && !over
            : state === 'unknown' || (state === 'sending' && !over);
      if (!fits) wrong.add(`${change.appointId} says ${state}, and was asked for ${count} times`);
    }
  }
}

/** One process, from its start to its end. Says whether it was killed. */
async function life(orders: ReservationCrashOrders, kill: boolean): Promise<boolean> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'reservation-crash-child.ts'), JSON.stringify(orders)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = once(child, 'exit');
  createInterface(child.stdout).on('line', () => {
    if (kill && !orders.killAt) setTimeout(() => child.kill('SIGKILL'), randomInt(0, 25));
  });
  const tooLong = setTimeout(() => child.kill('SIGTERM'), 120_000);
  const [, signal] = (await exited) as [number | null, NodeJS.Signals | null];
  clearTimeout(tooLong);
  if (signal === 'SIGTERM') throw new Error('a process did not come to its end');
  return signal === 'SIGKILL';
}

function rowsOf(folder: string, job: string): ChangeRow[] {
  const store = openStore(folder);
  try {
    const rows: ChangeRow[] = [];
    for (let offset = 0; ; offset += 500) {
      const page = store.reservationChanges.list({ job, states: [], offset, limit: 500 });
      rows.push(...page.rows);
      if (page.rows.length < 500) return store.jobs.knows(job) ? rows : [];
    }
  } finally {
    store.close();
  }
}

/** The report in the line that all forms print: every row is a job of its own, sent once or not at all. */
export function reservationCrashLine({ rows, ...report }: ReservationCrashReport): string {
  return crashLine({ ...report, jobs: rows });
}

if (import.meta.main) {
  const kills = Number(process.argv[2] ?? 200);
  const report = await reservationCrash(kills, Math.max(1_000, kills * 20));
  console.log(reservationCrashLine(report));
  const defects = [...report.lost, ...report.repeated, ...report.wrong];
  for (const line of defects) console.error(line);
  process.exitCode = defects.length === 0 ? 0 : 1;
}
