import { resolve } from 'node:path';
import type { FileToken } from '../../contract/app.ts';
import { preparedEnding } from '../../contract/imports.ts';
import type { FileTokens } from './file-tokens.ts';

/**
 * Files that the desktop asks Dialdesk to open: named when it is started, by a second start, or by macOS. They
 * wait here until the window takes them, which may not have been drawn yet.
 */
export class OpenedFiles {
  readonly #tokens: FileTokens;
  readonly #arrived: () => void;
  #waiting: FileToken[] = [];

  /** @param arrived told whenever there is something to take */
  constructor(tokens: FileTokens, arrived: () => void) {
    this.#tokens = tokens;
    this.#arrived = arrived;
  }

  /**
   * Takes the files among the words of a command line; whatever is none, or cannot be read, is passed over.
   * @param folder from which relative names are meant
   */
  async add(words: readonly string[], folder: string): Promise<void> {
    for (const word of words) {
      if (word.startsWith('-') || !word.toLowerCase().endsWith(preparedEnding)) continue;
      const found = await this.#tokens.register([resolve(folder, word)]).catch(() => []);
      this.#waiting.push(...found);
    }
    if (this.#waiting.length > 0) this.#arrived();
  }

  /** What has come since it was asked last. */
  take(): FileToken[] {
    const waiting = this.#waiting;
    this.#waiting = [];
    return waiting;
  }
}
