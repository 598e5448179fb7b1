import { isSuccess } from './call-outcomes.ts';
import type { Dialler } from './dialler.ts';
import type { JsonObject } from './request-fields.ts';
import type { Campaign, DemoState } from './records.ts';
import { twoDigits } from '../contract/two-digits.ts';

/** In what the results of a system may differ: none of it was seen in the documents. */
export interface ResultAnswers {
  /** The number of the first page. Default 1. */
  readonly resultPageBase?: 0 | 1;
  /** What a page below the first is: the first, as in the list of campaigns, or refused, as by default. */
  readonly lowPageIsFirst?: boolean;
  /** Puts the latest call first, so that rows move to later pages while somebody turns them. */
  readonly latestResultFirst?: boolean;
  /** The failure code of a call that was answered; examples of the callback have `0`. Default `00000`. */
  readonly successFailCode?: '0' | '00000';
  /** Fields to be left out, of the answer (`totalCount`) and of its rows. */
  readonly omitResultFields?: readonly string[];
}

/** What rows are asked for. */
export interface ResultFilter {
  readonly sessionId: string | undefined;
  readonly customField: string | undefined;
  /** Every call, instead of the last of each record. */
  readonly every: boolean;
  /** Epoch milliseconds; the second is excluded. */
  readonly between: readonly [number, number] | undefined;
}

/** A call, by its record and which attempt it was. */
interface Place {
  readonly record: number;
  readonly attempt: number;
}

/** A number is tried again this long after the last attempt, milliseconds. */
const nextNumber = 40_000;

/** The calls of imported numbers, as rows of the result interfaces. */
export class CallResultRows {
  readonly #state: DemoState;
  readonly #dialler: Dialler;
  readonly #unlike: ResultAnswers;
  /** What was asked for last, so that its next page need not be looked for again. */
  #last: { readonly key: string; readonly places: readonly Place[] } = { key: '', places: [] };

  constructor(state: DemoState, dialler: Dialler, unlike: ResultAnswers) {
    this.#state = state;
    this.#dialler = dialler;
    this.#unlike = unlike;
  }

  /** A page of what was found, and how much that is. */
  page(campaign: Campaign, filter: ResultFilter, from: number, count: number) {
    const places = this.#find(campaign, filter);
    const rows = places.slice(from, from + count).map((place) => this.#without(this.#row(campaign, place)));
    return this.#without({ totalCount: places.length, data: rows });
  }

  /** One call, by its ID; undefined if there is none. */
  byId(callId: string): JsonObject | undefined {
    const [, campaignId = '', record = '', attempt = ''] = /^C(\d+)-(\d+)-(\d+)$/.exec(callId) ?? [];
    const campaign = this.#state.campaigns.get(campaignId);
    if (!campaign || Number(record) >= this.#recordsOf(campaign)) return undefined;
    this.#dialler.advance(campaign);
    const place = { record: Number(record), attempt: Number(attempt) };
    const at = this.#at(campaign, place);
    if (at === undefined) return undefined;
    const row = this.#row(campaign, place);
    const answered = row.callStatus === 6;
    return this.#without({
      called: row.called,
      ackBeginTime: timeText(at),
      callBeginTime: answered ? timeText(at + 12_000) : '',
      callEndTime: timeText(at + (answered ? 60_000 : 30_000)),
      callStatus: String(row.callStatus),
      failCode: row.failCode,
      resultCode: row.resultCode,
      vdnId: row.vdnId,
      callId,
      recordPath: '',
    });
  }

  #recordsOf(campaign: Campaign): number {
    return this.#state.imported.get(campaign.id)?.size ?? 0;
  }

  #find(campaign: Campaign, filter: ResultFilter): readonly Place[] {
    this.#dialler.advance(campaign);
    const runs = this.#state.dialled.get(campaign.id)?.runs ?? [];
    const dialled = runs.reduce((sum, { count }) => sum + count, 0);
    const key = JSON.stringify([campaign.id, dialled, filter]);
    if (this.#last.key === key) return this.#last.places;
    const places: Place[] = [];
    for (const { first, count } of runs) {
      for (let record = first; record < first + count; record++) {
        places.push(...this.#ofRecord(campaign, record, filter));
      }
    }
    if (this.#unlike.latestResultFirst) places.reverse();
    this.#last = { key, places };
    return places;
  }

  #ofRecord(campaign: Campaign, record: number, filter: ResultFilter): Place[] {
    const { sessionId, customField, every, between } = filter;
    const imported = this.#state.imported.get(campaign.id)?.at(record);
    if (!imported) return [];
    if (sessionId !== undefined && imported.sessionId !== sessionId) return [];
    if (customField !== undefined && imported.customField !== customField) return [];
    const alone = imported.numbers.length === 1;
    const attempts = alone ? 1 : this.#dialler.callsOf(campaign, record).length;
    const all = Array.from({ length: attempts }, (_, attempt) => ({ record, attempt }));
    return (every ? all : all.slice(-1)).filter((place) => {
      const at = between && this.#at(campaign, place);
      return at === undefined || (between && at >= between[0] && at < between[1]);
    });
  }

  #at(campaign: Campaign, { record, attempt }: Place): number | undefined {
    const at = this.#dialler.dialledAt(campaign, record);
    return at === undefined ? undefined : at + attempt * nextNumber;
  }

  #row(campaign: Campaign, place: Place) {
    const { record, attempt } = place;
    const call = this.#dialler.callsOf(campaign, record)[attempt];
    if (!call) throw new RangeError(`no attempt ${attempt} of record ${record}`);
    const { outcome, called } = call;
    const success = isSuccess(outcome);
    return {
      campaignId: campaign.id,
      sessionId: this.#state.imported.get(campaign.id)?.at(record).sessionId ?? '',
      called,
      callTimeStr: timeText(this.#at(campaign, place) ?? 0),
      callStatus: success ? 6 : 5,
      failCode: success ? (this.#unlike.successFailCode ?? outcome.failCode) : outcome.failCode,
      resultCode: outcome.resultCode,
      vdnId: this.#state.vdnId,
      callId: `C${campaign.id}-${record}-${attempt}`,
      recordPath: '',
    };
  }

  #without<T extends object>(whole: T): T {
    const left = this.#unlike.omitResultFields ?? [];
    if (left.length === 0) return whole;
    return Object.fromEntries(Object.entries(whole).filter(([name]) => !left.includes(name))) as T;
  }
}

/** `yyyy-mm-dd hh:mm:ss` on the system's own clock. */
function timeText(at: number): string {
  const time = new Date(at);
  const day = [time.getFullYear(), twoDigits(time.getMonth() + 1), twoDigits(time.getDate())].join('-');
  return `${day} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(twoDigits).join(':')}`;
}
