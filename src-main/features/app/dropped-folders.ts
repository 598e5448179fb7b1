import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasSoundName } from '../../contract/sound-files.ts';

/** A whole disk dropped by mistake must neither take minutes nor fill the window. */
export const mostFiles = 1000;
export const deepest = 8;

/**
 * Replaces each folder with the sound files in it and its subfolders, ordered by name; every other path stays.
 * Links, hidden files and unreadable folders are skipped. Files dropped on their own stay whatever their name.
 */
export async function withVoiceFolders(paths: readonly string[]): Promise<{ paths: string[]; cut: boolean }> {
  const found: string[] = [];
  let cut = false;
  for (const path of paths) {
    const folder = await stat(path).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    if (folder) cut = (await gather(path, 1, found)) || cut;
    else found.push(path);
  }
  return { paths: found, cut };
}

/** @returns whether sound files, or folders that may have some, were left out because of a limit */
async function gather(folder: string, depth: number, found: string[]): Promise<boolean> {
  let cut = false;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  entries.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.')) continue;
    if (entry.isDirectory()) {
      if (depth < deepest) cut = (await gather(path, depth + 1, found)) || cut;
      else cut = true;
    } else if (entry.isFile() && hasSoundName(entry.name)) {
      if (found.length >= mostFiles) return true;
      found.push(path);
    }
  }
  return cut;
}
