import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The files below a folder that have a text in them, in UTF-8, UTF-16 or Base64. */
export async function filesWith(folder: string, text: string): Promise<string[]> {
  const forms = [
    Buffer.from(text),
    Buffer.from(text, 'utf16le'),
    // without the end, which depends on what follows
    Buffer.from(Buffer.from(text).toString('base64').slice(0, -4)),
  ];
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path);
    if (forms.some((form) => content.includes(form))) found.push(path);
  }
  return found;
}
