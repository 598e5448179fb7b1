import {
  statisticsEveryMs,
  type CampaignCounts,
  type CampaignProgress,
  type SeenCounts,
  type StatisticsState,
} from '../../contract/campaign-progress.ts';
import { DialdeskError, type ErrorCode } from '../../contract/errors.ts';
import { dayBounds, ownZone, wallTimeAt } from '../../contract/zoned-time.ts';
import type { AskedStatistics, CampaignCountsTable } from '../../store/campaign-counts.ts';
import type { MissingInterfaces } from '../connections/missing-interfaces.ts';

/** A campaign as the statistics show it, and each customField in it. */
export interface AnsweredCampaign {
  readonly campaignId: string;
  readonly counts: CampaignCounts;
  readonly batches?: readonly { readonly batchId: string; readonly counts: CampaignCounts }[];
}

/** What a list of a campaign is kept under, among the campaigns' own counters. */
const listKey = (campaignId: string, mark: string): string => JSON.stringify([campaignId, mark]);

export interface CampaignStatisticsDeps {
  readonly table: CampaignCountsTable;
  readonly missing: MissingInterfaces;
  /** Throws before anything is sent where there is no client: no key, a policy. */
  readonly ready: (connectionId: string) => Promise<unknown>;
  /** `centre`: the call centre that answered, as `callCentreOf` names it. */
  readonly ask: (
    connectionId: string,
  ) => Promise<{ readonly centre: string; readonly campaigns: readonly AnsweredCampaign[] }>;
  /** The call centre that a connection leads to now; null where it is gone. */
  readonly centreOf: (connectionId: string) => string | null;
  /** The marks of lists that are counted apart. Others are not kept: rows may carry values of their own. */
  readonly marks?: (
    connectionId: string,
  ) => readonly { readonly campaignId: string; readonly mark: string }[];
  /** The call centre's zone, where it is known: its day is the statistics' day. */
  readonly zoneOf: (connectionId: string) => string | null;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** The longest a call centre's own wish to wait is followed, milliseconds. */
const longestWait = 60 * 60_000;
/** Seen counters are kept this long, milliseconds: over a whole day in any zone. */
const keptFor = 36 * 60 * 60_000;

/** The connection was removed meanwhile, or its key is missing: nothing was sent, and nothing is kept. */
const cannotAsk: ReadonlySet<ErrorCode> = new Set([
  'not_found',
  'secret_key_needed',
  'keychain_locked',
  'keychain_unavailable',
]);

/** Failures after which it is certain that nobody was asked. */
const notAsked: ReadonlySet<ErrorCode> = new Set([
  'name_not_resolved',
  'connection_refused',
  'proxy_failed',
  'tls_untrusted',
  'tls_changed',
  'tls_failed',
  'not_allowed',
]);

/**
 * Today's statistics of each call centre, asked for at most once in five minutes: when is written down before the
 * request goes out, so that neither another window nor a restart asks sooner.
 */
export class CampaignStatistics {
  readonly #deps: CampaignStatisticsDeps;
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(deps: CampaignStatisticsDeps) {
    this.#deps = deps;
  }

  state(connectionId: string): StatisticsState {
    const { table, missing, now } = this.#deps;
    if (missing.has(connectionId, 'statistics')) {
      return { askedAt: null, nextAt: now(), outcome: 'lacking', error: null };
    }
    const asked = table.asked(connectionId);
    if (asked === null) return { askedAt: null, nextAt: now(), outcome: null, error: null };
    return asked;
  }

  /**
   * Asks, if it may be asked by now; what became of it is in the state.
   * @throws DialdeskError where there is nothing to ask with: no connection, or no secret key
   */
  async ask(connectionId: string): Promise<void> {
    const underWay = this.#underWay.get(connectionId);
    if (underWay !== undefined) return underWay;
    const asking = this.#askNow(connectionId).finally(() => this.#underWay.delete(connectionId));
    this.#underWay.set(connectionId, asking);
    return asking;
  }

  /** What was seen of one campaign today. */
  progress(connectionId: string, campaignId: string): CampaignProgress {
    const { table } = this.#deps;
    const seen = table.since(connectionId, campaignId, this.#today(connectionId));
    return { state: this.state(connectionId), seen: thisDay(seen) };
  }

  /** What was seen last today of each of these campaigns; those of which nothing was seen are left out. */
  latest(connectionId: string, campaignIds: readonly string[]): Record<string, SeenCounts> {
    const from = this.#today(connectionId);
    const found: Record<string, SeenCounts> = {};
    for (const id of campaignIds) {
      const seen = this.#deps.table.latest(connectionId, id, from);
      if (seen !== null) found[id] = seen;
    }
    return found;
  }

  /**
   * Asks, if it may be asked by now, what a list has in its campaign after a moment, epoch milliseconds. `later`: it was
   * not asked since; `unknown`: it was, and the answer does not tell this list from others, or the system lacks it.
   * @throws DialdeskError as `ask`
   */
  async ofMark(
    connectionId: string,
    campaignId: string,
    mark: string,
    after: number,
  ): Promise<
    | { readonly kind: 'counted'; readonly counts: CampaignCounts }
    | { readonly kind: 'unknown' }
    | { readonly kind: 'later'; readonly at: number }
  > {
    await this.ask(connectionId);
    const { askedAt, nextAt, outcome } = this.state(connectionId);
    if (outcome === 'lacking') return { kind: 'unknown' };
    if (outcome !== 'given' || askedAt === null || askedAt <= after) return { kind: 'later', at: nextAt };
    const seen = this.#deps.table.latest(connectionId, listKey(campaignId, mark), askedAt);
    return seen === null ? { kind: 'unknown' } : { kind: 'counted', counts: seen };
  }

  /** What was seen of one list of a campaign today. */
  ofList(connectionId: string, campaignId: string, mark: string): SeenCounts[] {
    return this.progress(connectionId, listKey(campaignId, mark)).seen;
  }

  #lists(connectionId: string, counted: readonly AnsweredCampaign[]) {
    const marks = new Set(
      this.#deps.marks?.(connectionId).map(({ campaignId, mark }) => listKey(campaignId, mark)),
    );
    if (marks.size === 0) return [];
    return counted.flatMap(({ campaignId, batches = [] }) =>
      batches
        .map(({ batchId, counts }) => ({ campaignId: listKey(campaignId, batchId), counts }))
        .filter(({ campaignId: key }) => marks.has(key)),
    );
  }

  async #askNow(connectionId: string): Promise<void> {
    const { table, missing, centreOf, now } = this.#deps;
    if (missing.has(connectionId, 'statistics')) return;
    const centre = centreOf(connectionId);
    /** Nothing that another call centre said, or failed to say, is kept as this one's. */
    const moved = (by = centre): boolean => centreOf(connectionId) !== by;
    const before = table.asked(connectionId);
    const at = now();
    if (before !== null && at < before.nextAt && !turnedBack(before, at)) return;
    const asked = { askedAt: at, nextAt: at + statisticsEveryMs, outcome: null, error: null };
    try {
      await this.#deps.ready(connectionId);
      table.putAsked(connectionId, asked);
      const answer = await missing.ask(connectionId, 'statistics', () => this.#deps.ask(connectionId));
      if (answer === null) {
        if (!moved()) this.#undo(connectionId, before);
        return;
      }
      if (moved(answer.centre)) return;
      const { campaigns: counts } = answer;
      table.see(connectionId, at, [...counts, ...this.#lists(connectionId, counts)], at - keptFor);
      table.putAsked(connectionId, { ...asked, outcome: 'given' });
    } catch (error) {
      if (!(error instanceof DialdeskError)) throw error;
      if (cannotAsk.has(error.code)) throw error;
      if (!moved()) this.#failed(connectionId, before, asked, error);
    }
  }

  #failed(
    connectionId: string,
    before: AskedStatistics | null,
    asked: AskedStatistics,
    error: DialdeskError,
  ): void {
    const { table } = this.#deps;
    if (error.code === 'flow_control') {
      const wish = Number(error.details?.['retryAfterMs'] ?? 0);
      const wait = Math.min(Math.max(statisticsEveryMs, wish), longestWait);
      table.putAsked(connectionId, { ...asked, nextAt: asked.askedAt + wait, outcome: 'limited' });
      return;
    }
    if (notAsked.has(error.code)) {
      // it may be asked at once when somebody wishes; when it really was asked last stays
      table.putAsked(connectionId, {
        askedAt: before?.askedAt ?? asked.askedAt,
        nextAt: before?.nextAt ?? asked.askedAt,
        outcome: 'failed',
        error: error.toShape(),
      });
      return;
    }
    table.putAsked(connectionId, { ...asked, outcome: 'failed', error: error.toShape() });
  }

  /** An interface that is not there has counted nothing: once it is, it may be asked at once. */
  #undo(connectionId: string, before: AskedStatistics | null): void {
    if (before === null) this.#deps.table.removeAsked(connectionId);
    else this.#deps.table.putAsked(connectionId, before);
  }

  #today(connectionId: string): number {
    const zone = this.#deps.zoneOf(connectionId) ?? ownZone();
    return dayBounds(wallTimeAt(this.#deps.now(), zone).date, zone)[0];
  }
}

/** The computer's clock was set back: what lies in its future must not forbid asking until then. */
function turnedBack({ askedAt, nextAt }: AskedStatistics, now: number): boolean {
  return now < askedAt - (nextAt - askedAt);
}

/**
 * Counters of one day only grow: where those dialled became fewer, a new day began in the call centre, whatever zone
 * it is in.
 */
function thisDay(seen: readonly SeenCounts[]): SeenCounts[] {
  let first = 0;
  let last: number | null = null;
  for (const [index, { called }] of seen.entries()) {
    if (called === null) continue;
    if (last !== null && called < last) first = index;
    last = called;
  }
  return seen.slice(first);
}
