import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Handlers } from '../../contract/derive.ts';
import { DialdeskError } from '../../contract/errors.ts';
import type { Licence } from '../../contract/licences.ts';

/** Where the licences are; of several places, the first that exists. */
export interface LicenceFiles {
  /** What the build wrote (scripts/licences.mjs). */
  readonly packages: string;
  readonly electron: readonly string[];
  readonly chromium: readonly string[];
  readonly electronVersion: string;
  /** Opens a file in its default application; returns what went wrong, or an empty string. */
  readonly show: (file: string) => Promise<string>;
}

function firstOf(files: readonly string[]): string {
  const found = files.find((file) => existsSync(file));
  if (found === undefined)
    throw new DialdeskError('not_found', 'the file is missing from this copy of Dialdesk');
  return found;
}

/** The licences of what Dialdesk ships. Chromium's are a large HTML file, which the desktop's browser shows. */
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
