import {
  isKnownUnpaused,
  type CampaignAction,
  type CampaignRef,
  type CampaignStatus,
  type ControlOutcome,
} from '../../../contract/campaigns.ts';
import type { CampaignCounts } from '../../../contract/campaign-progress.ts';
import { DialdeskError } from '../../../contract/errors.ts';
import type { TakeBackCounts } from '../../../contract/take-back.ts';
import { connectionOf, type JobKind, type StepContext, type StepOfKind } from '../../../jobs/job-kind.ts';
import { verdictOnSending } from '../../../jobs/verdict.ts';
import {
  emptyTakeBackMemory,
  takeBackMemoryColumn,
  takeBackPayloadColumn,
  type TakeBackMemory,
  type TakeBackPayload,
} from './take-back-payload.ts';

/** What the statistics say of a mark. `later`: not yet, and when they may be asked again, epoch milliseconds. */
export type MarkCounted =
  | { readonly kind: 'counted'; readonly counts: CampaignCounts }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'later'; readonly at: number };

export interface TakeBackDeps {
  readonly status: (campaign: CampaignRef) => Promise<CampaignStatus>;
  readonly control: (campaign: CampaignRef, action: CampaignAction) => Promise<ControlOutcome>;
  /** @throws DialdeskError as the interface; `not_offered` where the system lacks it */
  readonly delete: (connectionId: string, campaignId: string, mark: string) => Promise<void>;
  /** Asks the statistics, if they may be asked, for what a mark has after a moment. */
  readonly count: (connectionId: string, payload: TakeBackPayload, after: number) => Promise<MarkCounted>;
  /** How many of the import's rows the call centre has imported; null where it did not say. */
  readonly imported: (importId: string) => number | null;
  /**
   * Whether an import was put together on the call centre's present day: statistics are of that day alone, so that of an
   * older one those who were called before are not among them.
   */
  readonly isToday: (connectionId: string, importId: string) => boolean;
  /** The call centre has accepted the deletion. */
  readonly deleted: (payload: TakeBackPayload, at: number) => void;
  /** Waits between two looks at a campaign that is being paused; rejects when the signal is aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Milliseconds from an arbitrary start; never goes back. */
  readonly monotonic: () => number;
}

type Context = StepContext<TakeBackPayload, TakeBackMemory>;

/** States of a campaign, as its list and details number them. */
const [active, suspended] = ['2', '3'];
/** How long a campaign may take to be paused, and how often it is looked at, milliseconds. */
const pausing = { most: 60_000, every: 2_000 };
/** For how long statistics are waited for, milliseconds. */
const countingMost = 40 * 60_000;

/**
 * Takes an import back. The campaign is resumed as soon as the numbers are deleted, and counted afterwards: statistics
 * may be asked once in five minutes, and a campaign is not held that long.
 *
 * What is recorded before each step: that the campaign ran, before it is paused; that this job holds it, as soon as that
 * is known; so that a crash at any moment leaves either the truth or "perhaps".
 */
export class TakeBackJob implements JobKind<TakeBackPayload, TakeBackMemory> {
  readonly name = 'take-back';
  readonly payload = takeBackPayloadColumn;
  readonly memory = takeBackMemoryColumn;
  readonly emptyMemory = emptyTakeBackMemory;
  readonly steps: readonly StepOfKind<TakeBackPayload, TakeBackMemory>[];
  readonly #deps: TakeBackDeps;
  /** Jobs that found their campaign running in this run of the app, and have not asked to pause it. */
  readonly #looked = new Set<string>();

  constructor(deps: TakeBackDeps) {
    this.#deps = deps;
    this.steps = [
      { id: 'look', repeatable: true, run: (context) => this.#look(context) },
      {
        id: 'pause',
        repeatable: true,
        run: (context) => this.#pause(context),
        // a colleague may have resumed it meanwhile: then it is paused again before anything is deleted
        stillDone: async (context) =>
          context.memory.deletedAt !== null || (await this.#status(context)) !== active,
      },
      { id: 'delete', repeatable: true, run: (context) => this.#delete(context) },
      { id: 'resume', repeatable: true, run: (context) => this.#resume(context) },
      { id: 'count', repeatable: true, run: (context) => this.#count(context) },
    ];
  }

  /**
   * One at a time for each call centre, by whichever connection: another would resume the campaign while this one
   * deletes, and a deletion has to have returned before the next is asked for.
   */
  resourceOf(_payload: TakeBackPayload, connectionId: string | null, centre?: string): string | null {
    return connectionId && `take-back:${centre ?? connectionId}`;
  }

  summary({ importId, importName, campaignId, campaignName, rows }: TakeBackPayload) {
    return { kind: 'take-back' as const, importId, importName, campaignId, campaignName, rows };
  }

  missing(): null {
    return null;
  }

  result({ held, deletedAt, counts }: TakeBackMemory) {
    return { held, deletedAt, ...counts };
  }

  async #look(context: Context): Promise<'done'> {
    const before = await this.#status(context);
    context.remember({ before });
    this.#looked.add(context.jobId);
    return 'done';
  }

  async #pause(context: Context): Promise<'done' | 'skipped'> {
    const first = this.#looked.delete(context.jobId) && context.memory.held === 'no';
    if (!first) {
      const now = await this.#status(context);
      if (now === suspended && context.memory.held === 'no' && context.memory.before === active) {
        context.remember({ held: 'perhaps' });
      }
      if (now !== active) return 'done';
    } else if (context.memory.before !== active) return 'skipped';
    const { held } = context.memory;
    // on record before it goes out: whatever ends this attempt, it may have arrived
    context.remember({ held: 'perhaps' });
    const { answer, now } = await this.#control(context, 'pause').catch((error: unknown) => {
      // it certainly did not arrive: should the campaign be paused by the next attempt, somebody else did that
      if (error instanceof DialdeskError && verdictOnSending(error) !== 'unknown') context.remember({ held });
      throw error;
    });
    if (answer === 'refused') context.remember({ held });
    if (answer === 'refused' && now.status !== active) return 'skipped';
    // Not running at this time of day, and active all the same: whether numbers may be deleted is the call centre's to say.
    if (answer === 'refused') return 'done';
    if (answer === 'unknown' && now.status !== suspended) {
      // whether it arrived is seen when the state is read again
      throw answerLost('The answer to pausing was lost');
    }
    context.remember({ held: 'yes' });
    await this.#untilPaused(context, now.status);
    return 'done';
  }

  async #untilPaused(context: Context, seen: string | null): Promise<void> {
    const began = this.#deps.monotonic();
    for (let status = seen; status === active; status = await this.#status(context)) {
      if (this.#deps.monotonic() - began > pausing.most) {
        throw new DialdeskError('timed_out', 'The campaign has accepted the pause and still runs');
      }
      await this.#deps.pause(pausing.every, context.signal);
    }
  }

  async #delete(context: Context): Promise<'done'> {
    const { campaignId, mark } = context.payload;
    try {
      await this.#deps.delete(connectionOf(context), campaignId, mark);
    } catch (error) {
      // Deleting by the same mark again finds what is left of it and nothing else: a lost answer costs a second request.
      if (verdictOnSending(error) === 'unknown') {
        throw answerLost('The answer to the deletion was lost');
      }
      // a colleague has resumed it: then it is no longer this job that holds it paused
      const refused = error instanceof DialdeskError && error.code === 'result_code';
      if (refused && (await this.#deps.status(refOf(context))).status === active)
        context.remember({ held: 'no' });
      throw error;
    }
    const deletedAt = this.#deps.now();
    context.remember({ deletedAt });
    this.#deps.deleted(context.payload, deletedAt);
    return 'done';
  }

  async #resume(context: Context): Promise<'done' | 'skipped'> {
    if (context.memory.held !== 'yes') return 'skipped';
    const { answer, now } = await this.#control(context, 'resume');
    // where the state was not seen, or is none that documents know, the answer counts
    if (!isKnownUnpaused(now.status) && (now.status === suspended || answer !== 'done')) {
      if (answer === 'refused') throw refusedResume();
      throw answerLost('The campaign may still be paused');
    }
    context.remember({ held: 'no' });
    return 'done';
  }

  async #count(context: Context): Promise<'done' | 'skipped'> {
    const { payload, memory } = context;
    const { deletedAt } = memory;
    if (deletedAt === null) throw new DialdeskError('internal', 'Counted before anything was deleted');
    const found = await this.#deps.count(connectionOf(context), payload, deletedAt);
    if (found.kind === 'later' && this.#deps.now() - deletedAt < countingMost) {
      const retryAfterMs = Math.max(1_000, found.at - this.#deps.now());
      throw new DialdeskError('flow_control', 'Statistics may not be asked yet', {
        details: { retryAfterMs },
      });
    }
    const imported = payload.alone ? this.#deps.imported(payload.importId) : null;
    const today = this.#deps.isToday(connectionOf(context), payload.importId);
    const counts = found.kind === 'counted' ? outcome(found.counts, imported, today) : null;
    context.remember({ counts });
    return counts === null ? 'skipped' : 'done';
  }

  /** @throws DialdeskError why it could not be read */
  async #status(context: Context): Promise<string> {
    const { status, error } = await this.#deps.status(refOf(context));
    if (status !== null) return status;
    throw error === null
      ? new DialdeskError('bad_answer', 'The call centre does not show the state of the campaign')
      : DialdeskError.fromShape(error);
  }

  async #control(context: Context, action: CampaignAction): Promise<ControlOutcome> {
    try {
      return await this.#deps.control(refOf(context), action);
    } catch (error) {
      if (!(error instanceof DialdeskError) || error.code !== 'conflict') throw error;
      // somebody pauses or resumes it in this window at this moment
      throw new DialdeskError('flow_control', error.message, { details: { retryAfterMs: 3_000 } });
    }
  }
}

/** To be settled by the next attempt, which reads the state, or repeats what may be repeated. */
function answerLost(what: string): DialdeskError {
  return new DialdeskError('connection_lost', what, { details: { cause: 'silent' } });
}

/** What of the imported rows is gone, called and left, as far as the counters, which are of today, say. */
function outcome({ left, total }: CampaignCounts, imported: number | null, today: boolean): TakeBackCounts {
  if (!today) return { takenBack: null, called: null, left };
  const called = total === null || left === null || left > total ? null : total - left;
  const takenBack = imported === null || total === null || total > imported ? null : imported - total;
  return { takenBack, called, left };
}

function refOf(context: Context): CampaignRef {
  const { campaignId, campaignName } = context.payload;
  return { connectionId: connectionOf(context), campaignId, name: campaignName };
}

function refusedResume(): DialdeskError {
  const details = { interface: 'campaign/resume', resultCode: '0200011', resultDesc: '' };
  return new DialdeskError('result_code', 'The campaign could not be resumed', { details });
}
