/**
 * A bulk change in a process of its own, as the app runs it, to be killed. It reads one JSON line of orders from
 * its arguments and runs until it is killed or nothing is left.
 */
import { request } from 'node:http';
import { randomUUID } from 'node:crypto';
import { systemClock } from '../../../src-main/platform/clock.ts';
import { JobQueue } from '../../../src-main/jobs/job-queue.ts';
import { ReservationChangeJob } from '../../../src-main/features/reservations/changes/reservation-change-job.ts';
import { openStore } from '../../../src-main/store/store.ts';
import type { ReservationCrashOrders } from './reservation-crash.ts';
import { failure } from '../../support/dialdesk-error.ts';

const orders = JSON.parse(process.argv[2] ?? '') as ReservationCrashOrders;

/** Dies here, if this is the place, at its n-th passing. Nothing after it happens, not even a flush. */
let passings = orders.killAt?.passing ?? 0;
function at(place: string): void {
  if (place !== orders.killAt?.place || --passings > 0) return;
  process.kill(process.pid, 'SIGKILL');
}

const store = openStore(orders.folder);
const rows = store.reservationChanges;
const sending = rows.sending.bind(rows);
rows.sending = (job, position) => {
  at('before the mark');
  sending(job, position);
  at('after the mark');
};
const mark = rows.mark.bind(rows);
rows.mark = (job, position, state, error) => {
  at('before the result');
  mark(job, position, state, error);
  at('after the result');
};

/** Asks the counting call centre for a row, once. */
function change(appointId: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const lost = () => {
      reject(failure('outcome_unknown'));
    };
    const sent = request(`${orders.countingUrl}/${appointId}`, { method: 'POST' }, (answer) => {
      answer.on('error', lost);
      answer.resume().on('end', () => {
        at('answered');
        resolve();
      });
    });
    sent.on('error', lost).end(() => {
      at('sent');
    });
  });
}

const queue = new JobQueue({
  jobs: store.jobs,
  kinds: [
    new ReservationChangeJob({
      rows,
      change: (_connectionId, { change: { appointId } }) => change(appointId),
      clock: systemClock,
    }),
  ],
  clock: systemClock,
  random: Math.random,
  newId: randomUUID,
  concurrency: 3,
});

rows.removeOrphans();
if (!store.jobs.knows(orders.job)) {
  rows.insert(
    orders.job,
    Array.from({ length: orders.rows }, (_, index) => ({
      sheetRow: index + 2,
      change: { appointId: `r${index}`, agent: 'agent' },
      known: null,
    })),
  );
  at('before the job');
  queue.add({
    id: orders.job,
    kind: 'reservation-change',
    name: 'many',
    connectionId: randomUUID(),
    // as fast as the disk allows: what is tested is not the pace
    payload: { rows: orders.rows, appointId: null, perMinute: 1_000_000 },
  });
}
queue.subscribe(() => {
  const { queued, running, waiting } = queue.counts();
  if (queued + running + waiting === 0) void end();
});
console.log('started');
queue.start();
if (queue.counts().queued + queue.counts().running === 0) await end();

async function end(): Promise<void> {
  await queue.stop();
  store.close();
  process.exit(0);
}
