import { ZipWriter } from '../../call-list/write/zip.ts';
import { writeAtomically } from '../../platform/atomic-file.ts';

/** A file in the zip; the name may have folders, with `/`, in ASCII. */
export interface ZipPart {
  readonly name: string;
  readonly text: string;
}

/**
 * Writes small texts as a zip file that exists completely or not at all.
 * @returns its size in bytes
 * @throws DialdeskError `local_disk`
 */
export async function writeZip(target: string, parts: readonly ZipPart[]): Promise<number> {
  const { bytes } = await writeAtomically(target, async (file) => {
    const zip = new ZipWriter(file);
    for (const { name, text } of parts) await zip.add(name, text);
    await zip.finish();
  });
  return bytes;
}
