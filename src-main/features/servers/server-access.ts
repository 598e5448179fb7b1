import type { ServerReach } from '../../contract/server-reach.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { systemAgent } from '../../sftp/agent.ts';
import { openSession, type SftpSession } from '../../sftp/session.ts';
import type { SftpAuth, SftpTarget } from '../../sftp/target.ts';
import type { ServerSettings } from '../../store/server-settings.ts';
import type { Store } from '../../store/store.ts';
import type { LoginQuestions } from './login-questions.ts';
import type { ServerSecrets } from './server-secrets.ts';

/** A file server as the call centre describes it, all fields known. */
export interface ServerAddress {
  readonly connectionId: string;
  readonly serverId: string;
  readonly ip: string;
  readonly port: number;
  readonly userName: string;
  /** The call centre that described it, as `callCentreOf` names it; left out by jobs, which know their own. */
  readonly centre?: string;
}

/** How a session is to be opened. */
export interface AccessOptions {
  /** Somebody waits in front of the window and can answer what the server asks. */
  readonly attended?: boolean;
  /** Instead of the saved password: one that is being tried. */
  readonly password?: string | undefined;
}

/**
 * Opens SFTP sessions to the call centre's file servers: at the address this workstation has for them, with
 * the password or key of the vault, the system's agent or somebody's answers, trusting the host keys of the
 * database.
 */
export class ServerAccess {
  readonly #store: Pick<Store, 'serverSettings' | 'serverStates' | 'hostKeys'>;
  readonly #secrets: ServerSecrets;
  readonly #questions: LoginQuestions;
  readonly #permit: (host: string, connectionId: string) => void;
  readonly #elsewhere: (server: ServerAddress) => string | undefined;
  readonly #agent: () => string | null;

  /**
   * @param elsewhere the call centre that a server is of, where its connection leads to another one by now
   * @param permit throws `not_allowed` for a host that the policy of this machine forbids
   */
  constructor(
    store: Pick<Store, 'serverSettings' | 'serverStates' | 'hostKeys'>,
    secrets: ServerSecrets,
    questions: LoginQuestions,
    permit: (host: string, connectionId: string) => void,
    elsewhere: (server: ServerAddress) => string | undefined,
    agent: () => string | null = systemAgent,
  ) {
    this.#elsewhere = elsewhere;
    this.#store = store;
    this.#secrets = secrets;
    this.#questions = questions;
    this.#permit = permit;
    this.#agent = agent;
  }

  /** Where the system's SSH agent listens; null where there is none. */
  get agent(): string | null {
    return this.#agent();
  }

  /** Where and as whom a server is reached from here. */
  at(server: ServerAddress): Pick<SftpTarget, 'host' | 'port' | 'username'> {
    const { connectionId, serverId } = server;
    return reachedAt(server, this.#store.serverSettings.get(connectionId, serverId, this.#elsewhere(server)));
  }

  /**
   * Errors as `openSession`; all say in their details which server it is, and as whom it was tried.
   */
  async open(
    server: ServerAddress,
    signal?: AbortSignal,
    { attended = false, password }: AccessOptions = {},
  ): Promise<SftpSession> {
    const { connectionId, serverId } = server;
    // it is reached as its own call centre's, wherever the connection leads since
    const elsewhere = this.#elsewhere(server);
    const own = this.#store.serverSettings.get(connectionId, serverId, elsewhere);
    const { host, port, username } = reachedAt(server, own);
    const who = { connectionId, serverId, host, userName: username };
    this.#permit(host, connectionId);
    try {
      const auth = await this.#auth(server, own, { password, elsewhere });
      const target = { host, port, username, auth, names: own.names };
      const asks = attended || this.#questions.attended(connectionId, serverId);
      const session = await openSession(target, {
        hostKeys: this.#store.hostKeys,
        permit: (reached) => this.#permit(reached, connectionId),
        signal,
        ...(asks && { ask: (asked, over) => this.#questions.ask(who, asked, over) }),
      });
      if (elsewhere === undefined) this.#forgetRefusal(connectionId, serverId);
      return session;
    } catch (error) {
      if (!(error instanceof DialdeskError)) throw error;
      throw error.withDetails({ ...who, port, login: own.login });
    }
  }

  /** That a check could not log in is no longer how the server stands. */
  #forgetRefusal(connectionId: string, serverId: string): void {
    const { serverStates } = this.#store;
    try {
      const state = serverStates.get(connectionId, serverId);
      if (state !== null && state.login !== true) serverStates.remove(connectionId, serverId);
    } catch (error) {
      // a full disk, which keeps nobody from the server
      if (!(error instanceof DialdeskError)) throw error;
    }
  }

  async #auth(
    { connectionId, serverId }: ServerAddress,
    { login }: ServerSettings,
    {
      password,
      elsewhere,
    }: { readonly password?: string | undefined; readonly elsewhere?: string | undefined },
  ): Promise<SftpAuth> {
    switch (login) {
      case 'password': {
        const saved = password ?? (await this.#secrets.password(connectionId, serverId, elsewhere));
        return { kind: 'password', password: saved ?? undefined };
      }
      case 'key': {
        const kept = await this.#secrets.key(connectionId, serverId, elsewhere);
        if (kept === null) {
          throw new DialdeskError('password_needed', 'the private key is not in the vault', {
            details: { what: 'key' },
          });
        }
        return { kind: 'privateKey', key: kept.key, passphrase: kept.passphrase ?? undefined };
      }
      case 'agent': {
        const socket = this.#agent();
        if (socket === null) {
          throw new DialdeskError('login_refused', 'this system runs no SSH agent', {
            details: { reason: 'agent_unreachable' },
          });
        }
        return { kind: 'agent', socket };
      }
      case 'questions':
        return { kind: 'questions' };
    }
  }
}

function reachedAt(
  { ip, port, userName }: Pick<ServerAddress, 'ip' | 'port' | 'userName'>,
  own: Pick<ServerReach, 'host' | 'port' | 'userName'>,
): Pick<SftpTarget, 'host' | 'port' | 'username'> {
  return { host: own.host ?? ip, port: own.port ?? port, username: own.userName ?? userName };
}
