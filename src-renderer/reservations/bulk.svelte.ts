import type { FileToken } from '../../src-main/contract/app.ts';
import type { Client } from '../../src-main/contract/derive.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import type { Job } from '../../src-main/contract/jobs.ts';
import type { changePaces } from '../../src-main/contract/reservation-changes.ts';
import type {
  SheetColumns,
  SheetField,
  SheetFilter,
  SheetRow,
  SheetSource,
  SheetTool,
  SheetView,
} from '../../src-main/contract/reservation-sheet.ts';
import { ownZone } from '../../src-main/contract/zoned-time.ts';
import type { App } from '../app/app.ts';
import { BoundConnection } from '../app/bound-connection.svelte.ts';
import { asErrorShape } from '../app/error-words.ts';
import { nothingLeft, readListed, type LeftOut, type ListedRows } from './listed-rows.ts';
import type { ReadPage } from './reservation-scan.svelte.ts';
import { RowPicks } from './row-picks.svelte.ts';

export type BulkPace = (typeof changePaces)[number];
export type BulkShow = SheetFilter['show'];

/** How many earlier bulk changes are listed. */
const earlierShown = 20;

/** Many changes at once: from a sheet, a paste or a list to rows that are sent. Outlives its components. */
export class Bulk {
  readonly #client: Client;
  /** Whose reservations are changed, whichever connection is in use meanwhile. */
  readonly bound: BoundConnection;
  #open = $state(false);
  #listed = $state(true);
  #sheet = $state.raw<SheetView | null>(null);
  #changed = $state(false);
  #jobId = $state<string | null>(null);
  #earlier = $state.raw<readonly Job[]>([]);
  #busy = $state(false);
  #looking = $state(false);
  #error = $state.raw<ErrorShape | null>(null);
  #revision = $state(0);
  #left = $state.raw<LeftOut>(nothingLeft);
  /** What is being taken in; another one, or none, once it was left or something else was begun. */
  #taking: object | null = null;
  show = $state<BulkShow>('all');
  /** What was pasted, until something is sent: who goes back from its rows finds it again. */
  pasted = $state('');
  /** Part of a row; empty: any. */
  find = $state('');
  /** Whose rows are listed; null: anybody's. */
  agent = $state<string | null>(null);
  /** Rows that the next change of many is for. */
  readonly picks = new RowPicks<number, number>(
    async (from, to) => (await this.#indexes()).slice(from, to),
    (index) => index,
  );
  /** How many go out in a minute at most. */
  pace = $state<BulkPace>(300);
  name = $state('');
  /** The zone of times that name none. */
  zone = $state(ownZone());
  readonly #job = $derived(this.#earlier.find(({ id }) => id === this.#jobId) ?? null);

  constructor({ client, navigation, session }: Pick<App, 'client' | 'navigation' | 'session'>) {
    this.#client = client;
    this.bound = new BoundConnection(session);
    navigation.watch(() => this.changed);
    client.outbox.changed(({ jobs, removed }) => {
      const known = new Map(this.#earlier.map((job) => [job.id, job]));
      for (const job of jobs) if (job.kind === 'reservation-change') known.set(job.id, job);
      for (const id of removed) known.delete(id);
      this.#earlier = [...known.values()].sort((a, b) => b.createdAt - a.createdAt);
    });
  }

  /** Whether it is shown instead of the reservations. */
  get open(): boolean {
    return this.#open;
  }
  /** Whether the system lists its reservations, as far as is known. */
  get listed(): boolean {
    return this.#listed;
  }
  get sheet(): SheetView | null {
    return this.#sheet;
  }
  /** Whether the sheet has something that its source has not, and that goes with it. */
  get changed(): boolean {
    return this.#sheet !== null && this.#changed;
  }
  /** The bulk change that is looked at. */
  get job(): Job | null {
    return this.#job;
  }
  get earlier(): readonly Job[] {
    return this.#earlier;
  }
  get busy(): boolean {
    return this.#busy;
  }
  /** Whether the system is being asked what the reservations are now. */
  get looking(): boolean {
    return this.#looking;
  }
  get error(): ErrorShape | null {
    return this.#error;
  }
  /** What was listed and is not in the sheet. */
  get left(): LeftOut {
    return this.#left;
  }
  /** Another number: rows have changed. */
  get revision(): number {
    return this.#revision;
  }

  /**
   * Shows where a sheet is taken in, and what was sent before.
   * @param connectionId whose reservations are to be changed; an open sheet of another one must be given up first
   */
  async start(connectionId: string): Promise<void> {
    this.#open = true;
    this.bound.bindTo(connectionId);
    this.#error = null;
    void this.#client.reservations.offers({ connectionId }).then(
      ({ list }) => {
        if (this.bound.id === connectionId) this.#listed = list;
      },
      () => undefined,
    );
    const page = await this.#client.outbox.list({
      kinds: ['reservation-change'],
      sort: 'newest',
      limit: earlierShown,
    });
    this.#earlier = page.jobs;
  }

  /** While there is no sheet, whose rows are of one call centre, it goes along with a connection that is led elsewhere. */
  goAlong(): void {
    const { id, moved } = this.bound;
    if (moved !== null && id !== null && this.#sheet === null && !this.#busy) this.bound.bindTo(id);
  }

  /** Back to the reservations. */
  async leave(): Promise<void> {
    this.#open = false;
    this.#jobId = null;
    await this.giveUp();
    this.bound.release();
  }

  /** Lets go of the sheet; nothing of it was sent. */
  async giveUp(): Promise<void> {
    const sheet = this.#sheet;
    this.#sheet = null;
    this.#error = null;
    this.#taking = null;
    this.#busy = false;
    if (sheet) await this.#client.reservationChanges.close({ sheet: sheet.id });
  }

  /** Takes a file that was dropped or picked. */
  async takeFile({ token, name }: FileToken): Promise<void> {
    await this.#take({ kind: 'file', token }, name.replace(/\.[^.]*$/, ''));
  }
  async takeText(text: string, name: string): Promise<void> {
    await this.#take({ kind: 'text', text }, name);
  }
  /** Takes rows of a bulk change again: those that it has not sent, or those that it has, set back. */
  async takeAgain(job: Job, rows: 'rest' | 'undo', name: string): Promise<void> {
    await this.#take({ kind: 'job', job: job.id, rows }, name);
  }
  /** Takes the reservations that are listed and can be modified, to shift them or to hand them over. */
  async takeListed(connectionId: string, listed: ReadPage, name: string): Promise<void> {
    const taking = this.#begin();
    let all: ListedRows | null;
    try {
      await this.start(connectionId);
      all = await readListed(listed, () => this.#taking === taking);
    } catch (error) {
      if (this.#taking === taking) this.#error = asErrorShape(error);
      return;
    } finally {
      this.#ended(taking);
    }
    if (all && (await this.#take({ kind: 'list', reservations: all.reservations }, name)))
      this.#left = all.left;
  }

  async map(columns: SheetColumns): Promise<void> {
    if (!this.#sheet) return;
    this.#changed = true;
    this.#seen(await this.#client.reservationChanges.map({ sheet: this.#sheet.id, columns }));
  }

  /** Changes cells of a row, and gives it as it is now. */
  async edit(index: number, cells: Readonly<Partial<Record<SheetField, string>>>): Promise<SheetRow | null> {
    let row: SheetRow | null = null;
    for (const [field, value] of Object.entries(cells) as [SheetField, string][]) {
      if (!this.#sheet) return row;
      const { id: sheet } = this.#sheet;
      this.#changed = true;
      const edited = await this.#client.reservationChanges.edit({ sheet, index, field, value });
      row = edited.row;
      this.#seen(edited.view);
    }
    return row;
  }

  /** Changes the rows that are ticked or, where none is, all that are listed. Gives the number of rows it took. */
  async apply(tool: SheetTool): Promise<number> {
    const rows = this.picks.count > 0 ? [...this.picks.rows] : await this.#indexes();
    if (!this.#sheet || rows.length === 0) return 0;
    const { id: sheet } = this.#sheet;
    const { taken, view } = await this.#client.reservationChanges.apply({ sheet, tool, rows });
    if (taken > 0) this.#changed = true;
    this.#seen(view);
    return taken;
  }

  /** Checks the rows against the time and the calling hours as they are now. */
  async checkAgain(): Promise<void> {
    if (!this.#sheet) return;
    const { id } = this.#sheet;
    const view = await this.#client.reservationChanges.checkAgain({ sheet: id });
    if (this.sheet?.id === id) this.#seen(view);
  }

  /** Asks the system what the reservations are now. */
  async lookUp(): Promise<void> {
    if (!this.#sheet || this.#looking) return;
    this.#looking = true;
    this.#error = null;
    const { id } = this.#sheet;
    try {
      const view = await this.#client.reservationChanges.lookUp({ sheet: id });
      if (this.sheet?.id === id) this.#seen(view);
    } catch (error) {
      if (this.sheet?.id === id) this.#error = asErrorShape(error);
    } finally {
      this.#looking = false;
    }
  }

  /** What the table is narrowed down to. */
  get filter(): SheetFilter {
    const { show, find, agent } = this;
    return { show, find, agent };
  }

  rows(filter: SheetFilter, offset: number, limit: number): Promise<{ rows: SheetRow[]; total: number }> {
    if (!this.#sheet) return Promise.resolve({ rows: [], total: 0 });
    return this.#client.reservationChanges.rows({ sheet: this.#sheet.id, ...filter, offset, limit });
  }

  /** Hands the rows that are ready to the outbox. */
  async send(): Promise<void> {
    if (!this.#sheet || this.#busy) return;
    this.#busy = true;
    try {
      const { id: sheet } = this.#sheet;
      const job = await this.#client.reservationChanges.send({
        sheet,
        name: this.name.trim(),
        perMinute: this.pace,
      });
      if (!this.#earlier.some(({ id }) => id === job.id)) this.#earlier = [job, ...this.#earlier];
      this.#sheet = null;
      this.pasted = '';
      this.#jobId = job.id;
    } finally {
      this.#busy = false;
    }
  }

  /** Shows the rows of a change that was sent, or is to be; it may be older than those that are listed. */
  async openJob(jobId: string): Promise<void> {
    await this.giveUp();
    const job = await this.#client.outbox.get({ id: jobId });
    // a bulk change always has a connection: only prepared imports may lack one
    if (job.connectionId !== null) await this.start(job.connectionId);
    if (!this.#earlier.some(({ id }) => id === jobId)) this.#earlier = [...this.#earlier, job];
    this.#jobId = jobId;
  }

  /** Looks at a bulk change that was sent; null: at none. */
  look(jobId: string | null): void {
    this.#jobId = jobId;
  }

  /** @returns whether it came to be a sheet: it may have been left before */
  async #take(source: SheetSource, name: string): Promise<boolean> {
    const closed = this.giveUp();
    this.#jobId = null;
    this.#left = nothingLeft;
    const taking = this.#begin();
    const { from } = this.bound;
    try {
      await closed;
      if (from === null || this.#taking !== taking) return false;
      const { reservationChanges } = this.#client;
      const sheet = await reservationChanges.open({ ...from, source, zone: this.zone });
      if (this.#taking !== taking) {
        await reservationChanges.close({ sheet: sheet.id });
        return false;
      }
      this.#sheet = sheet;
      this.#changed = false;
      this.name = name.slice(0, 120);
      this.find = '';
      this.agent = null;
      this.picks.none();
      this.show = sheet.problems > 0 && sheet.problems < sheet.rows ? 'problems' : 'all';
      return true;
    } catch (error) {
      if (this.#taking === taking) this.#error = asErrorShape(error);
      return false;
    } finally {
      this.#ended(taking);
    }
  }

  #begin(): object {
    this.#busy = true;
    this.#taking = {};
    return this.#taking;
  }
  #ended(taking: object): void {
    if (this.#taking !== taking) return;
    this.#taking = null;
    this.#busy = false;
  }

  async #indexes(): Promise<number[]> {
    const sheet = this.#sheet?.id;
    return sheet === undefined ? [] : this.#client.reservationChanges.indexes({ sheet, ...this.filter });
  }

  #seen(view: SheetView): void {
    this.#sheet = view;
    this.#revision++;
  }
}
