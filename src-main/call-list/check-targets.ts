import { lstat, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DialdeskError } from '../contract/errors.ts';

/**
 * The files that one run of the command is to write. What an earlier run has left under such a name must not be taken
 * for the outcome of this one, which may have had nothing to write, or may not have come so far.
 */
export class CheckTargets {
  /** Not written yet. */
  readonly #open: Set<string>;

  /** @param paths none of which is a file that the command reads: see `refuseInputs` */
  constructor(paths: readonly (string | undefined)[]) {
    this.#open = new Set(paths.filter((path) => path !== undefined));
  }

  /**
   * Writes one. That there is nothing to write is no failure of the check.
   *
   * @throws DialdeskError `local_disk`, and what `write` throws besides `nothing_to_send`
   */
  async write(path: string, write: (path: string) => Promise<unknown>): Promise<void> {
    try {
      await write(path);
      this.#open.delete(path);
    } catch (error) {
      if (!(error instanceof DialdeskError && error.code === 'nothing_to_send')) throw error;
      await this.#remove(path);
    }
  }

  /**
   * Removes what an earlier run has left of those that this one has not written.
   *
   * @returns a sentence for each that was there
   */
  async removeOlder(): Promise<string[]> {
    const said: string[] = [];
    for (const path of this.#open) {
      try {
        if (await this.#remove(path)) said.push(`${path}, left by an earlier run, was removed.`);
      } catch (error) {
        if (!(error instanceof DialdeskError)) throw error;
        said.push(error.message);
      }
    }
    return said;
  }

  /** @returns whether there was one @throws DialdeskError `local_disk` */
  async #remove(path: string): Promise<boolean> {
    this.#open.delete(path);
    const older = await lstat(path).catch(() => undefined);
    if (older === undefined || !(older.isFile() || older.isSymbolicLink())) return false;
    try {
      await rm(path);
      return true;
    } catch (cause) {
      throw new DialdeskError('local_disk', `${path}, left by an earlier run, cannot be removed.`, {
        cause,
      });
    }
  }
}

/** Whether two paths lead to one file, whatever they are called; one that is not there yet is known by its name. */
export async function isSameFile(a: string, b: string): Promise<boolean> {
  const [here, there] = await Promise.all([identityOf(a), identityOf(b)]);
  return here === there;
}

async function identityOf(path: string): Promise<string> {
  const folder = dirname(resolve(path));
  const inFolder = join(await realpath(folder).catch(() => folder), basename(path));
  const whole = await realpath(path).catch(() => inFolder);
  const found = await lstat(whole, { bigint: true }).catch(() => undefined);
  return found === undefined ? whole : `${found.dev} ${found.ino}`;
}
