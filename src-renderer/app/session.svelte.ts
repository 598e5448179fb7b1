import type { AppState, LanguageChoice, ThemeChoice } from '../../src-main/contract/app.ts';
import type { Connection } from '../../src-main/contract/connections.ts';
import type { Client } from '../../src-main/contract/derive.ts';
import { compareNames } from './format.ts';
import { showLanguage } from './language.svelte.ts';

/** The calls a session makes. */
export type SessionClient = Pick<Client, 'app' | 'connections'>;

/** What main says about the app and its connections, kept up to date by its pushes. Main is the truth. */
export class Session {
  readonly #client: SessionClient;
  #state = $state.raw<AppState>() as AppState;
  #connections = $state.raw<readonly Connection[]>([]);
  #damageSeen = $state(false);
  readonly #sorted = $derived([...this.#connections].sort((a, b) => compareNames(a.name, b.name)));
  readonly #current = $derived(this.#connections.find(({ id }) => id === this.#state.connectionId));

  /** Asks main for all that the first picture needs, and listens from then on. */
  static async open(client: SessionClient): Promise<Session> {
    const [state, connections] = await Promise.all([client.app.state(), client.connections.list()]);
    return new Session(client, state, connections);
  }

  constructor(client: SessionClient, state: AppState, connections: readonly Connection[]) {
    this.#client = client;
    this.#state = state;
    showLanguage(state.language);
    this.#connections = connections;
    client.app.changed((next) => this.#take(next));
    client.connections.changed((next) => (this.#connections = next));
  }

  get state(): AppState {
    return this.#state;
  }

  /** By name. */
  get connections(): readonly Connection[] {
    return this.#sorted;
  }

  /** The connection in use. */
  get current(): Connection | undefined {
    return this.#current;
  }

  /** The name under which a damaged database was kept, until somebody has said that they have seen it. */
  get damagedDatabase(): string | null {
    return this.#damageSeen ? null : (this.#state.damagedDatabase ?? null);
  }

  damageSeen(): void {
    this.#damageSeen = true;
  }

  get demo(): boolean {
    return this.#current?.demo ?? false;
  }

  /** Whether the demo system may be tried; an administrator may have switched it off. */
  get mayDemo(): boolean {
    return this.#state.policy?.demo ?? true;
  }

  /** Whether connections may be made here. */
  get mayAddConnections(): boolean {
    return this.#state.policy?.ownConnections ?? true;
  }

  async setLanguage(choice: LanguageChoice): Promise<void> {
    this.#take(await this.#client.app.setLanguage(choice));
  }

  async setTheme(choice: ThemeChoice): Promise<void> {
    this.#take(await this.#client.app.setTheme(choice));
  }

  /** Looks for the keychain again. @returns whether it is there now */
  async retryVault(): Promise<boolean> {
    this.#take(await this.#client.app.retryVault());
    return this.#state.vault.kind === 'keychain';
  }

  /**
   * Whether what failed so is put right by entering the connection's secret key. With a keychain that is locked from the
   * start, it is kept until the app closes; one that was locked since takes nothing.
   */
  takesSecretKey(code: string | undefined): boolean {
    return (
      code === 'secret_key_needed' || (code === 'keychain_locked' && this.#state.vault.kind === 'session')
    );
  }

  /** Makes a connection the one in use. The demo's is of use only while its system runs, so that is started. */
  async use(connection: Pick<Connection, 'id' | 'demo'>): Promise<void> {
    if (connection.demo) await this.startDemo();
    else this.#take(await this.#client.connections.use({ id: connection.id }));
  }

  /** Starts the demo system and uses it. */
  async startDemo(): Promise<Connection> {
    const demo = await this.#client.connections.startDemo();
    await this.refresh();
    return demo;
  }

  /** Asks main for everything anew. */
  async refresh(): Promise<void> {
    const [state, connections] = await Promise.all([
      this.#client.app.state(),
      this.#client.connections.list(),
    ]);
    this.#connections = connections;
    this.#take(state);
  }

  #take(state: AppState): void {
    const vaultBefore = this.#state.vault.kind;
    this.#state = state;
    showLanguage(state.language);
    if (state.vault.kind !== vaultBefore) void this.#lookForSecrets();
  }

  /** Which connections have their secret key depends on where it is looked for. */
  async #lookForSecrets(): Promise<void> {
    this.#connections = await this.#client.connections.list().catch(() => this.#connections);
  }
}
