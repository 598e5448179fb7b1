import { queryImportTasks } from '../../../aicc/call-data-import.ts';
import type { AiccClient, HeardAnswer } from '../../../aicc/client.ts';
import type { ImportTask } from '../../../contract/call-data-import.ts';
import { DialdeskError } from '../../../contract/errors.ts';
import type { InterfaceName } from '../../../contract/result-codes.ts';
import type { Testimony, WitnessName } from '../../../contract/witnesses.ts';
import type { CampaignStatistics } from '../../campaigns/campaign-statistics.ts';
import { askLog } from './ask-log.ts';
import { readLog } from './log-witness.ts';
import { testimony } from './testimony.ts';
import { isTimed, tasksSince, windowOf } from './sent-request.ts';
import type { CallWindow, ClockDifference, SentRequest } from './sent-request.ts';
import { verdictOn, type Verdict } from './witness-verdict.ts';

export interface ImportWitnessesDeps {
  /** The client of a connection; throws `secret_key_needed` and `not_found`. */
  readonly clientOf: (connectionId: string) => Promise<AiccClient>;
  /** Asks, or returns null if the connection's system is known to lack the interface. */
  readonly unlessMissing: <T>(
    connectionId: string,
    name: InterfaceName,
    ask: () => Promise<T>,
  ) => Promise<T | null>;
  readonly statistics: Pick<CampaignStatistics, 'ofMark' | 'state'>;
  /** The zone of the call centre, as far as it is known. */
  readonly zonesOf: (connectionId: string) => readonly string[];
  /** Tasks of the campaign that are known to be of other imports. */
  readonly ofOthers: (sent: SentRequest) => ReadonlySet<string>;
  /** Whether rows of another import from here carry the mark in this campaign. */
  readonly othersWithMark: (sent: SentRequest) => boolean;
  /** Whether another import from here, with the same file, was sent between these, epoch milliseconds of this computer. */
  readonly otherImport: (sent: SentRequest, from: number, to: number) => boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** What the witnesses of an import said. */
export interface Heard {
  readonly witnesses: readonly Testimony[];
  /** The campaign's import tasks, newest first; empty where they could not be asked for. */
  readonly tasks: readonly ImportTask[];
  readonly verdict: Verdict;
  /** Whether something new may be known later. */
  readonly again: boolean;
}

/** The interface's limit of rows per page, and how many pages are read. */
const pageSize = 100;
const mostPages = 5;

/** The tasks of a campaign, and whether these are all. */
interface ReadTasks {
  readonly tasks: readonly ImportTask[];
  readonly complete: boolean;
}

/**
 * Asks all who may know what became of an import whose answer was lost: the campaign's import tasks, the log of
 * invocations, and the statistics of the list's mark. Each may be missing, silent or late, and says so.
 */
export class ImportWitnesses {
  readonly #deps: ImportWitnessesDeps;

  constructor(deps: ImportWitnessesDeps) {
    this.#deps = deps;
  }

  /** Never throws but for the signal: who cannot be asked is a testimony as well. */
  async hear(sent: SentRequest, signal: AbortSignal): Promise<Heard> {
    const clock = new HeardClock();
    const options = { signal, onAnswer: (heard: HeardAnswer) => clock.heard(heard) };
    // the first answer shows the call centre's clock
    const list = await this.#ask('tasks', () => this.#tasks(sent, options));
    const log = await this.#ask('log', () => this.#log(sent, clock, options));
    const statistics = await this.#ask('statistics', () => this.#statistics(sent));
    signal.throwIfAborted();
    const window = clock.difference && windowOf(sent, clock.difference);
    const tasks =
      list.value?.tasks.toSorted((a, b) => String(b.beginTime).localeCompare(String(a.beginTime))) ?? [];
    const others = this.#deps.ofOthers(sent);
    const open = {
      tasks: tasks.filter(({ id }) => id === null || !others.has(id)),
      complete: list.value?.complete === true && tasks.every(isTimed),
    };
    const told = {
      log: log.value === null ? log.testimony : readLog(log.value, sent, window),
      tasks: list.value === null ? list.testimony : tasksTestimony(open, sent, window, list.testimony),
      statistics: statistics.value ?? statistics.testimony,
    };
    const { ahead = 0 } = clock.difference ?? {};
    const verdict = verdictOn(
      {
        log: told.log,
        statistics: told.statistics,
        tasks: list.value === null ? null : open.tasks,
        allTasks: open.complete,
        window,
        otherImport: window !== null && this.#deps.otherImport(sent, window.from - ahead, window.to - ahead),
        now: this.#deps.now(),
      },
      sent,
    );
    return {
      witnesses: [told.log, told.tasks, told.statistics],
      tasks,
      verdict,
      again: this.#again(sent, [told.log, told.tasks, told.statistics]),
    };
  }

  /** What a witness answers, or why it does not. */
  async #ask<T>(
    witness: WitnessName,
    ask: () => Promise<T | null>,
  ): Promise<{ readonly value: T | null; readonly testimony: Testimony }> {
    const askedAt = this.#deps.now();
    try {
      const value = await ask();
      return { value, testimony: testimony(witness, value === null ? 'not_there' : 'nothing', { askedAt }) };
    } catch (error) {
      if (!(error instanceof DialdeskError)) throw error;
      const lacks = error.code === 'not_offered';
      const said = lacks
        ? testimony(witness, 'not_there', { askedAt })
        : testimony(witness, 'not_asked', { askedAt, error: error.code });
      return { value: null, testimony: said };
    }
  }

  async #tasks({ connectionId, campaignId }: SentRequest, options: AskOptions): Promise<ReadTasks | null> {
    const client = await this.#deps.clientOf(connectionId);
    return this.#deps.unlessMissing(connectionId, 'queryDataImportTask', async () => {
      const found: ImportTask[] = [];
      for (let page = 0; page < mostPages; page++) {
        const query = { campaignId, offset: page * pageSize, limit: pageSize };
        const { tasks, count, listed } = await queryImportTasks(client, query, options);
        found.push(...tasks);
        // without a list and a number, nothing was said of any task
        const all = count === null ? listed && tasks.length < pageSize : found.length >= count;
        if (all) return { tasks: found, complete: true };
        if (tasks.length < pageSize) break;
      }
      return { tasks: found, complete: false };
    });
  }

  async #log(sent: SentRequest, clock: HeardClock, options: AskOptions) {
    const { connectionId, campaignId, sentAt } = sent;
    const client = await this.#deps.clientOf(connectionId);
    const at = sentAt + (clock.difference?.ahead ?? 0);
    return this.#deps.unlessMissing(connectionId, 'calllogs', () =>
      askLog(client, { campaignId, at }, this.#deps.zonesOf(connectionId), options),
    );
  }

  /** Nobody asks for statistics more often than they may be asked for: what was asked last counts. */
  async #statistics(sent: SentRequest): Promise<Testimony | null> {
    const { statistics } = this.#deps;
    const { connectionId, campaignId, mark } = sent;
    const said = (says: Testimony['says'], more: Partial<Testimony>) => testimony('statistics', says, more);
    if (mark === null) return said('nothing', { reason: sent.noMark });
    if (this.#deps.othersWithMark(sent)) return said('nothing', { reason: 'shared_mark' });
    const known = await statistics.ofMark(connectionId, campaignId, mark, Math.max(sent.sentAt, sent.lostAt));
    const { askedAt, outcome, error } = statistics.state(connectionId);
    if (outcome === 'lacking') return null;
    if (known.kind === 'later') {
      const failed = outcome === 'failed' && error !== null ? error.code : null;
      return failed === null
        ? said('nothing', { reason: 'later', askedAt, nextAt: known.at })
        : said('not_asked', { error: failed, askedAt, nextAt: known.at });
    }
    if (known.kind === 'unknown') return said('not_found', { askedAt });
    const { total, called, left } = known.counts;
    const rows = total ?? (called === null && left === null ? null : (called ?? 0) + (left ?? 0));
    // none of one kind says nothing of the other
    const counted = total !== null || (called !== null && left !== null);
    if (rows === null || (rows === 0 && !counted)) return said('nothing', { reason: 'unreadable', askedAt });
    return rows > 0 ? said('found', { askedAt, rows }) : said('not_found', { askedAt });
  }

  #again({ sentAt }: SentRequest, witnesses: readonly Testimony[]): boolean {
    if (this.#deps.now() - sentAt > askedFor) return false;
    return witnesses.some(({ says }) => says !== 'not_there');
  }
}

/** How long witnesses are asked, milliseconds: the log of invocations is asked for a week at most. */
const askedFor = 7 * 86_400_000;

interface AskOptions {
  readonly signal: AbortSignal;
  readonly onAnswer: (heard: HeardAnswer) => void;
}

/** What answers tell of the call centre's clock: the quickest one tells most. */
class HeardClock {
  difference: ClockDifference | null = null;

  heard({ asked, received, serverTime }: HeardAnswer): void {
    if (serverTime === null) return;
    // whole seconds, cut off
    const error = 500 + Math.max(0, received - asked) / 2;
    if (this.difference !== null && this.difference.error <= error) return;
    this.difference = { ahead: serverTime + 500 - (asked + received) / 2, error };
  }
}

/** No task names its file, and two supervisors may send at once: what fits is shown, and proves nothing. */
function tasksTestimony(
  { tasks, complete }: ReadTasks,
  sent: SentRequest,
  window: CallWindow | null,
  { askedAt }: Testimony,
): Testimony {
  if (sent.startsAt !== null) return testimony('tasks', 'nothing', { reason: 'scheduled', askedAt });
  if (window === null) return testimony('tasks', 'nothing', { reason: 'no_clock', askedAt });
  const { length: count } = tasksSince(tasks, window);
  if (count === 0 && !complete) return testimony('tasks', 'nothing', { reason: 'incomplete', askedAt });
  const says = count === 0 ? 'not_found' : count === 1 ? 'found' : 'several';
  return testimony('tasks', says, { askedAt, count });
}
