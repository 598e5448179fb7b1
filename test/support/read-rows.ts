import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadOptions } from '../../src-main/contract/call-list.ts';
import { openSource } from '../../src-main/call-list/source.ts';

/** The rows that a source gives, by the number that Excel shows; each as the texts from column A on. */
export type RowTexts = Record<number, string[] | undefined>;

/** Reads all rows of a file's first sheet, or of the one named. */
export async function readRows(path: string, options: ReadOptions = {}): Promise<RowTexts> {
  const source = await openSource(path);
  try {
    const rows: RowTexts = {};
    const sheet = options.sheet ?? source.sheets[0]?.name ?? null;
    await source.read(sheet, options, (row) => {
      rows[row.number] = row.texts();
      return undefined;
    });
    return rows;
  } finally {
    await source.close();
  }
}

/** Puts bytes into a file and reads its rows. */
export async function readRowsOf(
  bytes: Uint8Array | string,
  folder: string,
  name = 'list.xlsx',
  options: ReadOptions = {},
): Promise<RowTexts> {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return readRows(path, options);
}
