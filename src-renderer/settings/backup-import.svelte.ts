import type { BackupPlan, LockedBackup, RestoredBackup } from '../../src-main/contract/backup.ts';
import type { Client } from '../../src-main/contract/derive.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import { asErrorShape } from '../app/error-words.ts';

type BackupClient = {
  readonly backup: Pick<Client['backup'], 'open' | 'unlock' | 'review' | 'apply' | 'close'>;
};

/** An import of settings: a file is picked, unlocked where it is locked, looked at, and only then carried out. */
export class BackupImport {
  readonly #client: BackupClient;
  #locked = $state.raw<LockedBackup | null>(null);
  #plan = $state.raw<BackupPlan | null>(null);
  #chosen = $state.raw<ReadonlySet<string>>(new Set());
  #busy = $state(false);
  #error = $state.raw<ErrorShape | null>(null);
  readonly #takeable = $derived(
    (this.#plan?.items ?? []).filter(({ effect }) => effect === 'add' || effect === 'replace'),
  );
  readonly #repointing = $derived((this.#plan?.items ?? []).filter(({ effect }) => effect === 'repoint'));
  readonly #taken = $derived(
    [...this.#takeable, ...this.#repointing].filter(({ key }) => this.#chosen.has(key)),
  );

  constructor(client: BackupClient) {
    this.#client = client;
  }

  get locked(): LockedBackup | null {
    return this.#locked;
  }
  get plan(): BackupPlan | null {
    return this.#plan;
  }
  get busy(): boolean {
    return this.#busy;
  }
  /** Why the last attempt to unlock or import failed. */
  get error(): ErrorShape | null {
    return this.#error;
  }
  /** What of the backup is not here just so. */
  get takeable(): BackupPlan['items'] {
    return this.#takeable;
  }
  /** What would send a stored secret elsewhere: nothing of it is taken unless somebody chooses it. */
  get repointing(): BackupPlan['items'] {
    return this.#repointing;
  }
  /** How many items of each effect will be carried out, and how many not. */
  get counts(): { readonly added: number; readonly replaced: number; readonly skipped: number } {
    const added = this.#taken.filter(({ effect }) => effect === 'add').length;
    const replaced = this.#taken.length - added;
    return { added, replaced, skipped: (this.#plan?.items.length ?? 0) - this.#taken.length };
  }

  isChosen(key: string): boolean {
    return this.#chosen.has(key);
  }

  choose(key: string, take: boolean): void {
    const others = [...this.#chosen].filter((other) => other !== key);
    this.#chosen = new Set(take ? [...others, key] : others);
  }

  /** Lets the user pick a file. Throws what main says of one that is no backup. */
  async pick(): Promise<void> {
    const opened = await this.#client.backup.open();
    if (opened === null) return;
    this.#error = null;
    if (opened.kind === 'locked') this.#locked = opened;
    else this.#show(opened);
  }

  async unlock(passphrase: string): Promise<void> {
    const locked = this.#locked;
    if (locked === null) return;
    const plan = await this.#attempt(() => this.#client.backup.unlock({ token: locked.token, passphrase }));
    // given up while the key was made
    if (plan === null || this.#locked !== locked) return;
    this.#locked = null;
    this.#show(plan);
  }

  /** @returns what was done, or null where it failed */
  async apply(): Promise<RestoredBackup | null> {
    const plan = this.#plan;
    if (plan === null) return null;
    const keys = this.#taken.map(({ key }) => key);
    const { token } = plan;
    const done = await this.#attempt(() => this.#client.backup.apply({ token, keys }));
    if (done !== null) this.#plan = null;
    else if (this.#error?.code === 'backup_stale') await this.#review(token);
    return done;
  }

  /** Leaves everything as it is. */
  giveUp(): void {
    const token = this.#locked?.token ?? this.#plan?.token;
    this.#locked = null;
    this.#plan = null;
    this.#error = null;
    if (token !== undefined) void this.#client.backup.close({ token });
  }

  /** Shows what importing would do now, beside why it was not done. */
  async #review(token: string): Promise<void> {
    const why = this.#error;
    const plan = await this.#attempt(() => this.#client.backup.review({ token }));
    if (plan === null || this.#plan?.token !== token) return;
    this.#show(plan);
    this.#error = why;
  }

  #show(plan: BackupPlan): void {
    this.#plan = plan;
    this.#chosen = new Set(this.#takeable.map(({ key }) => key));
  }

  async #attempt<T>(work: () => Promise<T>): Promise<T | null> {
    this.#busy = true;
    this.#error = null;
    try {
      return await work();
    } catch (error) {
      this.#error = asErrorShape(error);
      return null;
    } finally {
      this.#busy = false;
    }
  }
}
