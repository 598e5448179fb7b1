import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InterfaceName } from '../../../src-main/contract/result-codes.ts';
import type { HttpFault } from '../../../src-main/demo/faults.ts';
import type { DemoSystem } from '../../../src-main/demo/demo-system.ts';
import type { Reservation } from '../../../src-main/demo/records.ts';
import { readTemplateWorkbook } from '../../../src-main/demo/read-template.ts';
import { demoSystem, provesNothing } from '../../support/demo-system.ts';
import type { CleanUp } from '../app.ts';
import { rowsOfList, voiceFileOf } from './cargo.ts';
import type { CrashJob } from './cargo.ts';

/** The demo system in the test's own process, which outlives every kill, and what it counts. */
export class CountingCentre {
  readonly demo: DemoSystem;
  /** Called with each request as it arrives, before anything is done; what it returns is the fault of that request. */
  heard: (name: InterfaceName) => HttpFault | undefined = () => undefined;
  readonly #changes = new Map<string, number>();

  static async start(cleanUp: CleanUp): Promise<CountingCentre> {
    return new CountingCentre(await demoSystem(cleanUp, provesNothing));
  }

  constructor(demo: DemoSystem) {
    this.demo = demo;
    const scripted = demo.faults.takeHttp.bind(demo.faults);
    demo.faults.takeHttp = (name) => this.heard(name) ?? scripted(name);
    // called for every change that is carried out
    const { touched } = demo.state;
    const touch = touched.add.bind(touched);
    touched.add = (appointId) => {
      this.#changes.set(appointId, this.changesOf(appointId) + 1);
      return touch(appointId);
    };
  }

  /** How often a job's work was carried out; of a change of many reservations, the most that any of them was. */
  count(job: CrashJob): number {
    const { imports, voiceFiles } = this.demo.state;
    switch (job.kind) {
      case 'import':
        return imports.filter(({ fileName }) => fileName === `${job.name}.xlsx`).length;
      case 'voice-upload': {
        const sound = sha256(voiceFileOf(job));
        return voiceFiles.filter(({ storedAs }) => sha256(readFileSync(storedAs)) === sound).length;
      }
      case 'reservation-change':
        return Math.max(...job.reservations.map(({ appointId }) => this.changesOf(appointId)));
    }
  }

  /** How often a reservation was changed. */
  changesOf(appointId: string): number {
    return this.#changes.get(appointId) ?? 0;
  }

  /** So many reservations that can be changed and that no job changes yet. */
  reservations(count: number, jobs: readonly CrashJob[]): Reservation[] {
    const taken = new Set(jobs.flatMap(({ reservations }) => reservations.map(({ appointId }) => appointId)));
    const all = [...this.demo.state.reservations.values()];
    const free = all.filter(({ callType, appointId }) => callType === '1' && !taken.has(appointId));
    return free.slice(0, count).map((reservation) => ({ ...reservation }));
  }

  /** Where its file server puts the workbooks. */
  get folder(): string {
    const { rootPath, defaultPath } = this.demo.sftp;
    return join(rootPath, defaultPath);
  }

  /** What lies in there under a final name and is not whole, and, once all is over, what is left beside it. */
  async flaws(jobs: readonly CrashJob[], over: boolean): Promise<string[]> {
    const flaws: string[] = [];
    for (const name of readdirSync(this.folder)) {
      if (name.startsWith('.')) {
        if (over) flaws.push(`${name} was left on the file server`);
        continue;
      }
      const job = jobs.find((each) => name === `${each.name}.xlsx`);
      if (job && !(await isWhole(join(this.folder, name), job)))
        flaws.push(`${name} is not whole on the file server`);
    }
    return flaws;
  }
}

/** Whether a workbook holds every row of its job's list, in order, and no other. */
export async function isWhole(path: string, job: CrashJob): Promise<boolean> {
  const found: (string | undefined)[] = [];
  try {
    await readTemplateWorkbook(path, (row) => void found.push(row.sessionId), new AbortController().signal);
  } catch {
    return false;
  }
  const expected = rowsOfList(job);
  return found.length === expected.length && found.every((id, row) => id === expected[row]);
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
