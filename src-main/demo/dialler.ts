import { CampaignRecords } from './call-numbers.ts';
import type { ImportedRecord, ImportedRecords } from './call-numbers.ts';
import { callsOf, isSuccess } from './call-outcomes.ts';
import type { MadeCall } from './call-outcomes.ts';
import { addRun, dialledAt } from './dial-runs.ts';
import {
  deletedFrom,
  deleteRecords,
  nextDeletion,
  nextRecord,
  type NumberChoice,
} from './number-deletions.ts';
import type { Campaign, DemoState, DialState } from './records.ts';

/** One in how many numbers is connected. */
const connectedShare = 0.58;
const minute = 60_000;

/**
 * Dials the numbers of running campaigns: how far it is follows from the clock, and is worked out when somebody asks.
 * Every call has its outcome by the seed, the campaign and its place, so the same demo goes the same way again.
 */
export class Dialler {
  readonly #state: DemoState;
  readonly #seed: number;
  readonly #perMinute: number;
  readonly #inCall: number;
  readonly #callMs: number;

  constructor(
    state: DemoState,
    options: {
      readonly seed: number;
      readonly callsPerMinute: number;
      readonly numbersInCall?: number;
      readonly callMs?: number;
    },
  ) {
    this.#state = state;
    this.#seed = options.seed;
    this.#perMinute = options.callsPerMinute;
    this.#inCall = options.callsPerMinute === 0 ? 0 : (options.numbersInCall ?? 2);
    this.#callMs = options.callMs ?? 30_000;
  }

  /**
   * Records that an import has brought, or how many, if they are not kept. Those are dialled before what a campaign had
   * from the beginning.
   */
  load(campaignId: string, records: ImportedRecords | number): void {
    const campaign = this.#state.campaigns.get(campaignId);
    if (!campaign) return;
    this.advance(campaign).total += typeof records === 'number' ? records : records.size;
    this.#state.loaded.add(campaignId);
    if (typeof records !== 'number') this.restore(campaignId, records);
  }

  /** The same after a restart: how far they were dialled is known already. */
  restore(campaignId: string, records: ImportedRecords): void {
    const { imported } = this.#state;
    const all = imported.get(campaignId) ?? new CampaignRecords();
    all.add(records);
    imported.set(campaignId, all);
  }

  /** When an imported record was dialled; undefined if it was not yet. */
  dialledAt(campaign: Campaign, record: number): number | undefined {
    return dialledAt(this.#state.dialled.get(campaign.id)?.runs ?? [], record);
  }

  /** The calls that an imported record leads to, the last of which decides. */
  callsOf(campaign: Campaign, record: number): MadeCall[] {
    const numbers = this.#state.imported.get(campaign.id)?.at(record).numbers ?? [];
    return callsOf(numbers, (attempt) => this.#chance(`${campaign.id} imported ${record}`, attempt));
  }

  /** To be called before a campaign is paused: what was dialled until then stays, and calls that go on last a while. */
  pause(campaign: Campaign): void {
    const dial = this.advance(campaign);
    if (this.#inCall > 0) dial.hangUpAt = this.#state.clock().getTime() + this.#callMs;
  }

  /** Deletes imported records that are neither called nor in a call. */
  delete(campaign: Campaign, choice: NumberChoice): ImportedRecord[] {
    const dial = this.advance(campaign);
    const inCall = dial.hangUpAt === undefined ? 0 : this.#inCall;
    return deleteRecords(this.#state, campaign.id, dial, choice, inCall);
  }

  /** Dials what is due by now. */
  advance(campaign: Campaign): DialState {
    const now = this.#state.clock();
    const dial = this.#state.dialled.get(campaign.id) ?? this.#first(campaign, now);
    this.#state.dialled.set(campaign.id, dial);
    const time = now.getTime();
    const day = dayOf(now);
    if (dial.day !== day) Object.assign(dial, { day, calledToday: 0, connectedToday: 0 });
    const runs = campaign.status === '2' && campaign.beginTime <= time && time <= campaign.endTime;
    const hungUp = campaign.status !== '2' && dial.hangUpAt !== undefined && dial.hangUpAt <= time;
    if (hungUp) this.#dial(campaign, dial, Math.min(this.#inCall, this.#waiting(campaign, dial)));
    if (hungUp || campaign.status === '2') dial.hangUpAt = undefined;
    const due = runs ? Math.floor(((time - dial.at) / minute) * this.#perMinute) : 0;
    const calls = Math.max(0, Math.min(due, dial.total - dial.called));
    this.#dial(campaign, dial, calls);
    // the part of a call that is not due yet is kept, unless there is nothing to wait for
    if (!runs || this.#perMinute === 0 || calls < due) dial.at = time;
    else dial.at += (calls / this.#perMinute) * minute;
    return dial;
  }

  /** Dials as many numbers, imported ones first. */
  #dial(campaign: Campaign, dial: DialState, calls: number): void {
    dial.runs ??= [];
    const step = minute / this.#perMinute;
    const size = this.#state.imported.get(campaign.id)?.size ?? 0;
    let done = 0;
    let connected = 0;
    for (let first = nextRecord(dial); done < calls && first < size; first = nextRecord(dial)) {
      const count = Math.min(calls - done, Math.min(size, nextDeletion(dial, first)) - first);
      addRun(dial.runs, { first, count, at: dial.at + done * step, step });
      for (let record = first; record < first + count; record++) {
        const decisive = this.callsOf(campaign, record).at(-1);
        if (decisive && isSuccess(decisive.outcome)) connected++;
      }
      done += count;
    }
    for (let call = done; call < calls; call++) {
      if (this.#chance(campaign.id, dial.called + call) < connectedShare) connected++;
    }
    dial.called += calls;
    dial.calledToday += calls;
    dial.connected += connected;
    dial.connectedToday += connected;
  }

  /** How many imported records can still be dialled. */
  #waiting({ id }: Campaign, dial: DialState): number {
    const next = nextRecord(dial);
    return Math.max(0, (this.#state.imported.get(id)?.size ?? 0) - next - deletedFrom(dial, next));
  }

  /** What a campaign has from before: nothing as a draft, all of it dialled where it has ended. */
  #first(campaign: Campaign, now: Date): DialState {
    const total = campaign.status === '1' ? 0 : 300 + Math.floor(this.#chance(campaign.id, -1) * 6_000);
    const done = { '1': 0, '4': 1 }[campaign.status] ?? this.#chance(campaign.id, -2) * 0.7;
    const called = Math.floor(total * done);
    const today = campaign.status === '2' ? Math.floor(called * 0.2) : 0;
    return {
      total,
      called,
      connected: Math.floor(called * connectedShare),
      day: dayOf(now),
      calledToday: today,
      connectedToday: Math.floor(today * connectedShare),
      at: now.getTime(),
    };
  }

  /** A number from 0 to 1 that is always the same for a campaign and a place (FNV-1a, mixed). */
  #chance(campaignId: string, place: number): number {
    let hash = (2_166_136_261 ^ this.#seed) >>> 0;
    for (const letter of `${campaignId} ${place}`) {
      hash = Math.imul(hash ^ letter.charCodeAt(0), 16_777_619) >>> 0;
    }
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
    return ((hash ^ (hash >>> 13)) >>> 0) / 4_294_967_296;
  }
}

/** The day of the call centre's clock. */
export function dayOf(now: Date): string {
  return `${now.getFullYear()}-${now.getMonth() + 1}-${now.getDate()}`;
}
