import * as v from 'valibot';
import { readDetails } from '../../../contract/error-details.ts';
import { DialdeskError } from '../../../contract/errors.ts';
import type { JobSummary } from '../../../contract/jobs.ts';
import type { ChangeRow } from '../../../contract/reservation-changes.ts';
import { jsonColumn } from '../../../store/json-column.ts';
import type { ReservationChangesTable } from '../../../store/reservation-changes.ts';
import { pause, type Clock } from '../../../platform/clock.ts';
import type { JobKind, StepContext, StepOfKind } from '../../../jobs/job-kind.ts';
import { verdictOnSending } from '../../../jobs/verdict.ts';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What a bulk change is to do. Its rows are a table of their own: there may be thousands. */
export const ReservationChangePayload = v.object({
  rows: Count,
  /** The reservation, where it is only one. */
  appointId: v.nullable(v.string()),
  /** How many may go out in a minute. */
  perMinute: v.pipe(Count, v.minValue(1)),
});
export type ReservationChangePayload = v.InferOutput<typeof ReservationChangePayload>;

/** How many rows ended how; reported with the job's result. */
const ReservationChangeMemory = v.object({ sent: Count, failed: Count, unknown: Count });
export type ReservationChangeMemory = v.InferOutput<typeof ReservationChangeMemory>;

type Context = StepContext<ReservationChangePayload, ReservationChangeMemory>;

export interface ReservationChangeDeps {
  readonly rows: ReservationChangesTable;
  /**
   * Sends one change, once. @throws DialdeskError `outcome_unknown` whenever it may have arrived and no readable
   * answer came; any other code says that it was not carried out.
   */
  readonly change: (connectionId: string, row: Pick<ChangeRow, 'change' | 'known'>) => Promise<void>;
  readonly clock: Clock;
}

/** Refusals that are about one row; every other failure would be the same for the next. */
const ofOneRow: ReadonlySet<string> = new Set(['result_code', 'invalid_request']);

/**
 * Many changes of reservations, one after the other and not faster than was agreed. The step may be taken again
 * as often as needed, because each row carries its own mark: it says `sending`, on the disk, before its request
 * goes out, so that after a crash every row is sent, not sent or unknown, and none goes out twice.
 */
export class ReservationChangeJob implements JobKind<ReservationChangePayload, ReservationChangeMemory> {
  readonly name = 'reservation-change';
  readonly payload = jsonColumn(ReservationChangePayload);
  readonly memory = jsonColumn(ReservationChangeMemory);
  readonly emptyMemory: ReservationChangeMemory = { sent: 0, failed: 0, unknown: 0 };
  readonly steps: readonly StepOfKind<ReservationChangePayload, ReservationChangeMemory>[];
  readonly #deps: ReservationChangeDeps;

  constructor(deps: ReservationChangeDeps) {
    this.#deps = deps;
    this.steps = [{ id: 'change', repeatable: true, run: (context) => this.#run(context) }];
  }

  /** One bulk change at a time for each system: two would undo what each other's pace is for. */
  resourceOf(_payload: ReservationChangePayload, connectionId: string): string {
    return `reservations:${connectionId}`;
  }

  summary({ rows, appointId }: ReservationChangePayload): JobSummary {
    return { kind: 'reservation-change', rows, appointId, appointTime: null };
  }

  missing(): null {
    return null;
  }

  result(memory: ReservationChangeMemory): ReservationChangeMemory {
    return memory;
  }

  /** What was sent before it was stopped stays in the call centre: how much that is, is kept with the job. */
  discard({ jobId }: Context): Promise<DialdeskError | null> {
    const { sent, failed, unknown, sending } = this.#deps.rows.counts(jobId);
    const details = { sent, failed, unknown: unknown + sending };
    if (sent + failed + details.unknown === 0) return Promise.resolve(null);
    return Promise.resolve(new DialdeskError('cancelled', 'stopped between two rows', { details }));
  }

  async #run(context: Context): Promise<'done'> {
    const { rows, clock } = this.#deps;
    const { jobId, payload, signal } = context;
    rows.lost(
      jobId,
      new DialdeskError('outcome_unknown', 'Dialdesk ended before the answer came', {
        details: { reason: 'ended' },
      }),
    );
    const apart = 60_000 / payload.perMinute;
    const { sent, failed, unknown } = rows.counts(jobId);
    const ended = { sent, failed, unknown };
    try {
      for (let row = rows.next(jobId); row !== null; row = rows.next(jobId)) {
        if (signal.aborted) throw new DialdeskError('cancelled', 'stopped between two rows');
        const began = clock.monotonic();
        const { state, stranger } = await this.#send(context, row);
        ended[state]++;
        context.progress(ended.sent + ended.failed + ended.unknown, payload.rows, 'rows');
        // One row is in doubt already; the next would be as well.
        if (stranger !== null && rows.next(jobId) !== null) throw stranger;
        const wait = apart - (clock.monotonic() - began);
        if (wait >= 1 && rows.next(jobId) !== null) await pause(clock, wait, signal);
      }
    } finally {
      context.remember(ended);
    }
    return 'done';
  }

  /**
   * Sends a row. It is not cut off by a pause: that would lose its answer.
   * @returns how it ended, and as `stranger` the error of something else that answered in the system's place
   */
  async #send(
    { jobId, connectionId }: Context,
    { position, change, known }: ChangeRow,
  ): Promise<{ readonly state: keyof ReservationChangeMemory; readonly stranger: DialdeskError | null }> {
    const { rows } = this.#deps;
    if (connectionId === null) throw new DialdeskError('internal', 'changes of no connection were sent');
    rows.sending(jobId, position);
    try {
      await this.#deps.change(connectionId, { change, known });
    } catch (error) {
      const failure =
        error instanceof DialdeskError
          ? error
          : new DialdeskError('internal', String(error), { cause: error });
      const verdict = verdictOnSending(error);
      if (verdict === 'unknown' || (verdict === 'failed' && ofOneRow.has(failure.code))) {
        rows.mark(jobId, position, verdict, failure);
        return { state: verdict, stranger: strangerIn(failure) };
      }
      // It was not carried out, and neither would the next be: the job waits, or fails, and the row waits with it.
      rows.mark(jobId, position, 'waiting');
      throw error;
    }
    rows.mark(jobId, position, 'sent');
    return { state: 'sent', stranger: null };
  }
}

/**
 * What answered was not the system but a page, or somebody who points to another address: as the error that makes
 * the other rows wait. Null for everything else.
 */
function strangerIn({ code, details }: DialdeskError): DialdeskError | null {
  // An unknown outcome comes with what was known of the answer.
  const { reason: hidden, cause, status } = readDetails('outcome_unknown', details);
  const reason = code === 'outcome_unknown' ? hidden : code;
  if (reason === 'bad_answer') {
    return new DialdeskError('bad_answer', 'not the system, but something else answers', {
      details: { cause },
    });
  }
  if (reason === 'http_status' && status !== undefined && status < 400) {
    return new DialdeskError('http_status', `something else answers, with ${status}`, {
      details: { status },
    });
  }
  return null;
}
