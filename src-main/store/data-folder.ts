import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskError } from '../platform/system-error.ts';

/**
 * Makes sure that files can be made in the data folder, which is made where it is missing.
 * @throws DialdeskError `local_disk` (details.cause is the system's code) where they cannot
 */
export function refuseUnwritable(folder: string): void {
  const probe = join(folder, `.probe-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw diskError(error, 'the data folder');
  }
}
