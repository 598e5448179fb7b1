import * as v from 'valibot';
import type { ChosenFrom } from '../../src-main/contract/connections.ts';
import type { Client } from '../../src-main/contract/derive.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import { FileServerChange, NewFileServer } from '../../src-main/contract/file-servers.ts';
import type { ServerUse } from '../../src-main/contract/server-changes.ts';
import type { ServerState } from '../../src-main/contract/server-state.ts';
import type { FileServer } from '../../src-main/contract/servers.ts';
import { asErrorShape } from '../app/error-words.ts';
import { accessQuestion, type ServerAccess } from '../app/server-access.svelte.ts';

export const wizardSteps = ['settings', 'review', 'sent'] as const;
export type WizardStep = (typeof wizardSteps)[number];

/** The fields of the form that can have problems. */
export const serverFields = ['ip', 'port', 'filePath', 'userName', 'password'] as const;
export type ServerField = (typeof serverFields)[number];
export type ServerDraft = Record<ServerField, string>;

/** What became of what was sent. */
export type SendOutcome =
  | { readonly kind: 'done'; readonly serverId: string | null }
  | { readonly kind: 'failed'; readonly error: ErrorShape }
  /** Sent, and the answer was lost: `seen` is what the list has shown since. */
  | { readonly kind: 'unknown'; readonly seen: 'new' | 'old' | 'other' | null };

const paths: Readonly<Record<string, ServerField>> = {
  'serverInfo.ip': 'ip',
  'serverInfo.port': 'port',
  'serverInfo.filePath': 'filePath',
  userName: 'userName',
  serverPwd: 'password',
};

type WizardClient = Pick<Client, 'servers'>;

/** Modifying a file server, or adding one: the settings, what they change, a trial from here, and the sending. */
export class ServerWizard {
  readonly #client: WizardClient;
  readonly #from: () => ChosenFrom;
  /** The server as it is; null while adding. */
  readonly before: FileServer | null;
  readonly #first: string;
  draft: ServerDraft = $state() as ServerDraft;
  #step = $state<WizardStep>('settings');
  #touched = $state.raw<ReadonlySet<ServerField>>(new Set());
  #trial = $state.raw<{ readonly of: string; readonly state: ServerState } | null>(null);
  #trying = $state(false);
  /** The supervisor sends although nothing was proved from here. */
  untried = $state(false);
  #sending = $state(false);
  #outcome = $state.raw<SendOutcome | null>(null);
  #uses = $state.raw<readonly ServerUse[]>([]);

  readonly #values = $derived({
    serverInfo: {
      ip: this.draft.ip.trim(),
      port: this.draft.port.normalize('NFKC').trim(),
      filePath: this.draft.filePath.trim(),
    },
    userName: this.draft.userName.trim(),
    ...(this.draft.password !== '' && { serverPwd: this.draft.password }),
  });
  readonly #key = $derived(JSON.stringify(this.#values));
  readonly #issues = $derived.by((): Readonly<Partial<Record<ServerField, string>>> => {
    const parsed = this.before
      ? v.safeParse(FileServerChange, {
          serverId: this.before.serverId,
          previousIp: this.before.ip,
          ...this.#values,
        })
      : v.safeParse(NewFileServer, this.#values);
    const issues: Partial<Record<ServerField, string>> = {};
    // the first rule broken says enough
    for (const issue of parsed.issues ?? []) {
      const field = paths[v.getDotPath(issue) ?? ''];
      if (field) issues[field] ??= issue.message;
    }
    return issues;
  });

  /** @param from the connection, and the call centre that it belongs to: one that is being added may go along */
  constructor(client: WizardClient, from: () => ChosenFrom, before: FileServer | null) {
    this.#client = client;
    this.#from = from;
    this.before = before;
    this.draft = {
      ip: before?.ip ?? '',
      port: before?.port ?? (before ? '' : '22'),
      filePath: before?.filePath ?? '',
      userName: before?.userName ?? '',
      password: '',
    };
    this.#first = JSON.stringify(this.draft);
  }

  get step(): WizardStep {
    return this.#step;
  }
  get trying(): boolean {
    return this.#trying;
  }
  get sending(): boolean {
    return this.#sending;
  }
  get outcome(): SendOutcome | null {
    return this.#outcome;
  }
  /** Imports that are not over and name the server. */
  get uses(): readonly ServerUse[] {
    return this.#uses;
  }
  /** How these very settings stood when they were tried; null when they were not. */
  get trial(): ServerState | null {
    return this.#trial?.of === this.#key ? this.#trial.state : null;
  }
  get proved(): boolean {
    return this.trial !== null && this.trial.error === null;
  }
  /** Whether the address changes, which makes the password mandatory. */
  get addressChanges(): boolean {
    return this.before !== null && this.#values.serverInfo.ip !== this.before.ip;
  }
  get dirty(): boolean {
    return this.#outcome?.kind !== 'done' && JSON.stringify(this.draft) !== this.#first;
  }

  /** The fields that would change. The password is never shown, so only whether it would. */
  get changes(): readonly {
    readonly field: ServerField;
    readonly before: string | null;
    readonly after: string;
  }[] {
    const { before } = this;
    const now = { ...this.#values.serverInfo, userName: this.#values.userName };
    const plain = (['ip', 'port', 'filePath', 'userName'] as const)
      .map((field) => ({ field, before: before?.[field] ?? null, after: now[field] }))
      .filter((change) => change.before !== change.after);
    return this.draft.password === ''
      ? plain
      : [...plain, { field: 'password' as const, before: null, after: '' }];
  }

  /** The rule a field breaks, once it is time to show it. */
  problem(field: ServerField): string | undefined {
    return this.#touched.has(field) ? this.#issues[field] : undefined;
  }
  /** The focus has left a field. An empty one is not marked before Continue is pressed. */
  touch(field: ServerField): void {
    if (this.draft[field] !== '') this.#touched = new Set([...this.#touched, field]);
  }

  get canSend(): boolean {
    return (this.proved || this.untried) && !this.#trying && !this.#sending;
  }

  /** @returns false when fields are to be corrected first, or nothing would change */
  toReview(): boolean {
    this.#touched = new Set(serverFields);
    if (Object.keys(this.#issues).length > 0 || this.changes.length === 0) return false;
    this.#step = 'review';
    this.#outcome = null;
    void this.#lookForUses();
    return true;
  }

  back(): void {
    this.#step = 'settings';
    this.#outcome = null;
  }

  /** Tries the settings from here. A new host key is asked about. Errors as the call. */
  async tryOut(access: Pick<ServerAccess, 'ask'>): Promise<void> {
    if (this.#trying) return;
    this.#trying = true;
    try {
      for (;;) {
        const of = this.#key;
        const state = await this.#client.servers.tryOut({
          ...this.#from(),
          serverId: this.before?.serverId ?? null,
          ...this.#values,
        });
        this.#trial = { of, state };
        const question = state.error && accessQuestion(state.error);
        if (question?.kind !== 'host-key' && question?.kind !== 'host-key-changed') return;
        if (!(await access.ask(question))) return;
      }
    } finally {
      this.#trying = false;
    }
  }

  /** Sends, once. What became of it is the `outcome`. */
  async send(): Promise<void> {
    if (!this.canSend) return;
    this.#sending = true;
    try {
      this.#outcome = { kind: 'done', serverId: await this.#dispatch() };
      this.#step = 'sent';
    } catch (error) {
      const shape = asErrorShape(error);
      if (shape.code === 'outcome_unknown') {
        this.#outcome = { kind: 'unknown', seen: null };
        this.#step = 'sent';
      } else this.#outcome = { kind: 'failed', error: shape };
    } finally {
      this.#sending = false;
    }
  }

  /** Looks at the list for what became of a change whose answer was lost. Errors as the call. */
  async lookAtList(): Promise<void> {
    if (this.#outcome?.kind !== 'unknown') return;
    const { serverInfo, userName } = this.#values;
    const search = this.before?.serverId ?? serverInfo.ip;
    const { servers } = await this.#client.servers.list({
      connectionId: this.#from().connectionId,
      search,
      offset: 0,
      limit: 100,
      refresh: true,
    });
    const same = (server: FileServer, other: Pick<FileServer, 'ip' | 'port' | 'filePath' | 'userName'>) =>
      server.ip === other.ip &&
      server.port === other.port &&
      server.filePath === other.filePath &&
      server.userName === other.userName;
    const wanted = { ...serverInfo, userName };
    const { before } = this;
    if (before === null) {
      this.#outcome = {
        kind: 'unknown',
        seen: servers.some((server) => same(server, wanted)) ? 'new' : 'old',
      };
      return;
    }
    const now = servers.find(({ serverId }) => serverId === before.serverId);
    const seen = !now ? 'other' : same(now, wanted) ? 'new' : same(now, before) ? 'old' : 'other';
    // with the password alone changed, the list shows nothing either way
    this.#outcome = { kind: 'unknown', seen: same(before, wanted) ? 'other' : seen };
  }

  async #dispatch(): Promise<string | null> {
    const { servers } = this.#client;
    const { before } = this;
    const from = this.#from();
    if (before) {
      await servers.modify({ ...from, serverId: before.serverId, ...this.#values });
      return before.serverId;
    }
    const { serverId } = await servers.add({ ...from, ...this.#values, serverPwd: this.draft.password });
    return serverId;
  }

  async #lookForUses(): Promise<void> {
    if (this.before === null) return;
    this.#uses = await this.#client.servers
      .usedBy({ connectionId: this.#from().connectionId, serverId: this.before.serverId })
      .catch(() => []);
  }
}
