import { resolve } from 'node:path';
import type { FileToken } from '../../contract/app.ts';
import { preparedEnding } from '../../contract/imports.ts';
import type { FileTokens } from './file-tokens.ts';

/**
 * Files that the desktop asks Dialdesk to open: named on the command line, by a second start, or by macOS. They
 * wait here until the window, which may not be drawn yet, collects them.
 */
export class OpenedFiles {
  readonly #tokens: FileTokens;
  readonly #arrived: () => void;
  #waiting: FileToken[] = [];

  /** @param arrived called whenever there is something to collect */
  constructor(tokens: FileTokens, arrived: () => void) {
    this.#tokens = tokens;
    this.#arrived = arrived;
  }

  /**
   * Takes the files among the arguments of a command line; anything else, or anything unreadable, is skipped.
   * @param folder that relative names refer to
   */
  async add(words: readonly string[], folder: string): Promise<void> {
    for (const word of words) {
      if (word.startsWith('-') || !word.toLowerCase().endsWith(preparedEnding)) continue;
      const found = await this.#tokens.register([resolve(folder, word)]).catch(() => []);
      this.#waiting.push(...found);
    }
    if (this.#waiting.length > 0) this.#arrived();
  }

  /** What has arrived since the last call. */
  take(): FileToken[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }
}
