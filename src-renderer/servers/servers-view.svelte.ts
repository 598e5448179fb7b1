import type { ChosenFrom } from '../../src-main/contract/connections.ts';
import type { Client } from '../../src-main/contract/derive.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import type { Forgotten } from '../../src-main/contract/forgotten.ts';
import type { LackableInterface } from '../../src-main/contract/server-changes.ts';
import type { FileServer } from '../../src-main/contract/servers.ts';
import { BoundConnection, placeOf, type SessionConnections } from '../app/bound-connection.svelte.ts';
import { asErrorShape } from '../app/error-words.ts';
import { outliving } from '../app/outliving.svelte.ts';
import { confirm } from '../ui/confirm.svelte.ts';
import type { LoadRows } from '../ui/paged-rows.svelte.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import type { Navigation } from '../app/navigation.svelte.ts';
import { ReachForm } from './reach-form.svelte.ts';
import { ServerChecks } from './server-checks.svelte.ts';
import { ServerWizard } from './server-wizard.svelte.ts';

/** The tabs of an open file server. */
export type DetailTab = 'overview' | 'files' | 'reach';

/** What the screen shows. */
export type ServersPage =
  | { readonly kind: 'list' }
  | { readonly kind: 'host-keys' }
  | {
      readonly kind: 'detail';
      readonly server: FileServer;
      readonly tab: DetailTab;
      /** How it is reached, as it is being filled in: it outlives its tab and a look at another screen. */
      readonly reach: ReachForm;
    }
  | { readonly kind: 'wizard'; readonly wizard: ServerWizard };

/** The file servers of the connection in use: the list, how each stands, and the one that is open. */
export class ServersView {
  readonly #client: Pick<Client, 'servers'>;
  readonly #session: SessionConnections;
  /** Whose servers are shown. */
  readonly bound: BoundConnection;
  #connectionId = $state<string | null>(null);
  /** Of that connection, as `placeOf` names it. */
  #place: string | null = null;
  #page = $state.raw<ServersPage>({ kind: 'list' });
  search = $state('');
  #version = $state(0);
  #revision = $state(0);
  #total = $state<number | null>(null);
  #count = $state<number | null>(null);
  #lacks = $state.raw<readonly LackableInterface[]>([]);
  #error = $state.raw<ErrorShape | null>(null);
  #refreshing = $state(false);
  /** Trials of its servers, and how each stands. */
  readonly checks: ServerChecks;

  constructor(app: {
    readonly client: Pick<Client, 'servers'>;
    readonly session: SessionConnections;
    readonly navigation: Pick<Navigation, 'watch'>;
  }) {
    this.#client = app.client;
    this.#session = app.session;
    this.bound = new BoundConnection(app.session);
    app.navigation.watch(() => this.unsaved);
    this.checks = new ServerChecks(app.client, () => this.#connectionId);
  }

  get connectionId(): string | null {
    return this.#connectionId;
  }
  get page(): ServersPage {
    return this.#page;
  }
  /** Another one means another list. */
  get version(): string {
    return `${this.#connectionId} ${this.#version} ${this.search.trim()}`;
  }
  /** Another one means that rows have changed. */
  get revision(): number {
    return this.#revision;
  }
  /** How many servers the search finds; null before the first answer. */
  get total(): number | null {
    return this.#total;
  }
  /** How many servers the call centre says it has; null where it does not say. */
  get count(): number | null {
    return this.#count;
  }
  get error(): ErrorShape | null {
    return this.#error;
  }
  get refreshing(): boolean {
    return this.#refreshing;
  }
  lacks(name: LackableInterface): boolean {
    return this.#lacks.includes(name);
  }

  /** Whether a form is open that has something typed into it. */
  get unsaved(): boolean {
    const page = this.#page;
    if (page.kind === 'wizard') return page.wizard.dirty;
    return page.kind === 'detail' && page.reach.dirty;
  }

  /** Something was typed, is being sent, or has an outcome that is still on the screen. */
  get #stays(): boolean {
    const page = this.#page;
    if (page.kind === 'detail') return page.reach.dirty || page.reach.saving;
    if (page.kind !== 'wizard') return false;
    const { dirty, sending, outcome } = page.wizard;
    return dirty || sending || outcome !== null;
  }

  /**
   * Shows a connection's servers from the start; the one that is shown already stays as it is, and so does a form
   * with something typed in: it belongs to its own call centre, and is left by the supervisor alone.
   */
  open(connectionId: string | null): void {
    const place = placeOf(this.#session, connectionId);
    if (place === this.#place || this.#stays) return;
    this.#place = place;
    this.#connectionId = connectionId;
    if (connectionId === null) this.bound.release();
    else this.bound.bindTo(connectionId);
    this.#page = { kind: 'list' };
    this.search = '';
    this.checks.forget();
    this.#forgetList();
    this.#version++;
  }

  /** What a call names that changes something of the servers shown. */
  #from(connectionId: string): ChosenFrom {
    const { from } = this.bound;
    return from?.connectionId === connectionId ? from : { connectionId };
  }

  /** Whether what is open is a server being added, which has no ID yet: that may go wherever its connection leads. */
  get mayGoAlong(): boolean {
    const page = this.#page;
    return page.kind === 'wizard' && page.wizard.before === null && page.wizard.outcome === null;
  }

  /** Keeps to the call centre that the connection leads to now. */
  goAlong(): void {
    if (this.#connectionId === null || !this.mayGoAlong) return;
    this.bound.bindTo(this.#connectionId);
    this.#place = placeOf(this.#session, this.#connectionId);
    this.#forgetList();
    this.#version++;
  }

  /** Rows for the table. Errors as the call; `error` keeps them as well. */
  readonly load: LoadRows<FileServer> = async (offset, limit) => {
    const connectionId = this.#connectionId;
    if (connectionId === null) return { total: 0, items: [] };
    try {
      const page = await this.#client.servers.list({
        connectionId,
        search: this.search,
        offset,
        limit,
        refresh: false,
      });
      if (connectionId === this.#connectionId) {
        this.#total = page.total;
        this.#count = page.count;
        this.#lacks = page.lacks;
        this.#error = null;
      }
      return { total: page.total, items: page.servers };
    } catch (error) {
      if (connectionId === this.#connectionId) this.#error = asErrorShape(error);
      throw error;
    }
  };

  /** Asks the call centre again. */
  async refresh(): Promise<void> {
    const connectionId = this.#connectionId;
    if (connectionId === null || this.#refreshing) return;
    this.#refreshing = true;
    try {
      await this.#client.servers.list({ connectionId, search: '', offset: 0, limit: 1, refresh: true });
      this.#error = null;
      this.checks.forgetStates();
      this.#version++;
    } catch (error) {
      this.#error = asErrorShape(error);
    } finally {
      this.#refreshing = false;
    }
  }

  showList(): void {
    this.#page = { kind: 'list' };
  }

  showHostKeys(): void {
    this.#page = { kind: 'host-keys' };
  }

  /** Goes back to the list, after asking where something typed would be lost. */
  async leave(): Promise<void> {
    if (await this.mayLeave()) this.showList();
  }

  /** Opens a server. Errors as the call. */
  async show(serverId: string, tab: DetailTab = 'overview'): Promise<void> {
    const connectionId = this.#connectionId;
    if (connectionId === null) return;
    const server = await this.#client.servers.get({ connectionId, serverId });
    if (connectionId !== this.#connectionId) return;
    const page = this.#page;
    const same = page.kind === 'detail' && page.server.serverId === serverId;
    const reach = same ? page.reach : this.#reachForm(connectionId, server);
    this.#page = { kind: 'detail', server, tab, reach };
  }

  showTab(tab: DetailTab): void {
    if (this.#page.kind === 'detail') this.#page = { ...this.#page, tab };
  }

  /** Shows a server that is asked for from elsewhere, after asking where something typed would be lost. */
  async visit(serverId: string): Promise<void> {
    if (this.#isOpen(serverId) || (await this.mayLeave())) await this.show(serverId);
  }

  #isOpen(serverId: string): boolean {
    return this.#page.kind === 'detail' && this.#page.server.serverId === serverId;
  }

  #reachForm(connectionId: string, server: FileServer): ReachForm {
    const now = (): FileServer => (this.#page.kind === 'detail' ? this.#page.server : server);
    return outliving(() => new ReachForm(this.#client, this.#from(connectionId), now));
  }

  /** Begins to modify a server, with what the call centre says of it now; asks as `add` does. Errors as the call. */
  async modify(serverId: string): Promise<void> {
    const connectionId = this.#connectionId;
    if (connectionId === null || !(await this.mayLeave())) return;
    await this.#client.servers.list({ connectionId, search: '', offset: 0, limit: 1, refresh: true });
    const server = await this.#client.servers.get({ connectionId, serverId });
    if (connectionId !== this.#connectionId) return;
    this.#page = {
      kind: 'wizard',
      wizard: new ServerWizard(this.#client, () => this.#from(connectionId), server),
    };
  }

  /** Begins to add a server, after asking where something typed would be lost. */
  async add(): Promise<void> {
    const connectionId = this.#connectionId;
    if (connectionId === null || !(await this.mayLeave())) return;
    const from = (): ChosenFrom => this.#from(connectionId);
    this.#page = { kind: 'wizard', wizard: new ServerWizard(this.#client, from, null) };
  }

  /** Whether what is shown may be left: asks where typed settings would be lost. */
  async mayLeave(): Promise<boolean> {
    if (!this.unsaved) return true;
    return confirm({
      title: m.common_unsaved_title(),
      text: m.common_unsaved_text(),
      action: m.common_discard(),
      stay: m.common_keep_editing(),
      danger: true,
    });
  }

  /** Leaves the wizard for where it was begun. */
  async leaveWizard(): Promise<void> {
    if (this.#page.kind !== 'wizard' || !(await this.mayLeave())) return;
    await this.finishWizard(this.#page.wizard);
  }

  /** Shows what a wizard was about, as the call centre lists it now. */
  async finishWizard({ before, outcome }: ServerWizard): Promise<void> {
    const serverId = outcome?.kind === 'done' ? outcome.serverId : (before?.serverId ?? null);
    if (outcome !== null && outcome.kind !== 'failed') this.changed();
    this.showList();
    // what is no longer listed cannot be shown; the list says so
    if (serverId !== null) await this.show(serverId).catch(() => undefined);
  }

  /** Deletes a server of the connection it was asked about for, whichever is shown by now. Errors as the call. */
  async remove(connectionId: string, serverId: string): Promise<Forgotten> {
    let done: Forgotten;
    try {
      done = await this.#client.servers.remove({ ...this.#from(connectionId), serverId });
    } catch (error) {
      // what the system lacks is known from now on
      this.changed();
      throw error;
    }
    this.changed();
    if (connectionId === this.#connectionId) this.showList();
    return done;
  }

  /** Something was changed about a server: what is shown of it is read again. Errors as the call. */
  async reread(serverId: string): Promise<void> {
    this.checks.forgetState(serverId);
    this.#revision++;
    if (this.#page.kind === 'detail' && this.#page.server.serverId === serverId) {
      await this.show(serverId, this.#page.tab);
    }
  }

  /** Gives a server a name on this computer; null takes it away. Errors as the call. */
  async setLabel(serverId: string, label: string | null): Promise<void> {
    const connectionId = this.#connectionId;
    if (connectionId === null) return;
    await this.#client.servers.setLabel({ ...this.#from(connectionId), serverId, label });
    await this.reread(serverId);
  }

  /** The call centre may have learned what it lacked. Errors as the call. */
  async forgetLacking(): Promise<void> {
    if (this.#connectionId === null) return;
    await this.#client.servers.forgetLacking({ connectionId: this.#connectionId });
    this.#lacks = [];
  }

  /** The list is another one now: a server was added, changed or deleted. */
  changed(): void {
    this.checks.forgetStates();
    this.#version++;
  }

  #forgetList(): void {
    this.#total = null;
    this.#count = null;
    this.#lacks = [];
    this.#error = null;
    this.checks.forgetStates();
  }
}
