import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasSoundName } from '../../contract/sound-files.ts';

/** A whole disk dropped by mistake must neither take minutes nor fill the window. */
const mostFiles = 1000;
const deepest = 8;

/**
 * Replaces each folder with the sound files in it and its subfolders, ordered by name; every other path stays.
 * Links, hidden files and unreadable folders are skipped. Files dropped on their own stay whatever their name.
 */
export async function withVoiceFolders(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const folder = await stat(path).then(
      (stats) => stats.isDirectory(),
      () => false,
    );
    if (folder) await gather(path, 1, found);
    else found.push(path);
  }
  return found;
}

async function gather(folder: string, depth: number, found: string[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  entries.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  for (const entry of entries) {
    if (found.length >= mostFiles) return;
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.')) continue;
    if (entry.isDirectory() && depth < deepest) await gather(path, depth + 1, found);
    else if (entry.isFile() && hasSoundName(entry.name)) found.push(path);
  }
}
