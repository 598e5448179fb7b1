import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { detailsOf } from '../../contract/error-details.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { OpenedVoiceFiles, VoiceFile, VoiceVersion } from '../../contract/voice-files.ts';
import type { ConversionOptions, VoiceInspection } from '../../contract/voice.ts';
import type { Conversion, VoiceResultsTable } from '../../store/voice-results.ts';
import type { VoiceLimits } from '../../audio/inspect.ts';
import type { AudioEngine } from '../../audio/audio-engine.ts';

/** Results kept in the user-data folder, each about the platform's limit at most. */
const keptResults = 500;
/** Files inspected at once. */
const width = 8;

/** A version of a file, by its path: what may be played, hashed or sent. */
interface Version {
  readonly path: string;
  readonly inspection: VoiceInspection;
}

interface Entry extends Version {
  readonly id: string;
  readonly name: string;
  result: (Version & Conversion) | null;
  running: AbortController | null;
}

/** The voice files of this session, and the results of converting them. */
export class VoiceManager {
  readonly #engine: AudioEngine;
  readonly #results: VoiceResultsTable;
  readonly #folder: string;
  readonly #entries = new Map<string, Entry>();

  /** @param deps.folder where results are kept; created when first needed */
  constructor(deps: { engine: AudioEngine; results: VoiceResultsTable; folder: string }) {
    this.#engine = deps.engine;
    this.#results = deps.results;
    this.#folder = deps.folder;
  }

  /** Adds files, each once. One that cannot be inspected is listed with the reason. */
  async open(paths: readonly string[], limits: VoiceLimits): Promise<OpenedVoiceFiles> {
    const files: VoiceFile[] = [];
    const refused: OpenedVoiceFiles['refused'] = [];
    const there = new Map([...this.#entries.values()].map((entry) => [entry.path, entry.id]));
    const looked = await sideBySide([...new Set(paths)], (path) =>
      this.#look(there.get(path) ?? randomUUID(), path, limits).catch((error: unknown) => {
        if (!(error instanceof DialdeskError)) throw error;
        return { name: basename(path), reason: reasonOf(error) };
      }),
    );
    for (const one of looked) {
      if ('reason' in one) refused.push(one);
      else files.push(shown(one));
    }
    return { files, refused };
  }

  /** Inspects files again; those that no longer exist are left out. */
  async look(ids: readonly string[], limits: VoiceLimits): Promise<VoiceFile[]> {
    const entries = await sideBySide(ids, async (id) => {
      const entry = this.#entries.get(id);
      return entry === undefined ? null : this.#look(id, entry.path, limits).catch(() => null);
    });
    return entries.filter((entry) => entry !== null).map(shown);
  }

  name(id: string): string {
    return this.#entry(id).name;
  }

  /** @throws DialdeskError `not_found` if the file was not added, or was not converted */
  version(id: string, version: VoiceVersion): Version {
    const entry = this.#entry(id);
    const found = version === 'original' ? entry : entry.result;
    if (found === null) throw new DialdeskError('not_found', 'this file was not converted');
    return found;
  }

  /**
   * Converts a file to what the platform accepts and keeps it, replacing an earlier result.
   * Throws what the engine's `convert` throws.
   */
  async convert(
    id: string,
    options: ConversionOptions,
    limits: VoiceLimits,
    onProgress: (done: number) => void,
  ): Promise<VoiceFile> {
    const entry = this.#entry(id);
    const source = await sourceKey(entry.path);
    const file = `${randomUUID()}.wav`;
    const path = join(this.#folder, file);
    await mkdir(this.#folder, { recursive: true });
    const report = await this.run(id, (signal) =>
      this.#engine.convert(entry.path, path, options, { signal, onProgress }),
    );
    const inspection = await this.#engine.inspect(path, limits);
    const before = this.#results.put(source, file, { options, report });
    entry.result = { path, inspection, options, report };
    await this.#remove([...(before === null ? [] : [before]), ...this.#results.prune(keptResults)]);
    return shown(entry);
  }

  /** Runs work that `cancel` can stop; one at a time for each file. @throws DialdeskError `conflict` */
  async run<T>(id: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const entry = this.#entry(id);
    if (entry.running !== null) throw new DialdeskError('conflict', 'something is under way for this file');
    const running = new AbortController();
    entry.running = running;
    try {
      return await work(running.signal);
    } finally {
      entry.running = null;
    }
  }

  cancel(id: string): void {
    this.#entries.get(id)?.running?.abort();
  }

  /** Removes files; work on them is stopped, results are kept. */
  close(ids: readonly string[] = [...this.#entries.keys()]): void {
    for (const id of ids) {
      this.cancel(id);
      this.#entries.delete(id);
    }
  }

  async #look(id: string, path: string, limits: VoiceLimits): Promise<Entry> {
    const inspection = await this.#engine.inspect(path, limits);
    const result = await this.#keptResult(path, limits);
    const entry = { id, name: basename(path), path, inspection, result };
    const before = this.#entries.get(id);
    // work under way keeps the entry it began with
    const now = before === undefined ? { ...entry, running: null } : Object.assign(before, entry);
    this.#entries.set(id, now);
    return now;
  }

  /** An earlier result for this original, if it has not changed since and the result still exists. */
  async #keptResult(path: string, limits: VoiceLimits): Promise<Entry['result']> {
    const kept = this.#results.get(await sourceKey(path));
    if (kept === null) return null;
    const made = join(this.#folder, basename(kept.file));
    const inspection = await this.#engine.inspect(made, limits).catch(() => null);
    return inspection && { path: made, inspection, ...kept.conversion };
  }

  async #remove(files: readonly string[]): Promise<void> {
    const used = new Set([...this.#entries.values()].map(({ result }) => result?.path));
    for (const file of files) {
      const path = join(this.#folder, basename(file));
      if (!used.has(path)) await rm(path, { force: true }).catch(() => undefined);
    }
  }

  #entry(id: string): Entry {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw new DialdeskError('not_found', 'this voice file is not open');
    return entry;
  }
}

const shown = ({ id, name, inspection, result }: Entry): VoiceFile => ({
  id,
  name,
  inspection,
  result: result && { options: result.options, report: result.report, inspection: result.inspection },
});

const reasonOf = (error: DialdeskError): string => detailsOf(error, 'file_unreadable').reason ?? error.code;

/** Identifies an original as it is now: a different size or modification time makes it a different original. */
async function sourceKey(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  return createHash('sha256').update(`${path}\n${size}\n${mtimeMs}`).digest('hex');
}

/** Works on a few items at a time, and returns the results in the items' order. */
async function sideBySide<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const outcomes: R[] = [];
  for (let at = 0; at < items.length; at += width) {
    outcomes.push(...(await Promise.all(items.slice(at, at + width).map(work))));
  }
  return outcomes;
}
