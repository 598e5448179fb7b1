import { AtomicFile } from '../../call-list/write/atomic-file.ts';
import { ZipWriter } from '../../call-list/write/zip.ts';

/** A file in the zip; the name may have folders, with `/`, in ASCII. */
export interface ZipPart {
  readonly name: string;
  readonly text: string;
}

/**
 * Writes small texts as a zip that is there whole or not at all.
 * @returns its size in bytes
 * @throws DialdeskError `local_disk`
 */
export async function writeZip(target: string, deps: readonly ZipPart[]): Promise<number> {
  const file = await AtomicFile.create(target);
  try {
    const zip = new ZipWriter(file);
    for (const { name, text } of deps) await zip.add(name, text);
    await zip.finish();
    return (await file.commit()).bytes;
  } catch (error) {
    await file.abandon();
    throw error;
  }
}
