import type {
  CampaignAbout,
  CampaignAction,
  CampaignFilter,
  CampaignOffers,
  ListedCampaign,
} from '../../src-main/contract/campaigns.ts';
import { SvelteMap } from 'svelte/reactivity';
import type { SeenCounts } from '../../src-main/contract/campaign-progress.ts';
import type { Client } from '../../src-main/contract/derive.ts';
import type { ErrorShape } from '../../src-main/contract/errors.ts';
import { BoundConnection, placeOf, type SessionConnections } from '../app/bound-connection.svelte.ts';
import { asErrorShape } from '../app/error-words.ts';
import type { LoadRows } from '../ui/paged-rows.svelte.ts';
import { Control } from './control.svelte.ts';

/** A campaign that can be opened. */
export type OpenCampaign = ListedCampaign & { readonly id: string };

/** What the screen shows: the list, or one campaign. */
export type CampaignsPage =
  | { readonly kind: 'list' }
  | { readonly kind: 'detail'; readonly campaign: OpenCampaign; readonly about: CampaignAbout | null };

const everything: CampaignOffers = {
  list: true,
  detail: true,
  dates: true,
  pause: true,
  resume: true,
  statistics: true,
};

/** The campaigns of the connection in use: the list, the one that is open, and a question that waits for an answer. */
export class CampaignsView {
  readonly #client: Pick<Client, 'campaigns'>;
  readonly #session: SessionConnections;
  /** Whose campaigns are shown. */
  readonly bound: BoundConnection;
  search = $state('');
  filter: CampaignFilter = $state('all');
  #page = $state.raw<CampaignsPage>({ kind: 'list' });
  #connectionId = $state<string | null>(null);
  /** Of that connection, as `placeOf` names it. */
  #place: string | null = null;
  #version = $state(0);
  #revision = $state(0);
  #total = $state<number | null>(null);
  #offers = $state.raw(everything);
  #seen = new SvelteMap<string, SeenCounts>();
  #error = $state.raw<ErrorShape | null>(null);
  #control = $state.raw<{ readonly control: Control; readonly bound: BoundConnection } | null>(null);

  constructor(app: { readonly client: Pick<Client, 'campaigns'>; readonly session: SessionConnections }) {
    this.#client = app.client;
    this.#session = app.session;
    this.bound = new BoundConnection(app.session);
  }

  get page(): CampaignsPage {
    return this.#page;
  }
  /** Another one means another list. */
  get version(): string {
    return JSON.stringify([this.#connectionId, this.#version, this.search.trim(), this.filter]);
  }
  /** Another one means that rows have changed. */
  get revision(): number {
    return this.#revision;
  }
  /** How many campaigns fit, if the system has said so. */
  get total(): number | null {
    return this.#total;
  }
  /** What the system is not yet known to lack. */
  get offers(): CampaignOffers {
    return this.#offers;
  }
  /** What was seen today of a campaign that is listed; undefined where nothing was. */
  seenOf(campaignId: string): SeenCounts | undefined {
    return this.#seen.get(campaignId);
  }
  /** Why the list did not come. */
  get error(): ErrorShape | null {
    return this.#error;
  }
  /** What somebody is about to ask of a campaign, and whose it is. */
  get control(): { readonly control: Control; readonly bound: BoundConnection } | null {
    return this.#control;
  }
  get narrowed(): boolean {
    return this.search.trim() !== '' || this.filter !== 'all';
  }

  /** Shows a connection's campaigns from the start; the one that is shown already stays as it is. */
  open(connectionId: string | null): void {
    const place = placeOf(this.#session, connectionId);
    if (place === this.#place) return;
    this.#place = place;
    this.#connectionId = connectionId;
    if (connectionId === null) this.bound.release();
    else this.bound.bindTo(connectionId);
    this.#page = { kind: 'list' };
    this.#offers = everything;
    this.#seen.clear();
    // what is being asked belongs to its own connection, and says so
    if (this.#control?.control.busy !== true && this.#control?.control.outcome === null) this.#control = null;
    this.clear();
    this.refresh();
  }

  /** Rows for the table. Errors as the call; `error` keeps that of the first page. */
  readonly load: LoadRows<ListedCampaign> = async (offset, limit) => {
    const connectionId = this.#connectionId;
    if (connectionId === null) return { total: 0, items: [] };
    const asked = this.version;
    try {
      const { items, total, counted, offers, seen } = await this.#client.campaigns.list({
        connectionId,
        name: this.search.trim(),
        filter: this.filter,
        offset,
        limit,
      });
      if (asked === this.version) {
        this.#offers = offers;
        for (const [id, counts] of Object.entries(seen)) this.#seen.set(id, counts);
        this.#total = counted ? total : null;
        this.#error = null;
      }
      return { total, items };
    } catch (error) {
      // the table shows the failure of a later page: what is there already stays
      if (asked === this.version && offset === 0) this.#failed(asErrorShape(error));
      throw error;
    }
  };

  refresh(): void {
    this.#error = null;
    this.#total = null;
    this.#version++;
  }

  /** Figures have come: the rows in sight are read anew. */
  figuresCame(): void {
    this.#revision++;
  }

  /** Shows all campaigns again. */
  clear(): void {
    this.search = '';
    this.filter = 'all';
  }

  /** The system may have been upgraded: nothing is known to be lacking any more. Errors as the call. */
  async lookAgain(): Promise<void> {
    const connectionId = this.#connectionId;
    if (connectionId === null) return;
    const offers = await this.#client.campaigns.lookAgain({ connectionId });
    if (connectionId !== this.#connectionId) return;
    this.#offers = offers;
    this.refresh();
    if (this.#page.kind === 'detail') await this.show(this.#page.campaign);
  }

  showList(): void {
    this.#page = { kind: 'list' };
  }

  /** Opens a campaign, with what is known of it until the call centre has answered. Errors as the call. */
  async show(campaign: OpenCampaign): Promise<void> {
    const connectionId = this.#connectionId;
    if (connectionId === null) return;
    const before = this.#page;
    const about = before.kind === 'detail' && before.campaign.id === campaign.id ? before.about : null;
    const page = { kind: 'detail', campaign, about } as const;
    this.#page = page;
    const answer = await this.#client.campaigns.about({
      connectionId,
      campaignId: campaign.id,
      name: campaign.name,
    });
    if (this.#page !== page) return;
    if (answer.detail.kind === 'lacking') this.#offers = { ...this.#offers, detail: false };
    if (answer.dates.kind === 'lacking') this.#offers = { ...this.#offers, dates: false };
    this.#page = { ...page, campaign: merged(campaign, answer), about: answer };
  }

  /** Begins to ask for a pause or a resumption. */
  ask(campaign: OpenCampaign, action: CampaignAction): void {
    const connectionId = this.#connectionId;
    if (connectionId === null) return;
    const { id: campaignId, name, status } = campaign;
    const bound = new BoundConnection(this.#session, connectionId);
    const of = { connectionId, centre: bound.centre ?? undefined, campaignId, name };
    this.#control = { control: new Control(this.#client, of, action, status), bound };
  }

  /** What was asked has ended, or was not sent: the rows are read anew. */
  async asked(): Promise<void> {
    const ended = this.#control?.control;
    if (ended === undefined || ended.campaign.connectionId !== this.#connectionId) return;
    if (ended.failure?.code === 'not_offered') this.#offers = { ...this.#offers, [ended.action]: false };
    if (ended.outcome === null) return;
    this.#revision++;
    if (this.#page.kind !== 'detail' || this.#page.campaign.id !== ended.campaign.campaignId) return;
    const { status } = ended.outcome.now;
    await this.show({ ...this.#page.campaign, ...(status !== null && { status }) });
  }

  closeControl(): void {
    if (this.#control?.control.busy !== true) this.#control = null;
  }

  #failed(error: ErrorShape): void {
    if (error.code === 'not_offered') this.#offers = { ...this.#offers, list: false };
    else this.#error = error;
  }
}

/** What the details say comes first; what they leave out stays as the list had it. */
function merged(campaign: OpenCampaign, { detail }: CampaignAbout): OpenCampaign {
  if (detail.kind !== 'given') return campaign;
  const { name, status, deviceType, begins, ends, callerNo } = detail.value;
  return {
    id: campaign.id,
    name: name ?? campaign.name,
    status: status ?? campaign.status,
    deviceType: deviceType ?? campaign.deviceType,
    begins: begins ?? campaign.begins,
    ends: ends ?? campaign.ends,
    callerNo: callerNo ?? campaign.callerNo,
  };
}
