import type { Client } from '../../src-main/contract/derive.ts';
import type { Transfer, TransferSettings } from '../../src-main/contract/transfers.ts';
import { showFailure } from '../app/failures.ts';

const over: readonly Transfer['state'][] = ['done', 'cancelled', 'failed'];
/** Nothing is left to be done about these. */
const finished: readonly Transfer['state'][] = ['done', 'cancelled'];
/** What needs eyes first. */
const order: readonly Transfer['state'][] = [
  'running',
  'failed',
  'waiting',
  'queued',
  'paused',
  'done',
  'cancelled',
];

/** Transfers started by hand, as main pushes them. */
export class Transfers {
  readonly #client: Pick<Client, 'transfers'>;
  #all = $state.raw<ReadonlyMap<string, Transfer>>(new Map());
  #settings = $state.raw<TransferSettings>({ bandwidth: null, verify: 'size' });
  /** Uploads that have come through, for who shows the folder. */
  #arrived = $state(0);
  readonly #list = $derived(
    [...this.#all.values()].sort(
      (one, other) =>
        order.indexOf(one.state) - order.indexOf(other.state) || one.createdAt - other.createdAt,
    ),
  );
  readonly #open = $derived(this.#list.filter(({ state }) => !finished.includes(state)));
  readonly #finished = $derived(
    this.#list.filter(({ state }) => finished.includes(state)).toSorted((a, b) => b.createdAt - a.createdAt),
  );
  readonly #underWay = $derived(this.#list.filter(({ state }) => !over.includes(state)).length);
  readonly #perSecond = $derived(
    this.#list.reduce(
      (sum, { state, bytesPerSecond }) => sum + (state === 'running' ? (bytesPerSecond ?? 0) : 0),
      0,
    ),
  );

  /** All since nothing was under way. */
  #batch: ReadonlySet<string> = $state.raw(new Set());

  constructor(app: { readonly client: Pick<Client, 'transfers'> }) {
    this.#client = app.client;
    this.#client.transfers.changed(({ transfers, removed }) => {
      const next = new Map(this.#all);
      for (const transfer of transfers) {
        const arrived = transfer.direction === 'upload' && transfer.state === 'done';
        if (arrived && next.get(transfer.id)?.state !== 'done') this.#arrived++;
        next.set(transfer.id, transfer);
      }
      for (const id of removed) next.delete(id);
      this.#take(next);
    });
    void this.#load().catch(showFailure);
  }

  /** Those that are under way, or failed and wait for somebody; each group in the order asked for. */
  get open(): readonly Transfer[] {
    return this.#open;
  }
  /** Those that nothing is left to be done about, the newest first. */
  get finished(): readonly Transfer[] {
    return this.#finished;
  }
  get underWay(): number {
    return this.#underWay;
  }
  /** Which one is under way, counted from 1, of all since nothing was; null while nothing is. */
  get place(): { readonly at: number; readonly of: number } | null {
    if (this.#underWay === 0) return null;
    return { at: this.#batch.size - this.#underWay + 1, of: this.#batch.size };
  }
  get failed(): number {
    return this.#list.filter(({ state }) => state === 'failed').length;
  }
  /** Whether any could be taken off the list. */
  get clearable(): boolean {
    return this.#list.some(({ state }) => over.includes(state));
  }
  /** Bytes a second of all together. */
  get perSecond(): number {
    return this.#perSecond;
  }
  get settings(): TransferSettings {
    return this.#settings;
  }
  get arrived(): number {
    return this.#arrived;
  }

  async set(change: Partial<TransferSettings>): Promise<void> {
    this.#settings = await this.#client.transfers.setSettings({ ...this.#settings, ...change });
  }

  async #load(): Promise<void> {
    const { transfers, settings } = await this.#client.transfers.list();
    this.#settings = settings;
    // What was pushed meanwhile is newer.
    this.#take(new Map([...transfers.map((one) => [one.id, one] as const), ...this.#all]));
  }

  #take(next: ReadonlyMap<string, Transfer>): void {
    const open = [...next.values()].filter(({ state }) => !over.includes(state)).map(({ id }) => id);
    const batch = open.length === 0 ? [] : [...this.#batch].filter((id) => next.has(id));
    this.#batch = new Set([...batch, ...open]);
    this.#all = next;
  }
}
