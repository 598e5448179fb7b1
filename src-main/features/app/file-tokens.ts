import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FileToken } from '../../contract/app.ts';
import { DialdeskError } from '../../contract/errors.ts';
import { readError } from '../../platform/system-error.ts';

/** The files the user dropped or picked in this session. The window holds tokens; the paths stay here. */
export class FileTokens {
  readonly #paths = new Map<string, string>();

  /**
   * A token for each path.
   * @throws DialdeskError `file_unreadable` if one is not a file or cannot be inspected
   */
  async register(paths: readonly string[]): Promise<FileToken[]> {
    return Promise.all(
      paths.map(async (path) => {
        const name = basename(path);
        const stats = await stat(path).catch((cause: unknown) => {
          throw readError(cause, name);
        });
        if (!stats.isFile()) {
          throw new DialdeskError('file_unreadable', 'not a file', {
            details: { reason: 'not-a-file', name },
          });
        }
        const token = randomUUID();
        this.#paths.set(token, path);
        return { token, name, size: stats.size };
      }),
    );
  }

  /**
   * The path behind a token.
   * @throws DialdeskError `not_found` for a token that was not issued in this session
   */
  path(token: string): string {
    const path = this.#paths.get(token);
    if (path === undefined) throw new DialdeskError('not_found', 'no such file token');
    return path;
  }
}
