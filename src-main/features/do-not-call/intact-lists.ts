import { statSync } from 'node:fs';
import { isIntact, openList, type ListAbout } from '../../call-list/known/list-file.ts';
import { NumberFile } from '../../call-list/known/number-file.ts';
import * as v from 'valibot';
import type { ListFault } from '../../contract/do-not-call.ts';

/**
 * Caches lists that are intact: a file is never modified in place, so one of the same size and time is the same. A damaged
 * list, or one that could not be read for a while, is checked again.
 */
export class IntactLists {
  readonly #looked = new Map<string, { readonly stamp: string; readonly found: ListAbout }>();

  /** What a list says of itself, or why it cannot be applied. */
  look(path: string, keyId: string): ListAbout | ListFault {
    const stats = statSync(path, { throwIfNoEntry: false });
    const stamp = `${keyId} ${stats?.ino} ${stats?.size} ${stats?.mtimeMs}`;
    const before = this.#looked.get(path);
    if (before?.stamp === stamp) return before.found;
    const found = look(path, keyId);
    if (typeof found !== 'string') this.#looked.set(path, { stamp, found });
    return found;
  }

  /** What a list was called when it was added, whatever its key; undefined where it does not say. */
  nameOf(path: string): string | undefined {
    try {
      const file = NumberFile.open(path);
      file?.close();
      const about = v.safeParse(v.object({ name: v.string() }), file?.head.about);
      return about.success ? about.output.name : undefined;
    } catch {
      return undefined;
    }
  }
}

function look(path: string, keyId: string): ListAbout | ListFault {
  const open = openList(path, keyId);
  if (typeof open === 'string') return open;
  try {
    return isIntact(open) ? open.about : 'damaged';
  } catch {
    return 'damaged';
  } finally {
    open.file.close();
  }
}
