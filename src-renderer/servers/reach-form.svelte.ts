import * as v from 'valibot';
import type { FileToken } from '../../src-main/contract/app.ts';
import type { ChosenFrom } from '../../src-main/contract/connections.ts';
import type { Client } from '../../src-main/contract/derive.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import {
  ServerReach,
  type AgentInfo,
  type LoginKind,
  type TemporaryNames,
} from '../../src-main/contract/server-reach.ts';
import type { FileServer } from '../../src-main/contract/servers.ts';
import { asErrorShape } from '../app/error-words.ts';

export type ReachField = 'host' | 'port' | 'userName';

/** How this workstation reaches a file server, as it is being filled in. Empty fields mean "as the call centre". */
export class ReachForm {
  readonly #client: Pick<Client, 'servers'>;
  readonly #from: ChosenFrom;
  readonly #server: () => FileServer;
  host = $state('');
  port = $state<number | null>(null);
  userName = $state('');
  login = $state<LoginKind>('password');
  names = $state<TemporaryNames>('hidden');
  password = $state('');
  keyFile = $state.raw<FileToken | null>(null);
  passphrase = $state('');
  #agent = $state.raw<AgentInfo | null>(null);
  #tried = $state(false);
  #saving = $state(false);
  #failure = $state.raw<ErrorShape | null>(null);
  #keyFailure = $state.raw<ErrorShape | null>(null);

  readonly #parsed = $derived(
    v.safeParse(ServerReach, {
      host: this.host.trim() === '' ? null : this.host,
      port: this.port,
      userName: this.userName.trim() === '' ? null : this.userName,
      login: this.login,
      names: this.names,
    }),
  );

  /** @param server the server as it is known at the moment */
  constructor(client: Pick<Client, 'servers'>, from: ChosenFrom, server: () => FileServer) {
    this.#client = client;
    this.#from = from;
    this.#server = server;
    const { host, port, userName, login, names } = server().reach;
    this.host = host ?? '';
    this.port = port;
    this.userName = userName ?? '';
    this.login = login;
    this.names = names;
  }

  /** The system's SSH agent; null until it has answered. */
  get agent(): AgentInfo | null {
    return this.#agent;
  }
  get saving(): boolean {
    return this.#saving;
  }
  get failure(): ErrorShape | null {
    return this.#failure;
  }
  /** Whether leaving would lose something that was typed or chosen. */
  get dirty(): boolean {
    const { host, port, userName, login, names } = this.#server().reach;
    return (
      this.host !== (host ?? '') ||
      this.port !== port ||
      this.userName !== (userName ?? '') ||
      this.login !== login ||
      this.names !== names ||
      this.password !== '' ||
      this.keyFile !== null ||
      this.passphrase !== ''
    );
  }
  /** What is wrong with the key or its passphrase. */
  get keyFailure(): ErrorShape | null {
    return this.#keyFailure;
  }

  /** The rule a field breaks, once saving was tried. */
  problem(field: ReachField): string | undefined {
    if (!this.#tried || this.#parsed.success) return undefined;
    return this.#parsed.issues.find((issue) => v.getDotPath(issue) === field)?.message;
  }

  /** A key login without a key cannot work. */
  get keyMissing(): boolean {
    return this.#tried && this.login === 'key' && this.keyFile === null && !this.#server().reach.keySaved;
  }

  async lookForAgent(): Promise<void> {
    this.#agent = await this.#client.servers.agent();
  }

  /** Keeps it all: secrets first, so that a way to log in is never chosen without them. @returns whether it went */
  async save(): Promise<boolean> {
    this.#tried = true;
    this.#failure = null;
    this.#keyFailure = null;
    if (!this.#parsed.success || this.keyMissing || this.#saving) return false;
    const at = { ...this.#from, serverId: this.#server().serverId };
    const { servers } = this.#client;
    this.#saving = true;
    try {
      if (this.login === 'key' && this.keyFile !== null && !(await this.#saveKey(this.keyFile))) return false;
      if (this.login === 'password' && this.password !== '') {
        await servers.savePassword({ ...at, password: this.password });
      }
      await servers.setReach({ ...at, reach: this.#parsed.output });
      this.password = '';
      return true;
    } catch (error) {
      this.#failure = asErrorShape(error);
      return false;
    } finally {
      this.#saving = false;
    }
  }

  async #saveKey({ token }: FileToken): Promise<boolean> {
    try {
      await this.#client.servers.saveKey({
        ...this.#from,
        serverId: this.#server().serverId,
        token,
        ...(this.passphrase !== '' && { passphrase: this.passphrase }),
      });
      this.keyFile = null;
      this.passphrase = '';
      return true;
    } catch (error) {
      this.#keyFailure = asErrorShape(error);
      return false;
    }
  }
}
