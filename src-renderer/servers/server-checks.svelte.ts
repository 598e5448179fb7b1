import type { Client } from '../../src-main/contract/derive.ts';
import type { ServerState } from '../../src-main/contract/server-state.ts';
import type { CheckRun, FileServer } from '../../src-main/contract/servers.ts';

/** What trials of several servers found. */
export interface Checked {
  /** How many were asked for; some are left out where the trials were stopped. */
  readonly total: number;
  readonly states: readonly ServerState[];
}

/** Trials of a connection's file servers: those under way, what they found, and how each server stands. */
export class ServerChecks {
  readonly #client: Pick<Client, 'servers'>;
  readonly #connectionId: () => string | null;
  #run = $state.raw<CheckRun | null>(null);
  /** Of the trials under way. */
  #through: ReadonlyMap<string, ServerState> = new Map();
  #found = $state.raw<Checked | null>(null);
  /** What came since the servers were listed. */
  #fresh = $state.raw<ReadonlyMap<string, ServerState>>(new Map());

  /** @param connectionId the connection whose servers are shown; null where there is none */
  constructor(client: Pick<Client, 'servers'>, connectionId: () => string | null) {
    this.#client = client;
    this.#connectionId = connectionId;
    client.servers.checked((run) => this.#hear(run));
  }

  /** The trials under way, or null. */
  get run(): CheckRun | null {
    return this.#run;
  }

  /** What the last trials of several servers found; null while some are under way, and once it was read. */
  get found(): Checked | null {
    return this.#found;
  }
  read(): void {
    this.#found = null;
  }

  /** How a server stands, as far as is known now. */
  state({ serverId, state }: Pick<FileServer, 'serverId' | 'state'>): ServerState | null {
    return this.#fresh.get(serverId) ?? state;
  }

  running(serverId: string): boolean {
    return this.#run?.running.includes(serverId) ?? false;
  }

  /** Tries one server. Resolves when it is through. Errors as the call. */
  async start(serverId: string): Promise<void> {
    const connectionId = this.#connectionId();
    if (connectionId === null) return;
    await this.#client.servers.check({ connectionId, which: { kind: 'one', serverId } });
  }

  /** Tries all servers that a search finds. Errors as the call. */
  async startAll(search: string): Promise<void> {
    const connectionId = this.#connectionId();
    if (connectionId === null) return;
    await this.#client.servers.check({ connectionId, which: { kind: 'all', search } });
  }

  async stop(): Promise<void> {
    const connectionId = this.#connectionId();
    if (connectionId !== null) await this.#client.servers.stopCheck({ connectionId });
  }

  /** Another connection is shown. */
  forget(): void {
    this.#run = this.#found = null;
  }

  /** The servers are listed anew, each with how it stands. */
  forgetStates(): void {
    this.#fresh = new Map();
  }

  forgetState(serverId: string): void {
    const fresh = new Map(this.#fresh);
    fresh.delete(serverId);
    this.#fresh = fresh;
  }

  #hear(run: CheckRun): void {
    if (run.connectionId !== this.#connectionId()) return;
    const before = this.#run;
    this.#run = run.done < run.total ? run : null;
    if (before === null && this.#run !== null) {
      this.#through = new Map();
      this.#found = null;
    }
    if (run.serverId !== null && run.state !== null) {
      this.#through = new Map(this.#through).set(run.serverId, run.state);
      this.#fresh = new Map(this.#fresh).set(run.serverId, run.state);
    }
    // those that were stopped say their last with a total of none
    const total = Math.max(before?.total ?? 0, run.total);
    if (this.#run === null && before !== null && total > 1) {
      this.#found = { total, states: [...this.#through.values()] };
    }
  }
}
