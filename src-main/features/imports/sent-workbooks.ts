import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DialdeskError } from '../../contract/errors.ts';
import type { RepeatedImport, SavedWorkbooks } from '../../contract/imports.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import type { Desktop } from '../app/desktop.ts';
import type { FileTokens } from '../app/file-tokens.ts';
import type { JobFiles } from '../outbox/job-files.ts';
import { fileNameOf } from './file-name.ts';
import type { CleanListWriter } from './job/collaborators.ts';
import type { ImportMemory, ImportPayload } from './job/import-payload.ts';
import { planOf } from './import-plan.ts';

export interface SentWorkbooksDeps {
  readonly queue: JobQueue;
  readonly files: JobFiles;
  /** Writes the same list again for another use than sending it. */
  readonly writer: CleanListWriter;
  readonly tokens: FileTokens;
  readonly desktop: Desktop;
}

/** What an import was made of, after it was sent: repeated, and saved as a workbook. */
export class SentWorkbooks {
  readonly #deps: SentWorkbooksDeps;

  constructor(deps: SentWorkbooksDeps) {
    this.#deps = deps;
  }

  /**
   * What another import like this one is made of.
   * @throws DialdeskError `not_found`, `file_unreadable` where the source is gone or was a prepared file, `conflict`
   */
  async repeat(id: string): Promise<RepeatedImport> {
    const { queue, tokens } = this.#deps;
    const { name, connectionId, centre } = queue.get(id);
    const payload = this.#payload(id);
    const { source, check } = payload;
    if (source.path === null || check === null) {
      throw new DialdeskError('file_unreadable', 'The list came as a prepared file', {
        details: { reason: 'not-found', name: source.name },
      });
    }
    const [file] = await tokens.register([source.path]);
    if (file === undefined) throw new DialdeskError('not_found', 'no token for a path');
    const { doNotCall, sheet, headerRow, encoding, delimiter, ivr, duplicates, leaveOutHidden, mapping } =
      check.options;
    const known = doNotCall === undefined ? [] : await tokens.register([doNotCall]).catch(() => []);
    return {
      name,
      file,
      options: {
        ...{ ivr, duplicates },
        ...(sheet !== undefined && { sheet }),
        ...(headerRow !== undefined && { headerRow }),
        ...(encoding !== undefined && { encoding }),
        ...(delimiter !== undefined && { delimiter }),
        ...(leaveOutHidden !== undefined && { leaveOutHidden }),
        ...(mapping !== undefined && { mapping }),
      },
      doNotCall: known[0] ?? null,
      lost: doNotCall !== undefined && known.length === 0 ? basename(doNotCall) : null,
      changes: check.edits.length,
      plan: { connectionId, ...planOf(payload) },
      ...(centre !== undefined && { centre }),
    };
  }

  /** Asks where to, and saves the workbooks; says of each other one why it could not be. Null when cancelled. */
  async save(ids: readonly string[]): Promise<SavedWorkbooks | null> {
    const { desktop } = this.#deps;
    const outcome: SavedWorkbooks = { saved: [], refused: [] };
    const [first] = ids;
    if (ids.length === 1 && first !== undefined) {
      const target = await desktop.pickSavePath(`${fileNameOf(this.#name(first))}.xlsx`);
      if (target === null) return null;
      await this.#write(first, target);
      return { ...outcome, saved: [basename(target)] };
    }
    const [folder] = await desktop.pickFiles('download-folder');
    if (folder === undefined) return null;
    for (const id of ids) {
      const name = this.#name(id);
      try {
        const target = await freePath(folder, fileNameOf(name));
        await this.#write(id, target);
        outcome.saved.push(basename(target));
      } catch (error) {
        if (!(error instanceof DialdeskError)) throw error;
        outcome.refused.push({ id, name, error: error.toShape() });
      }
    }
    return outcome;
  }

  async #write(id: string, target: string): Promise<void> {
    const { files, queue, writer } = this.#deps;
    const payload = this.#payload(id);
    const { clean } = queue.memory(id) as ImportMemory;
    if (clean !== null && (await files.cleanSize(id)) === clean.bytes) {
      await files.saveClean(id, target);
      return;
    }
    const { signal } = new AbortController();
    // under an ID of its own: what is noted of the numbers that were sent stays as it is
    await writer.writeClean(randomUUID(), payload, target, { signal, onProgress: () => undefined });
  }

  #name(id: string): string {
    return this.#deps.queue.get(id).name;
  }

  /** @throws DialdeskError `not_found`; `conflict` when the job is no import */
  #payload(id: string): ImportPayload {
    const { kind, state } = this.#deps.queue.get(id);
    if (kind === 'import') return this.#deps.queue.payload(id) as ImportPayload;
    throw new DialdeskError('conflict', `Job ${id} is no import`, { details: { state } });
  }
}

/** A name in a folder that no file has. */
async function freePath(folder: string, name: string): Promise<string> {
  for (let at = 1; ; at++) {
    const path = join(folder, at === 1 ? `${name}.xlsx` : `${name}-${at}.xlsx`);
    const taken = await stat(path).then(
      () => true,
      () => false,
    );
    if (!taken) return path;
  }
}
