import type {
  ActivityConnection,
  ActivityEntry,
  ActivityFilter,
  ActivityLine,
  ActivityTask,
  StoredActivity,
} from '../../src-main/contract/activity.ts';
import type { App } from '../app/app.ts';
import type { LoadRows } from '../ui/paged-rows.svelte.ts';

export type Span = 'all' | 'hour' | 'today' | 'week' | 'month';

const hour = 3_600_000;
/** How many entries of one task are shown. */
export const mostEntries = 200;
const spans: Readonly<Record<Exclude<Span, 'all' | 'today'>, number>> = {
  hour,
  week: 7 * 24 * hour,
  month: 30 * 24 * hour,
};

/** What the activity screen works with. */
export type ActivityApp = { readonly client: Pick<App['client'], 'activity'> };

/** Which tasks are shown, and the one whose details are open. Outlives the screen's components. */
export class ActivityView {
  readonly #client: ActivityApp['client'];
  readonly #now: () => number;
  search = $state('');
  /** An ID, a kind and an outcome; empty for all. */
  connection = $state('');
  kind = $state<ActivityEntry['kind'] | ''>('');
  outcome = $state<ActivityEntry['outcome'] | ''>('');
  span = $state<Span>('all');
  #connections = $state.raw<readonly ActivityConnection[]>([]);
  #selected = $state.raw<ActivityTask | null>(null);
  /** Rises when entries came or went. */
  #revision = $state(0);
  readonly #filtered = $derived(
    this.search.trim() !== '' ||
      this.connection !== '' ||
      this.kind !== '' ||
      this.outcome !== '' ||
      this.span !== 'all',
  );
  readonly #version = $derived(
    JSON.stringify([this.search.trim(), this.connection, this.kind, this.outcome, this.span]),
  );

  constructor(app: ActivityApp, now: () => number = Date.now) {
    this.#client = app.client;
    this.#now = now;
    app.client.activity.changed(() => this.#revision++);
  }

  get connections(): readonly ActivityConnection[] {
    return this.#connections;
  }
  get selected(): ActivityTask | null {
    return this.#selected;
  }
  /** Whether anything narrows the list. */
  get filtered(): boolean {
    return this.#filtered;
  }
  /** Another value means another list. */
  get version(): string {
    return this.#version;
  }
  get revision(): number {
    return this.#revision;
  }

  /** What is asked of main, as of now: "last hour" moves on. */
  get filter(): ActivityFilter {
    const search = this.search.trim();
    const from = this.#from();
    return {
      ...(search !== '' && { search }),
      ...(this.connection !== '' && { connectionId: this.connection }),
      ...(this.kind !== '' && { kind: this.kind }),
      ...(this.outcome !== '' && { outcome: this.outcome }),
      ...(from !== null && { from }),
    };
  }

  readonly load: LoadRows<ActivityLine> = async (offset, limit) => {
    const { lines, total } = await this.#client.activity.tasks({ ...this.filter, offset, limit });
    return { total, items: lines };
  };

  /** What belongs to a task, the newest first, up to a number that can be looked through. */
  async entriesOf({ task, entry }: ActivityTask): Promise<readonly StoredActivity[]> {
    if (task === null) return [entry];
    return (await this.#client.activity.list({ task, offset: 0, limit: mostEntries })).entries;
  }

  /** Asks which connections there is anything of. */
  async lookForConnections(): Promise<void> {
    this.#connections = await this.#client.activity.connections();
    if (!this.#connections.some(({ id }) => id === this.connection)) this.connection = '';
  }

  /** Shows a task's details; null closes them. */
  select(task: ActivityTask | null): void {
    this.#selected = task;
  }

  clear(): void {
    this.search = '';
    this.connection = '';
    this.kind = '';
    this.outcome = '';
    this.span = 'all';
  }

  #from(): number | null {
    if (this.span === 'all') return null;
    if (this.span !== 'today') return this.#now() - spans[this.span];
    return new Date(this.#now()).setHours(0, 0, 0, 0);
  }
}
