import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { CallOutput } from '../../contract/define.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { ImportPlan } from '../../contract/imports.ts';
import type { contract } from '../../contract/index.ts';
import type { Job } from '../../contract/jobs.ts';
import type { SentBeforeAnswer } from '../../contract/sent-imports.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import type { ConnectionsTable } from '../../store/connections.ts';
import type { JobFiles } from '../outbox/job-files.ts';
import { planOf } from './import-plan.ts';
import type { ImportPlaces } from './import-places.ts';
import type { ImportPayload } from './job/import-payload.ts';
import { plannedAgain, plannedStart } from './job/start-gate.ts';
import type { PreparedJobs } from './prepared-jobs.ts';
import { contentOf, type SentImports } from './sent-before.ts';
import { requireSameCentre } from './require-same-centre.ts';

export interface PreparedDeps {
  readonly jobs: PreparedJobs;
  readonly queue: JobQueue;
  readonly files: JobFiles;
  readonly places: ImportPlaces;
  readonly connections: ConnectionsTable;
  readonly sent: SentImports;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Imports that are kept until the supervisor sends them: changed, copied, and sent. */
export class PreparedImports {
  readonly #deps: PreparedDeps;
  readonly #jobs: PreparedJobs;

  constructor(deps: PreparedDeps) {
    this.#deps = deps;
    this.#jobs = deps.jobs;
  }

  /** The choices made for the import so far. @throws DialdeskError `not_found`, `conflict` when it is not prepared */
  plan(id: string): ImportPlan {
    const { connectionId } = this.#jobs.get(id);
    return { connectionId, ...planOf(this.#jobs.payload(id)) };
  }

  /**
   * Changes where it goes, when, and its name.
   * @throws DialdeskError as `plan`, `local_disk`, and `call_centre_changed` for a connection that was changed to lead elsewhere
   * while its call centre was asked, or since the plan was chosen
   * @param chosenFrom the call centre that the plan was chosen from, where that is known
   */
  async edit(id: string, name: string, plan: ImportPlan, chosenFrom?: string): Promise<Job> {
    const requireSame = this.#watch(id, plan.connectionId, chosenFrom);
    requireSame();
    const place = await this.#deps.places.planned(plan);
    requireSame();
    const { connectionId } = plan;
    const connection = connectionId === null ? null : this.#deps.connections.get(connectionId);
    const connectionName = connection?.settings.name ?? '';
    const startPlan = plannedStart(plan.startsAt, connection?.settings.timeZone, this.#deps.now());
    const payload: ImportPayload = { ...this.#jobs.payload(id), connectionName, ...place, startPlan };
    // what was chosen where the connection leads now is not that of the call centre it led to before
    this.#deps.queue.edit(id, { name, connectionId, payload, chosenAnew: chosenFrom !== undefined });
    return this.#jobs.keep(id);
  }

  /** Calls a job something else. @throws DialdeskError `not_found`, `conflict` while it runs or once it is over */
  async rename(id: string, name: string): Promise<Job> {
    const job = this.#deps.queue.edit(id, { name });
    return job.hold ? this.#jobs.keep(id) : job;
  }

  /** A second prepared import of the same clean workbook. @throws DialdeskError as `plan`, `local_disk` */
  async duplicate(id: string, name: string): Promise<Job> {
    const { files } = this.#deps;
    // all of one moment, and of one call centre: the import may be changed while its workbook is copied
    const { connectionId, centre } = this.#jobs.get(id);
    const payload: ImportPayload = { ...this.#jobs.payload(id), again: [] };
    const clean = this.#jobs.clean(id);
    const copy = randomUUID();
    try {
      await files.prepare(copy);
      await files.copyClean(id, copy);
      return await this.#jobs.restore(copy, { name, connectionId, centre, payload }, clean);
    } catch (error) {
      await files.remove(copy).catch(() => undefined);
      throw error;
    }
  }

  /**
   * Whether the content of an import was sent before, by another, into its campaign or the one that is named.
   * @throws DialdeskError `not_found`
   */
  sentBefore(id: string, campaignId?: string): SentBeforeAnswer {
    const { queue, sent } = this.#deps;
    const { connectionId } = queue.get(id);
    const payload = this.#jobs.payload(id);
    const into = campaignId ?? (payload.destination ?? payload.draft)?.campaignId ?? null;
    const content = contentOf(payload, this.#jobs.memory(id));
    const comparable = content.sourceSha256 !== null || content.cleanSha256 !== null;
    if (connectionId === null || into === null) return { sent: [], comparable };
    return { sent: sent.find(content, { jobId: id, connectionId, campaignId: into }), comparable };
  }

  /**
   * Sends those that are complete; says of each other one why it stayed.
   * @param again earlier sendings of the same content that the supervisor has seen
   */
  async send(
    ids: readonly string[],
    again: readonly string[],
  ): Promise<CallOutput<typeof contract.imports.send>> {
    const outcome: CallOutput<typeof contract.imports.send> = { sent: 0, refused: [] };
    for (const id of ids) {
      try {
        if (this.#deps.queue.get(id).kind === 'import') {
          await this.#complete(id);
          this.#handOver(id, again);
        }
        this.#deps.queue.send(id);
        outcome.sent++;
      } catch (error) {
        if (!(error instanceof DialdeskError)) throw error;
        outcome.refused.push({ id, name: this.#nameOf(id), error: error.toShape() });
      }
    }
    return outcome;
  }

  /** Asks the call centre where the server is, if that is all that is missing. */
  async #complete(id: string): Promise<void> {
    const job = this.#jobs.get(id);
    const payload = this.#jobs.payload(id);
    const { draft } = payload;
    const { connectionId } = job;
    if (connectionId !== null && this.#deps.connections.get(connectionId) === null) {
      // Found in its folder after the database was lost, and nobody has set the connection up again.
      throw new DialdeskError('invalid_request', 'The connection is gone', {
        fields: [{ path: 'connectionId', rule: 'required' }],
      });
    }
    if (payload.destination || !draft?.campaignId || !draft.serverId || connectionId === null) return;
    const { campaignId, serverId, folder, fileName, startsAt } = draft;
    const asked = {
      campaignId,
      destination: { connectionId, serverId, folder, fileName },
      replace: false,
      startsAt,
    };
    const requireSame = this.#watch(id, connectionId);
    const destination = await this.#deps.places.destination(connectionId, asked);
    requireSame();
    this.#deps.queue.edit(id, { payload: { ...payload, destination, draft: null } });
  }

  /** Asks about what was sent before, and says that this is on its way now. */
  #handOver(jobId: string, again: readonly string[]): void {
    const { queue, sent } = this.#deps;
    const { connectionId, name } = queue.get(jobId);
    const before = this.#jobs.payload(jobId);
    const { destination } = before;
    // what it lacks is the queue's to say
    if (connectionId === null || !destination) return;
    const memory = this.#jobs.memory(jobId);
    const { campaignId } = destination;
    sent.requireSeen(contentOf(before, memory), { jobId, connectionId, campaignId }, again);
    const seen = this.sentBefore(jobId).sent.map(({ jobId: other }) => other);
    const zone = this.#deps.connections.get(connectionId)?.settings.timeZone;
    const startPlan = plannedAgain(before.startPlan, destination.startsAt, zone, this.#deps.now());
    const payload: ImportPayload = { ...before, again: seen, startPlan };
    queue.edit(jobId, { payload });
    sent.handedOver([{ jobId, name, connectionId, payload, memory }]);
  }

  /**
   * Remembers an import while a call centre is asked for it.
   * @returns to be called before the answer is kept; throws DialdeskError `conflict` where the import was changed, sent
   * or removed meanwhile, `call_centre_changed`, `not_found`
   */
  #watch(id: string, connectionId: string | null, chosenFrom?: string): () => void {
    const before = [this.#jobs.get(id).name, this.#jobs.payload(id)];
    const requireStill = requireSameCentre(this.#deps.connections, connectionId, chosenFrom);
    return () => {
      const { name, state } = this.#jobs.get(id);
      requireStill();
      if (isDeepStrictEqual(before, [name, this.#jobs.payload(id)])) return;
      throw new DialdeskError('conflict', 'It was changed meanwhile', { details: { state } });
    };
  }

  #nameOf(id: string): string {
    try {
      return this.#deps.queue.get(id).name;
    } catch {
      return '';
    }
  }
}
