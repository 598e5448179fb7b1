import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** What is picked up from a folder. Files dropped on their own are inspected whatever their name. */
const soundNames: ReadonlySet<string> = new Set([
  ...['.wav', '.wave', '.bwf', '.rf64', '.w64'],
  // These cannot be uploaded as they are. The list says so of each; left out, nobody would know that it is missing.
  ...[
    '.mp3',
    '.flac',
    '.ogg',
    '.oga',
    '.opus',
    '.m4a',
    '.aac',
    '.wma',
    '.amr',
    '.aif',
    '.aiff',
    '.au',
    '.caf',
  ],
]);
/** A whole disk dropped by mistake must neither take minutes nor fill the window. */
const mostFiles = 1000;
const deepest = 8;

/**
 * Replaces each folder with the sound files in it and its subfolders, ordered by name; every other path stays.
 * Links, hidden files and unreadable folders are skipped.
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
    else if (entry.isFile() && soundNames.has(extname(entry.name).toLowerCase())) found.push(path);
  }
}
