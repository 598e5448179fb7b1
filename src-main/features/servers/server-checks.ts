import { DialdeskError } from '../../contract/errors.ts';
import type { ServerState } from '../../contract/server-state.ts';
import type { CheckRun } from '../../contract/servers.ts';
import { Lanes } from '../../sftp/transfer/lanes.ts';

/** How many servers are tried side by side. */
const sideBySide = 4;

/** A connection's trials: those asked for since the last time that none was under way. */
interface Run {
  readonly stop: AbortController;
  /** Asked for and not through yet. */
  readonly waiting: Set<string>;
  readonly running: Set<string>;
  done: number;
}

/** Tries file servers, a few in parallel, and reports each as it goes. */
export class ServerChecks {
  readonly #tryOne: (connectionId: string, serverId: string, signal: AbortSignal) => Promise<ServerState>;
  readonly #tell: (run: CheckRun) => void;
  readonly #lanes = new Lanes(sideBySide);
  readonly #runs = new Map<string, Run>();

  /** @param tryOne tries one server and keeps how it stands */
  constructor(
    tryOne: (connectionId: string, serverId: string, signal: AbortSignal) => Promise<ServerState>,
    tell: (run: CheckRun) => void,
  ) {
    this.#tryOne = tryOne;
    this.#tell = tell;
  }

  /**
   * Tries servers; one that is waiting or being tried already is not begun a second time. Resolves when those
   * asked for here are through. @throws what is no failure of a server, such as a locked keychain
   */
  async check(connectionId: string, serverIds: readonly string[]): Promise<void> {
    const run = this.#runs.get(connectionId) ?? {
      stop: new AbortController(),
      waiting: new Set<string>(),
      running: new Set<string>(),
      done: 0,
    };
    this.#runs.set(connectionId, run);
    const fresh = serverIds.filter((serverId) => !run.waiting.has(serverId));
    for (const serverId of fresh) run.waiting.add(serverId);
    this.#say(connectionId, run, null, null);
    const outcomes = await Promise.allSettled(
      fresh.map((serverId) => this.#one(connectionId, serverId, run)),
    );
    if (run.waiting.size === 0 && this.#runs.get(connectionId) === run) this.#runs.delete(connectionId);
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** Stops the trials of a connection. Those under way keep the state they had. */
  stop(connectionId: string): void {
    const run = this.#runs.get(connectionId);
    this.#runs.delete(connectionId);
    run?.stop.abort();
    if (run) this.#tell({ connectionId, serverId: null, state: null, running: [], done: 0, total: 0 });
  }

  async #one(connectionId: string, serverId: string, run: Run): Promise<void> {
    const { signal } = run.stop;
    let state: ServerState | null = null;
    try {
      await this.#lanes.run(
        connectionId,
        async () => {
          run.running.add(serverId);
          this.#say(connectionId, run, serverId, null);
          state = await this.#tryOne(connectionId, serverId, signal);
        },
        signal,
      );
    } catch (error) {
      if (!signal.aborted && !(error instanceof DialdeskError && error.code === 'cancelled')) throw error;
    } finally {
      run.running.delete(serverId);
      run.waiting.delete(serverId);
      run.done++;
      this.#say(connectionId, run, serverId, state);
    }
  }

  /** A run that was stopped has said its last. */
  #say(connectionId: string, run: Run, serverId: string | null, state: ServerState | null): void {
    if (run.stop.signal.aborted) return;
    this.#tell({
      connectionId,
      serverId,
      state,
      running: [...run.running],
      done: run.done,
      total: run.done + run.waiting.size,
    });
  }
}
