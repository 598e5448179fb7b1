import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Handlers } from '../../contract/derive.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { Licence } from '../../contract/licences.ts';

/** Where the licences lie; of several places, the first that is there. */
export interface LicenceFiles {
  /** What the build wrote (scripts/licences.mjs). */
  readonly packages: string;
  readonly electron: readonly string[];
  readonly chromium: readonly string[];
  readonly electronVersion: string;
  /** Shows a file in the program that the desktop has for it; gives what went wrong, or nothing. */
  readonly show: (file: string) => Promise<string>;
}

function firstOf(files: readonly string[]): string {
  const found = files.find((file) => existsSync(file));
  if (found === undefined)
    throw new DialdeskError('not_found', 'the file is missing from this copy of Dialdesk');
  return found;
}

/** The licences of what Dialdesk brings along. Chromium's are 20 MB of HTML, which the desktop's browser shows. */
export function licenceHandlers(files: LicenceFiles): Handlers['licences'] {
  return {
    async list() {
      const packages = JSON.parse(await readFile(firstOf([files.packages]), 'utf8')) as Licence[];
      const text = (await readFile(firstOf(files.electron), 'utf8')).trim();
      return [{ name: 'Electron', version: files.electronVersion, licence: 'MIT', text }, ...packages];
    },
    async showChromium() {
      const refused = await files.show(firstOf(files.chromium));
      if (refused !== '') throw new DialdeskError('local_disk', refused);
    },
  };
}
