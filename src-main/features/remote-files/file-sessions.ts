import { DialdeskError } from '../../contract/errors.ts';
import type { SftpSession } from '../../sftp/session.ts';
import { Lanes } from '../../sftp/transfer/lanes.ts';
import type { ServerAddress } from '../servers/server-access.ts';

export interface FileSessionsDeps {
  readonly open: (server: ServerAddress, signal?: AbortSignal) => Promise<SftpSession>;
  /** What must be equal for a session to be reused: address, user, login. */
  readonly identity: (server: ServerAddress) => string;
  /** Simultaneous sessions for each address; further work waits for one. */
  readonly perServer: number;
  /** How long an idle session is kept, ms, so that the next folder opens at once. */
  readonly keptFor: number;
}

export interface UseOptions {
  readonly signal?: AbortSignal;
  /** Called when it is this work's turn on the server. */
  readonly started?: () => void;
  /** The work changes nothing, so it is repeated once if a kept session proves to be dead. */
  readonly again?: boolean;
}

/** SFTP sessions used by one piece of work after another, with a limit for each server. */
export class FileSessions {
  readonly #deps: FileSessionsDeps;
  readonly #lanes: Lanes;
  /** Every open session; an idle one is closed by its timer. */
  readonly #sessions = new Map<SftpSession, { readonly identity: string; idle: NodeJS.Timeout | null }>();

  constructor(deps: FileSessionsDeps) {
    this.#deps = deps;
    this.#lanes = new Lanes(deps.perServer);
  }

  /**
   * Runs work in a session that is its own for that long. Rejects as `open` and the work do, and with the
   * signal's reason while it waits for its turn.
   */
  use<T>(
    server: ServerAddress,
    work: (session: SftpSession) => Promise<T>,
    options: UseOptions = {},
  ): Promise<T> {
    return this.#lanes.run(
      `${server.ip}:${server.port}`,
      () => {
        options.started?.();
        return this.#run(server, work, options);
      },
      options.signal,
    );
  }

  /** Closes idle sessions, for instance after a host key was forgotten. */
  closeIdle(): void {
    for (const [session, { idle }] of this.#sessions) if (idle) session.close();
  }

  /** Closes all sessions; the work in them fails. */
  close(): void {
    for (const session of this.#sessions.keys()) session.close();
  }

  async #run<T>(
    server: ServerAddress,
    work: (session: SftpSession) => Promise<T>,
    { signal, again = false }: UseOptions,
  ): Promise<T> {
    const kept = this.#take(this.#deps.identity(server));
    const session = kept ?? (await this.#connect(server, signal));
    try {
      return await work(session);
    } catch (error) {
      if (!(kept && again && session.requests.dispatcher.failure)) throw error;
      return await this.#run(server, work, signal ? { signal } : {});
    } finally {
      this.#keep(session);
    }
  }

  async #connect(server: ServerAddress, signal: AbortSignal | undefined): Promise<SftpSession> {
    const session = await this.#deps.open(server, signal);
    if (signal?.aborted) {
      session.close();
      throw new DialdeskError('cancelled', 'nobody waits for the session any more');
    }
    const entry = { identity: this.#deps.identity(server), idle: null };
    this.#sessions.set(session, entry);
    void session.ended.then(() => {
      clearTimeout(this.#sessions.get(session)?.idle ?? undefined);
      this.#sessions.delete(session);
    });
    return session;
  }

  #take(identity: string): SftpSession | undefined {
    for (const [session, entry] of this.#sessions) {
      if (entry.idle === null || entry.identity !== identity || session.requests.dispatcher.failure) continue;
      clearTimeout(entry.idle);
      entry.idle = null;
      return session;
    }
    return undefined;
  }

  #keep(session: SftpSession): void {
    const entry = this.#sessions.get(session);
    if (entry) entry.idle = setTimeout(() => session.close(), this.#deps.keptFor).unref();
  }
}
