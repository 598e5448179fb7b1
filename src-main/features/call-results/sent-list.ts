import { copyFile, stat } from 'node:fs/promises';
import type { ListBeside } from '../../contract/call-results.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { onDisk } from '../../platform/system-error.ts';
import type { ImportMemory, ImportPayload } from '../imports/job/import-payload.ts';
import { sourceSha256 } from '../imports/source-sha256.ts';
import type { CleanListWriter } from '../imports/job/collaborators.ts';
import type { FoundList } from './job/results-payload.ts';

export interface SentListDeps {
  readonly writer: CleanListWriter;
  /** Of an import's job; throws `not_found`. */
  readonly payloadOf: (importId: string) => ImportPayload;
  readonly memoryOf: (importId: string) => ImportMemory;
}

/**
 * The rows of an import as they were sent. Their workbook is not kept once the call centre has it, so they are written
 * anew from the source and what was done to it; a file that is another is never taken for it.
 */
export class SentList {
  readonly #deps: SentListDeps;
  /** Where lists were found that are no longer where they were, until the app ends. */
  readonly #found = new Map<string, FoundList>();

  constructor(deps: SentListDeps) {
    this.#deps = deps;
  }

  found(importId: string): FoundList | null {
    return this.#found.get(importId) ?? null;
  }

  /** Whether the source is still there, as far as it can be seen without reading it. @throws DialdeskError `not_found` */
  async state(importId: string): Promise<'there' | 'not_found' | 'changed'> {
    const { source, check } = this.#deps.payloadOf(importId);
    const found = this.found(importId);
    if (found) return (await sizeOf(found.path)) === null ? 'not_found' : 'there';
    if (source.path === null || check === null) return 'not_found';
    const file = await stat(source.path).catch(() => null);
    if (file === null) return 'not_found';
    return file.size === source.size && file.mtimeMs === source.mtimeMs ? 'there' : 'changed';
  }

  /**
   * Takes a file for the list if it is the source or the workbook that was sent, by its SHA-256.
   * @throws DialdeskError `file_changed` if it is neither, `file_unreadable`
   */
  async find(importId: string, path: string): Promise<void> {
    const { source, check } = this.#deps.payloadOf(importId);
    const { clean } = this.#deps.memoryOf(importId);
    const sha256 = await sha256Of(path);
    if (sha256 === null)
      throw new DialdeskError('file_unreadable', 'The file cannot be read', {
        details: { reason: 'read-failed' },
      });
    if (sha256 === source.sha256 && check !== null) this.#found.set(importId, { path, what: 'source' });
    else if (sha256 === clean?.sha256) this.#found.set(importId, { path, what: 'clean' });
    else {
      throw new DialdeskError('file_changed', 'It is not the file that was sent', {
        details: { name: source.name, what: 'source' },
      });
    }
  }

  /** Writes the rows that were sent, in template form. @returns why it could not, or `beside` */
  async write(
    importId: string,
    jobId: string,
    found: FoundList | null,
    path: string,
    watch: Parameters<CleanListWriter['writeClean']>[3],
  ): Promise<Exclude<ListBeside, 'left_out'>> {
    try {
      const payload = this.#deps.payloadOf(importId);
      if (found?.what === 'clean') {
        await onDisk(copyFile(found.path, path), 'the list');
        const sent = this.#deps.memoryOf(importId).clean?.sha256;
        return sent !== undefined && (await sha256Of(path)) === sent ? 'beside' : 'changed';
      }
      await this.#deps.writer.writeClean(jobId, await movedTo(payload, found), path, watch);
      return 'beside';
    } catch (error) {
      if (!(error instanceof DialdeskError)) throw error;
      if (error.code === 'file_changed') return 'changed';
      if (error.code === 'file_unreadable' || error.code === 'not_found') return 'not_found';
      throw error;
    }
  }
}

/** The same import, with its source where it was found: its content was compared, so its date does not matter. */
async function movedTo(payload: ImportPayload, found: FoundList | null): Promise<ImportPayload> {
  if (found === null) return payload;
  const file = await stat(found.path).catch(() => null);
  if (file === null || (await sha256Of(found.path)) !== payload.source.sha256) {
    throw new DialdeskError('file_changed', 'The list is no longer where it was found');
  }
  return {
    ...payload,
    source: { ...payload.source, path: found.path, size: file.size, mtimeMs: file.mtimeMs },
  };
}

/** Lower-case hex; null where it cannot be read. */
async function sha256Of(path: string): Promise<string | null> {
  const file = await stat(path).catch(() => null);
  return file && sourceSha256({ path, size: file.size, mtimeMs: file.mtimeMs });
}

async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ size }) => size,
    () => null,
  );
}
