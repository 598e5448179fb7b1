import { createHash } from 'node:crypto';
import { readFileSync, rmSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoSystem } from '../../../src-main/demo/demo-system.ts';
import type { ImportTask, Reservation } from '../../../src-main/demo/records.ts';
import { demoSystem, provesNothing } from '../demo-system.ts';

/** Something that took effect at a call centre, whatever was answered. */
interface Effect {
  readonly site: string;
  /** Counts up over all call centres. */
  readonly order: number;
  /** By what it is recognised: an import's file name, a voice file's hash, a reservation's remark. */
  name: string;
}

/** An import that a call centre was asked for: from here on it calls people. */
export interface ArrivedImport extends Effect {
  readonly kind: 'import';
  readonly task: ImportTask;
  /** What its file server had under that name at that moment; null if there was nothing. */
  readonly workbook: Uint8Array | null;
}

/** A voice file that it has stored. */
export interface ArrivedVoice extends Effect {
  readonly kind: 'voice';
  readonly fileName: string;
}

/** A reservation that it has made, changed or taken away; one that is gone has `gone` and its ID as name. */
export interface ArrivedReservation extends Effect {
  readonly kind: 'reservation';
  readonly appointId: string;
}

export type Arrived = ArrivedImport | ArrivedVoice | ArrivedReservation;

/** The places at which a request can be watched. */
export type Moment = 'request arrives' | 'request took effect';

/** One of the model's call centres, with its file server. It keeps what took effect, whatever was answered. */
export class CallCentre {
  static #order = 0;
  readonly name: string;
  readonly demo: DemoSystem;
  readonly #seeded = new Map<string, Reservation>();
  readonly arrived: Arrived[] = [];
  /** Called at each of them, before anything else happens. */
  watch: (moment: Moment) => void = () => undefined;

  private constructor(name: string, demo: DemoSystem) {
    this.name = name;
    this.demo = demo;
    const { state, faults } = demo;
    this.#whenPushed(state.imports, (task) => this.#import(task));
    this.#whenPushed(state.voiceFiles, ({ fileName, storedAs }) => {
      const name = createHash('sha256').update(readFileSync(storedAs)).digest('hex');
      return { kind: 'voice', ...this.#next(), name, fileName };
    });
    const touch = state.touched.add.bind(state.touched);
    state.touched.add = (appointId) => {
      const arrived: Arrived = { kind: 'reservation', ...this.#next(), name: '', appointId };
      this.arrived.push(arrived);
      // it is touched before it is changed, in one turn
      queueMicrotask(() => {
        arrived.name = state.reservations.get(appointId)?.remark ?? `gone ${appointId}`;
        this.watch('request took effect');
      });
      return touch(appointId);
    };
    for (const [id, reservation] of state.reservations) this.#seeded.set(id, { ...reservation });
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
    clock: { now(): number },
  ): Promise<CallCentre> {
    const options = { seed: 1, clock: () => new Date(clock.now()), ...provesNothing };
    return new CallCentre(name, await demoSystem(context, options));
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
    state.voiceFiles.length = 0;
    state.touched.clear();
    state.reservations.clear();
    for (const [id, reservation] of this.#seeded) state.reservations.set(id, { ...reservation });
    this.arrived.length = 0;
    this.watch = () => undefined;
    for (const file of this.files()) rmSync(join(sftp.rootPath, file));
  }

  /** The files on its file server, as paths from its root. */
  files(): string[] {
    return readdirSync(this.demo.sftp.rootPath, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.demo.sftp.rootPath.length));
  }

  #next(): { readonly site: string; readonly order: number } {
    return { site: this.name, order: ++CallCentre.#order };
  }

  #whenPushed<T>(all: T[], arrivedOf: (one: T) => Arrived): void {
    const push = all.push.bind(all);
    all.push = (...ones) => {
      for (const one of ones) this.arrived.push(arrivedOf(one));
      const length = push(...ones);
      this.watch('request took effect');
      return length;
    };
  }

  #import(task: ImportTask): Arrived {
    const { state, sftp } = this.demo;
    const folder = state.servers.get(task.serverId)?.filePath ?? '';
    let workbook: Uint8Array | null = null;
    try {
      workbook = readFileSync(join(sftp.rootPath, folder, task.filePath, task.fileName));
    } catch {
      // asked for a file that is not there: that too is something to be found
    }
    return { kind: 'import', ...this.#next(), name: task.fileName, task, workbook };
  }
}
