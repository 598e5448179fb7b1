import { callCentreOf } from '../../contract/connections.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { Job } from '../../contract/jobs.ts';
import type { SentBefore } from '../../contract/sent-before.ts';
import { mostSentBefore } from '../../contract/sent-imports.ts';
import type { ConnectionsTable } from '../../store/connections.ts';
import type { JobsTable } from '../../store/jobs.ts';
import type { SentContent, SentImport, SentImportsTable, SentState } from '../../store/sent-imports.ts';
import type { ImportToSend, SentLedger } from './job/collaborators.ts';
import { fullyTakenBack } from './take-back/fully-taken-back.ts';
import {
  importMemoryColumn,
  importPayloadColumn,
  type ImportMemory,
  type ImportPayload,
} from './job/import-payload.ts';

export interface SentBeforeDeps {
  readonly sent: SentImportsTable;
  readonly connections: Pick<ConnectionsTable, 'get'>;
  readonly jobs: Pick<JobsTable, 'get' | 'cargo'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** An import that is handed over; what its steps have learned is null while none was taken. */
type Handed = Omit<ImportToSend, 'memory'> & { readonly memory: ImportMemory | null };

/** Where content is about to go; `jobId` is null before there is a job. */
interface Target {
  readonly jobId: string | null;
  readonly connectionId: string;
  readonly campaignId: string;
}

/**
 * Whether the same content was sent into the same campaign before, and by which job. Content is compared by SHA-256:
 * that of the clean workbook, or of the source where two imports take the same rows of it.
 */
export class SentImports implements SentLedger {
  readonly #deps: SentBeforeDeps;

  constructor(deps: SentBeforeDeps) {
    this.#deps = deps;
  }

  /** Sendings of the same content, newest first. */
  find(content: SentContent, target: Target): SentBefore[] {
    return this.#like(content, target).map((sent) => shown(sent, content));
  }

  /** Sendings of the same source file, whatever its name and wherever to, newest first. */
  ofSource(sourceSha256: string): SentBefore[] {
    const content = { sourceSha256, part: null, cleanSha256: null, rowsSha256: null };
    const found = this.#deps.sent.ofSource(sourceSha256, mostSentBefore);
    // one that may have arrived in one campaign and was then led to another is one import
    const latest = found.filter(({ jobId }, at) => found.findIndex((sent) => sent.jobId === jobId) === at);
    return latest.map((sent) => shown(sent, content));
  }

  /**
   * To be called right before jobs are handed over.
   * @param again the sendings that the supervisor has seen
   * @throws DialdeskError `sent_before` if there are others
   */
  requireSeen(content: SentContent, target: Target, again: readonly string[]): void {
    const found = this.#like(content, target);
    if (found.some(({ jobId }) => !again.includes(jobId))) throw sentBefore(found, content);
  }

  /** Jobs are about to be handed over: from now on the same content is asked about, also before they are sent. */
  handedOver(jobs: readonly Handed[]): void {
    for (const job of jobs) {
      this.#deps.sent.removePending(job.jobId);
      this.#save(job, 'pending', this.#deps.now());
    }
  }

  look(sending: ImportToSend): void {
    const { jobId, connectionId, payload, memory } = sending;
    const campaignId = payload.destination?.campaignId ?? '';
    const content = contentOf(payload, memory);
    // One that is still on its way is asked about itself when its turn comes.
    const found = this.#like(content, { jobId, connectionId, campaignId }, this.#ledTo(sending));
    const agreed = ({ jobId: other, seen }: SentImport): boolean =>
      payload.again.includes(other) || seen.includes(jobId);
    if (!found.every(agreed)) throw sentBefore(found, content);
  }

  begin(sending: ImportToSend): ReturnType<SentLedger['begin']> {
    const { sent, now } = this.#deps;
    const { jobId, payload } = sending;
    const campaignId = payload.destination?.campaignId ?? '';
    this.look(sending);
    const before = sent.get(jobId, campaignId);
    const at = now();
    const centre = this.#ledTo(sending);
    this.#save(sending, 'unknown', at, centre);
    return {
      // What cannot be recorded now is recorded once the job itself can be.
      accepted: () => unlessDisk(() => this.#save(sending, 'accepted', at, centre)),
      refused: () =>
        unlessDisk(() => {
          if (before) sent.save(before);
          else sent.remove(jobId, campaignId);
        }),
    };
  }

  /** A job says that it was sent, or may have been: also one that was found, or of which a person has decided. */
  heard(job: Job): void {
    const { state, summary, connectionId } = job;
    const undone = fullyTakenBack(job);
    if (undone) unlessDisk(() => this.#deps.sent.gone(undone.importId, undone.campaignId));
    if (summary.kind !== 'import' || summary.campaignId === null || connectionId === null) return;
    if (state !== 'done' && state !== 'unknown') return;
    const known = this.#deps.sent.get(job.id, summary.campaignId);
    // nothing of it is left: that it was sent once says nothing any more
    if (known?.state === 'gone') return;
    if (known?.state === 'accepted' || (known?.state === 'unknown' && state === 'unknown')) return;
    const now: SentState = state === 'done' ? 'accepted' : 'unknown';
    unlessDisk(() => {
      if (known) this.#deps.sent.save({ ...known, state: now });
      else {
        const cargo = this.#deps.jobs.cargo(job.id);
        const payload = importPayloadColumn.decode(cargo?.payload);
        const memory = importMemoryColumn.decode(cargo?.memory);
        // what cannot be read has nothing to be compared by
        if (!payload.ok || !memory.ok) return;
        const sending = { jobId: job.id, name: job.name, connectionId, payload: payload.value };
        const at = memory.value.sentAt ?? job.updatedAt;
        this.#save({ ...sending, memory: memory.value }, now, at, this.#ledTo(sending));
      }
    });
  }

  /** At the start: records what jobs say and no row does, as after an update, and forgets what was never sent. */
  settle(): void {
    const { sent, jobs } = this.#deps;
    unlessDisk(() => {
      sent.tidy();
      for (const id of sent.unrecorded()) {
        const job = jobs.get(id);
        if (job) this.heard(job);
      }
    });
  }

  /** @param led the call centre that is about to be asked; left out, all that is on its way counts as well */
  #like(content: SentContent, { jobId, connectionId, campaignId }: Target, led?: string): SentImport[] {
    const place = { centre: led ?? this.#centre(connectionId), campaignId };
    const look = { but: jobId ?? '', asked: led !== undefined, most: mostSentBefore };
    return this.#deps.sent.like(content, place, look);
  }

  #save(
    { jobId, name, connectionId, payload, memory }: Handed,
    state: SentState,
    at: number,
    centre = this.#centre(connectionId),
  ): void {
    const { source, rows, again, destination, mark } = payload;
    if (!destination) return;
    this.#deps.sent.save({
      jobId,
      campaignId: destination.campaignId,
      at,
      state,
      connectionId,
      centre,
      ...contentOf(payload, memory),
      name,
      sourceName: source.name,
      rows,
      connectionName: this.#deps.connections.get(connectionId)?.settings.name ?? payload.connectionName,
      campaignName: destination.campaignName,
      seen: again,
      mark: mark.mark,
      takenBackAt: null,
    });
  }

  /** The call centre that a job is for: its connection may have been led elsewhere, or removed, since. */
  #ledTo({ jobId, connectionId }: Pick<Handed, 'jobId' | 'connectionId'>): string {
    return this.#deps.jobs.get(jobId)?.centre ?? this.#centre(connectionId);
  }

  /** Where a connection leads now. Two may lead to the same call centre. */
  #centre(connectionId: string): string {
    const settings = this.#deps.connections.get(connectionId)?.settings;
    return settings ? callCentreOf(settings) : connectionId;
  }
}

/** What an import is compared by. */
export function contentOf(
  {
    source,
    check,
  }: { readonly source: Pick<ImportPayload['source'], 'sha256'> } & Pick<ImportPayload, 'check'>,
  memory: Pick<ImportMemory, 'clean'> | null,
): SentContent {
  return {
    sourceSha256: source.sha256,
    part: check?.part ?? null,
    cleanSha256: memory?.clean?.sha256 ?? null,
    rowsSha256: memory?.clean?.rowsSha256 ?? null,
  };
}

function sentBefore(found: readonly SentImport[], content: SentContent): DialdeskError {
  return new DialdeskError('sent_before', 'The same content was sent into this campaign before', {
    details: { sent: found.map((sent) => shown(sent, content)) },
  });
}

const outcomeOf = {
  pending: 'under_way',
  unknown: 'unknown',
  accepted: 'accepted',
  gone: 'taken_back',
} as const;

function shown(sent: SentImport, { cleanSha256, rowsSha256 }: SentContent): SentBefore {
  const { jobId, name, sourceName, rows, connectionName, campaignId, campaignName, at, state } = sent;
  return {
    ...{ jobId, name, sourceName, rows, connectionName, campaignId, campaignName, at },
    outcome: sent.takenBackAt !== null ? 'taken_back' : outcomeOf[state],
    same:
      (cleanSha256 !== null && sent.cleanSha256 === cleanSha256) ||
      (rowsSha256 !== null && sent.rowsSha256 === rowsSha256)
        ? 'workbook'
        : 'source',
  };
}

function unlessDisk(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof DialdeskError)) throw error;
  }
}
