import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../platform/atomic-file.ts';
import { ImportedRecords } from './call-numbers.ts';
import type { ImportTask } from './records.ts';

/** So many records are kept of all imports: beyond, the numbers of an import are counted, and nothing else. */
const mostRecords = 2_000_000;

/** Keeps the records of each import in a file, so that their results are found again after a restart. */
export class ImportedFiles {
  readonly #folder: string;
  #kept = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Keeps the records of an import. @returns false if there are too many to be kept */
  async keep(task: ImportTask, records: ImportedRecords): Promise<boolean> {
    if (this.#kept + records.size > mostRecords) return false;
    await mkdir(this.#folder, { recursive: true });
    await writeAtomically(
      this.#path(task),
      async (file) => {
        let part: string[] = [];
        for (const line of records.lines()) {
          if (part.push(line) < 5_000) continue;
          await file.append(Buffer.from(part.join('')));
          part = [];
        }
        await file.append(Buffer.from(part.join('')));
      },
      { mode: 0o600 },
    );
    this.#kept += records.size;
    return true;
  }

  /** The records of an import; undefined where they were not kept. */
  async of(task: ImportTask): Promise<ImportedRecords | undefined> {
    try {
      const records = ImportedRecords.parse(await readFile(this.#path(task), 'utf8'));
      this.#kept += records.size;
      return records;
    } catch {
      return undefined;
    }
  }

  #path(task: ImportTask): string {
    return join(this.#folder, `${task.id}.jsonl`);
  }
}
