// The start of the real app and its longest list, with ten thousand jobs in the outbox and with none.
import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright/test';
import type { Job, JobStep } from '../../src-main/contract/jobs.ts';
import {
  emptyImportMemory,
  importMemoryColumn,
  importPayloadColumn,
} from '../../src-main/features/imports/job/import-payload.ts';
import { openStore } from '../../src-main/store/store.ts';
import { launchDialdesk } from '../e2e/launch.ts';
import { sampleImport } from '../support/memory-import.ts';
import { sampleConnection } from '../support/sample-connection.ts';
import { sampleJob } from '../support/sample-job.ts';
import { defineBench } from './framework/bench.ts';
import { framesDuring, scrollThrough } from './window/in-page.ts';

const count = 10_000;
/** How long the list is scrolled, in milliseconds. */
const scrolling = 5_000;

/** As after a bad week: most is done, a good part is kept, and a thousand wait for a password. */
function jobNumber(position: number): Partial<Job> {
  const states = [
    'done',
    'done',
    'done',
    'prepared',
    'paused',
    'waiting',
    'failed',
    'unknown',
    'cancelled',
    'done',
  ] as const;
  const state = states[position % states.length] ?? 'done';
  const step = (id: string, of: JobStep['state']): JobStep => ({
    id,
    state: of,
    startedAt: 1,
    endedAt: 2,
    detail: null,
  });
  const failed = { code: 'permission_denied' as const, message: 'no' };
  return {
    name: `Spring leads ${position}`,
    position,
    createdAt: 1_700_000_000_000 + position,
    state,
    hold: state === 'prepared',
    steps: [
      step('write', 'done'),
      step('upload', state === 'unknown' ? 'done' : 'pending'),
      step('verify', 'pending'),
      step('import', state === 'unknown' ? 'unknown' : 'pending'),
    ],
    ...(state === 'failed' && { error: failed }),
    ...(state === 'unknown' && {
      waitingFor: { kind: 'decision' as const, code: 'outcome_unknown' as const, details: {}, retryAt: null },
    }),
    ...(state === 'waiting' && {
      waitingFor: { kind: 'password' as const, code: 'login_refused' as const, details: {}, retryAt: null },
    }),
  };
}

const folderOf = (folder: string, jobs: number): string => path.join(folder, `outbox-of-${jobs}`);

/** A workbook stands for all of them: the start does not read it, it only looks whether it is there. */
const workbook = 'workbook';

/** The jobs of one connection and one file server, with what is in the outbox of those that are not over. */
function plant(folder: string, jobs: number): void {
  const store = openStore(folder);
  const connectionId = randomUUID();
  store.connections.add({ id: connectionId, demo: false, settings: sampleConnection() });
  const payload = importPayloadColumn.encode(sampleImport());
  const clean = { rows: 3, bytes: workbook.length, sha256: '0'.repeat(64), rowsSha256: null };
  const memory = importMemoryColumn.encode({ ...emptyImportMemory, clean });
  // of the sample's file server, as ImportJob.resourceOf names it
  const resource = 'sftp:192.0.2.1:22';
  for (let position = 0; position < jobs; position++) {
    const job = sampleJob({ id: randomUUID(), connectionId, ...jobNumber(position) });
    store.jobs.insert(job, { payload, memory, resource });
    if (job.state === 'done' || job.state === 'cancelled') continue;
    mkdirSync(path.join(folder, 'outbox', job.id), { recursive: true });
    writeFileSync(path.join(folder, 'outbox', job.id, 'clean.xlsx'), workbook);
  }
  store.close();
}

async function inTheApp(
  template: string,
  measure: (work: () => Promise<void>) => Promise<void>,
  work: (page: Page) => Promise<Readonly<Record<string, number>>>,
): Promise<Readonly<Record<string, number>>> {
  const userData = await mkdtemp(path.join(tmpdir(), 'dialdesk-outbox-'));
  await cp(template, userData, { recursive: true });
  const running: Awaited<ReturnType<typeof launchDialdesk>>[] = [];
  try {
    // Until the window is drawn and main has answered what it asked.
    await measure(async () => {
      running.push(await launchDialdesk({ userData }));
    });
    const [dialdesk] = running;
    return dialdesk ? await work(dialdesk.page) : {};
  } finally {
    for (const { app } of running) await app.close();
    await rm(userData, { recursive: true, force: true });
  }
}

export default defineBench({
  rounds: 5,
  prepare(folder) {
    for (const jobs of [0, count])
      if (!existsSync(folderOf(folder, jobs))) plant(folderOf(folder, jobs), jobs);
    return Promise.resolve();
  },
  tasks: {
    none: ({ folder, measure }) => inTheApp(folderOf(folder, 0), measure, () => Promise.resolve({})),
    full: ({ folder, measure }) =>
      inTheApp(folderOf(folder, count), measure, async (page) => {
        const begun = performance.now();
        await page.getByRole('navigation').getByRole('button', { name: 'Outbox', exact: true }).click();
        await page.getByRole('radio', { name: /^All/ }).check({ force: true });
        await page.getByRole('button', { name: 'Spring leads 5', exact: true }).waitFor();
        const listMs = performance.now() - begun;
        const frames = await framesDuring(page, () => scrollThrough(page, scrolling));
        return { listMs, scrollFrameMs: frames.longest, scrollPerSecond: frames.perSecond };
      }),
  },
  figures: (median) => [
    {
      figure: 'start to a usable window with 10,000 jobs in the outbox',
      value: median('full', 'seconds'),
      unit: 's',
      peer: 'with none',
      ratio: median('full', 'seconds') / median('none', 'seconds'),
      target: { of: 'ratio', atMost: 1.3 },
    },
    { figure: 'from there to the list of all of them', value: median('full', 'listMs'), unit: 'ms' },
    {
      figure: 'frames while 10,000 jobs are scrolled through',
      value: median('full', 'scrollPerSecond'),
      unit: 'per second',
      target: { of: 'value', atLeast: 59 },
    },
    {
      figure: 'longest time between two frames meanwhile',
      value: median('full', 'scrollFrameMs'),
      unit: 'ms',
    },
  ],
});
