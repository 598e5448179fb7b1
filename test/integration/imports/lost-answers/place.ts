import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { campaignStatistics } from '../../../../src-main/aicc/statistics.ts';
import { callCentreOf } from '../../../../src-main/contract/connections.ts';
import type { DemoOptions, DemoSystem } from '../../../../src-main/demo/demo-system.ts';
import { CampaignStatistics } from '../../../../src-main/features/campaigns/campaign-statistics.ts';
import { MissingInterfaces } from '../../../../src-main/features/connections/missing-interfaces.ts';
import { ImportJob } from '../../../../src-main/features/imports/job/import-job.ts';
import { serviceCaller } from '../../../../src-main/features/imports/job/service-caller.ts';
import { SentImports } from '../../../../src-main/features/imports/sent-before.ts';
import { ImportWitnesses } from '../../../../src-main/features/imports/witnesses/import-witnesses.ts';
import { ownSendings } from '../../../../src-main/features/imports/witnesses/own-sendings.ts';
import { JobFiles } from '../../../../src-main/features/outbox/job-files.ts';
import { JobQueue } from '../../../../src-main/jobs/job-queue.ts';
import { CampaignCountsTable } from '../../../../src-main/store/campaign-counts.ts';
import { ConnectionsTable } from '../../../../src-main/store/connections.ts';
import { ImportResultsTable } from '../../../../src-main/store/import-results.ts';
import { JobsTable } from '../../../../src-main/store/jobs.ts';
import { SentImportsTable } from '../../../../src-main/store/sent-imports.ts';
import { SettingsTable } from '../../../../src-main/store/settings.ts';
import { demoAiccClient } from '../../../support/demo-aicc-client.ts';
import { demoSystem } from '../../../support/demo-system.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { MemoryFileServer, MemoryWriter } from '../../../support/memory-import.ts';
import { memoryStatements } from '../../../support/memory-store.ts';
import { sampleConnection } from '../../../support/sample-connection.ts';
import { tempFolder } from '../../../support/temp-folder.ts';

type Context = Parameters<typeof tempFolder>[0] & Parameters<typeof demoSystem>[0];

/** What lies on the file server under a name when it is imported. */
export interface FileOnServer {
  readonly rows: number;
  readonly customField: string;
}

export const folder = 'spring/2026';

/**
 * The queue with its real import job, client, statistics and database over a demo system; the workbook and its way to
 * the file server are made up. Time is of the test's own, and passes for both: the call centre's clock is right, and
 * this computer's as far from it as one likes.
 */
export class LostAnswersPlace {
  readonly demo: DemoSystem;
  readonly queue: JobQueue;
  readonly connectionId = randomUUID();
  readonly writer = new MemoryWriter();
  /** By file name. */
  readonly files = new Map<string, FileOnServer>();
  /** How far this computer's clock is ahead. */
  ahead = 0;
  /** Until when the answer of a request that is on its way is waited for, once it was recorded. */
  givenUpAfter = 0;
  /** Imports wait until then before they read their file. */
  #held: { readonly until: number; readonly end: Promise<void>; readonly release: () => void } | null = null;
  readonly #time: FakeClock;
  readonly #base: number;
  readonly #close: () => Promise<void>;
  #looking = 0;

  static async open(context: Context, options: Partial<DemoOptions>): Promise<LostAnswersPlace> {
    const time = new FakeClock();
    const base = Date.now() - time.now();
    const found: { place?: LostAnswersPlace } = {};
    const demo = await demoSystem(context, {
      ...options,
      clock: () => new Date(base + time.now()),
      callsPerMinute: 0,
      readWorkbook: async (path, visit) => {
        const file = found.place?.files.get(path.split('/').at(-1) ?? '');
        await found.place?.importsMayRun();
        assert.ok(file, path);
        const numbers = Array.from({ length: file.rows }, () =>
          randomUUID().replace(/\D/g, '').padEnd(12, '0'),
        );
        for (const number of numbers) {
          visit({ called: JSON.stringify([{ calledNo: number }]), customField: file.customField });
        }
      },
    });
    return (found.place = new LostAnswersPlace(context, demo, time, base));
  }

  private constructor(context: Context, demo: DemoSystem, time: FakeClock, base: number) {
    this.demo = demo;
    this.#time = time;
    this.#base = base;
    const now = (): number => base + time.now() + this.ahead;
    const client = demoAiccClient(demo, { now: () => new Date(now()) });
    const here = tempFolder(context);
    // in memory: nothing here is about the disk
    const sql = memoryStatements();
    const store = {
      connections: new ConnectionsTable(sql),
      settings: new SettingsTable(sql),
      jobs: new JobsTable(sql, now),
      campaignCounts: new CampaignCountsTable(sql),
      sentImports: new SentImportsTable(sql),
      importResults: new ImportResultsTable(sql),
    };
    store.connections.add({ id: this.connectionId, demo: false, settings: sampleConnection() });
    const missing = new MissingInterfaces(store.settings);
    const clientOf = () => Promise.resolve(client);
    const witnesses = new ImportWitnesses({
      clientOf,
      unlessMissing: (connectionId, name, ask) => missing.ask(connectionId, name, ask),
      statistics: new CampaignStatistics({
        table: store.campaignCounts,
        missing,
        ready: clientOf,
        ask: async () => ({
          centre: callCentreOf(sampleConnection()),
          campaigns: await campaignStatistics(client),
        }),
        centreOf: () => callCentreOf(sampleConnection()),
        marks: () => store.sentImports.marks(callCentreOf(sampleConnection())),
        zoneOf: () => null,
        now,
      }),
      zonesOf: () => ['Asia/Shanghai'],
      ...ownSendings({ ...store, results: store.importResults, sent: store.sentImports }),
      now,
    });
    const clock = {
      now,
      monotonic: () => time.monotonic(),
      after: (ms: number, work: () => void) => time.after(ms, work),
    };
    this.queue = new JobQueue({
      jobs: store.jobs,
      kinds: [
        new ImportJob({
          files: new JobFiles(join(here, 'outbox')),
          writer: this.writer,
          sftp: new MemoryFileServer(),
          caller: {
            importFromServer: async (...request) => {
              try {
                return await serviceCaller(clientOf).importFromServer(...request);
              } catch (error) {
                time.advance(this.givenUpAfter);
                throw error;
              }
            },
          },
          witnesses: {
            hear: async (sent, signal) => {
              this.#looking += 1;
              try {
                return await witnesses.hear(sent, signal);
              } finally {
                this.#looking -= 1;
              }
            },
          },
          sent: new SentImports({ ...store, sent: store.sentImports, now }),
          seenAt: () => 0,
          now,
        }),
      ],
      clock,
      random: () => 0.5,
      newId: randomUUID,
      concurrency: 1,
    });
    this.queue.start();
    this.#close = async () => {
      await this.queue.stop();
      client.close();
    };
    context.after(this.#close);
  }

  /** Epoch milliseconds of the call centre's clock. */
  get time(): number {
    return this.#base + this.#time.now();
  }

  /** Puts an empty file where the call centre looks for one; what it holds is in `files`. */
  fileThere(fileName: string): void {
    const [server] = this.demo.state.servers.values();
    const place = join(this.demo.sftp.rootPath, server?.filePath ?? '', folder);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, fileName), '');
  }

  /** Lets time pass; what falls due in it is done when this resolves. */
  async pass(ms: number): Promise<void> {
    const until = this.#time.monotonic() + ms;
    do {
      const left = until - this.#time.monotonic();
      const held = this.#held === null ? left : Math.max(0, this.#held.until - this.time);
      this.#time.advance(Math.min(left, held, this.#time.nextTimer ?? left));
      if (this.#held !== null && this.time >= this.#held.until) this.#release();
      await this.atRest();
    } while (this.#time.monotonic() < until);
  }

  /** Time passes while something else is under way. */
  passMeanwhile(ms: number): void {
    this.#time.advance(ms);
  }

  /** From now on imports run so long, or wait for their turn. */
  holdImports(ms: number): void {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#held = { until: this.time + ms, end: promise, release: () => resolve(undefined) };
  }

  async importsMayRun(): Promise<void> {
    await this.#held?.end;
  }

  /** All imports that are due have ended. */
  async endImports(): Promise<void> {
    this.#release();
    await this.atRest();
  }

  /** No look is under way, and imports that may run have ended. */
  async atRest(): Promise<void> {
    const runs = (): boolean =>
      this.#held === null &&
      this.demo.state.imports.some(({ status, dueTime }) => dueTime <= this.time && Number(status) < 2);
    for (let quiet = 0; quiet < 3;) {
      await new Promise(setImmediate);
      quiet = this.#looking > 0 || runs() ? 0 : quiet + 1;
    }
  }

  #release(): void {
    this.#held?.release();
    this.#held = null;
  }
}
