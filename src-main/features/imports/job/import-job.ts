import { DialdeskError } from '../../../contract/errors.ts';
import type { JobAnswer, JobKind } from '../../../jobs/job-kind.ts';
import { clearServer, mayBeThere } from './clear-server.ts';
import {
  emptyImportMemory,
  importMemoryColumn,
  importPayloadColumn,
  importSummary,
} from './import-payload.ts';
import type { ImportDestination, ImportMemory, ImportPayload } from './import-payload.ts';
import type { ImportContext, ImportJobDeps, ImportStep } from './import-step.ts';
import { ownZone } from '../../../contract/zoned-time.ts';
import type { JobFiles } from '../../outbox/job-files.ts';
import { orderStep } from './order-step.ts';
import { SessionKeeper } from './session-keeper.ts';
import { uploadStep, verifyStep } from './upload-steps.ts';
import { writeStep } from './write-step.ts';

/** How long cleaning up on a file server may take, milliseconds: nobody waits for it. */
const cleanUpPatience = 10_000;

/**
 * The main job: a checked list becomes a workbook in the outbox (`write`), is uploaded to a file server (`upload`),
 * is checked there (`verify`), and is imported into a campaign (`import`), which is requested once.
 */
export class ImportJob implements JobKind<ImportPayload, ImportMemory> {
  readonly name = 'import';
  readonly payload = importPayloadColumn;
  readonly memory = importMemoryColumn;
  readonly emptyMemory = emptyImportMemory;
  readonly steps: readonly ImportStep[];
  readonly #files: JobFiles;
  readonly #sessions: SessionKeeper;

  constructor(deps: ImportJobDeps) {
    this.#files = deps.files;
    this.#sessions = new SessionKeeper(deps.sftp);
    this.steps = [
      writeStep(deps),
      uploadStep(deps.files, this.#sessions),
      verifyStep(this.#sessions),
      orderStep(deps),
    ];
  }

  /** The file server itself: two connections may refer to the same one. */
  resourceOf({ destination }: ImportPayload): string | null {
    return destination && `sftp:${destination.server.ip}:${destination.server.port}`;
  }

  summary(payload: ImportPayload) {
    return importSummary(payload);
  }

  missing({ destination, draft }: ImportPayload): DialdeskError | null {
    if (destination) return null;
    const lacking = (['campaignId', 'serverId'] as const).filter((field) => !draft?.[field]);
    return new DialdeskError('invalid_request', 'The import has no destination yet', {
      fields: (lacking.length > 0 ? lacking : ['destination']).map((path) => ({ path, rule: 'required' })),
    });
  }

  result({ importTaskId, uploaded, clean }: ImportMemory) {
    return { importTaskId, path: uploaded?.path ?? null, rows: clean?.rows ?? null };
  }

  answered(payload: ImportPayload, answer: JobAnswer): ImportPayload {
    switch (answer.kind) {
      case 'replace':
        return { ...payload, destination: payload.destination && { ...payload.destination, replace: true } };
      case 'start-now':
        return {
          ...payload,
          destination: payload.destination && { ...payload.destination, startsAt: null },
          startPlan: null,
        };
      case 'start-at': {
        const plan = payload.startPlan ?? { zone: ownZone(), zoneKnown: false };
        // right before it goes, it is checked again: what was shown may have passed as well by then
        return { ...payload, startPlan: { ...plan, at: answer.at } };
      }
      case 'send-anyway':
        return { ...payload, again: [...new Set([...payload.again, ...answer.again])] };
    }
  }

  /** A new destination needs another upload; a new list needs another workbook as well. */
  edited(before: ImportPayload, after: ImportPayload, memory: ImportMemory) {
    // What lies on the same server, perhaps half under its final name, is removed by the next upload there.
    const stays = serverOf(before.destination) === serverOf(after.destination);
    const sent = { upload: stays ? memory.upload : null, uploaded: null };
    const list = ({ source, check }: ImportPayload) => JSON.stringify([source, check]);
    if (list(before) !== list(after)) {
      return { redo: ['write', 'upload', 'verify'], memory: { ...memory, ...sent, clean: null } };
    }
    if (placeOf(before.destination) === placeOf(after.destination)) return { redo: [], memory };
    return { redo: ['upload', 'verify'], memory: { ...memory, ...sent } };
  }

  released(jobId: string): void {
    this.#sessions.close(jobId);
  }

  /**
   * Removes the outbox files and, if the server can be reached, a partial upload. A complete one is removed as well
   * if the call centre was never asked to import it.
   */
  async discard(context: ImportContext): Promise<DialdeskError | null> {
    const { jobId, payload, memory } = context;
    const { destination } = payload;
    const there = { upload: memory.upload, unasked: memory.sentAt === null ? memory.uploaded : null };
    try {
      if ((there.upload === null && there.unasked === null) || destination === null) return null;
      const signal = AbortSignal.any([context.signal, AbortSignal.timeout(cleanUpPatience)]);
      return await clearServer(await this.#sessions.session({ ...context, signal }, destination), there);
    } catch {
      return mayBeThere(there);
    } finally {
      this.#sessions.close(jobId);
      await this.#files.remove(jobId);
    }
  }
}

function serverOf(destination: ImportDestination | null): string {
  return destination ? JSON.stringify([destination.serverId, destination.server]) : '';
}

function placeOf(destination: ImportDestination | null): string {
  if (!destination) return '';
  const { serverId, server, folder, fileName } = destination;
  return JSON.stringify([serverId, server.ip, server.port, server.filePath, folder, fileName]);
}
