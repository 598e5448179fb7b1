import type { Connection } from '../../src-main/contract/connections.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import { m } from '../../src-main/contract/messages/messages.js';
import {
  asReservation,
  type BookedReservation,
  type ReservationOffers,
} from '../../src-main/contract/reservation-book.ts';
import type { Reservation, ReservationPage } from '../../src-main/contract/reservations.ts';
import { dayBounds, ownZone, wallTimeAt } from '../../src-main/contract/zoned-time.ts';
import type { App } from '../app/app.ts';
import { BoundConnection, placeOf } from '../app/bound-connection.svelte.ts';
import { asErrorShape } from '../app/error-words.ts';
import { outliving } from '../app/outliving.svelte.ts';
import type { Choice } from '../ui/choice.ts';
import { confirm } from '../ui/confirm.svelte.ts';
import type { LoadRows } from '../ui/paged-rows.svelte.ts';
import { Cancellation } from './cancellation.svelte.ts';
import { CreateForm } from './create-form.svelte.ts';
import { ModifyForm } from './modify-form.svelte.ts';
import { ReservationFilters } from './reservation-filters.svelte.ts';
import { ReservationListing } from './reservation-listing.svelte.ts';
import { ReservationScan, type ReadPage } from './reservation-scan.svelte.ts';
import { SeenReservations } from './seen-reservations.svelte.ts';

export type ReservationsViewName = 'list' | 'day' | 'book';

/** A form, and the connection that it belongs to and is sent to. */
export type ReservationDialog = { readonly bound: BoundConnection } & (
  | { readonly kind: 'modify'; readonly form: ModifyForm }
  | { readonly kind: 'create'; readonly form: CreateForm }
  | {
      readonly kind: 'cancel';
      readonly cancellation: Cancellation;
      /** The form it was asked for from, with what was typed there. */
      readonly behind: ReservationDialog | null;
    }
);

function dirty(dialog: ReservationDialog | null): boolean {
  if (dialog === null) return false;
  return dialog.kind === 'cancel' ? dirty(dialog.behind) : dialog.form.dirty;
}

/** What the reservations screen shows. Outlives its components, so that filters and forms survive a look elsewhere. */
export class ReservationsState {
  readonly #app: App;
  readonly now = (): number => Date.now();
  /** The supervisor's. */
  readonly zone = ownZone();
  readonly filters = new ReservationFilters(this.zone, this.now);
  readonly seen = new SeenReservations();
  #connectionId: string | null = $state(null);
  /** Of that connection, as `placeOf` names it. */
  #place: string | null = null;
  view: ReservationsViewName = $state('list');
  /** The day of the day view, `2026-05-06` in the supervisor's zone. */
  day = $state(wallTimeAt(Date.now(), this.zone).date);
  #offers: ReservationOffers = $state.raw({ list: true, create: true, delete: true });
  #failure: ErrorShape | null = $state.raw(null);
  #revision = $state(0);
  #dialog: ReservationDialog | null = $state.raw(null);
  /** What the list view shows. */
  readonly listing = new ReservationListing({
    filters: this.filters,
    reader: () => {
      const { connectionId } = this.#required();
      return (filters, offset, limit) => this.#list(connectionId, filters, offset, limit);
    },
    edition: () => placeOf(this.#app.session, this.connection?.id ?? null) + String(this.#revision),
    now: this.now,
  });

  constructor(app: App) {
    this.#app = app;
    app.navigation.watch(() => this.unsaved);
  }

  /** Whether closing the open form would lose something that was filled in. */
  get unsaved(): boolean {
    return dirty(this.#dialog);
  }
  /** Whether the open form stays until somebody closes it: it was filled in, is being sent, or shows what came of it. */
  get #dialogStays(): boolean {
    const dialog = this.#dialog;
    if (dialog === null) return false;
    const { sending } = dialog.kind === 'cancel' ? dialog.cancellation : dialog.form;
    return this.unsaved || sending.busy || sending.failure !== null || sending.lookedUp !== null;
  }

  get connection(): Connection | undefined {
    return this.#app.session.current;
  }
  /** The call centre's zone, where it is set and is not the supervisor's anyway. */
  get centreZone(): string | null {
    const zone = this.connection?.timeZone;
    return zone === undefined || zone === this.zone ? null : zone;
  }
  /** What is known for a form, of its own connection only: another one has other agents, and may be in another zone. */
  about({ id, connection }: BoundConnection): {
    readonly centreZone: string | null;
    readonly agents: readonly Choice<string>[];
    readonly offers: ReservationOffers;
  } {
    const here = id === this.#connectionId;
    const zone = connection?.timeZone;
    return {
      centreZone: zone === undefined || zone === this.zone ? null : zone,
      agents: here ? this.seen.agents : [],
      offers: here ? this.#offers : { list: true, create: true, delete: true },
    };
  }
  /** A reservation that was seen and is in the way of one of this agent at this moment. */
  inTheWay(bound: BoundConnection, agent: string, at: number | null, except: string | null) {
    if (bound.id !== this.#connectionId || at === null || agent.trim() === '') return undefined;
    return this.seen.near(agent.trim(), at, except);
  }
  /** What the system is not yet known to lack. */
  get offers(): ReservationOffers {
    return this.#offers;
  }
  /** Why the list did not come. */
  get failure(): ErrorShape | null {
    return this.#failure;
  }
  /** Another number means that reservations have changed. */
  get revision(): number {
    return this.#revision;
  }
  get dialog(): ReservationDialog | null {
    return this.#dialog;
  }

  /** Shows the reservations of a connection; those of another one before are forgotten. */
  async open(connectionId: string): Promise<void> {
    const place = placeOf(this.#app.session, connectionId);
    if (place === this.#place) return;
    this.#place = place;
    this.#connectionId = connectionId;
    this.#failure = null;
    // a form that stays belongs to its own connection, and says so
    if (!this.#dialogStays) this.#dialog = null;
    this.listing.restart();
    this.seen.clear();
    this.filters.clear();
    this.#offers = { list: true, create: true, delete: true };
    const offers = await this.#app.client.reservations.offers({ connectionId });
    if (connectionId === this.#connectionId) this.#offers = offers;
  }

  /** The system may have been updated: nothing is known to be lacking. */
  async lookAgain(): Promise<void> {
    const { connectionId } = this.#required();
    this.#offers = await this.#app.client.reservations.lookAgain({ connectionId });
    this.refresh();
  }

  /** The system answers in a way that only an error can be read from: its list is no longer asked for. */
  async doWithoutList(): Promise<void> {
    const { connectionId } = this.#required();
    this.#offers = await this.#app.client.reservations.doWithoutList({ connectionId });
    this.refresh();
  }

  refresh(): void {
    this.#failure = null;
    this.listing.stop();
    this.filters.renew();
    this.#revision++;
  }

  /** The rows of the list view, as a table asks for them. */
  readonly rows: LoadRows<Reservation> = async (offset, limit, signal) => {
    try {
      return await this.listing.rows(offset, limit, signal);
    } catch (error) {
      // The table shows the failure of a later page: what is there already stays.
      if (offset === 0) this.#failed(error);
      throw error;
    }
  };

  /** Reads a whole day: the system's, or what went through this app where the system has no list. */
  scanDay(day: string): ReservationScan {
    return new ReservationScan(this.#dayPages(day));
  }

  /** All that a view is about, page by page: to be changed together. */
  listed(view: ReservationsViewName): ReadPage {
    if (view === 'day') return this.#dayPages(this.day);
    if (view === 'book') return this.#bookPages({});
    return this.listing.pages();
  }

  /** The book, as a table asks for it. */
  bookRows(search: string): LoadRows<BookedReservation> {
    return async (offset, limit) => {
      const { connectionId } = this.#required();
      const page = await this.#app.client.reservations.book({ connectionId, search, offset, limit });
      this.seen.note(page.entries.filter(({ outcome }) => outcome === 'done').map(asReservation));
      return { total: page.total, items: page.entries };
    };
  }

  /** Opens the form for a reservation; without one, for an ID that is yet to be pasted. */
  modify(original: Reservation | null): void {
    const { connection } = this.#required();
    const { client } = this.#app;
    // IDs mean another reservation in another call centre
    const seen = (id: string): Reservation | undefined =>
      connection.id === this.#connectionId ? this.seen.get(id) : undefined;
    const form = new ModifyForm({ client, connection, zone: this.zone, now: this.now, seen }, original);
    this.#dialog = { kind: 'modify', form, bound: this.#boundTo(connection.id) };
  }

  /** As `modify` for an ID, for the menu: a form that is open already and would be lost is shown instead. */
  modifyById(): void {
    if (!this.#dialogStays) this.modify(null);
  }

  create(): void {
    const { connection } = this.#required();
    const { client } = this.#app;
    this.#dialog = {
      kind: 'create',
      bound: this.#boundTo(connection.id),
      form: new CreateForm({ client, connection, zone: this.zone, now: this.now }),
    };
  }

  close(): void {
    this.#dialog = null;
  }

  /** Leaves a cancellation that was not sent, for the form it was asked for from. */
  keep(): void {
    this.#dialog = this.#dialog?.kind === 'cancel' ? this.#dialog.behind : null;
  }

  /** For a dialog that is about to close: asks first if something that was filled in would be lost. */
  mayClose(dirty: boolean): boolean {
    if (!dirty) return true;
    void confirm({
      title: m.common_unsaved_title(),
      text: m.reservations_unsent(),
      action: m.common_discard(),
      stay: m.common_keep_editing(),
      danger: true,
    }).then((sure) => {
      if (sure) this.close();
    });
    return false;
  }

  /**
   * Asks before it cancels.
   * @param known what was seen of it; null for an ID that was pasted
   * @param connection the one whose reservation it is; left out, the one in use
   */
  cancel(
    appointId: string,
    known: Reservation | null,
    connection: Pick<Connection, 'id' | 'isales' | 'vdnId'> = this.#required().connection,
  ): void {
    const cancellation = new Cancellation({ client: this.#app.client, connection }, appointId, known);
    const behind = this.#dialog?.kind === 'modify' ? this.#dialog : null;
    this.#dialog = { kind: 'cancel', cancellation, bound: this.#boundTo(connection.id), behind };
  }

  /** Something was sent: what is shown may be another now. */
  changed(appointId: string | null): void {
    if (appointId !== null) {
      this.seen.forget(appointId);
      this.listing.picks.drop(appointId);
    }
    this.refresh();
  }

  /** An interface turned out to be lacking: main has remembered it. */
  async learnOffers({ code }: Pick<ErrorShape, 'code'>): Promise<void> {
    const { connectionId } = this.#required();
    if (code === 'not_offered') this.#offers = await this.#app.client.reservations.offers({ connectionId });
  }

  /** It outlives the component that opens the form, as all of this does. */
  #boundTo(id: string): BoundConnection {
    return outliving(() => new BoundConnection(this.#app.session, id));
  }

  #required(): { connection: Connection; connectionId: string } {
    const { connection } = this;
    if (connection === undefined) throw new Error('there is no connection');
    return { connection, connectionId: connection.id };
  }

  #dayPages(day: string): ReadPage {
    const [from, to] = dayBounds(day, this.zone);
    if (!this.#offers.list) return this.#bookPages({ from, to });
    const { connectionId } = this.#required();
    return (offset, limit) => this.#list(connectionId, { beginTime: from, endTime: to - 1 }, offset, limit);
  }

  /** The reservations of the book that are still there, as far as it knows. */
  #bookPages(bounds: { from?: number; to?: number }): ReadPage {
    const { connectionId } = this.#required();
    const { client } = this.#app;
    return async (offset, limit) => {
      const query = { connectionId, search: '', standing: true, ...bounds, offset, limit };
      const { entries, total } = await client.reservations.book(query);
      return { reservations: entries.map(asReservation), total };
    };
  }

  /** A page of this connection's list: pages that belong together are read from one, whichever is in use by then. */
  async #list(
    connectionId: string,
    filters: ReservationFilters['query'],
    offset: number,
    limit: number,
  ): Promise<ReservationPage> {
    const page = await this.#app.client.reservations.list({
      connectionId,
      query: { ...filters, offset, limit },
    });
    if (connectionId === this.#connectionId) this.seen.note(page.reservations);
    return page;
  }

  #failed(error: unknown): void {
    const shape = asErrorShape(error);
    // given up for another list, which tells by itself what becomes of it
    if (shape.code === 'cancelled') return;
    if (shape.code === 'not_offered') void this.learnOffers(shape);
    else this.#failure = shape;
  }
}
