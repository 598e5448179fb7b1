import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';

const root = join(import.meta.dirname, '../../..');

/** How a command ended, and what it printed from the moment it was signalled on. */
export interface End {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly printed: readonly string[];
}

/** Dialdesk as a terminal starts it: a process group of its own, and a display that the script starts for it. */
export class StartedByScript {
  readonly #child;
  readonly #closed: Promise<unknown[]>;
  readonly #userData: string;
  #printed = '';

  constructor(userData: string, [command, ...args]: readonly [string, ...string[]]) {
    this.#userData = userData;
    this.#child = spawn(command, [...args, `--user-data-dir=${userData}`, '--remote-debugging-port=0'], {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        DISPLAY: undefined,
        WAYLAND_DISPLAY: undefined,
        DBUS_SESSION_BUS_ADDRESS: `unix:path=${userData}/no-bus`,
      },
    });
    // the pipes close when the last process that holds them has ended
    this.#closed = once(this.#child, 'close');
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.#printed += text));
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Resolves when its page is there. */
  async open(): Promise<void> {
    const file = join(this.#userData, 'DevToolsActivePort');
    await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8').includes('\n')).toBe(true);
    const [port] = readFileSync(file, 'utf8').split('\n');
    const titles = async (): Promise<string> => {
      const answer = await fetch(`http://127.0.0.1:${port}/json/list`);
      return answer.text();
    };
    await expect.poll(titles).toContain('"title": "Dialdesk"');
  }

  /** Signals the whole group, as a terminal does, once for each name. */
  signal(names: readonly NodeJS.Signals[]): void {
    this.#printed = '';
    for (const name of names) process.kill(-this.pid, name);
  }

  /** Resolves when all its processes are gone. */
  async ended(): Promise<End> {
    const [status, signal] = (await this.#closed) as [number | null, NodeJS.Signals | null];
    const printed = this.#printed.split('\n').filter((line) => line !== '');
    return { status, signal, printed };
  }

  /** Ends what is left of it after a failure. */
  async kill(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGTERM');
    await this.#closed;
  }
}
