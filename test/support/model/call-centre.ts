import { readFileSync, rmSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoSystem } from '../../../src-main/demo/demo-system.ts';
import type { ImportTask } from '../../../src-main/demo/records.ts';
import { demoSystem } from '../demo-system.ts';

/** An import that a call centre was asked for: from here on it calls people. */
export interface ArrivedImport {
  readonly site: string;
  /** Counts up over all call centres. */
  readonly order: number;
  readonly task: ImportTask;
  /** What its file server had under that name at that moment; null if there was nothing. */
  readonly workbook: Uint8Array | null;
}

/** The places at which a request can be watched. */
export type Moment = 'request arrives' | 'request took effect';

/** One of the model's call centres, with its file server. It keeps what took effect, whatever was answered. */
export class CallCentre {
  static #order = 0;
  readonly name: string;
  readonly demo: DemoSystem;
  readonly imports: ArrivedImport[] = [];
  /** Called at each of them, before anything else happens. */
  watch: (moment: Moment) => void = () => undefined;

  private constructor(name: string, demo: DemoSystem) {
    this.name = name;
    this.demo = demo;
    const { state, faults } = demo;
    const push = state.imports.push.bind(state.imports);
    state.imports.push = (...tasks) => {
      for (const task of tasks) this.imports.push(this.#arrived(task));
      const length = push(...tasks);
      this.watch('request took effect');
      return length;
    };
    const takeHttp = faults.takeHttp.bind(faults);
    faults.takeHttp = (name) => {
      this.watch('request arrives');
      return takeHttp(name);
    };
  }

  /** Starts it. Both have the same seed: what is meant for one would be taken by the other. */
  static async start(
    context: { after(done: () => void | Promise<void>): void },
    name: string,
  ): Promise<CallCentre> {
    return new CallCentre(name, await demoSystem(context, { seed: 1 }));
  }

  /** Number of the last thing that arrived at any of them. */
  static get lastOrder(): number {
    return CallCentre.#order;
  }

  /** Forgets all that was sent to it. */
  reset(): void {
    const { state, faults, sftp } = this.demo;
    faults.clear();
    state.imports.length = 0;
    this.imports.length = 0;
    this.watch = () => undefined;
    for (const file of this.files()) rmSync(join(sftp.rootPath, file));
  }

  /** The files on its file server, as paths from its root. */
  files(): string[] {
    return readdirSync(this.demo.sftp.rootPath, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.demo.sftp.rootPath.length));
  }

  #arrived(task: ImportTask): ArrivedImport {
    const { state, sftp } = this.demo;
    const folder = state.servers.get(task.serverId)?.filePath ?? '';
    const order = ++CallCentre.#order;
    let workbook: Uint8Array | null = null;
    try {
      workbook = readFileSync(join(sftp.rootPath, folder, task.filePath, task.fileName));
    } catch {
      // asked for a file that is not there: that too is something to be found
    }
    return { site: this.name, order, task, workbook };
  }
}
