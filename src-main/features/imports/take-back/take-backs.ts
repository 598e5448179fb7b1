import { isKnownUnpaused, type CampaignRef, type CampaignStatus } from '../../../contract/campaigns.ts';
import type { Handlers } from '../../../contract/derive.ts';
import { changedMeanwhile, DialdeskError } from '../../../contract/errors.ts';
import type { ImportResult } from '../../../contract/import-results.ts';
import type { Job } from '../../../contract/jobs.ts';
import type { HeldCampaign, TakeBack, TakeBackObstacle, TakeBackView } from '../../../contract/take-back.ts';
import type { JobQueue } from '../../../jobs/job-queue.ts';
import type { JobsTable } from '../../../store/jobs.ts';
import type { SentImportsTable } from '../../../store/sent-imports.ts';
import type { TakeBacksTable } from '../../../store/take-backs.ts';
import type { CampaignControl } from '../../campaigns/campaign-control.ts';
import type { ImportPayload } from '../job/import-payload.ts';
import {
  emptyTakeBackMemory,
  takeBackMemoryColumn,
  takeBackPayloadColumn,
  type TakeBackPayload,
} from './take-back-payload.ts';

export interface TakeBacksDeps {
  readonly queue: JobQueue;
  readonly jobs: Pick<JobsTable, 'get' | 'cargo'>;
  readonly table: TakeBacksTable;
  readonly sent: SentImportsTable;
  readonly control: CampaignControl;
  readonly resultOf: (importId: string) => Pick<ImportResult, 'task'> | null;
  /** Whether the connection is there, and its system is not known to lack the deletion. */
  readonly offers: (connectionId: string) => 'offered' | 'not_offered' | 'no_connection';
  /** The call centre that a connection leads to now; null where it is gone. */
  readonly centreOf: (connectionId: string) => string | null;
  /** What is known of a take-back of this import has changed. */
  readonly changed: (importId: string) => void;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** States in which a job is on its way, or may go on. */
const under: readonly string[] = ['queued', 'running', 'waiting', 'paused'];

/** Imports that are taken back, and the campaigns that this holds paused. */
export class TakeBacks {
  readonly #deps: TakeBacksDeps;

  constructor(deps: TakeBacksDeps) {
    this.#deps = deps;
  }

  /** Keeps what a job of this kind says: its row may be removed, and what it holds paused must be known then. */
  heard(job: Job): void {
    if (job.summary.kind !== 'take-back' || job.connectionId === null) return;
    const { jobs, table, changed, now } = this.#deps;
    const cargo = jobs.cargo(job.id);
    const payload = takeBackPayloadColumn.decode(cargo?.payload);
    const memory = takeBackMemoryColumn.decode(cargo?.memory);
    const known = memory.ok ? memory.value : cargo?.memory === null ? emptyTakeBackMemory : null;
    if (!payload.ok || known === null) return;
    const { held, deletedAt, counts } = known;
    const { importId, importName, campaignId, campaignName, mark } = payload.value;
    try {
      table.save(
        {
          jobId: job.id,
          ...{ importId, importName, connectionId: job.connectionId, campaignId, campaignName, mark },
          ...{ state: job.state, held, deletedAt, counts },
        },
        now(),
      );
      changed(importId);
    } catch (error) {
      // a full disk; the job's own row has it too
      if (!(error instanceof DialdeskError)) throw error;
    }
  }

  /** @throws DialdeskError `not_found` */
  look(importId: string): TakeBackView {
    const { queue, resultOf } = this.#deps;
    const job = queue.get(importId);
    const status = resultOf(importId)?.task?.status ?? null;
    return {
      obstacle: this.#obstacle(job),
      ended: status === 'complete' || status === 'failed',
      shares: this.#shares(job),
      last: this.#last(importId),
    };
  }

  /** The last take-back of an import. The app may have ended after its job was saved, and before this heard of it. */
  #last(importId: string): TakeBack | null {
    const { table, jobs } = this.#deps;
    const last = table.ofImport(importId);
    if (last === null || !under.includes(last.state)) return last;
    const job = jobs.get(last.jobId);
    if (job === null || job.state === last.state) return last;
    this.heard(job);
    return table.ofImport(importId);
  }

  /** @throws DialdeskError `conflict`, `not_found` */
  begin(importId: string, shared: readonly string[]): Job {
    const { queue } = this.#deps;
    const job = queue.get(importId);
    const { obstacle, shares, last } = this.look(importId);
    if (obstacle !== null) throw changedMeanwhile(`It cannot be taken back: ${obstacle}`);
    if (last !== null && under.includes(last.state)) throw changedMeanwhile('It is being taken back');
    if (shares.some(({ jobId }) => !shared.includes(jobId))) {
      throw changedMeanwhile('Others carry the same mark, and were not named');
    }
    const { mark, destination, rows } = queue.payload(importId) as ImportPayload;
    const payload: TakeBackPayload = {
      importId,
      importName: job.name,
      campaignId: destination?.campaignId ?? '',
      campaignName: destination?.campaignName ?? null,
      mark: mark.mark ?? '',
      rows,
      alone: shares.length === 0 && mark.markOrigin === 'dialdesk',
    };
    const begun = queue.add({ kind: 'take-back', name: job.name, connectionId: job.connectionId, payload });
    // at once, not once the queue tells it: a second wish may come in the same turn
    this.heard(begun);
    return begun;
  }

  /** Held campaigns whose jobs no longer go on by themselves, but for those that the call centre shows in another state. */
  async held(connectionId: string): Promise<HeldCampaign[]> {
    const { table } = this.#deps;
    const over = table
      .held(connectionId)
      .filter(({ jobId }) => !this.#goesOn(jobId) && this.#ledAway(jobId) === null);
    const still: HeldCampaign[] = [];
    for (const takeBack of over) {
      const { status } = await this.#deps.control.status(this.#refOf(takeBack));
      // what could not be read, or is no state that documents know, is not taken for an end
      if (!isKnownUnpaused(status)) still.push({ ...takeBack, shownPaused: status === '3' });
      else this.#letUnlessUnderWay(takeBack);
    }
    return still;
  }

  /** @throws DialdeskError `not_found`, `call_centre_changed`, and as pausing and resuming */
  async resume(jobId: string): Promise<CampaignStatus> {
    const takeBack = this.#known(jobId);
    const details = this.#ledAway(jobId);
    if (details)
      throw new DialdeskError('call_centre_changed', 'The connection leads elsewhere', { details });
    const { now } = await this.#deps.control.act(this.#refOf(takeBack), 'resume');
    if (isKnownUnpaused(now.status)) this.#letUnlessUnderWay(takeBack);
    return now;
  }

  /** @throws DialdeskError `not_found` */
  leave(jobId: string): void {
    this.#deps.table.save({ ...this.#known(jobId), held: 'no' }, this.#deps.now());
  }

  /** Its job may have been told to go on while the call centre was asked, and says itself what it holds then. */
  #letUnlessUnderWay({ jobId }: TakeBack): void {
    if (!this.#goesOn(jobId)) this.leave(jobId);
  }

  #known(jobId: string): TakeBack {
    const known = this.#deps.table.get(jobId);
    if (known) return known;
    throw new DialdeskError('not_found', `no take-back ${jobId}`);
  }

  #goesOn(jobId: string): boolean {
    const job = this.#deps.jobs.get(jobId);
    return job !== null && (job.state === 'queued' || job.state === 'running' || job.state === 'waiting');
  }

  #obstacle(job: Job): TakeBackObstacle | null {
    if (job.summary.kind !== 'import' || job.connectionId === null || job.summary.campaignId === null) {
      return 'not_sent';
    }
    if (job.state !== 'done' && job.state !== 'unknown') return 'not_sent';
    if ((job.summary.mark ?? '').trim() === '') return 'no_mark';
    // the same campaign of another call centre would be paused, and numbers of others deleted
    if (this.#ledAway(job.id)) return 'elsewhere';
    const status = this.#deps.resultOf(job.id)?.task?.status;
    if (status === 'preparing' || status === 'running') return 'under_way';
    const offered = this.#deps.offers(job.connectionId);
    return offered === 'offered' ? null : offered;
  }

  #shares({ id, connectionId, centre, summary }: Job): TakeBackView['shares'] {
    if (summary.kind !== 'import' || summary.mark === null || summary.campaignId === null) return [];
    const place = { centre: centre ?? this.#centreOf(connectionId) ?? '', campaignId: summary.campaignId };
    return this.#deps.sent.withMark(summary.mark, place, id);
  }

  /** Where a job's connection leads, if that is no longer its call centre: a campaign there is another one. */
  #ledAway(jobId: string): { readonly before: string; readonly after: string } | null {
    const { centre: before, connectionId = null } = this.#deps.jobs.get(jobId) ?? {};
    const after = this.#centreOf(connectionId);
    return before === undefined || after === null || after === before ? null : { before, after };
  }

  #refOf({ jobId, connectionId, campaignId, campaignName }: TakeBack): CampaignRef {
    const centre = this.#deps.jobs.get(jobId)?.centre;
    return { connectionId, centre, campaignId, name: campaignName };
  }

  #centreOf(connectionId: string | null): string | null {
    return connectionId === null ? null : this.#deps.centreOf(connectionId);
  }
}

export function takeBackHandlers(takeBacks: TakeBacks): Handlers['takeBacks'] {
  return {
    look: ({ importId }) => takeBacks.look(importId),
    begin: ({ importId, shared }) => takeBacks.begin(importId, shared),
    held: ({ connectionId }) => takeBacks.held(connectionId),
    resume: ({ jobId }) => takeBacks.resume(jobId),
    leave: ({ jobId }) => takeBacks.leave(jobId),
  };
}
